"""Plain tokens, and remembered parts of speech and lemmas, beside what spaCy says of the same text."""

from typing import Any

import pytest
import spacy

from joinder.loaders.parsing import Pipeline, load_pipeline
from joinder.loaders.tagging import RULES, Rules

TEXTS = (
    "Unilever and Coca-Cola said they'd pause their ads, but there is no word from Ford.",
    "The boycott was joined by Mary Smith, who left; it was her third. “We’re gonna march,” she said.\n  Others ran.",
    "THEY QUIT! Brands leaving Facebook: Ford, Honda and others.",
    "He ran, runs, is running; they were the best, worse than mice and men.",
)


def told(token: Any) -> tuple[Any, ...]:
    """What is asked of tokens, by numbers where tokens are meant."""
    return (
        token.text, token.lower_, token.lemma_, token.pos_, token.tag_, token.dep_, token.i, token.idx, token.is_punct,
        token.is_lower, token.text_with_ws, token.head.i, [c.i for c in token.children], [t.i for t in token.subtree],
        [t.i for t in token.ancestors], sorted(t.i for t in token.conjuncts), token.left_edge.i,
        (token.sent.start, token.sent.end, token.sent.start_char, token.sent.text),
    )  # fmt: skip


def by_spacy(texts: tuple[str, ...]) -> list[list[tuple[Any, ...]]]:
    """The same, of spaCy's whole pipeline."""
    pipeline = load_pipeline()
    whole = spacy.load(pipeline.name, exclude=["ner"])
    whole.tokenizer.token_match = pipeline.nlp.tokenizer.token_match
    return [[told(token) for token in doc] for doc in whole.pipe(texts)]


@pytest.mark.parametrize("times", [1, 2], ids=["anew", "remembered"])
def test_plain_tokens_say_what_spacy_says(times: int) -> None:
    """Every fact of every token is spaCy's, the first time as when it is remembered."""
    pipeline = load_pipeline()
    found = [list(pipeline.parse((text, []) for text in TEXTS)) for _ in range(times)]
    assert [[told(token) for token in parse] for parse in found[-1]] == by_spacy(TEXTS)


def test_names_are_one_token() -> None:
    """The span of a name is merged, and what stands between two offsets is found by it."""
    parse = next(load_pipeline().parse([("Mary Smith joined.", [(0, 10)])]))
    assert [t.text for t in parse] == ["Mary Smith", "joined", "."]
    assert parse.last_of(2, 6) is parse[0]
    assert parse[0].is_ancestor(parse[1]) is False
    assert parse[1].is_ancestor(parse[0]) is True
    assert parse[0].nbor() is parse[1]


def test_rules_of_another_shape_are_left_to_spacy() -> None:
    """A pattern that asks for more than spelling, tag and dependency is not remembered, and holds all the same."""
    nlp = spacy.load(load_pipeline().name, exclude=["ner"])
    assert Rules(nlp).instead_of == RULES
    nlp.get_pipe("attribute_ruler").add([[{"SHAPE": "Xxxx"}]], {"LEMMA": "capital"})
    rules = Rules(nlp)
    assert rules.instead_of == ()
    parse = next(Pipeline("test", "1", nlp, rules).parse([("Ford and Honda left.", [])]))
    assert [t.lemma for t in parse][:3] == ["capital", "and", "honda"]
