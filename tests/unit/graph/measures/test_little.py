"""Little or nothing: one campaign, ties, nobody beside it, no date, an empty graph are all answered sensibly."""

import networkx as nx
import numpy as np
import pytest

from joinder.graph.measures import bridges, camps, companions, growth, influence, overlap, timing
from joinder.graph.measures.memberships import Memberships
from tests.unit.graph.measures.graphs import dated, memberships, two_mode

ONE_CAMPAIGN = memberships({"ann": ["a"], "bea": ["a"], "cat": ["a"]})


def test_one_campaign_ties_everybody() -> None:
    """All three pairs are equal and expected: they are certain, so p and q are 1; no campaign shares with another."""
    rows, _ = overlap.participants(ONE_CAMPAIGN, least=1)
    assert [(r.one, r.other, r.shared, r.newman, r.jaccard, r.coefficient, r.p, r.q) for r in rows] == [
        (one, other, 1, 0.5, 1.0, None, 1.0, 1.0) for one, other in (("Ann", "Bea"), ("Ann", "Cat"), ("Bea", "Cat"))
    ]
    assert overlap.participants(ONE_CAMPAIGN)[0] == overlap.campaigns(ONE_CAMPAIGN) == []
    assert [c.rank for c in companions.companions(ONE_CAMPAIGN, "ann")] == ["1=", "1="]


def test_one_campaign_is_one_camp_without_bridges() -> None:
    """There is nothing to be parted, and nothing to be linked."""
    done = camps.partition(ONE_CAMPAIGN)
    assert [(c.participants, c.campaigns, c.inside) for c in camps.camps(ONE_CAMPAIGN, done)] == [(3, 1, 1.0)]
    assert (done.modularity, done.stability) == (pytest.approx(0), pytest.approx(1))
    assert bridges.bridges(ONE_CAMPAIGN, done)[0] == []


def test_one_day_for_all_is_no_lead() -> None:
    """Who all joined on one day lead nobody: they tie, and half of them had joined at once."""
    found = dated({name: {"a": "2020-01-01", "b": "2020-02-01"} for name in ("ann", "bea", "cat")})
    when = timing.times(found)
    rows = influence.leads(found, when)
    assert [(r.rank, r.lead, r.p, r.q) for r in rows] == [("1=", 0.0, 1.0, 1.0)] * 3
    assert influence.followings(found, when) == ([], [])
    assert [(g.days_to_half, g.first_movers) for g in growth.growth(found, when)] == [(0, ("Ann", "Bea", "Cat"))] * 2


def test_nodes_beside_the_graph_change_nothing_but_the_number_of_tests() -> None:
    """Who joined nothing has no companion, no camp to bridge and no lead; q heeds that they could have."""
    graph = two_mode({"ann": ["a", "b"], "bea": ["a", "b"], "cat": ["c"]})
    few = overlap.participants(Memberships.of(graph))[0]
    graph.add_nodes_from(("x1", "x2", "x3"), side="participant", label="Person", name="X")
    graph.add_node("empty", side="campaign", name="empty")
    found = Memberships.of(graph)
    many = overlap.participants(found)[0]
    assert [(r.one, r.other, r.shared, r.newman) for r in many] == [(r.one, r.other, r.shared, r.newman) for r in few]
    assert all(r.q >= r.p for r in (*few, *many))
    assert companions.companions(found, "x1") == []
    done = camps.partition(found)
    assert sum(c.participants for c in camps.camps(found, done)) == 6
    assert bridges.bridges(found, done)[0] == []
    assert influence.leads(found, timing.times(found)) == []


def test_nothing_is_answered_by_nothing() -> None:
    """An empty graph has no pairs, no companions, no order, no camps."""
    found = Memberships.of(nx.Graph())
    when = timing.times(found)
    assert overlap.participants(found) == ([], [])
    assert overlap.campaigns(found) == companions.companions(found, "ann") == companions.of_two(found, "a", "b") == []
    assert influence.leads(found, when) == growth.growth(found, when) == growth.arrivals(found, "a") == []
    assert camps.camps(found, camps.partition(found)) == []


def test_followers_are_found_in_parts_as_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Going through the participants in small parts, and asking for few rows, gives the head of the same list."""
    rng = np.random.default_rng(7)
    joined = {
        f"p{i:02}": {f"c{c}": f"2020-01-{rng.integers(1, 29):02}" for c in rng.choice(8, 5, replace=False)}
        for i in range(25)
    }
    found = dated(joined)
    when = timing.times(found)
    whole, _ = influence.followings(found, when)
    assert len(whole) > 50
    monkeypatch.setattr(influence, "PAIRS_AT_ONCE", 300)
    assert influence.followings(found, when)[0] == whole
    assert influence.followings(found, when, limit=7)[0] == whole[:7]
