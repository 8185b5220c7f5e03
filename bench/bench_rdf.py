"""A million triples from store to file: this export beside rdflib and pyoxigraph, in one run (``make bench-rdf``).

Each way runs in a process of its own, so that its peak memory is its own. All read the same embedded graph; the others
take its triples from the same mapping, and do then what their documentation says. On a machine that does other things
too, compare the seconds of CPU, not those of the clock.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

WAYS = (
    "joinder .nq", "joinder .nt", "joinder .ttl", "joinder .jsonld", "pyoxigraph .nq", "pyoxigraph .ttl",
    "rdflib .nt", "rdflib .ttl", "rdflib .jsonld",
)  # fmt: skip


def make(path: Path, triples: int) -> None:
    """Write an embedded graph whose export has about so many triples."""
    from joinder.graph.connect import open_store
    from joinder.graph.model import ArticleRow, ClaimRow, EntityRow, View
    from joinder.graph.publish import rebuild
    from joinder.graph.view import direct_edges

    articles = max(triples // 131, 1)
    people = [
        EntityRow(f"person/p-{i:06}", "Person", f"Person {i}", (), (f"person{i}",), 5, 5) for i in range(articles)
    ]
    causes = range(500)
    campaigns = [EntityRow(f"campaign/c-{i:04}", "Campaign", f"Cause {i}", (), (f"cause{i}",), 50, 50) for i in causes]
    papers = [
        ArticleRow(
            f"a-{i:06}", f"Title of {i}", f"https://news.example/{i}", f"Paper {i % 50}", "2020-07-31", "", f"{i:064x}"
        )
        for i in range(articles)
    ]
    claims = [
        ClaimRow(
            f"{i:06}{j:02}", f"a-{i:06}", f"person/p-{(i * 7 + j) % articles:06}", "JOINED",
            f"campaign/c-{(i + j * 31) % 500:04}", "done", "", "2020-07", "", f"Person {i} joined {j}, she said.",
            j * 50, j * 50 + 40, "", "bench 1", "", f"Said of {i} before it: ", f" What was said of it after {j}.",
        )
        for i in range(articles) for j in range(5)
    ]  # fmt: skip
    labels = {row.id: row.label for row in (*people, *campaigns)}
    published = {row.id: row.published for row in papers}
    edges = direct_edges(claims, labels.__getitem__, published, {row.id: row.id for row in papers})
    view = View(
        tuple(sorted([*people, *campaigns])), tuple(papers), (), tuple(sorted(claims)), (), tuple(sorted(edges))
    )
    with open_store(path, read_only=False) as store:
        rebuild(store, view=view, sequence=1, ledger="bench")


def run(way: str, graph: Path, out: Path) -> None:
    """Do it one way, and print what it took as JSON."""
    from joinder.graph.connect import open_store
    from joinder.graph.rdf.pages import StorePages

    name, suffix = way.split()
    begun, used = time.perf_counter(), time.process_time()
    with open_store(graph) as store:
        {"joinder": ours, "pyoxigraph": oxigraph, "rdflib": rdflib}[name](StorePages(store), suffix, out)
    status = Path("/proc/self/status").read_text()  # getrusage would count what the parent had when it forked
    peak = int(status.partition("VmHWM:")[2].split()[0]) >> 10
    took = {"seconds": time.perf_counter() - begun, "cpu": time.process_time() - used, "peak": peak}
    print(json.dumps(took))


def ours(pages: object, suffix: str, out: Path) -> None:
    """Export as ``joinder export`` does."""
    from joinder.graph.export_files import export_rdf
    from joinder.graph.rdf.stream import Options

    export_rdf(pages, out.with_suffix(suffix), Options())  # type: ignore[arg-type]


def terms(pages: object, graphs: bool) -> object:
    """Give every statement as tokens: subject, property, value, graph."""
    from joinder.graph.rdf.lines import Expander
    from joinder.graph.rdf.stream import Options, blocks
    from joinder.graph.rdf.terms import BASE

    full = Expander(BASE)
    for graph, nodes in blocks(pages, Options(), graphs=graphs):  # type: ignore[arg-type]
        for subject, facts in nodes:
            for name, values in facts:
                for token in values:
                    yield (
                        full[subject] if subject[0] != "<" else subject,
                        full[name],
                        full[token] if token[0] not in '<"' else token,
                        graph,
                    )


def oxigraph(pages: object, suffix: str, out: Path) -> None:
    """Serialize over a generator of pyoxigraph's own terms."""
    import pyoxigraph as ox

    from joinder.graph.rdf.encode import datatype, value
    from joinder.graph.rdf.triples import PARSERS

    def term(token: str) -> object:
        if token[0] == "<":
            return ox.NamedNode(token[1:-1])
        kind = datatype(token)
        if token[-1] not in '">':
            return ox.Literal(value(token), language=token.rpartition("@")[2])
        return ox.Literal(value(token), datatype=ox.NamedNode(kind)) if kind else ox.Literal(value(token))

    def statements() -> object:
        for s, p, o, g in terms(pages, suffix == ".nq"):  # type: ignore[attr-defined]
            yield ox.Quad(term(s), term(p), term(o), term(g) if g else ox.DefaultGraph())

    def plain() -> object:
        for s, p, o, _ in terms(pages, graphs=False):  # type: ignore[attr-defined]
            yield ox.Triple(term(s), term(p), term(o))

    ox.serialize(statements() if suffix == ".nq" else plain(), str(out.with_suffix(suffix)), PARSERS[suffix])


def rdflib(pages: object, suffix: str, out: Path) -> None:
    """Fill a Graph, then serialize it."""
    from rdflib import Graph, Literal, URIRef

    from joinder.graph.rdf.encode import datatype, value

    def term(token: str) -> object:
        if token[0] == "<":
            return URIRef(token[1:-1])
        kind = datatype(token)
        language = token.rpartition("@")[2] if token[-1] not in '">' else None
        return Literal(value(token), datatype=URIRef(kind) if kind else None, lang=language)

    graph = Graph()
    for s, p, o, _ in terms(pages, graphs=False):  # type: ignore[attr-defined]
        graph.add((term(s), term(p), term(o)))
    form = {".nt": "nt", ".ttl": "turtle", ".jsonld": "json-ld"}[suffix]
    graph.serialize(out.with_suffix(suffix), format=form)


def main() -> None:
    """Make the graph, run every way in a process of its own, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--ways", nargs="+", choices=WAYS, default=WAYS, metavar="WAY", help="'joinder .nq', for one")
    parser.add_argument("--limit", type=int, default=300, help="seconds that any one way may take")
    parser.add_argument("--way", nargs=3, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.way:
        run(asked.way[0], Path(asked.way[1]), Path(asked.way[2]))
        return
    with tempfile.TemporaryDirectory() as folder:
        graph, out = Path(folder, "graph.lbdb"), Path(folder, "out")
        make(graph, asked.triples)
        print(f"{'way':<18}{'seconds':>9}{'CPU s':>8}{'triples/CPU s':>15}{'peak MB':>9}", flush=True)
        lines = 0
        for way in asked.ways:
            command = [sys.executable, __file__, "--way", way, str(graph), str(out)]
            try:
                told = subprocess.run(command, capture_output=True, text=True, check=True, timeout=asked.limit)
            except subprocess.TimeoutExpired:
                print(f"{way:<18}{'not written after':>9} {asked.limit} s", flush=True)
                continue
            took = json.loads(told.stdout)
            lines = lines or asked.triples
            if way.endswith(".nq"):
                with out.with_suffix(".nq").open("rb") as file:
                    lines = sum(1 for _ in file)
            rate = lines / took["cpu"]
            print(f"{way:<18}{took['seconds']:>9.1f}{took['cpu']:>8.2f}{rate:>15,.0f}{took['peak']:>9}", flush=True)
        print(f"{lines:,} triples")


if __name__ == "__main__":
    main()
