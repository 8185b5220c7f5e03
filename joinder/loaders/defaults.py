"""Default candidates: a name that acts in a sentence, and the article's campaign and target; weak, weighed as such."""

from __future__ import annotations

from typing import TYPE_CHECKING

from joinder.graph.ontology import ontology
from joinder.loaders.assertion import cues
from joinder.loaders.candidate import Candidate
from joinder.loaders.frames import relations_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from joinder.loaders.document import Mention, Passage
    from joinder.loaders.roles import Roles
    from joinder.loaders.tokens import Token

#: Relations that a name in an acting position may have to the article's campaign or target though no frame matches.
TO_CAMPAIGN = ("JOINED", "ORGANIZED", "SUPPORTS")
TO_TARGET = ("PAUSED", "LEFT", "BOYCOTTED")
#: What may stand below a governing verb and tell more of what is done.
_COMPLEMENTS = {"dobj", "prt", "attr", "acomp", "advmod"}


def find_defaults(
    roles: Roles, passage: Passage, mentions: Sequence[Mention], covered: set[tuple[int, str]]
) -> Iterator[Candidate]:
    """The default candidates of a sentence's names.

    Args:
        roles: what the entities are.
        passage: where the sentence stands.
        mentions: the names in it.
        covered: entities with the relations that frames have matched for them there.
    """
    labels = roles.labels
    here = {m.entity for m in mentions if labels[m.entity] == "Campaign"}
    for mention in mentions:
        if labels[mention.entity] in {"None", "Campaign"}:
            continue
        stance: list[str] = []
        for entity, way, names in _options(roles):
            if entity == mention.entity:
                continue
            fitting = [name for name in names if _fits(roles, mention.entity, name, entity, covered)]
            if fitting:
                stance = stance or _stance(passage, mention.token, len(mentions))
                yield from _candidates(roles, passage, mention, (entity, way, entity in here), fitting, stance)


def _options(roles: Roles) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    """The campaigns and targets of an article, how each is meant, and what may be done to it."""
    for i, entity in enumerate(roles.campaigns):
        yield entity, f"campaign{i}", TO_CAMPAIGN
    for i, entity in enumerate(roles.targets):
        yield entity, f"target{i}", TO_TARGET


def _fits(roles: Roles, subject: int, name: str, object_: int, covered: set[tuple[int, str]]) -> bool:
    relation = ontology().relations[name]
    return (
        (subject, name) not in covered
        and roles.labels[subject] in relation.subject
        and roles.labels[object_] in relation.object
    )


def _candidates(
    roles: Roles, passage: Passage, mention: Mention, option: tuple[int, str, bool], names: list[str], stance: list[str]
) -> Iterator[Candidate]:
    """One candidate for each relation; they differ in nothing else."""
    entity, way, here = option
    label, other = roles.labels[mention.entity], roles.labels[entity]
    governor = governor_of(mention.token)
    found = cues(governor)
    features = [
        "t=", f"ow={way}", f"s={label}", f"o={other}", f"so={label}>{other}", f"here={here}",
        f"topic={roles.topic[entity]}", f"stopic={roles.topic[mention.entity]}",
        f"osure={roles.sure[entity]}", f"ssure={roles.sure[mention.entity]}",
        f"str={roles.target_rank[mention.entity]}", *stance, *found, *roles.shared,
        *[f"{x}&ow={way}" for x in stance if x[:2] in {"g=", "d=", "h=", "gf"}],
        *roles.without_campaign,
    ]  # fmt: skip
    for name in names:
        yield Candidate(mention.entity, name, entity, passage, governor, "", features, found, mention.token)


def _stance(passage: Passage, token: Token, several: int) -> list[str]:
    """How a name stands in its sentence: under which verb, as what, in a list or alone."""
    root = list_root(token)
    governor = governor_of(token)
    shared = [
        f"g={governor.lemma}", f"d={root.dep_}", f"g={governor.lemma}&d={root.dep_}",
        f"h={root.head.lemma}", f"block={passage.block.kind}", f"names={min(several, 5)}",
    ]  # fmt: skip
    shared += [f"gf={r}" for r in relations_of(governor.lemma)]
    shared += [f"hf={r}" for r in relations_of(root.head.lemma)]
    if root is not token or any(c.dep_ == "conj" for c in token.children):
        shared.append("in-list")
    shared += [f"gd={c.lemma}" for c in governor.children if c.dep_ in _COMPLEMENTS]
    return shared


def list_root(token: Token) -> Token:
    """The head of the list that a name is in, or the name."""
    for _ in range(30):
        if token.dep_ not in {"conj", "appos"} or token.head is token:
            break
        token = token.head
    return token


def governor_of(token: Token) -> Token:
    """The verb above a name's list, or the list's head where there is none."""
    token = list_root(token)
    for _ in range(6):
        if token.head is token or token.pos_ in {"VERB", "AUX"}:
            break
        token = token.head
    return token
