"""What a phrase refers to, with names labelled by hand."""

import pytest

from joinder.loaders.reference import References, bare_noun
from joinder.loaders.topics import Topics
from tests.unit.loaders.reading import document, token

LABELS = {
    "Mary Smith": "Person",
    "John Brown": "Person",
    "Ann Lee": "Person",
    "Jordan Baker": "Person",
    "Tom Ford": "Person",
    "Adele": "Person",
    "Adidas": "Brand",
    "Unilever": "Brand",
    "Ford": "Brand",
    "Unite": "Group",
    "Google": "Platform",
    "Facebook": "Platform",
    "Google walkout": "Campaign",
}


def resolve(text: str, word: str) -> list[tuple[str, str]]:
    """The names that the last ``word`` of a text refers to, and by what way."""
    read = document(text, LABELS)
    campaigns = tuple(i for i, c in enumerate(read.clusters) if c.label == "Campaign")
    head = token(read, word)
    passage = read.passages[head.doc.passage]
    found = References(read, Topics(campaigns, (), (), {})).resolve(passage, head)
    return [(read.clusters[r.entity].name, r.way) for r in found]


@pytest.mark.parametrize(
    ("text", "word", "name"),
    [
        ("Mary Smith met John Brown in London. She signed the letter.", "She", "Mary Smith"),
        ("Mary Smith met John Brown in London. He signed the letter.", "He", "John Brown"),
        ("Mrs Jordan Baker spoke to Tom Ford. She marched.", "She", "Jordan Baker"),
        ("Mary Smith works at Adidas. It paused its ads.", "It", "Adidas"),
        ("Ford said it will pause its ads.", "it", "Ford"),
    ],
    ids=["she", "he", "Mrs", "it after a person", "it in the same sentence"],
)
def test_a_pronoun_agrees_with_what_it_stands_for(text: str, word: str, name: str) -> None:
    """Gender and kind of the name decide, not only nearness."""
    assert resolve(text, word) == [(name, "pronoun")]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Mary Smith spoke. It rained.", "It"),
        ("A retailer left Facebook. Adidas stayed.", "retailer"),
    ],
    ids=["no thing before", "indefinite"],
)
def test_what_nothing_fits_refers_to_nothing(text: str, word: str) -> None:
    """No name is forced on a phrase that none before it fits."""
    assert resolve(text, word) == []


@pytest.mark.parametrize(
    ("text", "word", "name"),
    [
        ("Adidas met Mary Smith. Later the retailer left Facebook.", "retailer", "Adidas"),
        ("Mary Smith leads Unite. Yesterday the union called a strike.", "union", "Unite"),
        ("Workers planned the Google walkout. Thousands joined the walkout.", "walkout", "Google walkout"),
    ],
    ids=["the retailer", "the union", "the walkout"],
)
def test_a_description_stands_for_the_name_of_its_kind(text: str, word: str, name: str) -> None:
    """A definite noun refers to the nearest name that may be called so."""
    assert resolve(text, word) == [(name, "noun")]


def test_a_list_is_spread() -> None:
    """The first name of a list stands for all its names."""
    found = resolve("The letter was signed by Mary Smith, John Brown and Ann Lee.", "Mary Smith")
    assert found == [("Mary Smith", "name"), ("John Brown", "name"), ("Ann Lee", "name")]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Companies including Unilever, Ford and Adidas joined the boycott.", "Companies"),
        ("Brands such as Unilever, Ford and Adidas joined.", "Brands"),
    ],
)
def test_a_described_set_stands_for_its_named_members(text: str, word: str) -> None:
    """The words "including" and "such as" open the members of a set."""
    assert resolve(text, word) == [("Unilever", "member"), ("Ford", "member"), ("Adidas", "member")]


def test_an_apposition_names_a_description() -> None:
    """Of "The company, Unilever," the company is Unilever."""
    assert resolve("The company, Unilever, paused its ads.", "company") == [("Unilever", "member")]


def test_a_relative_pronoun_stands_for_what_it_follows() -> None:
    """A "who" leads to the name that the clause is about."""
    assert [name for name, _ in resolve("The singer, Adele, who left Facebook, spoke.", "who")] == ["Adele"]


def test_a_name_without_label_is_no_reference() -> None:
    """Names that name nothing of interest are not referred to."""
    assert resolve("They met in Zorblax yesterday.", "Zorblax") == []


@pytest.mark.parametrize(
    ("noun", "bare"), [("ex-president", "president"), ("co-founder", "founder"), ("expert", "expert")]
)
def test_a_noun_is_compared_without_its_prefix(noun: str, bare: str) -> None:
    """Prefixes as "ex-" and "co-" do not change what a noun describes."""
    assert bare_noun(noun) == bare
