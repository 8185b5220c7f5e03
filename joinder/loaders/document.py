"""An article between its parse and its claims: passages, name mentions, and the entities they form."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from joinder.loaders.gazetteer import fold, gazetteer
from joinder.loaders.lexicon import lexicon
from joinder.loaders.names import NameSpan, find_names, is_title_case

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from joinder.graph.model import Article
    from joinder.loaders.blocks import Block
    from joinder.loaders.parsing import Pipeline
    from joinder.loaders.tokens import Parse, Sentence, Token


@dataclass(slots=True, eq=False)
class Passage:
    """One block of an article (a paragraph, a headline, a list item) with its parse; ``start`` is its offset."""

    index: int
    block: Block
    doc: Parse
    start: int
    names: list[NameSpan]

    def span(self, token: Token) -> tuple[int, int]:
        """The offsets of a token in the article's text."""
        return self.start + token.idx, self.start + token.idx + len(token.text)


@dataclass(slots=True, eq=False)
class Mention:
    """One place where a name stands: ``token`` is its (merged) token in its passage."""

    passage: Passage
    token: Token
    text: str
    start: int
    end: int
    initial: bool = False
    quoted: bool = False
    base: Mention | None = None  # "the Google walkout", anchored on the noun: the name within it
    entity: int = -1

    @property
    def key(self) -> str:
        """The folded form of the name."""
        return fold(self.text)


@dataclass(slots=True, eq=False)
class Cluster:
    """An entity in the making: all mentions that name the same thing."""

    name: str
    mentions: list[Mention] = field(default_factory=list)
    label: str = ""
    scores: dict[str, float] = field(default_factory=dict)
    votes: list[str] = field(default_factory=list)

    @property
    def forms(self) -> list[str]:
        """The different spellings, the name first, then in order of appearance."""
        seen = {self.name: None}
        for mention in self.mentions:
            seen.setdefault(mention.text)
        return list(seen)


@dataclass(slots=True)
class Document:
    """A parsed article."""

    article: Article
    passages: list[Passage]
    mentions: list[Mention] = field(default_factory=list)
    clusters: list[Cluster] = field(default_factory=list)
    at: dict[tuple[int, int], Mention] = field(default_factory=dict)

    def mention_at(self, passage: Passage, token: Token) -> Mention | None:
        """The name that a token is, if it is one."""
        return self.at.get((passage.index, token.i))

    def sentences(self) -> Iterator[tuple[Passage, Sentence]]:
        """All sentences with their passage, in the text's order."""
        for passage in self.passages:
            for sentence in passage.doc.sents:
                yield passage, sentence


READ_KINDS = frozenset({"title", "body", "item", "heading"})
_NAMING = {"PROPN", "NOUN", "X", "ADJ", "VERB", "INTJ", "NUM", "ADV", "ADP"}
_BATCH = 128  # passages that are parsed together
_Unparsed = tuple["Article", "list[Block]", list[str], list[list[NameSpan]]]


def _mergeable(text: str, names: list[NameSpan], known: frozenset[str]) -> list[NameSpan]:
    """Names to merge in a passage; in a Title Case line only those that the rest of the article confirms."""
    if is_title_case(text):
        return _known_in(text, known)
    phrases = frozenset(k for k in known if " " in k and any(w[0].islower() for w in k.split()))
    missed = [m for m in _known_in(text, phrases) if " " in m.text] if phrases else []
    if not missed:
        return names
    kept = [n for n in names if not any(m.start < n.end and n.start < m.end for m in missed)]
    return sorted(kept + missed, key=lambda n: n.start)


def _known_in(text: str, known: frozenset[str]) -> list[NameSpan]:
    """Where hashtags, handles and known names stand in a passage, longer names before shorter ones."""
    found = [NameSpan(m.start(), m.end(), m.group()) for m in re.finditer(r"[#@]\w+", text)]
    for name in sorted(known, key=len, reverse=True):
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
            if not any(f.start < match.end() and match.start() < f.end for f in found):
                found.append(NameSpan(match.start(), match.end(), match.group()))
    return sorted(found, key=lambda s: s.start)


_ALONE = re.compile(r"(?<![\w’'])([A-Z][\w\-]*)(?![\w’'\-]|[’'])(?!\s[A-Z])")


def standing_alone(text: str) -> frozenset[str]:
    """Capitalised words that stand without a possessive and without another capital after them."""
    return frozenset(_ALONE.findall(text))


def known_names(blocks: list[Block], found: list[list[NameSpan]]) -> frozenset[str]:
    """The names that running text confirms: those of more than one word, and single ones within a sentence."""
    sure = set()
    for block, names in zip(blocks, found, strict=True):
        if block.kind == "title" or (block.kind == "heading" and any(len(n.text.split()) > 5 for n in names)):
            continue  # a heading with a name so long is in Title Case
        for n in names:
            if " " in n.text or not n.initial:
                sure.add(n.text)
                parts = n.text.split()
                if 2 <= len(parts) <= 4 and all(p[:1].isupper() for p in parts):
                    sure.add(parts[-1])
    return frozenset(sure)


def parse_documents(articles: Iterable[tuple[Article, list[Block]]], pipeline: Pipeline) -> Iterator[Document]:
    """Find names in the blocks that are read, parse these in common batches, list the mentions (not yet clustered)."""
    batch: list[_Unparsed] = []
    size = 0
    for article, blocks in articles:
        read = [b for b in blocks if b.kind in READ_KINDS]
        texts = [article.text[b.start : b.end] for b in read]
        alone = standing_alone(article.text)
        found = [find_names(text, alone) for text in texts]
        known = known_names(read, found)
        found = [_mergeable(text, names, known) for text, names in zip(texts, found, strict=True)]
        batch.append((article, read, texts, found))
        size += len(texts)
        if size >= _BATCH:
            yield from _parse_batch(batch, pipeline)
            batch, size = [], 0
    yield from _parse_batch(batch, pipeline)


def _parse_batch(batch: list[_Unparsed], pipeline: Pipeline) -> Iterator[Document]:
    parsed = pipeline.parse(
        (text, [(n.start, n.end) for n in names])
        for _, _, texts, found in batch
        for text, names in zip(texts, found, strict=True)
    )
    for article, read, _, found in batch:
        passages = [
            Passage(i, block, next(parsed), block.start, names)
            for i, (block, names) in enumerate(zip(read, found, strict=True))
        ]
        for passage in passages:
            passage.doc.passage = passage.index
        document = Document(article, passages)
        find_mentions(document)
        yield document


def find_mentions(document: Document) -> None:
    """Turn name spans into mentions on tokens; a sentence's first word needs the tagger's or the text's word for it."""
    lower: set[str] = set()
    inner: set[str] = set()
    for passage in document.passages:
        lower.update(t.text for t in passage.doc if t.is_lower)
        inner.update(n.text for n in passage.names if not n.initial or " " in n.text)
    parts = {part for name in inner for part in name.split()}
    for passage in document.passages:
        for name in passage.names:
            token = passage.doc.last_of(name.start, name.end)
            if token is None or not _is_name(name, token, lower, inner, parts):
                continue
            start = passage.start + name.start
            mention = Mention(passage, token, name.text, start, start + len(name.text), name.initial, name.quoted)
            document.mentions.append(mention)
            document.at[passage.index, token.i] = mention


def _is_name(name: NameSpan, token: Token, lower: set[str], inner: set[str], parts: set[str]) -> bool:
    """Tell whether a span is a name after all.

    ``lower``: words that the article has in lower case, ``inner``: names within sentences, ``parts``: their words.
    """
    if " " in name.text or name.text[0] in "#@":
        return True
    if name.text in inner and not name.initial:
        return token.pos_ in _NAMING and not (token.pos_ in {"VERB", "ADV", "ADP"} and name.text.lower() in lower)
    if name.text in inner or name.text in parts:
        return name.text.lower() not in lower or token.pos_ == "PROPN"
    if name.text.lower() in lower or lexicon().is_title(name.text):
        return False
    known = gazetteer()
    lowered = name.text.lower()
    if token.tag_ == "NNS" and not known.kinds(name.text):
        return False
    if known.is_common_word(lowered) or (
        lowered.endswith("s") and known.is_common_word(lowered[:-1]) and not known.kinds(name.text)
    ):
        return token.tag_ == "NNP"
    return token.pos_ in {"PROPN", "NOUN", "X", "INTJ"} or bool(known.kinds(name.text))
