"""Which names of an article are one thing."""

import pytest

from joinder.loaders.coreference import acronyms, is_person_like
from tests.unit.loaders.reading import document, groups


@pytest.mark.parametrize(
    ("text", "name", "mentions"),
    [
        ("Ellen DeGeneres spoke. DeGeneres smiled.", "Ellen DeGeneres", ["Ellen DeGeneres", "DeGeneres"]),
        ("People met Ellen DeGeneres. Then Ellen waved.", "Ellen DeGeneres", ["Ellen DeGeneres", "Ellen"]),
        (
            "The National Football League paused its ads. The NFL said so.",
            "National Football League",
            ["National Football League", "NFL"],
        ),
        (
            "People joined Stop Hate for Profit. They tweeted #StopHateForProfit again.",
            "Stop Hate for Profit",
            ["Stop Hate for Profit", "#StopHateForProfit"],
        ),
        (
            "They met Starbucks Corporation. Then Starbucks left.",
            "Starbucks Corporation",
            ["Starbucks Corporation", "Starbucks"],
        ),
        (
            "Martin Luther King Jr. spoke. Then King marched.",
            "Martin Luther King Jr.",
            ["Martin Luther King Jr.", "King"],
        ),
    ],
    ids=["surname", "first name", "acronym", "hashtag", "beginning", "surname before Jr."],
)
def test_a_short_form_joins_its_full_name(text: str, name: str, mentions: list[str]) -> None:
    """A later short form stands for the full name before it."""
    assert groups(text) == {name: mentions}


def test_of_two_people_with_one_surname_the_nearest_before_is_meant() -> None:
    """A bare surname goes to the bearer named last before it, and the two stay apart."""
    found = groups("Emma Stone spoke first. Sharon Stone spoke later. Then Stone sat down.")
    assert found == {"Emma Stone": ["Emma Stone"], "Sharon Stone": ["Sharon Stone", "Stone"]}


def test_a_name_within_a_longer_one_may_stand_for_itself() -> None:
    """Google is not short for the walkout that carries its name."""
    found = groups("Staff planned the Google Walkout. Then Google agreed.")
    assert found["Google"] == ["Google"]
    assert found["Google Walkout"] == ["Google Walkout"]


def test_a_name_with_an_action_noun_is_a_name_of_its_own() -> None:
    """Of "the Google walkout" come Google and the walkout, which rests on it."""
    read = document("Employees joined the Google walkout.")
    walkout = next(c for c in read.clusters if c.name == "Google walkout")
    base = walkout.mentions[0].base
    assert base is not None
    assert base.text == "Google"


def test_one_common_noun_may_stand_between_name_and_action() -> None:
    """The noun of "the Montgomery bus boycott" is in its name."""
    assert "Montgomery bus boycott" in groups("They recalled the Montgomery bus boycott.")


def test_clusters_are_numbered_in_order_of_appearance() -> None:
    """Every mention carries the number of its cluster, and numbers follow the text."""
    read = document("Later Unilever met Mary Smith. Then Smith left Unilever.")
    assert [c.name for c in read.clusters] == ["Unilever", "Mary Smith"]
    assert [m.entity for m in read.mentions] == [0, 1, 1, 0]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("National Football League", {"NFL"}),
        ("Department of Justice", {"DOJ", "DJ"}),
        ("Google", set()),
    ],
)
def test_acronyms_are_made_with_and_without_small_words(name: str, expected: set[str]) -> None:
    """A name's acronyms are its initials, small words in or out; one word has none."""
    assert acronyms(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Mary Smith", True),
        ("J. K. Rowling", True),
        ("Ben & Jerry", False),
        ("Grace Hospital", False),
        ("Calvin Klein", False),
        ("Adele", False),
    ],
)
def test_a_persons_name_is_known_by_its_spelling(name: str, expected: bool) -> None:
    """Given names and initials make a person, ampersands, nouns of a body and known brands do not."""
    assert is_person_like(name) is expected
