"""The network of joinings as files for Gephi, Pajek, UCINET and R: two-mode, or projected on one side.

Edges keep days, reports, articles and the ids of their claims wherever the format can hold them.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any, Final

import networkx as nx

from joinder.errors import JoinderError
from joinder.graph.days import first_and_last_day
from joinder.graph.export_graphml import clean
from joinder.graph.measures import overlap

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from joinder.graph.measures.memberships import Memberships

#: A one-mode network of more pairs than this is no picture and hardly a file.
PAIRS: Final = 5_000_000


def two_mode(found: Memberships) -> nx.Graph:
    """Give participants and campaigns as they are, with everything that an edge knows."""
    graph = found.graph()
    for _, _, edge in graph.edges(data=True):
        edge["claims"] = "|".join(edge["claims"])
    return _flat(graph)


def one_mode(found: Memberships, *, campaigns: bool = False) -> nx.Graph:
    """Project on participants (or campaigns): who shares what, with Newman's weight, chance, names and claims.

    Raises:
        JoinderError: there are too many pairs.
    """
    sizes = found.degrees if campaigns else found.sizes
    pairs = overlap.pairs_to_make(sizes.tolist())
    if pairs > PAIRS:
        raise JoinderError(
            f"a one-mode network of {pairs:,} pairs is too large", "export the two-mode one, or fewer --campaign"
        )
    rows = overlap.campaigns(found) if campaigns else overlap.participants(found, least=1)[0]
    claims: dict[tuple[str, str], tuple[str, ...]] = {}
    for i, (row, column) in enumerate(zip(found.rows.tolist(), found.columns.tolist(), strict=True)):
        claims[found.participants.ids[row], found.campaigns.ids[column]] = found.claims[i] if found.claims else ()
    side, other = (found.campaigns, found.participants) if campaigns else (found.participants, found.campaigns)
    graph = nx.Graph()
    for i, node in enumerate(side.ids):
        graph.add_node(node, name=side.names[i], label=side.labels[i], articles=side.articles[i])
    neighbours = found.graph()
    for pair in rows:
        shared = sorted(set(neighbours[pair.one_id]) & set(neighbours[pair.other_id]))
        ends = [(end, s) if not campaigns else (s, end) for s in shared for end in (pair.one_id, pair.other_id)]
        graph.add_edge(
            pair.one_id, pair.other_id, weight=pair.newman, shared=pair.shared, jaccard=pair.jaccard, p=pair.p,
            q=pair.q, names="|".join(other.names[other.ids.index(s)] for s in shared),
            claims="|".join(sorted({c for end in ends for c in claims.get(end, ())})),
        )  # fmt: skip
    return _flat(graph)


def _flat(graph: nx.Graph) -> nx.Graph:
    """Take out what XML cannot hold."""
    nodes = {node: clean(str(node)) for node in graph}
    graph = nx.relabel_nodes(graph, nodes)
    for facts in (*(f for _, f in graph.nodes(data=True)), *(f for _, _, f in graph.edges(data=True))):
        facts.update({key: clean(value) for key, value in facts.items() if isinstance(value, str)})
    return graph


def to_gexf(graph: nx.Graph) -> str:
    """Write GEXF for Gephi: nodes show their names, dated edges begin on the first day that they may mean."""
    shown = graph.copy()
    for _, facts in shown.nodes(data=True):
        facts["kind"] = facts.pop("label", "")  # in GEXF, label is the name that is shown
        facts["label"] = facts.pop("name")
    for _, _, facts in shown.edges(data=True):
        day = facts.get("first_day") or facts.get("first_report")
        if day:
            facts["start"] = first_and_last_day(day)[0]
    out = io.BytesIO()
    nx.write_gexf(shown, out)
    # The day of writing is no part of the data: the same network gives the same file.
    return re.sub(r' lastmodifieddate="[^"]*"', "", out.getvalue().decode("utf-8")) + "\n"


def to_graphml(graph: nx.Graph) -> str:
    """Write GraphML for igraph, Cytoscape, Gephi and NetworkX."""
    out = io.BytesIO()
    nx.write_graphml(graph, out, named_key_ids=True)
    return out.getvalue().decode("utf-8") + "\n"


def to_pajek(graph: nx.Graph) -> str:
    """Write a Pajek network: participants first, then campaigns (``*Vertices N n``); weights only, it knows no more."""
    nodes = _participants_first(graph)
    people = sum(graph.nodes[node].get("side") == "participant" for node in nodes)
    count = f"{len(nodes)} {people}" if people else str(len(nodes))
    at = {node: i + 1 for i, node in enumerate(nodes)}
    named = _unique_names(graph, nodes)
    lines = [f"*Vertices {count}", *(f'{at[node]} "{named[node]}"' for node in nodes), "*Edges"]
    edges = sorted((*sorted((at[a], at[b])), d.get("weight", 1)) for a, b, d in graph.edges(data=True))
    return "\r\n".join([*lines, *(f"{a} {b} {w:.10g}" for a, b, w in edges)]) + "\r\n"


def to_ucinet(graph: nx.Graph) -> str:
    """Write UCINET's DL as an edge list with names: two-mode where the network is."""
    nodes = _participants_first(graph)
    named = _unique_names(graph, nodes)
    people = [node for node in nodes if graph.nodes[node].get("side") == "participant"]
    others = len(nodes) - len(people)
    head = f"dl nr={len(people)}, nc={others} format=edgelist2" if people else f"dl n={len(nodes)} format=edgelist1"
    at = {node: i for i, node in enumerate(nodes)}
    lines = []
    for a, b, facts in graph.edges(data=True):
        one, other = sorted((a, b), key=lambda node: at[node])
        lines.append((at[one], at[other], f'"{named[one]}" "{named[other]}" {facts.get("weight", 1):.10g}'))
    return "\n".join([head, "labels embedded", "data:", *(line for _, _, line in sorted(lines))]) + "\n"


def to_csv(graph: nx.Graph) -> str:
    """Write the edges, one line each: ids and names of both ends, and everything that an edge knows."""
    keys = list(dict.fromkeys(key for _, _, facts in graph.edges(data=True) for key in facts))
    rows = []
    at = {node: i for i, node in enumerate(_participants_first(graph))}
    for a, b, facts in graph.edges(data=True):
        one, other = sorted((a, b), key=lambda node: at[node])
        names = [graph.nodes[end]["name"] for end in (one, other)]
        rows.append((one, other, *names, *(facts.get(key, "") for key in keys)))
    return _table(["source", "target", "source_name", "target_name", *keys], sorted(rows, key=lambda r: r[:2]))


def nodes_csv(graph: nx.Graph) -> str:
    """Write the nodes, one line each."""
    keys = ["name", "label", "articles", *(["side"] if any("side" in f for _, f in graph.nodes(data=True)) else [])]
    nodes = _participants_first(graph)
    return _table(["id", *keys], [(n, *(graph.nodes[n].get(key, "") for key in keys)) for n in nodes])


def _table(head: list[str], rows: list[tuple[Any, ...]]) -> str:
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(head)
    table.writerows(rows)
    return out.getvalue()


def _participants_first(graph: nx.Graph) -> list[str]:
    return sorted(graph, key=lambda node: (graph.nodes[node].get("side") == "campaign", node))


def _unique_names(graph: nx.Graph, nodes: list[str]) -> dict[str, str]:
    """Give each node a name that no other has, and that fits between quotation marks."""
    names = {node: re.sub(r'[\s"]+', " ", graph.nodes[node]["name"]).strip() for node in nodes}
    counts: dict[str, int] = {}
    for name in names.values():
        counts[name] = counts.get(name, 0) + 1
    return {node: name if counts[name] == 1 else f"{name} ({node})" for node, name in names.items()}


WRITERS: Final[dict[str, Callable[[nx.Graph], str]]] = {
    ".gexf": to_gexf, ".graphml": to_graphml, ".net": to_pajek, ".dl": to_ucinet, ".csv": to_csv,
}  # fmt: skip


def write(graph: nx.Graph, path: Path) -> list[Path]:
    """Write a network in the format of the suffix; CSV gets a second file for its nodes, ``NAME-nodes.csv``.

    Raises:
        JoinderError: the suffix is unknown, or a file cannot be written.
    """
    from joinder.graph.export_files import written  # noqa: PLC0415 - it imports RDFLib

    suffix = path.suffix.lower()
    if suffix not in WRITERS:
        raise JoinderError(f"no network is written as {path.name}", f"use one of the suffixes {', '.join(WRITERS)}")
    texts = {path: WRITERS[suffix](graph)}
    if suffix == ".csv":
        texts[path.with_name(f"{path.stem}-nodes.csv")] = nodes_csv(graph)
    for target, text in texts.items():
        with written(target) as file:
            file.write(text.encode("utf-8"))
    return list(texts)
