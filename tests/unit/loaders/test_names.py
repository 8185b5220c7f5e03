"""Where names begin and end, as their spelling shows."""

from itertools import pairwise

import pytest

from joinder.loaders.names import find_names, is_title_case


def texts(text: str, *alone: str) -> list[str]:
    """The names of a text that do not merely begin a sentence with one word."""
    return [n.text for n in find_names(text, frozenset(alone)) if " " in n.text or not n.initial]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Singer J. K. Rowling left Twitter.", ["J. K. Rowling", "Twitter"]),
        ("It was signed by J.K. Rowling and R.E.M. yesterday.", ["J.K. Rowling", "R.E.M."]),
        ("Martin Luther King Jr. spoke.", ["Martin Luther King Jr."]),
        ("By Stephen King Jr. Reuters reported.", ["Stephen King Jr.", "Reuters"]),
        ("Ursula von der Leyen met Edwin van der Sar.", ["Ursula von der Leyen", "Edwin van der Sar"]),
        ("Critics of Radiohead’s Thom Yorke spoke.", ["Radiohead", "Thom Yorke"]),
        ("He wrote in Harper’s Magazine last week.", ["Harper’s Magazine"]),
        ("Later Twitter CEO Jack Dorsey resigned.", ["Twitter", "Jack Dorsey"]),
        ("On Monday Sir Elton John sang.", ["Elton John"]),
        ("Mr. Smith and Mrs. Jones walked out.", ["Smith", "Jones"]),
        ("Attorney General Eric Holder spoke.", ["Eric Holder"]),
        ("Then Lady Gaga tweeted.", ["Lady Gaga"]),
        ("They used #DeleteUber and @Twitter.", ["#DeleteUber", "@Twitter"]),
        ("He quit Ben & Jerry’s.", ["Ben & Jerry"]),
        ("They joined Stop Hate for Profit in July.", ["Stop Hate for Profit"]),
        ("The Church of England left Twitter.", ["Church of England", "Twitter"]),
        ("It was the Department of Justice.", ["Department of Justice"]),
        ("It was the England and Wales Cricket Board.", ["England and Wales Cricket Board"]),
        ("New Jersey sued.", ["New Jersey"]),
        ("Seattle-based Amazon paused its ads.", ["Amazon"]),
        ("Singer Adele left Spotify.", ["Adele", "Spotify"]),
        ("They sell the iPhone on eBay.", ["iPhone", "eBay"]),
        ("He left X. Nothing followed.", ["X"]),
        ("We met on Monday in July 2020.", []),
        ("He joined Facebook in 2012.", ["Facebook"]),
        ("He said I joined because I care.", []),
    ],
)
def test_names_end_where_they_should(text: str, names: list[str]) -> None:
    """Initials, particles, possessives, titles, signs and dates are cut or kept as English spells names."""
    assert texts(text) == names


def test_a_quoted_title_is_one_name() -> None:
    """A capitalised title in quotation marks is a name, with its small words."""
    found = find_names("They sang “Do They Know It’s Christmas” together.")
    assert [(n.text, n.quoted) for n in found] == [("Do They Know It’s Christmas", True)]


def test_a_quoted_sentence_is_no_name() -> None:
    """What somebody says is not a title, though it begins with a capital."""
    assert texts("He said: “Nobody should ever go back there, she told me.”") == []


def test_a_sentences_first_word_is_marked() -> None:
    """One capitalised word at a sentence's start proves nothing, and the span says so; within a sentence it does."""
    found = {n.text: n.initial for n in find_names("Boycott began. Critics say Oprah left.")}
    assert found == {"Boycott": True, "Critics": True, "Oprah": False}


def test_a_possessive_ends_a_name_that_stands_alone_elsewhere() -> None:
    """Whether "Harper’s Market" is one name depends on whether the article has Harper by itself."""
    assert texts("It was a Harper’s Market.") == ["Harper’s Market"]
    assert texts("It was a Harper’s Market.", "Harper") == ["Harper", "Market"]


def test_spans_lie_on_their_text_in_order_without_overlap() -> None:
    """Each span has the text at its offsets, and none overlaps the next."""
    text = "In “Stop Hate for Profit” Mary Smith, J. K. Rowling and #DeleteUber met Ben & Jerry’s “Big Ice Cream”."
    found = find_names(text)
    assert all(text[n.start : n.end] == n.text for n in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Big Brands Pull Their Ads From Facebook", True),
        ("Unilever and Coca-Cola Join Boycott of Facebook", True),
        ("Big brands pull their ads from Facebook", False),
        ("Stars Quit", False),
    ],
)
def test_a_title_case_headline_is_known(line: str, expected: bool) -> None:
    """A line is in Title Case when nearly all its longer words are capitalised, and there are enough of them."""
    assert is_title_case(line) is expected
