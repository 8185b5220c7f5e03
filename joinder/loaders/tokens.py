"""A parsed passage as plain objects: tokens with their heads and children, and the sentences that they stand in.

They bear the names that spaCy gives them. Each is asked many times over, and asking spaCy makes a new object or a new
string each time; here all is made once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Doc


class Facts(NamedTuple):
    """What a token is by its spelling, tag and dependency; ``lemma`` is the lemma in lower case."""

    text: str
    lower_: str
    lemma_: str
    lemma: str
    pos_: str
    tag_: str
    dep_: str
    is_punct: bool
    is_lower: bool


class Token:
    """A word, a sign, or a name of several words; ``idx`` is its offset in the passage."""

    __slots__ = (
        "children", "cues", "dep_", "doc", "head", "i", "idx", "is_lower", "is_punct", "lemma", "lemma_", "lower_",
        "pos_", "sent", "tag_", "text", "whitespace_",
    )  # fmt: skip
    head: Token
    sent: Sentence

    def __init__(self, doc: Parse, i: int, idx: int, facts: Facts, whitespace: str) -> None:
        self.doc = doc
        self.i = i
        self.idx = idx
        (
            self.text,
            self.lower_,
            self.lemma_,
            self.lemma,
            self.pos_,
            self.tag_,
            self.dep_,
            self.is_punct,
            self.is_lower,
        ) = facts
        self.whitespace_ = whitespace
        self.children: list[Token] = []
        #: How it is asserted, once ``assertion`` has been asked for it.
        self.cues: list[str] | None = None

    def __repr__(self) -> str:
        return self.text

    @property
    def text_with_ws(self) -> str:
        """The text with the space after it."""
        return self.text + self.whitespace_

    def nbor(self, step: int = 1) -> Token:
        """The token so many places on; it must be there."""
        return self.doc.tokens[self.i + step]

    @property
    def ancestors(self) -> Iterator[Token]:
        """The tokens above this one, nearest first."""
        token = self
        while token.head is not token:
            token = token.head
            yield token

    def is_ancestor(self, other: Token) -> bool:
        """Tell whether this token stands above another."""
        return any(token is self for token in other.ancestors)

    @property
    def subtree(self) -> list[Token]:
        """This token and all below it, from left to right."""
        below: list[Token] = []
        self._list_below(below)
        return below

    def _list_below(self, below: list[Token]) -> None:
        mine = self.i
        standing = False
        for child in self.children:
            if not standing and child.i > mine:
                below.append(self)
                standing = True
            child._list_below(below)  # noqa: SLF001 - its own kind
        if not standing:
            below.append(self)

    @property
    def left_edge(self) -> Token:
        """The leftmost token of the subtree."""
        return min(self.subtree, key=lambda t: t.i)

    @property
    def conjuncts(self) -> list[Token]:
        """The other members of the list that this token is in."""
        first = self
        while first.dep_ == "conj" and first.head is not first:
            first = first.head
        found = [first]
        for member in found:
            found.extend(c for c in member.children if c.i > member.i and c.dep_ == "conj")
        return [member for member in found if member is not self]


@dataclass(frozen=True, slots=True, eq=False)
class Sentence:
    """The tokens from ``start`` to before ``end`` of a passage, whose text begins at ``start_char`` in the passage's.

    ``words`` are the texts of its tokens in lower case, and their lemmas.
    """

    start: int
    end: int
    start_char: int
    text: str
    tokens: list[Token] = field(repr=False)
    words: frozenset[str] = field(repr=False)

    def __iter__(self) -> Iterator[Token]:
        return iter(self.tokens)

    def __getitem__(self, place: int) -> Token:
        return self.tokens[place]


@dataclass(slots=True, eq=False)
class Parse:
    """A passage's tokens and sentences; ``source`` is spaCy's document, ``passage`` the number in the article."""

    source: Doc
    text: str
    tokens: list[Token] = field(default_factory=list, repr=False)
    sents: list[Sentence] = field(default_factory=list, repr=False)
    passage: int = 0

    def __iter__(self) -> Iterator[Token]:
        return iter(self.tokens)

    def __len__(self) -> int:
        return len(self.tokens)

    def __getitem__(self, place: int) -> Token:
        return self.tokens[place]

    def last_of(self, start: int, end: int) -> Token | None:
        """The last of the tokens that stand, wholly or in part, between two offsets."""
        span = self.source.char_span(start, end, alignment_mode="expand")
        return self.tokens[span.end - 1] if span is not None else None


def make_parse(source: Doc, facts: Sequence[Facts], places: Sequence[Sequence[int]]) -> Parse:
    """Make the plain objects of a parsed document.

    Args:
        source: spaCy's document.
        facts: what each token is.
        places: per token the distance to its head, 1 where it begins a sentence, 1 where a space follows it.
    """
    parse = Parse(source, source.text)
    tokens, idx = parse.tokens, 0
    for i, (fact, place) in enumerate(zip(facts, places, strict=True)):
        space = " " if place[2] else ""
        tokens.append(Token(parse, i, idx, fact, space))
        idx += len(fact.text) + len(space)
    for token, place in zip(tokens, places, strict=True):
        head = token.head = tokens[token.i + place[0]]
        if head is not token:
            head.children.append(token)
    starts = [0, *(i for i, place in enumerate(places) if i and place[1] == 1), len(tokens)]
    for start, end in pairwise(starts):
        _add_sentence(parse, start, end)
    return parse


def _add_sentence(parse: Parse, start: int, end: int) -> None:
    members = parse.tokens[start:end]
    last = members[-1]
    text = parse.text[members[0].idx : last.idx + len(last.text)]
    words = frozenset([*[t.lower_ for t in members], *[t.lemma for t in members]])
    sentence = Sentence(start, end, members[0].idx, text, members, words)
    parse.sents.append(sentence)
    for token in members:
        token.sent = sentence
