"""Known names: kinds, ambiguity, people's names, places and papers."""

import time
from importlib.resources import files

import pytest

from joinder.loaders.gazetteer import Gazetteer, gazetteer


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Unilever", "Brand"),
        ("Ben & Jerry's", "Brand"),
        ("Ben & Jerry’s", "Brand"),
        ("the north face", "Brand"),
        ("Levi Strauss & Co.", "Brand"),
        ("IBM", "Brand"),
        ("Facebook", "Platform"),
        ("Twitter", "Platform"),
        ("Fox News", "Platform"),
        ("Spotify", "Platform"),
        ("NAACP", "Group"),
        ("United Nations", "Group"),
        ("R.E.M.", "Group"),
        ("Golden State Warriors", "Group"),
        ("Albert Einstein", "Person"),
    ],
)
def test_world_famous_names_have_their_kind_first(name: str, kind: str) -> None:
    """The most reliable kind of a known name comes first, however the name is written."""
    assert gazetteer().kinds(name)[0] == kind


def test_unknown_names_have_no_kind() -> None:
    """A name that stands in no list has no kind, and so is not ambiguous."""
    assert gazetteer().kinds("Zorblax Quentin Foundry") == ()
    assert not gazetteer().ambiguous("Zorblax Quentin Foundry")


@pytest.mark.parametrize(
    "name", ["Target", "Shell", "Gap", "Apple", "Visa", "Boots", "Next", "Signal", "Patagonia", "Wendy's"]
)
def test_names_that_are_also_words_places_or_given_names_are_ambiguous(name: str) -> None:
    """Such a name is no evidence without context."""
    assert gazetteer().kinds(name)
    assert gazetteer().ambiguous(name)


@pytest.mark.parametrize(
    "name", ["Adidas", "Unilever", "Starbucks", "Facebook", "Instagram", "NAACP", "Verizon", "Pearl Jam"]
)
def test_names_that_are_nothing_else_are_not_ambiguous(name: str) -> None:
    """Such a name tells its kind by itself."""
    assert not gazetteer().ambiguous(name)


def test_ambiguity_says_what_else_a_name_may_be() -> None:
    """A surname alone does not make a name ambiguous, but is said."""
    assert "surname" in gazetteer().ambiguity("Kellogg")
    assert "place" in gazetteer().ambiguity("Patagonia")
    assert not gazetteer().ambiguous("Kellogg")


@pytest.mark.parametrize(
    ("given", "sex"), [("Kim", "f"), ("Michael", "m"), ("Olga", "f"), ("Björn", "m"), ("Jordan", None), ("Qwxyz", None)]
)
def test_given_names_tell_the_sex_where_one_mostly_bears_them(given: str, sex: str | None) -> None:
    """A name that both bear tells nothing."""
    assert gazetteer().gender(given) == sex


def test_people_s_names_are_known() -> None:
    """Given names, surnames and short forms are known with and without accents and case."""
    names = gazetteer()
    assert names.is_given_name("Katy")
    assert names.is_surname("O'Brien")
    assert names.is_surname("Kardashian") or names.is_surname("Jenner")
    assert not names.is_given_name("Unilever")
    assert "mike" in names.nicknames("Michael")
    assert "michael" in names.nicknames("Mike")
    assert names.nicknames("Qwxyz") == frozenset()


def test_places_and_their_people_are_told() -> None:
    """Places are ruled out as bodies; demonyms are known in singular and plural."""
    names = gazetteer()
    assert all(names.is_place(p) for p in ("London", "New York", "California", "the United States", "U.K.", "Germany"))
    assert names.is_country("Germany")
    assert not names.is_country("London")
    assert all(names.is_demonym(w) for w in ("French", "Londoners", "Welsh", "Texan", "Ukrainians", "Dutch"))
    assert not any(names.is_demonym(w) for w in ("Adidas", "Black", "Monday"))


@pytest.mark.parametrize(
    "name",
    [
        "Reuters",
        "the Associated Press",
        "The Guardian",
        "Chicago Tribune",
        "Houston Chronicle",
        "Birmingham Mail",
        "AFP",
    ],
)
def test_agencies_and_papers_are_told_by_list_or_form(name: str) -> None:
    """A paper that stands in no list is told by its place and its last word."""
    assert gazetteer().is_agency(name)


@pytest.mark.parametrize("name", ["Facebook", "New York", "Unilever", "Stop Press", "Chicago Bulls"])
def test_others_are_no_agency(name: str) -> None:
    """Neither a place nor a brand is a paper."""
    assert not gazetteer().is_agency(name)


def test_titles_and_legal_forms_are_told() -> None:
    """Full stops and case do not matter."""
    names = gazetteer()
    assert names.is_title("Sen.")
    assert names.is_title("Dame")
    assert not names.is_title("Target")
    assert names.is_legal_form("Inc.")
    assert names.is_legal_form("S.p.A.")
    assert not names.is_legal_form("Ford")


def test_loading_is_quick_and_the_data_small() -> None:
    """Everything loads in a moment (the bound is loose for a busy machine), and the wheel stays small."""
    began = time.process_time()
    fresh = Gazetteer()
    fresh.kinds("x")
    fresh.ambiguity("x")
    fresh.is_demonym("x")
    fresh.nicknames("x")
    assert time.process_time() - began < 0.5
    data = files("joinder.loaders").joinpath("data", "gazetteer")
    assert sum(len(f.read_bytes()) for f in data.iterdir()) < 1_500_000
