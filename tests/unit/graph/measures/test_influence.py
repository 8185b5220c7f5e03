"""Who joined earlier, on dates whose order is known."""

import itertools

import networkx as nx
import numpy as np
import pytest

from joinder.graph.measures import growth, influence, timing
from joinder.graph.measures.memberships import Memberships
from tests.unit.graph.measures.graphs import dated, memberships

THREE = {
    "ann": {"a": "2020-01-01", "b": "2020-02-01", "c": "2020-03-01"},
    "bea": {"a": "2020-01-02", "b": "2020-02", "c": "2020-03-02"},
    "cat": {"a": "2020-01-03", "c": "2020-03"},
}


def test_a_month_is_any_of_its_days() -> None:
    """A day within a month is neither before nor after it; the same day is no order either."""
    spans = np.array([timing.span(day) for day in ("2020-02-28", "2020-03", "2020-03-05", "2020-03-05", "2021")])
    earlier, later = timing.earlier_and_later(spans[:, 0], spans[:, 1])
    assert earlier.tolist() == [0, 1, 1, 1, 4]
    assert later.tolist() == [4, 1, 1, 1, 0]


def test_leads_by_hand() -> None:
    """In a, ann is before both (1), bea between (0), cat last (-1); b has no order; in c only ann is before bea."""
    found = dated(THREE)
    rows = {row.id: row for row in influence.leads(found, timing.times(found))}
    assert rows["ann"].lead == pytest.approx((1 + 0 + 1 / 2) / 3)
    assert rows["bea"].lead == pytest.approx((0 + 0 - 1 / 2) / 3)
    assert rows["cat"].lead == pytest.approx((-1 + 0) / 2)
    assert (rows["ann"].earlier, rows["ann"].later, rows["ann"].campaigns) == (0, 3, 3)


def test_the_chance_of_a_lead_is_that_of_all_shuffles() -> None:
    """Trying every shuffle of every campaign gives what the drawn ones estimate."""
    days = ("2020-01-01", "2020-01-02", "2020-01-03", "2020-01-04")
    joined = {name: dict.fromkeys("xyz", day) for name, day in zip(("ann", "bea", "cat", "dot"), days, strict=True)}
    found = dated(joined)
    places = [1, 1 / 3, -1 / 3, -1]
    totals = [sum(choice) for choice in itertools.product(places, repeat=3)]
    for row in influence.leads(found, timing.times(found), shuffles=4000):
        exact = np.mean([total >= 3 * row.lead - 1e-9 for total in totals])
        assert row.p == pytest.approx(exact, abs=4 * np.sqrt(exact * (1 - exact) / 4000) + 1 / 4000)
        assert row.q is not None
        assert row.q >= row.p


def test_one_campaign_is_not_tested() -> None:
    """Who has one dated campaign has a lead, but no p and no q."""
    found = dated({"ann": {"a": "2020-01-01"}, "bea": {"a": "2020-01-02"}})
    assert [(r.rank, r.id, r.lead, r.p, r.q) for r in influence.leads(found, timing.times(found))] == [
        ("1", "ann", 1.0, None, None), ("2", "bea", -1.0, None, None),
    ]  # fmt: skip


def test_who_follows_whom_with_its_exact_chance() -> None:
    """By hand: of two who share three campaigns of two, one is first in all three with chance 1/8."""
    joined = {"ann": dict.fromkeys("abc", "2020-01-01"), "bea": dict.fromkeys("abc", "2020-01-09")}
    found = dated(joined)
    pairs, large = influence.followings(found, timing.times(found))
    assert large == []
    assert [(p.first, p.then, p.before, p.shared, p.credit, p.expected) for p in pairs] == [
        ("Ann", "Bea", 3, 3, 1.0, 1.5)
    ]
    assert pairs[0].p == pytest.approx(1 / 8)
    assert pairs[0].q == pytest.approx(2 / 8)  # two ordered pairs are possible
    assert pairs[0].names == ("a", "b", "c")


def test_the_window_and_the_same_day_leave_pairs_out() -> None:
    """Eight days apart is not within seven; the same day is no order."""
    found = dated({"ann": dict.fromkeys("abc", "2020-01-01"), "bea": dict.fromkeys("abc", "2020-01-09")})
    assert influence.followings(found, timing.times(found), window=7)[0] == []
    assert len(influence.followings(found, timing.times(found), window=8)[0]) == 1
    same = dated({name: dict.fromkeys("abc", "2020-01-01") for name in ("ann", "bea")})
    assert influence.followings(same, timing.times(same))[0] == []


def test_an_order_by_chance_is_not_significant() -> None:
    """With random days nobody leads and nobody follows, after correction."""
    rng = np.random.default_rng(3)
    joined = {
        f"p{i}": {f"c{c}": f"2020-01-{d + 1:02}" for c, d in enumerate(rng.permutation(28)[:12])} for i in range(12)
    }
    found = dated(joined)
    when = timing.times(found)
    assert all(row.q is not None and row.q > 0.05 for row in influence.leads(found, when))
    assert all(row.q > 0.05 for row in influence.followings(found, when)[0])


def test_reports_stand_in_for_days_only_where_asked() -> None:
    """A joining without a day of its own counts by its report only with by_report."""
    graph = dated({"ann": {"a": "2020-01-01"}, "bea": {"a": ""}}).graph()
    graph.edges["bea", "a"]["first_report"] = "2020-02-01"
    found = Memberships.of(graph)
    assert len(timing.times(found).edges) == 1
    assert len(timing.times(found, by_report=True).edges) == 2
    assert [(a.rank, a.id, a.day, a.after, a.by) for a in growth.arrivals(found, "a", by_report=True)] == [
        ("1", "ann", "2020-01-01", "0", "day"), ("2", "bea", "2020-02-01", "31", "report"),
    ]  # fmt: skip
    assert [(a.rank, a.id) for a in growth.arrivals(found, "a")] == [("1", "ann"), ("", "bea")]


def test_the_order_of_joining_knows_what_it_does_not_know() -> None:
    """A month can be the first or the thirtieth day after; it ties with the first."""
    found = dated(THREE)
    assert [(a.rank, a.id, a.after) for a in growth.arrivals(found, "c")] == [
        ("1=", "ann", "0"), ("1=", "cat", "0–30"), ("2", "bea", "1"),
    ]  # fmt: skip
    assert growth.arrivals(found, "nowhere") == []


def test_growth_by_hand() -> None:
    """Half of the three in a had joined by the second day; the first mover is ann."""
    found = dated(THREE)
    rows = {row.campaign: row for row in growth.growth(found, timing.times(found))}
    assert (rows["a"].first_day, rows["a"].half_day, rows["a"].days_to_half) == ("2020-01-01", "2020-01-02", 1)
    assert rows["a"].first_movers == ("Ann",)
    assert (rows["a"].participants, rows["a"].dated, rows["a"].last_day) == (3, 3, "2020-01-03")


@pytest.mark.parametrize("found", [Memberships.of(nx.Graph()), memberships({"ann": ["a"], "bea": ["a"]})])
def test_no_date_is_no_order(found: Memberships) -> None:
    """Without dates there are no leads, no pairs and no growth."""
    when = timing.times(found)
    assert influence.leads(found, when) == growth.growth(found, when) == []
    assert influence.followings(found, when) == ([], [])
