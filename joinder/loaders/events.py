"""Events: matches of frames with their arguments resolved, and what all candidates of one have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from joinder.loaders import arguments
from joinder.loaders.assertion import cues
from joinder.loaders.nouns import what_of_noun
from joinder.loaders.reference import Reference

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from joinder.loaders.document import Mention, Passage
    from joinder.loaders.frames import Trigger
    from joinder.loaders.reference import References
    from joinder.loaders.roles import Roles
    from joinder.loaders.tokens import Token

#: An argument: what it refers to, and the path that leads to it.
Resolved = tuple[Reference, str]
EXITS = ("PAUSED", "LEFT", "BOYCOTTED")


@dataclass(slots=True)
class Event:
    """A trigger with its arguments resolved, and the features that all its candidates share."""

    trigger: Trigger
    subjects: list[Resolved]
    objects: list[Resolved]
    near: list[Resolved]
    cues: list[str]
    shared: list[str]
    whats: tuple[str, ...]

    def relations(self) -> dict[str, list[str]]:
        """The relations of the trigger's frames, and how each runs: of the ways to leave, one brings the others."""
        found: dict[str, list[str]] = {}
        for frame in self.trigger.pattern.frames:
            found.setdefault(frame.relation, []).append("inverse" if frame.inverse else "direct")
        if not found.keys().isdisjoint(EXITS):
            for relation in EXITS:
                found.setdefault(relation, []).append("kin")
        return found


def make_event(
    references: References, roles: Roles, passage: Passage, trigger: Trigger, mentions: Sequence[Mention]
) -> Event:
    """Resolve a trigger's arguments; ``mentions`` are the names of its sentence."""
    subjects = _resolved(references, passage, arguments.subjects(trigger.token))
    objects = _resolved(references, passage, arguments.objects(trigger.token, trigger.tokens))
    near = _near(roles, mentions, trigger.token, {r.entity for r, _ in [*subjects, *objects]})
    whats = _nearby_whats(trigger)
    shared = [f"w={w}" for w in whats]
    direct = next((c.lemma for c in trigger.token.children if c.dep_ == "dobj"), None)
    if direct:
        shared.append(f"dobj={direct}")
    shared.append(f"block={passage.block.kind}")
    return Event(trigger, subjects, objects, near, cues(trigger.token), shared, whats)


def near_path(name: Token, trigger: Token) -> str:
    """What stands for a path where the parse has none: how far off a name is, and on which side."""
    distance = abs(trigger.i - name.i)
    side = "before" if name.i < trigger.i else "after"
    return f"near-{side}-{0 if distance < 4 else 1 if distance < 9 else 2}"


def _resolved(references: References, passage: Passage, found: Iterable[tuple[Token, str]]) -> list[Resolved]:
    result: dict[int, Resolved] = {}
    for token, path in found:
        for reference in references.resolve(passage, token):
            result.setdefault(reference.entity, (reference, path))
    return list(result.values())


def _near(roles: Roles, mentions: Sequence[Mention], trigger: Token, taken: set[int]) -> list[Resolved]:
    """Names in the trigger's sentence that no path reaches, nearest first: the parse may be wrong."""
    found: dict[int, Resolved] = {}
    for mention in sorted(mentions, key=lambda m: abs(m.token.i - trigger.i)):
        if mention.entity not in taken and roles.labels[mention.entity] != "None" and mention.entity not in found:
            reference = Reference(mention.entity, "near", mention.token)
            found[mention.entity] = reference, near_path(mention.token, trigger)
    return list(found.values())[:8]


def _nearby_whats(trigger: Trigger) -> tuple[str, ...]:
    """What the words below a trigger, or else those below what it hangs on, speak of."""
    pool = trigger.token.subtree
    if trigger.token.head.pos_ in {"VERB", "NOUN"} and len(pool) < 6:
        pool += trigger.token.head.subtree
    found = dict.fromkeys(what_of_noun(token.lemma) for token in pool[:60])
    return tuple(filter(None, found))
