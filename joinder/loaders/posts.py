"""Candidates for posts and memberships: "Twitter CEO Jack Dorsey", "Radiohead's Thom Yorke", "Lee, union head"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from joinder.loaders.candidate import Candidate
from joinder.loaders.nouns import is_post, noun_kinds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from joinder.loaders.document import Document, Mention, Passage
    from joinder.loaders.reference import References
    from joinder.loaders.tokens import Sentence, Token

_SPAN = 14  # tokens between a person and a body that are still looked at
RELATIONS = {"WORKS_FOR": ("Group", "Brand", "Platform"), "MEMBER_OF": ("Group",)}
_WITHIN_POSTS = {"chief", "vice", "general", "executive", "-", "co", "managing", "former", "prime"}
_FORMER = {"former", "ex", "late", "once", "previously"}


def find_posts(document: Document, references: References) -> Iterator[Candidate]:
    """All pairs of a person and a body that stand near one another in a sentence, with what stands around them."""
    labels = [c.label for c in document.clusters]
    for passage, sentence in document.sentences():
        mentions = [m for t in sentence if (m := document.mention_at(passage, t)) is not None]
        people = [m for m in mentions if labels[m.entity] == "Person"]
        bodies = [m for m in mentions if labels[m.entity] in RELATIONS["WORKS_FOR"]]
        for person in people:
            for body in bodies:
                if abs(person.token.i - body.token.i) <= _SPAN and person.entity != body.entity:
                    yield from _pair(passage, sentence, person, body, labels[body.entity], mentions)
            yield from _through_reference(references, passage, person, labels)


def _is_post(token: Token) -> bool:
    lemma = token.lemma
    return is_post(lemma) or "Person" in noun_kinds(lemma)


def _post_between(tokens: list[Token]) -> tuple[str, str] | None:
    """The post named in a stretch of text: its last noun, and as many words before it as belong to it."""
    for i in range(len(tokens) - 1, -1, -1):
        token = tokens[i]
        if token.pos_ in {"NOUN", "PROPN", "ADJ", "VERB"} and _is_post(token):
            start = i
            while start > 0 and (
                tokens[start - 1].dep_ in {"compound", "amod", "nmod"} or tokens[start - 1].lower_ in _WITHIN_POSTS
            ):
                start -= 1
            return token.lemma, "".join(t.text_with_ws for t in tokens[start : i + 1]).strip()
    return None


def _pair(
    passage: Passage, sentence: Sentence, person: Mention, body: Mention, label: str, mentions: list[Mention]
) -> Iterator[Candidate]:
    doc = passage.doc
    left, right = sorted((person.token.i, body.token.i))
    between = doc.tokens[left + 1 : right]
    order = "PB" if person.token.i < body.token.i else "BP"
    post, around = _post_between(between), None
    if post is None:
        # "the Guardian columnist sat", "George Monbiot, columnist": the post outside the stretch
        around = _post_between(doc.tokens[right + 1 : min(right + 4, sentence.end)])
    shape = " ".join(_shape(t) for t in between) if len(between) <= 8 else "long"
    words = [t.lower_ for t in between if t.pos_ in {"ADP", "PART", "VERB", "AUX", "CCONJ", "PUNCT", "PRON"}][:8]
    others = sum(left < m.token.i < right for m in mentions)
    features = [
        "t=post", f"order={order}", f"post={post[0] if post else '-'}", f"has-post={bool(post)}",
        f"shape={order}:{shape}",
        f"others={min(others, 3)}", f"gap={min(len(between), 10)}", f"around={around[0] if around else '-'}",
        f"o={label}", f"{order}&others={min(others, 2)}&has={bool(post)}",
        *(f"b={order}:{w}" for w in dict.fromkeys(words)),
        f"pd={person.token.dep_}", f"bd={body.token.dep_}", f"pbd={order}:{person.token.dep_}>{body.token.dep_}",
        f"linked={_linked(person.token, body.token)}",
    ]  # fmt: skip
    if between and any(t.lower_ in _FORMER for t in [*between, *doc.tokens[max(left - 3, sentence.start) : left]]):
        features.append("former")
    what = (post or around or ("", ""))[1:]
    for relation, kinds in RELATIONS.items():
        if label in kinds:
            yield Candidate(
                person.entity, relation, body.entity, passage, person.token, "post", list(features),
                [], person.token, body.token, what,
            )  # fmt: skip


def _linked(a: Token, b: Token) -> str:
    if b.is_ancestor(a):
        return "body-above"
    if a.is_ancestor(b):
        return "person-above"
    return "apart"


def _shape(token: Token) -> str:
    if _is_post(token):
        return "POST"
    if token.pos_ in {"NOUN", "PROPN", "ADJ", "NUM", "VERB", "ADV"}:
        return token.pos_
    return token.lower_


def _through_reference(
    references: References, passage: Passage, person: Mention, labels: list[str]
) -> Iterator[Candidate]:
    """Posts in a body that is meant by a pronoun or a description: "its chief executive, X"."""
    token = person.token
    for noun in filter(_is_post, _nouns_of(token)):
        text = "".join(t.text_with_ws for t in noun.doc.tokens[noun.left_edge.i : noun.i + 1]).strip()
        for anchor in _bodies_of(noun):
            for reference in references.resolve(passage, anchor):
                if reference.way == "name" or reference.entity == person.entity:
                    continue
                label = labels[reference.entity]
                features = [
                    "t=post", f"via={reference.way}", f"post={noun.lemma}", f"anchor={anchor.dep_}",
                    f"o={label}",
                ]  # fmt: skip
                for relation, kinds in RELATIONS.items():
                    if label in kinds:
                        yield Candidate(
                            person.entity, relation, reference.entity, passage, token, "post", list(features),
                            [], token, anchor, (text,),
                        )  # fmt: skip


def _nouns_of(name: Token) -> list[Token]:
    """The nouns that are said of a name: in apposition, before it, or as a predicate."""
    nouns = [c for c in name.children if c.dep_ == "appos" and c.pos_ in {"NOUN", "PROPN"}]
    nouns += [c for c in name.children if c.dep_ in {"compound", "nmod"} and c.pos_ in {"NOUN", "PROPN"}]
    if name.dep_ in {"appos", "attr"}:
        nouns.append(name.head)
    return nouns


def _bodies_of(post: Token) -> list[Token]:
    """What a post belongs to: "its chief executive", "head of the union"."""
    found = [c for c in post.children if c.dep_ == "poss"]
    for child in post.children:
        if child.dep_ == "prep" and child.lower_ in {"of", "at", "for"}:
            found += [g for g in child.children if g.dep_ == "pobj"]
    return found
