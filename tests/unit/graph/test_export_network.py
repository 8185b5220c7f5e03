"""The network of joinings as files: read back by those who read such files."""

import csv
from pathlib import Path

import networkx as nx
import pytest

from joinder.errors import JoinderError
from joinder.graph import export_network
from joinder.graph.measures.memberships import Memberships
from tests.unit.graph.measures.graphs import dated, davis


@pytest.fixture
def found() -> Memberships:
    """Give three participants of two campaigns, with days, reports and claims."""
    graph = dated({"ann": {"a": "2020-07", "b": "2020-08-02"}, "bea": {"a": ""}, 'cat "x"': {"b": "2021"}}).graph()
    for number, (_, _, edge) in enumerate(graph.edges(data=True)):
        edge.update(claims=[f"k{number}"], first_report="2020-09-01")
    return Memberships.of(graph)


def test_gexf_keeps_days_names_and_claims(found: Memberships, tmp_path: Path) -> None:
    """Gephi's format: names as labels, edges that begin on the first day that they may mean."""
    export_network.write(export_network.two_mode(found), tmp_path / "n.gexf")
    text = (tmp_path / "n.gexf").read_text(encoding="utf-8")
    assert 'mode="dynamic"' in text
    assert "lastmodifieddate" not in text
    graph = nx.read_gexf(tmp_path / "n.gexf")
    assert graph.nodes["ann"] | {"label": "Ann", "kind": "Person", "side": "participant"} == graph.nodes["ann"]
    edge = graph.edges["ann", "a"]
    assert (edge["first_day"], edge["start"], edge["claims"], edge["first_report"]) == (
        "2020-07", "2020-07-01", "k0", "2020-09-01",
    )  # fmt: skip
    assert graph.edges["bea", "a"]["start"] == "2020-09-01"


def test_graphml_is_read_back_equal(found: Memberships, tmp_path: Path) -> None:
    """Every node and edge comes back with what it knew."""
    made = export_network.two_mode(found)
    export_network.write(made, tmp_path / "n.graphml")
    again = nx.read_graphml(tmp_path / "n.graphml")
    assert dict(again.nodes(data=True)) == dict(made.nodes(data=True))
    assert {frozenset(e): d for *e, d in again.edges(data=True)} == {frozenset(e): d for *e, d in made.edges(data=True)}


def test_pajek_has_both_modes(found: Memberships, tmp_path: Path) -> None:
    """Two-mode: participants first, and how many they are; one-mode is read back by NetworkX."""
    text = export_network.to_pajek(export_network.two_mode(found))
    assert text.splitlines() == [
        "*Vertices 5 3", '1 "Ann"', '2 "Bea"', '3 "Cat X"', '4 "a"', '5 "b"', "*Edges", "1 4 1", "1 5 1", "2 4 1",
        "3 5 1",
    ]  # fmt: skip
    export_network.write(export_network.one_mode(Memberships.of(davis())), tmp_path / "one.net")
    women = nx.Graph(nx.read_pajek(tmp_path / "one.net"))
    expected = nx.bipartite.projected_graph(davis(), [n for n, s in davis().nodes(data="side") if s == "participant"])
    assert {frozenset(edge) for edge in women.edges} == {frozenset(edge) for edge in expected.edges}


def test_ucinet_has_an_edge_list_with_names(found: Memberships) -> None:
    """Two-mode DL, each row and column by its name."""
    assert export_network.to_ucinet(export_network.two_mode(found)).splitlines() == [
        "dl nr=3, nc=2 format=edgelist2", "labels embedded", "data:", '"Ann" "a" 1', '"Ann" "b" 1', '"Bea" "a" 1',
        '"Cat X" "b" 1',
    ]  # fmt: skip


def test_csv_has_edges_and_nodes(found: Memberships, tmp_path: Path) -> None:
    """Two files: edges with days and claims, and nodes."""
    paths = export_network.write(export_network.two_mode(found), tmp_path / "n.csv")
    assert [path.name for path in paths] == ["n.csv", "n-nodes.csv"]
    edges, nodes = (list(csv.DictReader(path.read_text(encoding="utf-8").splitlines())) for path in paths)
    assert edges[0] | {"source": "ann", "target": "a", "first_day": "2020-07", "claims": "k0"} == edges[0]
    assert [(n["id"], n["side"]) for n in nodes][-1] == ("b", "campaign")


def test_one_mode_keeps_what_was_shared_and_the_claims(found: Memberships) -> None:
    """An edge between two names the campaigns that they share, and the claims of both."""
    graph = export_network.one_mode(found)
    assert graph.edges["ann", "bea"]["names"] == "a"
    assert graph.edges["ann", "bea"]["claims"] == "k0|k2"
    campaigns = export_network.one_mode(found, campaigns=True)
    assert campaigns.edges["a", "b"]["names"] == "Ann"
    assert campaigns.edges["a", "b"]["claims"] == "k0|k1"


def test_equal_names_are_told_apart() -> None:
    """Two of one name get their ids beside it, so that no reader makes them one."""
    graph = davis()
    for node in ("Evelyn Jefferson", "Laura Mandeville"):
        graph.nodes[node]["name"] = "E. J."
    text = export_network.to_pajek(export_network.two_mode(Memberships.of(graph)))
    assert '"E. J. (Evelyn Jefferson)"' in text


def test_an_unknown_suffix_and_too_many_pairs_are_refused(
    found: Memberships, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error says what there is; nothing is written."""
    with pytest.raises(JoinderError, match="no network"):
        export_network.write(export_network.two_mode(found), tmp_path / "n.png")
    monkeypatch.setattr(export_network, "PAIRS", 1)
    with pytest.raises(JoinderError, match="too large"):
        export_network.one_mode(found)
    assert list(tmp_path.iterdir()) == []
