"""Who shares what with whom, against NetworkX's projections and by hand."""

import networkx as nx
import numpy as np
import pytest

from joinder.graph import analysis
from joinder.graph.measures import companions, overlap
from joinder.graph.measures.memberships import Memberships
from tests.unit.graph.measures.graphs import davis, drawn, memberships


@pytest.mark.parametrize("graph", [davis(), *map(drawn, range(12))])
@pytest.mark.parametrize("block", [1, 3, 1024])
def test_pairs_equal_networkx_projections(graph: nx.Graph, block: int) -> None:
    """Shared counts and Newman's weights are those of NetworkX, whatever the size of the blocks."""
    found = Memberships.of(graph)
    ids = found.participants.ids
    shared = nx.bipartite.weighted_projected_graph(graph, ids)
    newman = nx.bipartite.collaboration_weighted_projected_graph(graph, ids)
    pairs = overlap.project(found.matrix, least=1, block=block)
    got = {
        frozenset((ids[a], ids[b])): (int(s), float(w))
        for a, b, s, w in zip(pairs.one, pairs.other, pairs.shared, pairs.newman, strict=True)
    }
    assert got.keys() == {frozenset(edge) for edge in shared.edges}
    for one, other, weight in shared.edges(data="weight"):
        assert got[frozenset((one, other))] == (weight, pytest.approx(newman[one][other]["weight"]))


def test_a_minimum_is_applied_within_the_blocks() -> None:
    """Only pairs that share so many come out."""
    found = Memberships.of(davis())
    every = overlap.project(found.matrix, least=1)
    assert len(overlap.project(found.matrix, least=4)) == int((every.shared >= 4).sum())


def test_jaccard_and_coefficient_equal_networkx_and_the_formula() -> None:
    """Jaccard is that of NetworkX's overlap projection; the coefficient is given from three campaigns up only."""
    graph = davis()
    found = Memberships.of(graph)
    expected = nx.bipartite.overlap_weighted_projected_graph(graph, found.participants.ids)
    smaller = nx.bipartite.overlap_weighted_projected_graph(graph, found.participants.ids, jaccard=False)
    rows, cut = overlap.participants(found, least=1)
    assert cut == []
    for row in rows:
        assert row.jaccard == pytest.approx(expected[row.one_id][row.other_id]["weight"])
        if min(row.of_one, row.of_other) < 3:
            assert row.coefficient is None
        else:
            assert row.coefficient == pytest.approx(smaller[row.one_id][row.other_id]["weight"])


def test_a_big_letter_is_cut_and_named() -> None:
    """Above the cap a campaign makes no ties, and the answer says which it is."""
    joined = {f"p{i}": ["letter"] for i in range(9)} | {"ann": ["letter", "a", "b"], "bea": ["letter", "a", "b"]}
    rows, cut = overlap.participants(memberships(joined), least=2, cap=10)
    assert cut == ["letter"]
    assert [(r.one, r.other, r.shared, r.names) for r in rows] == [("Ann", "Bea", 2, ("a", "b"))]
    assert (rows[0].of_one, rows[0].jaccard) == (2, 1.0)  # the letter is no campaign of theirs any more
    assert overlap.pairs_to_make([11, 2, 2]) == 55 + 1 + 1


def test_a_limit_changes_rows_not_corrections(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first rows are those of the whole list, with the same q; small blocks give the same, too."""
    found = Memberships.of(davis())
    whole, _ = overlap.participants(found)
    assert overlap.participants(found, limit=5)[0] == whole[:5]
    monkeypatch.setattr(overlap, "CELLS", 100)
    assert overlap.participants(found)[0] == whole
    assert overlap.campaigns(found, limit=3) == overlap.campaigns(found)[:3]


def test_campaigns_that_share_a_crowd_come_with_their_names() -> None:
    """Every pair of campaigns has the names behind it, and p never without q."""
    found = memberships({"ann": ["a", "b"], "bea": ["a", "b"], "cat": ["b", "c"], "dot": ["c"]})
    rows = {(r.one, r.other): r for r in overlap.campaigns(found)}
    assert rows.keys() == {("a", "b"), ("b", "c")}
    assert rows["a", "b"].names == ("Ann", "Bea")
    assert rows["a", "b"].jaccard == 2 / 3
    assert all(r.q >= r.p for r in rows.values())


def test_many_names_are_counted_not_listed() -> None:
    """Beyond a dozen the rest is a number."""
    found = memberships({f"p{i:02}": ["a", "b"] for i in range(20)})
    names = overlap.campaigns(found)[0].names
    assert len(names) == 12
    assert names[-1] == "and 9 more"


def test_companions_are_those_of_the_projection() -> None:
    """For one participant nothing is projected, yet weights, shared counts and order are the same."""
    found = Memberships.of(davis())
    rows, _ = overlap.participants(found, least=1)
    for who in ("Evelyn Jefferson", "Flora Price"):
        expected = {r.other_id if r.one_id == who else r.one_id: r for r in rows if who in (r.one_id, r.other_id)}
        got = companions.companions(found, who)
        assert {c.id for c in got} == expected.keys()
        assert [c.newman for c in got] == sorted((c.newman for c in got), reverse=True)
        for c in got:
            pair = expected[c.id]
            assert (c.shared, c.jaccard, c.names) == (pair.shared, pair.jaccard, pair.names)
            assert (c.newman, c.p) == (pytest.approx(pair.newman), pytest.approx(pair.p))
            assert c.q <= pair.q  # fewer tests to correct for


def test_a_small_campaign_makes_closer_companions() -> None:
    """One shared campaign of two (weight 1) is closer than one of five (weight 1/4)."""
    joined = {name: ["big"] for name in ("ann", "bea", "cat", "dot", "eve")} | {
        "ann": ["big", "small"],
        "zoe": ["small"],
    }
    assert [(c.rank, c.id, c.newman) for c in companions.companions(memberships(joined), "ann")] == [
        ("1", "zoe", 1.0), ("2=", "bea", 0.25), ("2=", "cat", 0.25), ("2=", "dot", 0.25), ("2=", "eve", 0.25),
    ]  # fmt: skip


def test_who_joined_nothing_has_no_companions() -> None:
    """Neither an unknown participant nor one alone has any."""
    found = memberships({"ann": ["a"], "bea": ["b"]})
    assert companions.companions(found, "nobody") == companions.companions(found, "ann") == []


def test_two_campaigns_side_by_side() -> None:
    """Who is in both comes first, then who is in one only; an unknown campaign has nobody."""
    found = memberships({"ann": ["a", "b"], "bea": ["a"], "cat": ["b"], "dot": ["c"]})
    assert [(s.where, s.id) for s in companions.of_two(found, "a", "b")] == [
        ("both", "ann"), ("first", "bea"), ("second", "cat"),
    ]  # fmt: skip
    assert [(s.where, s.id) for s in companions.of_two(found, "x", "c")] == [("second", "dot")]


def test_pairs_become_a_networkx_graph() -> None:
    """The one-mode graph keeps what was measured on each edge."""
    rows, _ = overlap.participants(Memberships.of(davis()), least=2)
    graph = analysis.overlap_graph(rows)
    assert graph.number_of_edges() == len(rows)
    edge = graph.edges["Evelyn Jefferson", "Theresa Anderson"]
    assert (edge["shared"], len(edge["names"])) == (7, 7)


def test_nothing_overlaps_nothing() -> None:
    """An empty graph has no pairs."""
    found = Memberships.of(nx.Graph())
    assert overlap.participants(found) == ([], [])
    assert overlap.campaigns(found) == []
    assert len(overlap.project(np.zeros((3, 0)))) == 0
