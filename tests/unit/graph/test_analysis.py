"""Who is connected to most, on graphs whose answer is known."""

import networkx as nx
import pytest

from joinder.graph import analysis


def two_mode(joined: dict[str, list[str]], label: str = "Person") -> nx.Graph:
    """Build a two-mode graph from who joined what."""
    graph = nx.Graph()
    for participant in sorted(joined):
        graph.add_node(participant, side="participant", label=label, name=participant.title(), articles=1)
    for campaign in sorted({c for campaigns in joined.values() for c in campaigns}):
        graph.add_node(campaign, side="campaign", label="Campaign", name=campaign, articles=1)
    for participant in sorted(joined):
        graph.add_edges_from((participant, campaign) for campaign in sorted(joined[participant]))
    return graph


@pytest.fixture
def southern_women() -> nx.Graph:
    """Davis's Southern Women: 18 women, 14 events (1941), the usual test of two-mode measures."""
    davis = nx.davis_southern_women_graph()
    for node, data in davis.nodes(data=True):
        data.update(side="campaign" if data["bipartite"] else "participant", label="Person", name=node, articles=1)
    return davis


def test_the_most_campaigns_come_first(southern_women: nx.Graph) -> None:
    """Theresa Anderson, Evelyn Jefferson, Nora Fayette and Sylvia Avondale went to the most events."""
    ranked = analysis.rank(southern_women, "campaigns", limit=4)
    found = [(r.rank, r.name, r.score) for r in ranked]
    assert found == [
        ("1=", "Evelyn Jefferson", 8.0),
        ("1=", "Nora Fayette", 8.0),
        ("1=", "Theresa Anderson", 8.0),
        ("4=", "Brenda Rogers", 7.0),
    ]


def test_degree_counts_those_one_shares_a_campaign_with(southern_women: nx.Graph) -> None:
    """It equals the degree in NetworkX's own projection, which is never built here."""
    women = analysis.participants(southern_women)
    projected = nx.bipartite.projected_graph(southern_women, women)
    assert analysis.by_degree(southern_women) == {woman: float(projected.degree(woman)) for woman in women}


def test_pagerank_equals_networkx(southern_women: nx.Graph) -> None:
    """PageRank is that of the two-mode graph, without the campaigns' own scores."""
    scores = analysis.by_pagerank(southern_women)
    expected = nx.pagerank(southern_women)
    assert set(scores) == set(analysis.participants(southern_women))
    assert all(scores[woman] == pytest.approx(expected[woman], abs=1e-5) for woman in scores)


def test_betweenness_equals_the_bipartite_measure(southern_women: nx.Graph) -> None:
    """Betweenness is normalised as Borgatti and Everett do it."""
    scores = analysis.by_betweenness(southern_women)
    expected = nx.bipartite.betweenness_centrality(southern_women, analysis.participants(southern_women))
    assert scores == pytest.approx({woman: expected[woman] for woman in scores})


def test_one_between_two_campaigns_has_all_the_betweenness() -> None:
    """Only the participant of both campaigns stands on any shortest way."""
    graph = two_mode({"ann": ["a"], "bea": ["a", "b"], "cat": ["b"]})
    scores = analysis.by_betweenness(graph)
    assert scores["ann"] == scores["cat"] == 0
    assert scores["bea"] > 0.5


def test_ties_share_a_rank_and_stand_by_name() -> None:
    """Equal scores are a tie, shown as one even where the limit cuts it."""
    graph = two_mode({"zoe": ["a", "b"], "ann": ["a"], "bea": ["b"], "cat": ["a"]})
    assert [(r.rank, r.id) for r in analysis.rank(graph, "campaigns")] == [
        ("1", "zoe"), ("2=", "ann"), ("2=", "bea"), ("2=", "cat"),
    ]  # fmt: skip
    assert [r.rank for r in analysis.rank(graph, "campaigns", limit=2)] == ["1", "2="]


def test_a_label_filters_rows_but_not_scores() -> None:
    """People are ranked among themselves, with the scores that they have among all."""
    graph = two_mode({"ann": ["a"], "ford": ["a"], "bea": ["b"]})
    graph.nodes["ford"]["label"] = "Brand"
    assert [(r.id, r.score) for r in analysis.rank(graph, "degree", "Person")] == [("ann", 1.0), ("bea", 0.0)]


@pytest.mark.parametrize("measure", sorted(analysis.MEASURES))
def test_nothing_joined_ranks_nobody(measure: str) -> None:
    """An empty graph gives an empty ranking by every measure."""
    assert analysis.rank(nx.Graph(), measure) == []


@pytest.mark.parametrize("measure", sorted(analysis.MEASURES))
def test_the_order_of_building_changes_nothing(measure: str, southern_women: nx.Graph) -> None:
    """Nodes put in in another order are ranked alike."""
    other = nx.Graph()
    other.add_nodes_from(reversed(list(southern_women.nodes(data=True))))
    other.add_edges_from(reversed(list(southern_women.edges)))
    assert analysis.rank(other, measure) == analysis.rank(southern_women, measure)
