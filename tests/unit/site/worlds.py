"""Graphs whose every text is hostile, and sites built of them."""

from pathlib import Path

from joinder.graph.connect import open_store
from joinder.graph.model import ArticleRow, ClaimRow, CrowdRow, EntityRow, MentionRow, View
from joinder.graph.publish import rebuild
from joinder.graph.view import direct_edges
from joinder.site.build import Built, build
from joinder.site.templates import Settings

BASE = "https://data.example.org/news/"
TODAY = "2026-11-24"
#: What would run, load or break something if it were taken for HTML, script, JSON or an address.
ATTACKS = (
    "</script><script>window.attacked=1</script>",
    "<img src=x onerror=window.attacked=1>",
    "\"'><svg onload=window.attacked=1>",
    "{{ 7*7 }}{% raw %}<!-- <script> ]]>",
    "javascript:window.attacked=1",
    "Evil \u202egnp.exe\u202c \u2066name",
    "line\u2028separator\u2029and\nnewline\x00\x1b[31m",
    '"; window.attacked=1; //\\',
    "🎉" * 30,
    "السَّلَام عليكم",
    "Ünïcödé Nàmé",
    "W" * 10_000,
)
HOSTILE_URLS = ("javascript://news.example/%0awindow.attacked=1", 'https://news.example/a b"><b>', "data:text/html,<b>")


def hostile() -> View:
    """Make a graph in which every name, title, quote, outlet, id and address is an attack."""
    labels = ("Person", "Group", "Brand", "Platform")
    entities = [
        EntityRow(f"{labels[i % 4].lower()}/{text}", labels[i % 4], text, (text + "!", "x" + text), (f"k{i}",), 1, 3)
        for i, text in enumerate(ATTACKS)
    ]
    entities.append(EntityRow("campaign/c", "Campaign", ATTACKS[0], (), ("c",), 12, 12))
    articles = [
        ArticleRow(text, text, HOSTILE_URLS[i % 3], text, ("2020-09-15", "2020-07", "")[i % 3], ATTACKS[0])
        for i, text in enumerate(ATTACKS)
    ]
    claims = [
        ClaimRow(
            text, text, entities[i].id, "JOINED", "campaign/c", ("done", "planned", "declined", "ended")[i % 4], "",
            "2020-07", "2020-08", text, 0, len(text), entities[0].id, text, ATTACKS[(i + 1) % len(ATTACKS)],
        )
        for i, text in enumerate(ATTACKS)
    ]  # fmt: skip
    post = ("WORKS_FOR", entities[1].id, "done", ATTACKS[0], "", "", ATTACKS[1], 0, 9, "", "x", "")
    claims.append(ClaimRow("post", ATTACKS[0], entities[0].id, *post))
    misfit = ("JOINED", entities[1].id, "done", "", "", "", ATTACKS[1], 0, 9, "", "x", "")
    claims.append(ClaimRow("misfit", ATTACKS[0], entities[0].id, *misfit))
    counted = ("JOINED", "campaign/c", "done", "", "", "", ATTACKS[2], 0, 9)
    crowds = [CrowdRow(text, text, 12.5, "about", text, *counted) for text in ATTACKS]
    mentions = [
        MentionRow(text, text, entities[i].id, entities[i].label, text, (text, text + "?"))
        for i, text in enumerate(ATTACKS)
    ]
    label_of = {row.id: row.label for row in entities}
    edges = direct_edges(claims, label_of.__getitem__, dict.fromkeys(ATTACKS, ""), {a: a for a in ATTACKS})
    return View(
        tuple(sorted(entities)), tuple(sorted(articles)), tuple(sorted(mentions)), tuple(sorted(claims)),
        tuple(sorted(crowds)), tuple(sorted(edges)), tuple((f"person/old {text}", entities[0].id) for text in ATTACKS),
    )  # fmt: skip


def crowded(people: int = 250) -> View:
    """Make a campaign that so many joined: its page and the list of people go on."""
    joined = ("JOINED", "campaign/c", "done", "", "2020-07-01", "", "They joined.", 0, 12, "", "x", "")
    entities = [EntityRow("campaign/c", "Campaign", "The Campaign", ("#TheCampaign",), ("c",), 1, people)]
    entities += [EntityRow(f"person/p{i:03}", "Person", f"Person {i:03}", (), (f"p{i}",), 1, 1) for i in range(people)]
    claims = [ClaimRow(f"c{i:03}", "a", f"person/p{i:03}", *joined) for i in range(people)]
    label_of = {row.id: row.label for row in entities}
    edges = direct_edges(claims, label_of.__getitem__, {"a": "2020-07-02"}, {"a": "a"})
    article = ArticleRow("a", "Many joined", "https://news.example/many", "The Example", "2020-07-02", "a")
    return View(tuple(sorted(entities)), (article,), (), tuple(claims), (), tuple(sorted(edges)), ())


def make(folder: Path, view: View, out: Path, title: str = "Who joined", base: str = BASE) -> Built:
    """Build the site of a view by way of the embedded store."""
    with open_store(folder / "graph.lbdb", read_only=False) as store:
        rebuild(store, view=view, sequence=1, ledger="test")
    with open_store(folder / "graph.lbdb") as store:
        return build(store, out, Settings.checked(base, title, "CC-BY-4.0"), today=TODAY)


def pages(out: Path) -> list[Path]:
    """List the pages of a site."""
    return sorted(out.rglob("*.html"))


def contents(out: Path) -> dict[str, bytes]:
    """Read a whole site."""
    return {str(path.relative_to(out)): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}
