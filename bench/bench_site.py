"""A site of 5,000 entities: the first build, a second one, and one after a new article (``make bench-site``).

The graph is made by rule: as many people, groups, brands and platforms as asked for, campaigns among them, articles of
five claims each. Wall and processor time are given, since the site is written by one process.
"""

import argparse
import tempfile
import time
from dataclasses import replace
from pathlib import Path

LABELS = ("Person", "Person", "Person", "Group", "Brand", "Brand", "Platform", "Campaign")
FIRST = (
    "Ada",
    "Ben",
    "Cleo",
    "Dan",
    "Eva",
    "Finn",
    "Gita",
    "Hugo",
    "Ines",
    "Jack",
    "Kim",
    "Lena",
    "Mia",
    "Noah",
    "Olga",
)
SYLLABLES = [consonant + vowel for consonant in "bdklmnrs" for vowel in "aeio"]


def name_of(i: int) -> str:
    """Invent the name of the i-th entity."""
    rest, parts = i // len(FIRST), []
    for _ in range(3):
        rest, at = divmod(rest * 7 + i, len(SYLLABLES))
        parts.append(SYLLABLES[at])
    return f"{FIRST[i % len(FIRST)]} {''.join(parts).capitalize()} {i}"


def make(entities: int, articles: int) -> object:
    """Make the view."""
    from joinder.graph.model import ArticleRow, ClaimRow, EntityRow, MentionRow, View
    from joinder.graph.view import direct_edges

    rows = []
    for i in range(entities):
        label, name = LABELS[i % len(LABELS)], name_of(i)
        rows.append(EntityRow(f"{label.lower()}/e-{i:05}", label, name, (f"Alias of {name}",), (name.lower(),), 5, 5))
    campaigns = [row for row in rows if row.label == "Campaign"]
    actors = [row for row in rows if row.label != "Campaign"]
    papers, claims, mentions = [], [], []
    for i in range(articles):
        key = f"a-{i:05}"
        papers.append(
            ArticleRow(
                key,
                f"{campaigns[i % len(campaigns)].name} goes on, day {i}",
                f"https://news.example/{i}",
                f"Paper {i % 40}",
                f"20{10 + i % 16}-0{1 + i % 9}-1{i % 9}",
                key,
            )
        )
        for j in range(5):
            # Campaigns differ in size as real ones do: the square makes a few large.
            campaign = campaigns[(i * j * j) % len(campaigns)]
            actor = actors[(i * 5 + j) % len(actors)]
            quote = f"{actor.name} said on Tuesday that it had joined {campaign.name}, and that others would follow."
            status = ("done", "done", "planned", "declined")[(i + j) % 4]
            claims.append(
                ClaimRow(
                    f"{i:06x}{j:02x}",
                    key,
                    actor.id,
                    "JOINED",
                    campaign.id,
                    status,
                    "",
                    "2020-07",
                    "",
                    quote,
                    j * 200,
                    j * 200 + len(quote),
                    "",
                    "bench 1",
                    "",
                )
            )
            mentions.append(MentionRow(f"m{i:06x}{j:02x}", key, actor.id, actor.label, actor.name, ()))
    labels, days = {row.id: row.label for row in rows}, {row.id: row.published for row in papers}
    edges = direct_edges(claims, labels.__getitem__, days, {row.id: row.id for row in papers})
    return View(
        tuple(sorted(rows)), tuple(papers), tuple(sorted(mentions)), tuple(sorted(claims)), (), tuple(sorted(edges))
    )


def build(folder: Path, view: object) -> None:
    """Put a view into the embedded store, build its site, and print what that took."""
    from joinder.graph.connect import open_store
    from joinder.graph.publish import rebuild
    from joinder.site.build import build as built
    from joinder.site.templates import Settings

    graph = folder / "graph.lbdb"
    with open_store(graph, read_only=False) as store:
        rebuild(store, view=view, sequence=1, ledger="bench")  # type: ignore[arg-type]
    wall, processor = time.perf_counter(), time.process_time()
    with open_store(graph) as store:
        done = built(store, folder / "site", Settings.checked("https://data.example.org/", "Bench", "CC0-1.0"))
    status = Path("/proc/self/status").read_text()
    peak = int(status.partition("VmHWM:")[2].split()[0]) >> 10
    print(
        f"{done.pages:>8,} pages {done.written:>8,} written {done.unchanged:>8,} unchanged {done.removed:>3,} removed"
        f" {time.perf_counter() - wall:>6.1f} s {time.process_time() - processor:>6.1f} s of processor {peak:>5} MB",
        flush=True,
    )


def main() -> None:
    """Build three times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entities", type=int, default=5000)
    parser.add_argument("--articles", type=int, default=2500)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        more = make(asked.entities, asked.articles + 1)
        last = f"a-{asked.articles:05}"
        fewer = {
            "articles": tuple(a for a in more.articles if a.id != last),  # type: ignore[attr-defined]
            "claims": tuple(c for c in more.claims if c.article != last),  # type: ignore[attr-defined]
            "mentions": tuple(m for m in more.mentions if m.article != last),  # type: ignore[attr-defined]
        }
        view = replace(more, **fewer)  # type: ignore[type-var]
        for what, given in (("first", view), ("again", view), ("one article more", more)):
            print(f"{what:<17}", end="")
            build(Path(folder), given)


if __name__ == "__main__":
    main()
