"""Candidates for posts and memberships: "Twitter CEO Jack Dorsey", "Radiohead's Thom Yorke", "Ann Lee, head of the union"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from joinder.loaders.assertion import cues
from joinder.loaders.candidates import Candidate
from joinder.loaders.nouns import is_post, noun_kinds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Span, Token

    from joinder.loaders.document import Document, Mention, Passage
    from joinder.loaders.reference import References

_SPAN = 14  # tokens between a person and a body that are still looked at
RELATIONS = {"WORKS_FOR": ("Group", "Brand", "Platform"), "MEMBER_OF": ("Group",)}


def _post_between(tokens: list[Token]) -> tuple[str, str] | None:
    """The post named in a stretch of text: its last noun, and as many words before it as belong to it."""
    for i in range(len(tokens) - 1, -1, -1):
        token = tokens[i]
        if token.pos_ in {"NOUN", "PROPN", "ADJ", "VERB"} and (
            is_post(token.lemma_.lower()) or "Person" in noun_kinds(token.lemma_.lower())
        ):
            start = i
            while (
                start > 0
                and tokens[start - 1].dep_ in {"compound", "amod", "nmod"}
                or (
                    start > 0
                    and tokens[start - 1].lower_
                    in {"chief", "vice", "general", "executive", "-", "co", "managing", "former", "prime"}
                )
            ):
                start -= 1
            end = i + 1
            return token.lemma_.lower(), "".join(t.text_with_ws for t in tokens[start:end]).strip()
    return None


def find_posts(document: Document, references: References) -> Iterator[Candidate]:
    """All pairs of a person and a body that stand near one another in a sentence, with what stands between and around."""
    labels = [c.label for c in document.clusters]
    for passage, sentence in document.sentences():
        at = document.at
        mentions = [at[passage.index, t.i] for t in sentence if (passage.index, t.i) in at]
        people = [m for m in mentions if labels[m.entity] == "Person"]
        bodies = [m for m in mentions if labels[m.entity] in RELATIONS["WORKS_FOR"]]
        for person in people:
            for body in bodies:
                if abs(person.token.i - body.token.i) <= _SPAN and person.entity != body.entity:
                    yield from _pair(document, passage, sentence, person, body, labels[body.entity], mentions)
            yield from _through_reference(document, references, passage, person, labels)


def _pair(
    document: Document,
    passage: Passage,
    sentence: Span,
    person: Mention,
    body: Mention,
    label: str,
    mentions: list[Mention],
) -> Iterator[Candidate]:
    doc = passage.doc
    left, right = sorted((person.token.i, body.token.i))
    between = list(doc[left + 1 : right])
    order = "PB" if person.token.i < body.token.i else "BP"
    post = _post_between(between)
    around = None
    if post is None:
        # "the Guardian columnist sat", "George Monbiot, columnist": the post outside the stretch
        after = list(doc[right + 1 : min(right + 4, sentence.end)])
        around = _post_between(after[:3])
    shape = " ".join(_shape(t) for t in between[:8]) if len(between) <= 8 else "long"
    words = [t.lower_ for t in between if t.pos_ in {"ADP", "PART", "VERB", "AUX", "CCONJ", "PUNCT", "PRON"}][:8]
    others = sum(left < m.token.i < right for m in mentions)
    shared = [
        f"order={order}", f"post={post[0] if post else '-'}", f"has-post={bool(post)}", f"shape={order}:{shape}",
        f"others={min(others, 3)}", f"gap={min(len(between), 10)}", f"around={around[0] if around else '-'}",
        f"o={label}", f"{order}&others={min(others, 2)}&has={bool(post)}", *(f"b={order}:{w}" for w in dict.fromkeys(words)),
        f"pd={person.token.dep_}", f"bd={body.token.dep_}", f"pbd={order}:{person.token.dep_}>{body.token.dep_}",
        f"linked={_linked(person.token, body.token)}",
    ]  # fmt: skip
    if between and any(
        t.lower_ in {"former", "ex", "late", "once", "previously"}
        for t in [*between, *doc[max(left - 3, sentence.start) : left]]
    ):
        shared.append("former")
    for relation, kinds in RELATIONS.items():
        if label in kinds:
            yield Candidate(
                person.entity, relation, body.entity, passage, person.token, "post", ["t=post", *shared],
                cues(person.token)[:0], person.token, body.token, (post or around or ("", ""))[1:],
            )  # fmt: skip


def _linked(a: Token, b: Token) -> str:
    if b.is_ancestor(a):
        return "body-above"
    if a.is_ancestor(b):
        return "person-above"
    return "apart"


def _shape(token: Token) -> str:
    if is_post(token.lemma_.lower()) or "Person" in noun_kinds(token.lemma_.lower()):
        return "POST"
    if token.pos_ in {"NOUN", "PROPN", "ADJ", "NUM", "VERB", "ADV"}:
        return token.pos_
    return token.lower_


def _through_reference(
    document: Document, references: References, passage: Passage, person: Mention, labels: list[str]
) -> Iterator[Candidate]:
    """ "its chief executive, X" and "X, who runs the company": the body is meant by a pronoun or a description."""
    token = person.token
    nouns = [c for c in token.children if c.dep_ == "appos" and c.pos_ in {"NOUN", "PROPN"}]
    nouns += [c for c in token.children if c.dep_ in {"compound", "nmod"} and c.pos_ in {"NOUN", "PROPN"}]
    if token.dep_ in {"appos", "attr"}:
        nouns.append(token.head)
    for noun in nouns:
        if not (is_post(noun.lemma_.lower()) or "Person" in noun_kinds(noun.lemma_.lower())):
            continue
        anchors = [c for c in noun.children if c.dep_ == "poss"]
        anchors += [
            g
            for c in noun.children
            if c.dep_ == "prep" and c.lower_ in {"of", "at", "for"}
            for g in c.children
            if g.dep_ == "pobj"
        ]
        for anchor in anchors:
            for reference in references.resolve(passage, anchor):
                label = labels[reference.entity]
                if reference.way == "name" or reference.entity == person.entity:
                    continue
                for relation, kinds in RELATIONS.items():
                    if label in kinds:
                        features = [
                            "t=post",
                            f"via={reference.way}",
                            f"post={noun.lemma_.lower()}",
                            f"anchor={anchor.dep_}",
                            f"o={label}",
                        ]
                        yield Candidate(
                            person.entity, relation, reference.entity, passage, token, "post", features,
                            [], token, anchor, ("".join(t.text_with_ws for t in noun.doc[noun.left_edge.i : noun.i + 1]).strip(),),
                        )  # fmt: skip
