"""How long influence and overlap take, beside NetworkX and igraph, on one graph; with the memory of each.

20,000 participants, 500 campaigns, 50,000 memberships, one letter of 5,000; then 1,000,000 memberships.
Each figure comes from a process of its own. ``make bench-analysis``; ``--quick`` leaves the million out.
"""

import argparse
import multiprocessing as mp
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np

from joinder.graph.measures import betweenness, companions, overlap, ranking, scores
from joinder.graph.measures.memberships import Memberships, Side

MINUTE = 60.0


def invented(people: int, campaigns: int, joinings: int, letter: int, seed: int = 0) -> Memberships:
    """Draw memberships: sizes of campaigns and degrees of participants are skewed, and one letter is big."""
    rng = np.random.default_rng(seed)
    chance = 1 / np.arange(1, campaigns) ** 0.6
    rows = [rng.choice(people, letter, replace=False)]
    columns = [np.zeros(letter, dtype=np.int64)]
    weight = rng.pareto(2.0, people) + 0.2
    need = joinings - letter
    while need > 0:
        rows.append(rng.choice(people, need, p=weight / weight.sum()))
        columns.append(1 + rng.choice(campaigns - 1, need, p=chance / chance.sum()))
        keys = np.unique(np.concatenate(rows) * campaigns + np.concatenate(columns))
        rows, columns = [keys // campaigns], [keys % campaigns]
        need = joinings - len(keys)
    row, column = rows[0], columns[0]
    blank = ("",) * len(row)

    def side(kind: str, count: int) -> Side:
        names = tuple(f"{kind}{i:07}" for i in range(count))
        return Side(names, names, ("Person",) * count, (1,) * count)

    one = (1,) * len(row)
    found = Memberships(side("p", people), side("c", campaigns), row, column, blank, blank, blank, one)
    return found.keep(np.ones(len(row), dtype=bool))


def first(found: Memberships, people: int) -> Memberships:
    """Keep the joinings of the first so many participants."""
    return found.keep(found.rows < people)


def measured(work: Callable[[], Any], limit: float = 15 * MINUTE) -> tuple[float, float, Any]:
    """Run something in a process of its own: seconds, peak memory in MB, what it told (NaN: not within the limit)."""
    out: Any = mp.get_context("fork").Queue()

    def run() -> None:
        start = time.perf_counter()
        told = work()
        out.put((time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, told))

    process = mp.get_context("fork").Process(target=run)
    process.start()
    try:
        return out.get(timeout=limit)  # type: ignore[no-any-return] # what run put there
    except Exception:  # noqa: BLE001 - Empty: it took too long
        process.kill()
        return float("nan"), float("nan"), None
    finally:
        process.join()


def row(what: str, seconds: float, memory: float, told: Any = "") -> None:
    """Print one line of the table."""
    print(f"{what:<58} {seconds:>9.2f} s {memory:>7.0f} MB  {told}", flush=True)


def size(found: Memberships) -> str:
    """Say how large a graph is."""
    sides = f"{len(found.participants):,} participants, {len(found.campaigns):,} campaigns"
    return f"{len(found):,} memberships, {sides}, {overlap.pairs_to_make(found.sizes):,} pairs"


def projections(found: Memberships) -> None:
    """Compare the projection with that of NetworkX on growing graphs, up to what it finishes in a minute."""
    for people in (2_500, 5_000, 10_000, 20_000):
        part = first(found, people)
        graph, ids = part.graph(), part.participants.ids
        pairs = overlap.pairs_to_make(part.sizes)
        theirs = measured(lambda: nx.bipartite.weighted_projected_graph(graph, ids).number_of_edges(), MINUTE)  # noqa: B023
        ours = measured(lambda: len(overlap.project(part.matrix, least=1)))  # noqa: B023 - run at once
        row(f"projection, {len(ids):,} participants, {pairs:,} pairs: NetworkX", *theirs)
        row(f"  ours, every pair kept: {theirs[0] / ours[0]:.0f} x as fast", *ours)
        if np.isnan(theirs[0]):
            break


def measures(found: Memberships) -> None:
    """Time overlap, companions, PageRank and betweenness, beside the others."""
    graph = found.graph()
    most = found.participants.ids[int(found.degrees.argmax())]
    row("overlap of participants: W >= 2, p and q of all, 30 rows", *measured(
        lambda: f"{len(overlap.participants(found, limit=30)[0])} rows"))  # fmt: skip
    row("overlap of campaigns, p and q of all", *measured(lambda: f"{len(overlap.campaigns(found))} pairs"))
    row(f"companions of {most}", *measured(lambda: f"{len(companions.companions(found, most))} companions"))
    row("PageRank: ours", *measured(lambda: f"{scores.pagerank(found).sum():.6f}"))
    row("PageRank: NetworkX", *measured(lambda: f"{sum(nx.pagerank(graph, tol=1e-10).values()):.6f}"))
    row("betweenness: ours", *measured(lambda: _sources(betweenness.betweenness(found))))
    row("betweenness: ours, exact", *measured(lambda: _sources(betweenness.betweenness(found, work=10**12))))
    draws = 100
    row(f"betweenness: NetworkX, {draws} sources", *measured(
        lambda: len(nx.betweenness_centrality(graph, k=draws, seed=0))))  # fmt: skip
    igraph_rows(found)


def _sources(done: betweenness.Betweenness) -> str:
    return f"{done.sources:,} sources" if done.sources else f"exact, largest {done.raw.max():,.0f}"


def igraph_rows(found: Memberships) -> None:
    """Time the same with igraph, where it is installed."""
    try:
        import igraph
    except ImportError:
        print("igraph is not installed: its lines are left out (pip install igraph)")
        return
    n = len(found.participants)
    graph = igraph.Graph(n + len(found.campaigns), list(zip(found.rows.tolist(), (found.columns + n).tolist())))  # noqa: B905
    row("PageRank: igraph", *measured(lambda: f"{sum(graph.pagerank()):.6f}"))
    row("betweenness: igraph, exact", *measured(lambda: f"largest {max(graph.betweenness(range(n))):,.0f}"))


def million() -> None:
    """Time a million memberships: everything within 4 GB."""
    found = invented(300_000, 5_000, 1_000_000, 20_000)
    print(f"\n{size(found)}")
    for name in ("campaigns", "degree", "pagerank", "birank", "core", "betweenness"):
        row(f"top --by {name}", *measured(lambda: ranking.rank(found, name, limit=20)[0].id))  # noqa: B023
    row("overlap of participants: W >= 2, p and q, 30 rows", *measured(
        lambda: f"{len(overlap.participants(found, limit=30)[0])} rows"))  # fmt: skip
    # Thousands of campaigns of a thousand different sizes make hundreds of thousands of different tests.
    row(
        "overlap of campaigns, 30 rows",
        *measured(lambda: f"{len(overlap.campaigns(found, limit=30))} rows", 5 * MINUTE),
    )


def reading(found: Memberships) -> None:
    """Time reading the graph out of the embedded store."""
    from joinder.graph.connect import open_store
    from joinder.graph.model import EdgeRow, EntityRow, View
    from joinder.graph.projection import memberships

    sides = (found.participants, "Person"), (found.campaigns, "Campaign")
    entities = [EntityRow(i, label, i, (), (i,), 1, 1) for side, label in sides for i in side.ids]
    rest = "done", "", "", "", 1, 1, "", "", ("k",)
    people, groups = found.participants.ids, found.campaigns.ids
    ends = zip(found.rows.tolist(), found.columns.tolist(), strict=True)
    edges = [EdgeRow(f"e{i:07}", people[r], "JOINED", groups[c], *rest) for i, (r, c) in enumerate(ends)]
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "graph", read_only=False) as store:
        store.prepare()
        store.replace(View(entities=tuple(sorted(entities)), edges=tuple(edges)), 1, "bench")
        start = time.perf_counter()
        read = memberships(store)
        seconds = time.perf_counter() - start
    row("reading memberships from the embedded store", seconds, 0, f"{len(read) / seconds:,.0f} edges a second")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="leave the million memberships out")
    quick = parser.parse_args().quick
    found = invented(20_000, 500, 50_000, 5_000)
    print(f"{size(found)}; NetworkX {nx.__version__}")
    projections(found)
    measures(found)
    reading(found)
    if not quick:
        million()


if __name__ == "__main__":
    main()
