"""Analysis on both stores: the same memberships, support, promises and contradictions."""

from dataclasses import replace

import networkx as nx
import pytest

from joinder.graph import analysis, projection
from joinder.graph.measures import robustness
from joinder.graph.measures.contradictions import contradictions
from joinder.graph.measures.crowds import read_crowds
from joinder.graph.measures.promises import counts, promises
from joinder.graph.model import EdgeRow
from joinder.graph.store import Store
from tests.conformance.facts import ADA, ARTICLES, BO, LIGHTS, QUIET, TEAL, VIEW


def test_memberships_are_read_with_their_days(store: Store) -> None:
    """Who joined what, when, and by how many articles; statuses are filtered."""
    found = projection.memberships(store, claims=True)
    rows = [
        (found.participants.names[r], found.campaigns.names[c], found.first_day[i], found.first_report[i],
         found.articles[i], found.claims[i])
        for i, (r, c) in enumerate(zip(found.rows.tolist(), found.columns.tolist(), strict=True))
    ]  # fmt: skip
    assert rows == [
        ("Teal Soap", "Quiet Week", "2021-03", "2021-03-02", 1, ("k04",)),
        ("Ada Quill", "Lights Out", "2020-11-28", "2020-11-30", 1, ("k06",)),
        ("Ada Quill", "Quiet Week", "2021-03-01", "2021-03-02", 2, ("k01", "k02")),
        ("Bo Mårsh", "Lights Out", "", "", 1, ("k08",)),
    ]
    assert len(projection.memberships(store, ())) == 7
    assert found.digest == projection.memberships(store).digest


def test_periods_and_campaigns_filter(store: Store) -> None:
    """What surely lies outside is left out, and so is what has no date, which is counted."""
    since = projection.memberships(store, since="2021-03-15")
    assert [since.participants.names[r] for r in since.rows.tolist()] == ["Teal Soap"]
    assert since.filters.undated_left_out == 1
    until = projection.memberships(store, until="2020")
    assert [until.participants.names[r] for r in until.rows.tolist()] == ["Ada Quill"]
    only = projection.memberships(store, campaigns=[QUIET.id])
    assert only.campaigns.names == ("Quiet Week",)


def test_parts_are_counted_as_their_whole(store: Store) -> None:
    """With roll_up a campaign that is part of a larger one is that one, also in a ring."""
    part = EdgeRow("e99", LIGHTS.id, "PART_OF", QUIET.id, "done", "", "", "", 1, 1, "", "", ("k99",))
    store.replace(replace(VIEW, edges=(*VIEW.edges, part)), 8, "ledger-1")
    found = projection.memberships(store, roll_up=True, claims=True)
    assert found.campaigns.names == ("Quiet Week",)
    ada = found.participants.names.index("Ada Quill")
    at = found.rows.tolist().index(ada)
    assert (found.first_day[at], found.claims[at]) == ("2020-11-28", ("k01", "k02", "k06"))
    assert len(analysis.read_support(store, found).edge) == 5
    ring = EdgeRow("e98", QUIET.id, "PART_OF", LIGHTS.id, "done", "", "", "", 1, 1, "", "", ("k98",))
    store.replace(replace(VIEW, edges=(*VIEW.edges, part, ring)), 9, "ledger-1")
    assert projection.memberships(store, roll_up=True).campaigns.ids == (min(QUIET.id, LIGHTS.id),)


def test_ranges_leave_out_articles_and_outlets(store: Store) -> None:
    """Ada has both campaigns; without article a4, or its outlet, she has one and ties with Teal at the top."""
    found = projection.memberships(store)
    support = analysis.read_support(store, found)
    for measure in ("campaigns", "strength"):
        rows, note = robustness.with_ranges(found, analysis.rank(found, measure), measure, support)
        assert (rows[0].name, rows[0].rank) == ("Ada Quill", "1")
        assert (rows[0].low, rows[0].high) == (1, 1)
        assert all(row.low <= int(row.rank.rstrip("=")) <= row.high for row in rows)
        assert "left out" in note
    assert support.outlets_of(found.rows) == {0: 1, 1: 2, 2: 1}


def test_the_honesty_block_says_what_was_counted(store: Store) -> None:
    """Coverage, dates, the biggest campaign, crowds and doubts are all there."""
    found = projection.memberships(store)
    support = analysis.read_support(store, found)
    facts = {f.what: f.value for f in analysis.honesty(store, found, support, analysis.rank(found, "campaigns"))}
    assert facts["counted"].startswith("4 joinings of 3 participants in 2 campaigns (status: done; data ")
    assert (
        facts["coverage"] == "4 articles, 2 outlets and 1 of unknown outlets, 2020-11-30 to 2021-05, 1 without a date"
    )
    assert facts["dates"] == "75 % have a day of their own, 0 % only that of a report, 25 % none"
    assert facts["biggest campaign"] == "Lights Out (2 participants) makes 50 % of all 2 pairs"
    assert facts["crowds"] == "1 crowd claim not expanded (the largest: more than 1,200 bands, Quiet Week)"
    assert facts["possible duplicates"] == "none near the top, by their names"


def test_crowds_are_bounds_of_the_counted_campaigns(store: Store) -> None:
    """A crowd has the status that was asked for, the day of its article where it has none, and its unit's size."""
    done = read_crowds(store, projection.memberships(store))
    assert [(c.campaign, c.text, c.size, c.day) for c in done] == [
        (QUIET.id, "more than 1,200 bands", 1200.0, "2021-03-02")
    ]
    found = projection.memberships(store, ())
    assert [c.text for c in read_crowds(store, found)] == ["about 2.5 million people", "more than 1,200 bands"]
    rows = {
        row.campaign: row.crowds for row in analysis.growth(found, analysis.times(found), read_crowds(store, found))
    }
    assert rows["Quiet Week"] == ("more than 1,200 bands (2021-03-02)",)


def test_an_origin_is_a_story_with_its_reprints(store: Store) -> None:
    """Two articles, of two outlets, state that Ada joined; as a reprint the second is no further origin."""
    articles = (ARTICLES[0], replace(ARTICLES[1], publisher="Paper", origin="a1"), *ARTICLES[2:])
    store.replace(replace(VIEW, articles=articles), 8, "ledger-1")
    found = projection.memberships(store)
    support = analysis.read_support(store, found)
    ada = found.rows.tolist().index(found.participants.names.index("Ada Quill")) + 1
    assert found.campaigns.names[found.columns[ada]] == "Quiet Week"
    assert support.sole(support.article)[ada] == support.sole(support.outlet)[ada] == -1
    assert support.sole(support.origin)[ada] != -1


def test_promises_are_kept_broken_or_open(store: Store) -> None:
    """Bo planned to join and nobody says that he did; Ada's pause is open too; the deadline picks."""
    rows = promises(store)
    assert [(r.outcome, r.who, r.relation, r.towards, r.due) for r in rows] == [
        ("open", "Ada Quill", "PAUSED", "Chirper", "2021-03-03"),
        ("open", "Bo Mårsh", "JOINED", "Quiet Week", "2021-03-05"),
    ]
    assert "said by Ada Quill" in rows[1].promised
    assert counts(rows) == "0 broken, 2 open, 0 kept"
    assert [r.who for r in promises(store, overdue="2021-03-05")] == ["Ada Quill"]
    assert promises(store, overdue="2021-03") == []


def test_nothing_in_the_world_contradicts_itself(store: Store) -> None:
    """Different statuses of different things are no disagreement."""
    assert contradictions(store) == []


def test_every_store_gives_the_rows_of_a_graph_made_by_hand(store: Store) -> None:
    """Rankings, pairs and orders from the store are those of the same joinings without any store."""
    graph = nx.Graph()
    names = {e.id: e for e in (ADA, BO, TEAL, QUIET, LIGHTS)}
    for node, entity in names.items():
        side = "campaign" if entity.label == "Campaign" else "participant"
        graph.add_node(node, side=side, label=entity.label, name=entity.name, articles=entity.n_articles)
    joined = (
        (ADA, QUIET, "2021-03-01", 2),
        (ADA, LIGHTS, "2020-11-28", 1),
        (TEAL, QUIET, "2021-03", 1),
        (BO, LIGHTS, "", 1),
    )
    for who, what, day, articles in joined:
        graph.add_edge(who.id, what.id, first_day=day, articles=articles)
    made, found = analysis.Memberships.of(graph), projection.memberships(store)
    for measure in analysis.MEASURES:
        assert analysis.rank(found, measure) == analysis.rank(made, measure)
    assert analysis.overlapping_campaigns(found) == analysis.overlapping_campaigns(made) != []
    assert analysis.overlapping_participants(found, 1) == analysis.overlapping_participants(made, 1)
    assert analysis.companions(found, ADA.id) == analysis.companions(made, ADA.id) != []
    assert analysis.leads(found, analysis.times(found)) == analysis.leads(made, analysis.times(made)) != []
    assert analysis.growth(found, analysis.times(found)) == analysis.growth(made, analysis.times(made)) != []
    ours, theirs = (analysis.partition(joinings) for joinings in (found, made))
    assert analysis.camps(found, ours) == analysis.camps(made, theirs) != []
    assert analysis.bridges(found, ours) == analysis.bridges(made, theirs)


@pytest.mark.parametrize("measure", sorted(analysis.MEASURES))
def test_an_empty_store_is_answered(empty: Store, measure: str) -> None:
    """Nothing loaded: empty rankings and an honesty block that says so."""
    empty.replace(type(VIEW)(), 1, "ledger-1")
    found = projection.memberships(empty)
    assert analysis.rank(found, measure) == promises(empty) == contradictions(empty) == []
    assert analysis.overlapping_campaigns(found) == read_crowds(empty, found) == []
    facts = analysis.honesty(empty, found, analysis.read_support(empty, found))
    assert facts[0].value.startswith("0 joinings")
