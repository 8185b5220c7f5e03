"""The view: a pure function of the ledger's rows."""

from hypothesis import given
from hypothesis import strategies as st

from joinder.graph.model import Extraction, View
from joinder.graph.ontology import ontology
from joinder.graph.records import gather, rows_of
from joinder.graph.view import build_view
from tests.unit.graph.making import claim, entity, extraction, some_news


def view_of(*extractions: Extraction) -> View:
    """Build the view of articles."""
    return build_view(gather(map(rows_of, extractions)))


@given(st.permutations(some_news()))
def test_any_order_of_articles_gives_the_same_view(news: list[Extraction]) -> None:
    """Rows are equal to the last field, and sorted."""
    assert view_of(*news) == view_of(*some_news())


def test_every_reference_leads_to_a_row() -> None:
    """Whatever an id in the view refers to is in the view."""
    view = view_of(*some_news())
    entities, articles, claims = ({r.id for r in rows} for rows in (view.entities, view.articles, view.claims))
    assert {e for c in view.claims for e in (c.subject, c.object, c.speaker) if e} <= entities
    assert {e for edge in view.edges for e in (edge.subject, edge.object)} <= entities
    assert {c for edge in view.edges for c in edge.claims} <= claims
    assert {r.article for rows in (view.claims, view.crowds, view.mentions) for r in rows} <= articles
    assert {c.closed_by for c in view.claims if c.closed_by} <= claims
    assert {m.entity for m in view.mentions} == entities
    assert {new for _, new in view.redirects} <= entities


def test_edges_count_claims_and_articles_apart_by_status_and_what() -> None:
    """Two reports of one act are one edge; a plan is another."""
    names = [entity("Ford", "Brand"), entity("Facebook", "Platform")]
    pause = claim("Ford", "PAUSED", "Facebook", what="ads", start="2020-07", end="2020-08")
    view = view_of(
        extraction(
            "a", names, [pause, claim("Ford", "PAUSED", "Facebook", "planned", what="ads")], published="2020-07-02"
        ),
        extraction(
            "b", names, [claim("Ford", "PAUSED", "Facebook", what="ads", start="2020-06-30")], published="2020-07"
        ),
        extraction("c", names, [claim("Ford", "PAUSED", "Facebook", what="ads")]),
    )
    done = next(e for e in view.edges if e.status == "done")
    assert (done.n_claims, done.n_articles, len(view.edges)) == (3, 3, 2)
    assert (done.first_day, done.last_day, done.first_report, done.last_report) == (
        "2020-06-30",
        "2020-08",
        "2020-07",
        "2020-07-02",
    )


def test_a_claim_whose_ends_fell_together_has_no_edge() -> None:
    """It stays a claim: the article said so."""
    names = [entity("Facebook, Inc.", "Brand"), entity("Facebook", "Platform")]
    view = view_of(extraction("a", names, [claim("Facebook, Inc.", "CRITICIZED", "Facebook")]))
    assert len(view.entities) == len(view.claims) == 1
    assert view.edges == ()


def test_a_claim_whose_settled_labels_do_not_fit_has_no_edge() -> None:
    """Other articles know the joined body as a group; the ontology lets nobody JOIN a group."""
    join = extraction(
        "a", [entity("Ford", "Brand"), entity("Net Zero", "Campaign")], [claim("Ford", "JOINED", "Net Zero")]
    )
    others = [extraction(key, [entity("Net Zero", "Group")]) for key in "bc"]
    assert len(view_of(join).edges) == 1
    view = view_of(join, *others)
    assert (len(view.claims), view.edges) == (1, ())


def test_edges_obey_the_ontology() -> None:
    """No edge runs between labels that its relation does not allow."""
    view = view_of(*some_news())
    label = {e.id: e.label for e in view.entities}
    assert view.edges
    assert all(ontology().allows(e.relation, label[e.subject], label[e.object]) for e in view.edges)


def test_a_comeback_closes_the_pause_across_articles_and_spellings() -> None:
    """Facebook, Inc. and Facebook are one, so the return to one ends the pause of the other."""
    view = view_of(*some_news())
    pause = next(c for c in view.claims if c.relation == "PAUSED")
    assert pause.closed_by == next(c.id for c in view.claims if c.relation == "RESUMED")


def test_counts_of_an_entity_are_those_of_its_articles_and_claims() -> None:
    """A claim counts once for each entity at its ends."""
    counts = {e.id: (e.n_articles, e.n_claims) for e in view_of(*some_news()).entities}
    assert counts["platform/facebook"] == (4, 5)
    assert counts["person/kim-kardashian"] == (2, 3)
