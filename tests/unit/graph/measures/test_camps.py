"""Camps and bridges, against NetworkX, published optima, and all partitions of small graphs."""

import itertools
from collections.abc import Iterator

import networkx as nx
import numpy as np
import pytest

from joinder.graph.measures import agreement, bridges, camps, communities
from joinder.graph.measures.memberships import Memberships
from tests.unit.graph.measures.graphs import davis, drawn, memberships


def barber(graph: nx.Graph, found: Memberships, parts: communities.Partition) -> float:
    """Compute Barber's modularity straight from its definition."""
    people, groups = found.participants.ids, found.campaigns.ids
    m = graph.number_of_edges()
    return sum(
        graph.has_edge(p, c) - graph.degree(p) * graph.degree(c) / m
        for i, p in enumerate(people)
        for j, c in enumerate(groups)
        if parts[0][i] == parts[1][j]
    ) / m  # fmt: skip


@pytest.mark.parametrize("graph", [davis(), *(drawn(seed) for seed in range(2, 10))])
def test_modularity_is_barbers(graph: nx.Graph) -> None:
    """It equals the sum over all pairs of the definition."""
    found = Memberships.of(graph)
    parts = communities.communities(found, 0)
    expected = barber(graph, found, parts) if len(found) else 0
    assert communities.modularity(found, parts) == pytest.approx(expected)


def partitions(things: list[int]) -> Iterator[list[list[int]]]:
    """Go through all partitions of a list."""
    if not things:
        yield []
        return
    first, *rest = things
    for smaller in partitions(rest):
        for i, part in enumerate(smaller):
            yield [*smaller[:i], [first, *part], *smaller[i + 1 :]]
        yield [[first], *smaller]


@pytest.mark.parametrize("seed", range(8))
def test_small_graphs_get_the_best_of_all_partitions(seed: int) -> None:
    """Of all partitions of eight nodes none is better than the best of the seeds."""
    rng = np.random.default_rng(seed)
    there = rng.random((4, 4)) < 0.5
    graph = nx.Graph()
    graph.add_nodes_from((f"p{i}" for i in range(4)), side="participant")
    graph.add_nodes_from((f"q{i}" for i in range(4)), side="campaign")
    graph.add_edges_from((f"p{i}", f"q{j}") for i, j in zip(*there.nonzero(), strict=True))
    found = Memberships.of(graph)
    best = 0.0
    for parts in partitions(list(range(8))):
        labels = np.empty(8, dtype=np.int64)
        for label, part in enumerate(parts):
            labels[part] = label
        best = max(best, communities.modularity(found, (labels[:4], labels[4:])))
    assert camps.partition(found).modularity == pytest.approx(best)


def test_the_southern_women_reach_the_published_optimum() -> None:
    """Q = 0.3455 in four communities is the best that is known (Liu and Murata 2010)."""
    done = camps.partition(Memberships.of(davis()))
    assert done.modularity == pytest.approx(0.34554, abs=1e-5)
    assert len(done.of_camps) == 4
    assert 0.5 < done.stability <= 1


def test_two_apart_are_two_camps_and_stable() -> None:
    """Groups without a link are camps of their own, in every seed."""
    found = memberships({"ann": ["a", "b"], "bea": ["a", "b"], "cat": ["c"], "dot": ["c"]})
    done = camps.partition(found)
    rows = camps.camps(found, done)
    assert [(r.participants, r.campaigns, r.stability, r.inside) for r in rows] == [(2, 2, 1.0, 1.0), (2, 1, 1.0, 1.0)]
    assert rows[0].campaign_names == ("a", "b")
    assert done.stability == pytest.approx(1)


def test_the_same_seed_gives_the_same_camps() -> None:
    """Nothing is left to chance."""
    found = Memberships.of(davis())
    one, other = camps.partition(found), camps.partition(found)
    assert [part.tolist() for part in one.parts] == [part.tolist() for part in other.parts]


def test_agreement_is_adjusted_for_chance() -> None:
    """Equal partitions have 1, whatever their numbers; the expectation is the mean over all shuffles."""
    one, other = np.array([0, 0, 1, 1, 2, 2]), np.array([0, 0, 0, 1, 1, 1])
    assert agreement.adjusted_mutual_information(one, 2 - one) == pytest.approx(1)
    table_mean = np.mean([mutual(one, np.array(order)) for order in itertools.permutations(other.tolist())])
    assert agreement.expected_mutual_information(np.array([2, 2, 2]), np.array([3, 3])) == pytest.approx(table_mean)
    shuffled = [agreement.adjusted_mutual_information(one, np.array(o)) for o in itertools.permutations(other.tolist())]
    assert np.mean(shuffled) == pytest.approx(0, abs=1e-9)


def mutual(one: np.ndarray, other: np.ndarray) -> float:
    """Compute mutual information from its definition."""
    n, total = len(one), 0.0
    for a, b in itertools.product(set(one.tolist()), set(other.tolist())):
        both = ((one == a) & (other == b)).mean()
        if both:
            total += both * np.log(both * n * n / ((one == a).sum() * (other == b).sum()))
    return float(total)


def test_a_part_finds_its_best_match() -> None:
    """Two of three in common out of three in all is 2/3."""
    one, other = np.array([0, 0, 0, 1]), np.array([1, 1, 0, 0])
    assert agreement.best_matches(one, other).tolist() == [2 / 3, 1 / 2]


def test_constraint_and_redundancy_equal_networkx() -> None:
    """Burt's constraint is that of the projection with Newman's weights; redundancy that of the two-mode graph."""
    graph = davis()
    found = Memberships.of(graph)
    people = found.participants.ids
    projected = nx.bipartite.collaboration_weighted_projected_graph(graph, people)
    expected = nx.constraint(projected, weight="weight")
    got = bridges.constraint(found)
    assert got is not None
    assert got == pytest.approx([expected[node] for node in people])
    shared = (found.matrix.T @ found.matrix).tocsr()
    redundant = nx.bipartite.node_redundancy(graph, people)
    assert [bridges.redundancy(found.matrix, shared, i) for i in range(18)] == pytest.approx(
        [redundant[node] for node in people]
    )


def test_on_the_two_mode_graph_constraint_would_say_nothing() -> None:
    """It is 1 / d there for everybody, which is why the projection is taken."""
    graph = davis()
    for node, value in nx.constraint(graph).items():
        assert value == pytest.approx(1 / graph.degree(node))


def test_who_links_two_camps_is_a_bridge() -> None:
    """By hand: bea has half of her campaigns in each of two camps, so her participation is 1/2."""
    joined = {f"x{i}": ["a", "b"] for i in range(5)} | {f"y{i}": ["c", "d"] for i in range(5)} | {"bea": ["a", "c"]}
    found = memberships(joined)
    rows, told = bridges.bridges(found, camps.partition(found))
    assert [(r.rank, r.id, r.participation, r.camps, r.redundancy) for r in rows] == [("1", "bea", 0.5, 2, 0.0)]
    assert "exact" in told


def test_nothing_has_no_camps_and_no_bridges() -> None:
    """An empty graph is answered with nothing."""
    found = Memberships.of(nx.Graph())
    done = camps.partition(found)
    assert camps.camps(found, done) == []
    assert bridges.bridges(found, done)[0] == []
