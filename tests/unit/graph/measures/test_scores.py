"""Who is connected to most: every measure against NetworkX, published figures, or graphs worked out by hand."""

import itertools

import networkx as nx
import numpy as np
import pytest

from joinder.graph import analysis
from joinder.graph.measures import betweenness, ranking, scores
from joinder.graph.measures.memberships import Memberships
from tests.unit.graph.measures.graphs import davis, drawn, memberships, two_mode

SEEDS = range(12)


def test_the_most_campaigns_come_first() -> None:
    """Evelyn Jefferson, Nora Fayette and Theresa Anderson went to the most events (Davis 1941)."""
    found = [(r.rank, r.name, r.score, r.normalised) for r in analysis.rank(davis(), "campaigns", limit=4)]
    assert found == [
        ("1=", "Evelyn Jefferson", 8.0, 8 / 14),
        ("1=", "Nora Fayette", 8.0, 8 / 14),
        ("1=", "Theresa Anderson", 8.0, 8 / 14),
        ("4=", "Brenda Rogers", 7.0, 0.5),
    ]


@pytest.mark.parametrize("graph", [davis(), *map(drawn, SEEDS)])
def test_degree_equals_networkx_projection(graph: nx.Graph) -> None:
    """It equals the degree in NetworkX's own projection, which is never built here."""
    found = Memberships.of(graph)
    projected = nx.bipartite.projected_graph(graph, found.participants.ids)
    assert scores.degree(found).tolist() == [projected.degree(node) for node in found.participants.ids]


@pytest.mark.parametrize("graph", [davis(), *map(drawn, SEEDS)])
def test_strength_equals_the_weighted_degree_of_networkx(graph: nx.Graph) -> None:
    """Campaigns shared with others, added up, are the weighted degrees of the weighted projection."""
    found = Memberships.of(graph)
    projected = nx.bipartite.weighted_projected_graph(graph, found.participants.ids)
    expected = [projected.degree(node, weight="weight") for node in found.participants.ids]
    assert scores.strength(found).tolist() == expected


def test_newman_weights_add_up_to_the_number_of_campaigns() -> None:
    """Newman (2001): an actor's strength is its number of campaigns that have others in them; hence no such measure."""
    graph = davis()
    projected = nx.bipartite.collaboration_weighted_projected_graph(graph, Memberships.of(graph).participants.ids)
    for node in projected:
        assert projected.degree(node, weight="weight") == pytest.approx(graph.degree(node))


def test_a_rare_campaign_weighs_more() -> None:
    """By hand: of four, three are in the big one (-ln 3/4) and one in the small one (-ln 1/4)."""
    found = memberships({"ann": ["big"], "bea": ["big"], "cat": ["big"], "dot": ["small"]})
    assert scores.weighted(found) == pytest.approx([np.log(4 / 3)] * 3 + [np.log(4)])
    assert [r.id for r in analysis.rank(found.graph(), "weighted", limit=1)] == ["dot"]


@pytest.mark.parametrize("graph", [davis(), *map(drawn, SEEDS)])
def test_pagerank_equals_networkx(graph: nx.Graph) -> None:
    """PageRank is that of the two-mode graph, also where nodes stand alone."""
    found = Memberships.of(graph)
    expected = nx.pagerank(graph, tol=1e-13, max_iter=2000)
    assert scores.pagerank(found) == pytest.approx([expected[node] for node in found.participants.ids], abs=1e-8)


def test_birank_equals_networkx() -> None:
    """BiRank with both dampings 0.85 and even preferences is NetworkX's."""
    graph = davis()
    found = Memberships.of(graph)
    people, groups = found.participants.ids, found.campaigns.ids
    expected = nx.bipartite.birank(
        graph, people, alpha=0.85, beta=0.85, max_iter=2000, tol=1e-13,
        top_personalization=dict.fromkeys(people, 1 / 18), bottom_personalization=dict.fromkeys(groups, 1 / 14),
    )  # fmt: skip
    assert scores.birank(found) == pytest.approx([expected[node] for node in people], abs=1e-9)


@pytest.mark.parametrize("graph", [davis(), *map(drawn, range(30))])
def test_betweenness_equals_networkx(graph: nx.Graph) -> None:
    """Counting equal participants once changes nothing, whatever the graph."""
    found = Memberships.of(graph)
    expected = nx.betweenness_centrality(graph, normalized=False)
    raw = betweenness.betweenness(found).raw
    assert raw == pytest.approx([expected[node] for node in found.participants.ids])


def test_betweenness_is_normalised_as_borgatti_and_everett_do() -> None:
    """The normalised value is that of NetworkX's bipartite measure."""
    graph = davis()
    found = Memberships.of(graph)
    expected = nx.bipartite.betweenness_centrality(graph, found.participants.ids)
    values = ranking.MEASURES["betweenness"](found).normalised
    assert values == pytest.approx([expected[node] for node in found.participants.ids])


def test_sampled_betweenness_stays_within_its_bound() -> None:
    """Above the limit of work sources are drawn; no estimate is further off than the bound, and the same each time."""
    found = Memberships.of(davis())
    exact, drawn_ = betweenness.betweenness(found), betweenness.betweenness(found, work=1)
    assert drawn_.sources == 500
    assert np.abs(drawn_.raw - exact.raw).max() <= drawn_.bound
    assert np.abs(drawn_.raw - exact.raw).max() <= 5 * drawn_.error.max()
    assert drawn_.raw.tolist() == betweenness.betweenness(found, work=1).raw.tolist()


def test_one_between_two_campaigns_has_all_the_betweenness() -> None:
    """By hand: the way from each of {ann, a} to each of {cat, b} leads through bea, 4 pairs."""
    found = memberships({"ann": ["a"], "bea": ["a", "b"], "cat": ["b"]})
    assert betweenness.betweenness(found).raw.tolist() == [0, 4, 0]


def core_by_trying(graph: nx.Graph, p: int, q: int) -> set[str]:
    """Find the largest set of participants with p campaigns each, that have q of the set each, by trying all sets."""
    people = [n for n, side in graph.nodes(data="side") if side == "participant"]
    for size in range(len(people), 0, -1):
        for chosen in itertools.combinations(people, size):
            left = graph.subgraph([*chosen, *(n for n in graph if n not in people)])
            good = {c for c in left if c not in chosen and left.degree(c) >= q}
            if all(sum(c in good for c in left[node]) >= p for node in chosen):
                return set(chosen)
    return set()


@pytest.mark.parametrize("seed", range(8))
def test_the_core_is_the_largest_such_set(seed: int) -> None:
    """Peeling gives what trying every set of participants gives."""
    graph = drawn(seed, most=9)
    found = Memberships.of(graph)
    levels = dict(zip(found.participants.ids, scores.core(found), strict=True))
    for p in (1, 2, 3):
        assert {node for node, level in levels.items() if level >= p} == core_by_trying(graph, p, 2)


def test_the_core_of_equal_sides_is_networkx_k_core() -> None:
    """Where p = q a (p, q)-core is the k-core of the two-mode graph."""
    graph = davis()
    found = Memberships.of(graph)
    for k in (2, 3, 4, 5):
        inside = scores.peel(found.matrix, k, k, np.ones(18, dtype=bool))
        core = nx.k_core(graph, k)
        assert {node for node, there in zip(found.participants.ids, inside, strict=True) if there} == {
            node for node in core if core.nodes[node]["side"] == "participant"
        }


def test_ties_share_a_rank_and_stand_by_name() -> None:
    """Equal scores are a tie, shown as one even where the limit cuts it."""
    graph = two_mode({"zoe": ["a", "b"], "ann": ["a"], "bea": ["b"], "cat": ["a"]})
    assert [(r.rank, r.id) for r in analysis.rank(graph, "campaigns")] == [
        ("1", "zoe"), ("2=", "ann"), ("2=", "bea"), ("2=", "cat"),
    ]  # fmt: skip
    assert [r.rank for r in analysis.rank(graph, "campaigns", limit=2)] == ["1", "2="]


def test_scores_that_differ_by_the_order_of_adding_are_a_tie() -> None:
    """Rounding to nine digits makes 0.1 + 0.2 and 0.3 equal, but not 0.3 and 0.300001."""
    rounded = ranking.rounded_scores(np.array([0.1 + 0.2, 0.3, 0.300001]))
    assert rounded[0] == rounded[1] != rounded[2]


def test_a_label_filters_rows_but_not_scores() -> None:
    """People are ranked among themselves, with the scores that they have among all."""
    graph = two_mode({"ann": ["a"], "ford": ["a"], "bea": ["b"]})
    graph.nodes["ford"]["label"] = "Brand"
    assert [(r.id, r.score) for r in analysis.rank(graph, "degree", "Person")] == [("ann", 1.0), ("bea", 0.0)]


@pytest.mark.parametrize("measure", sorted(analysis.MEASURES))
def test_little_or_nothing_is_ranked_sensibly(measure: str) -> None:
    """An empty graph ranks nobody; one campaign of two is a tie; one alone in one campaign is first."""
    assert analysis.rank(nx.Graph(), measure) == []
    assert [r.rank for r in analysis.rank(two_mode({"ann": ["a"], "bea": ["a"]}), measure)] == ["1=", "1="]
    alone = analysis.rank(two_mode({"ann": ["a"]}), measure)
    assert [r.rank for r in alone] == ["1"]
    assert all(0 <= r.normalised <= 1 for r in alone)


@pytest.mark.parametrize("measure", sorted(analysis.MEASURES))
def test_the_order_of_building_changes_nothing(measure: str) -> None:
    """Nodes put in in another order are ranked alike, and every normalised value lies between 0 and 1."""
    graph, other = davis(), nx.Graph()
    other.add_nodes_from(reversed(list(graph.nodes(data=True))))
    other.add_edges_from(reversed(list(graph.edges)))
    rows = analysis.rank(graph, measure)
    assert analysis.rank(other, measure) == rows
    assert all(0 <= row.normalised <= 1 for row in rows)


def test_every_measure_says_what_it_is() -> None:
    """Each measure of `top` has a title, a formula, a source and a caveat."""
    assert set(analysis.MEASURES) <= set(analysis.methods())
    for method in analysis.methods().values():
        assert all((method.title, method.formula, method.source, method.caveat))


def test_memberships_and_graph_are_the_same_thing() -> None:
    """Reading the graph of memberships gives the memberships, to the hash of their data."""
    found = Memberships.of(davis())
    again = Memberships.of(found.graph())
    assert again.digest == found.digest
    assert nx.utils.graphs_equal(again.graph(), found.graph())
    assert found.keep(np.arange(len(found)) > 0).digest != found.digest
