"""Judgements: which stand, what they do to the entities, and that no order matters."""

import io
import os
import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from joinder.errors import JoinderError, UnknownNameError
from joinder.graph import judgements_file
from joinder.graph.clusters import Clustering
from joinder.graph.judgements import Judgement, Side, make, next_instant, standing
from joinder.graph.ledger import open_ledger
from joinder.graph.links import Link, parse
from joinder.graph.preview import preview, ranks
from joinder.graph.records import Contents, gather, rows_of
from joinder.graph.register import Register
from joinder.graph.view import build_view
from tests.conformance.changing import History, Step, histories
from tests.unit.graph.making import claim, entity, extraction, some_news

KIM, KARDASHIAN = Side("Kim Kardashian", "Person"), Side("Kardashian", "Person", "d")
FACEBOOK, ADIDAS = Side("Facebook", "Platform"), Side("Adidas", "Brand")
NAMES = [KIM, KARDASHIAN, FACEBOOK, ADIDAS, Side("Adidas", "Person"), Side("Stop Hate for Profit", "Campaign")]


def at(number: int) -> str:
    """Make a time."""
    return f"2026-01-01T00:00:{number:02d}.000000Z"


def news(*judgements: Judgement) -> Contents:
    """Give the ledger's contents with judgements."""
    return replace(gather(map(rows_of, some_news())), judgements=judgements)


def ids(contents: Contents) -> list[str]:
    """List the entities."""
    return [e.id for e in build_view(contents).entities]


def test_a_positive_judgement_makes_one_of_two() -> None:
    """The claims of both are the one's, and every id that the other had leads there."""
    before = build_view(news())
    after = build_view(news(make("same", KARDASHIAN, KIM, at=at(1))))
    assert {e.id for e in before.entities} - {e.id for e in after.entities} == {"person/kardashian"}
    assert dict(after.redirects)["person/kardashian"] == "person/kim-kardashian"
    assert sum(e.n_claims for e in after.entities) == sum(e.n_claims for e in before.entities)


def test_sides_are_symmetric() -> None:
    """Nobody can merge in the wrong direction: the judgement is the same."""
    assert make("same", KIM, ADIDAS, at=at(1)) == make("same", ADIDAS, KIM, at=at(1))


def test_a_negative_judgement_forbids_however_indirectly() -> None:
    """A is B, B is C; A is not C: the later positive one is not heeded, and it is said which judgement forbids it."""
    no = make("distinct", KIM, ADIDAS, at=at(9))
    first, second = make("same", KIM, FACEBOOK, at=at(1)), make("same", FACEBOOK, ADIDAS, at=at(2))
    clustering = Clustering(news().mentions, (second, no, first))
    assert clustering.refused == [(second, no.id)]


def test_a_negative_judgement_takes_an_automatic_merge_apart() -> None:
    """Names that were merged for being equal are two where somebody says so."""
    assert "brand/adidas-ag" not in ids(news())
    same_name = [
        extraction("x", [entity("John Smith", "Person")]),
        extraction("y", [entity("John Smith", "Person")]),
    ]
    contents = gather(map(rows_of, same_name))
    assert len(ids(contents)) == 1
    apart = make("distinct", Side("John Smith", "Person", "x"), Side("John Smith", "Person"), at=at(1))
    assert len(ids(replace(contents, judgements=(apart,)))) == 2


def test_a_judgement_about_one_article_goes_with_it() -> None:
    """A forgotten article leaves no trace: its surname no longer makes one of two others. It comes back with it."""
    other = Side("Adidas", "Brand")
    bridge = (make("same", KARDASHIAN, KIM, at=at(1)), make("same", KARDASHIAN, other, at=at(2)))
    without_d = gather(rows_of(e) for e in some_news() if e.article.id != "d")
    assert ids(replace(without_d, judgements=bridge)) == ids(without_d)
    assert "brand/adidas" not in ids(news(*bridge))


def test_kind_and_name_are_judged() -> None:
    """They stand over the vote; the last word wins; a person judged a company is one with the company of that name."""
    both = (make("kind", FACEBOOK, value="Group", at=at(1)), make("rename", FACEBOOK, value="Paper", at=at(2)))
    assert "group/paper" in ids(news(*both))
    assert "group/last" in ids(news(*both, make("rename", FACEBOOK, value="Last", at=at(3))))
    assert {"brand/adidas", "person/adidas"} <= set(ids(news()))
    one = ids(news(make("kind", Side("Adidas", "Person"), value="Brand", at=at(1))))
    assert "brand/adidas" in one
    assert "person/adidas" not in one


def test_unsure_changes_nothing() -> None:
    """It is for the reviewers only."""
    assert build_view(news(make("unsure", KIM, ADIDAS, at=at(1)))) == build_view(news())


def test_links_follow_their_entity() -> None:
    """Of merged names the last word on an item stands; it names its author, and no redirect comes of it."""
    yes = make("link", KIM, value="Q186304", author="Ann Lee", at=at(1))
    no = make("unlink", KARDASHIAN, value="Q186304", author="Bo", at=at(2))
    one, other = (next(e for e in build_view(news(*js)).entities if e.name == "Kim Kardashian") for js in ((yes,), (
        yes, no, make("same", KIM, KARDASHIAN, at=at(3)))))  # fmt: skip
    assert (one.wikidata, one.links) == (("Q186304",), (f"Q186304 accepted {at(1)} Ann Lee",))
    assert (other.wikidata, list(map(parse, other.links))) == ((), [Link("Q186304", "rejected", at(2), "Bo")])
    assert build_view(news(yes)).redirects == build_view(news()).redirects
    assert build_view(news(yes, make("undo", value=yes.id, at=at(4)))) == build_view(news())
    with pytest.raises(JoinderError, match="no link"):
        parse("Q1 perhaps")


def test_taking_back_can_be_taken_back() -> None:
    """An undo cancels one judgement; an undo of the undo restores it."""
    one = make("same", KIM, ADIDAS, at=at(1))
    undo = make("undo", value=one.id, at=at(2))
    again = make("undo", value=undo.id, at=at(3))
    assert standing([one]) == [one]
    assert standing([undo, one]) == []
    assert standing([one, again, undo]) == [one]


@pytest.mark.parametrize(
    ("verdict", "left", "right", "value"),
    [
        ("same", KIM, KIM, ""),
        ("same", KIM, Side(), ""),
        ("same", KIM, Side("X", "Thing"), ""),
        ("kind", KIM, Side(), "Thing"),
        ("rename", KIM, Side(), "  "),
        ("kind", KIM, ADIDAS, "Brand"),
        ("perhaps", KIM, ADIDAS, ""),
        ("undo", Side(), Side(), ""),
    ],
)
def test_nonsense_is_no_judgement(verdict: str, left: Side, right: Side, value: str) -> None:
    """A judgement says something that can be judged."""
    with pytest.raises(JoinderError, match="no judgement"):
        make(verdict, left, right, value=value, at=at(1))


judged = st.builds(
    lambda verdict, pair, second, label: (
        make(verdict, NAMES[pair[0]], NAMES[pair[1]], at=at(second))
        if verdict in ("same", "distinct", "unsure")
        else make(verdict, NAMES[pair[0]], value=label, at=at(second))
    ),
    st.sampled_from(["same", "distinct", "unsure", "kind", "rename"]),
    st.permutations(range(len(NAMES))).map(lambda p: p[:2]),
    st.integers(0, 59),
    st.sampled_from(["Person", "Brand", "Platform"]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(judged, max_size=6), st.randoms(use_true_random=False))
def test_no_order_matters(made: list[Judgement], shuffled: random.Random) -> None:
    """Articles and judgements in any order give the same view, and no negative judgement is ever broken."""
    contents = news(*made)
    articles = some_news()
    shuffled.shuffle(articles)
    shuffled.shuffle(made)
    assert build_view(replace(gather(map(rows_of, articles)), judgements=tuple(made))) == build_view(contents)
    clustering = Clustering(contents.mentions, made)
    for judgement in clustering.of("distinct"):
        left, right = ((s.name, s.label) for s in (judgement.left, judgement.right))
        for group in clustering.groups():
            assert not {left, right} <= {(m.name, m.label) for m in group}


@settings(max_examples=30, deadline=None)
@given(st.lists(judged, max_size=6))
def test_a_file_holds_all_of_it(made: list[Judgement]) -> None:
    """What is written is read back, and the same judgements make the same bytes."""
    out = io.StringIO()
    judgements_file.write(made, out)
    read = judgements_file.read(out.getvalue(), "j.tsv", "somebody")
    assert set(read) == set(made)
    again = io.StringIO()
    judgements_file.write(read, again)
    assert again.getvalue() == out.getvalue()


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=st.lists(judged, min_size=1, max_size=5))
def test_undo_restores_the_stored_view(made: list[Judgement], tmp_path_factory: pytest.TempPathFactory) -> None:
    """One judgement after another, then each taken back: every earlier view is there again, row for row."""
    with open_ledger(tmp_path_factory.mktemp("undo") / "ledger.db") as ledger:
        for article in some_news():
            ledger.record(article)
        ledger.refresh()
        views = [ledger.view()]
        done = ledger.judge(made[:0])
        for judgement in made:
            later = replace(judgement, at=next_instant(done[-1].at if done else ""))
            done += ledger.judge([make(later.verdict, later.left, later.right, value=later.value, at=later.at)])
            ledger.refresh()
            views.append(ledger.view())
        for number, judgement in enumerate(reversed(done), 1):
            ledger.judge([make("undo", value=judgement.id, at=f"2999-01-01T00:00:{number:02d}.000000Z")])
            ledger.refresh()
            assert ledger.view() == views[-1 - number]


@settings(
    max_examples=int(os.environ.get("JOINDER_TEST_EXAMPLES", "20")),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(steps=histories)
def test_any_history_gives_the_view_of_what_is_left(
    steps: list[Step], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Judgements, undoings, articles that come and go: after each step the stored view is as from scratch."""
    with open_ledger(tmp_path_factory.mktemp("history") / "ledger.db") as ledger:
        history = History(ledger)
        history.begin()
        for step in steps:
            history.take(step)
            ledger.refresh()
            assert ledger.view() == history.wanted()


@pytest.mark.parametrize("name", ["a\tb\n\"c'", "Robert'); DROP TABLE", "\u202eright", "=cmd()", "x" * 10_000])
def test_hostile_names_are_data(name: str, tmp_path: Path) -> None:
    """They go through the file and the ledger unharmed."""
    one = make("rename", Side(name, "Brand"), value=name, reason=name, author=name, at=at(1))
    out = io.StringIO()
    judgements_file.write([one], out)
    assert judgements_file.read(out.getvalue(), "j.tsv", "x") == [one]
    with open_ledger(tmp_path / "ledger.db") as ledger:
        assert ledger.judge([one]) == [one]
        assert ledger.judge([one]) == []
        assert ledger.judgements() == (one,)


def test_the_ledger_heeds_judgements_whatever_comes_first(tmp_path: Path) -> None:
    """Judgements before, between and after the articles give one view, which loading more keeps up to date."""
    yes = make("same", KARDASHIAN, KIM, at=at(1))
    views = []
    for number in range(5):
        with open_ledger(tmp_path / f"{number}.db") as ledger:
            for index, article in enumerate(some_news()):
                if index == number:
                    ledger.judge([yes])
                ledger.record(article)
                ledger.refresh()
            ledger.judge([yes])
            ledger.refresh()
            views.append(ledger.view())
    assert all(view == build_view(news(yes)) for view in views)


def test_names_are_found_as_people_say_them() -> None:
    """By any form or id, by a former id, in one article; several bearers are told apart by id."""
    register = Register(news(make("same", KARDASHIAN, KIM, at=at(1))))
    assert register.find("kim kardashian").side == KIM
    assert register.find("person/kardashian").entity.id == "person/kim-kardashian"
    assert register.find("Kardashian @ d").side == KARDASHIAN
    assert register.find("#stophateforprofit").entity.label == "Campaign"
    with pytest.raises(JoinderError, match="2 are called") as several:
        register.find("adidas")
    assert "person/adidas" in (several.value.hint or "")
    with pytest.raises(UnknownNameError) as unknown:
        register.find("Kim Kardashiann")
    assert "Kim Kardashian" in (unknown.value.hint or "")
    with pytest.raises(UnknownNameError):
        register.find("Kardashian @ nowhere")


def test_a_preview_counts_what_moves() -> None:
    """Claims and edges of the lesser side, and the ranks of ``top``."""
    articles = [
        extraction(
            "a",
            [entity("Ann Lee", "Person"), entity("Anne Lee", "Person"), entity("One", "Campaign"),
             entity("Two", "Campaign"), entity("Bob Roe", "Person")],
            [claim("Ann Lee", "JOINED", "One"), claim("Anne Lee", "JOINED", "Two"), claim("Bob Roe", "JOINED", "One")],
        )
    ]  # fmt: skip
    contents = gather(map(rows_of, articles))
    found = preview(contents, [make("same", Side("Ann Lee", "Person"), Side("Anne Lee", "Person"), at=at(1))])
    assert (found.claims, found.edges_gone, found.edges_new) == (1, 1, 1)
    assert [e.name for e in found.gone] == ["Ann Lee"]
    assert [(m.name, m.before, m.after) for m in found.ranks] == [("Ann Lee", 1, None), ("Bob Roe", 1, 2)]
    assert ranks(build_view(contents)) == {"person/ann-lee": 1, "person/anne-lee": 1, "person/bob-roe": 1}


def test_the_later_of_two_instants_is_later() -> None:
    """Also where the clock went back."""
    assert next_instant("2999-01-01T00:00:00.000000Z") == "2999-01-01T00:00:00.000001Z"
