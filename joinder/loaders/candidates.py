"""Candidate claims with their evidence: every match of a frame with every pair of arguments that the ontology allows.

Nothing is decided here. A candidate carries its features, and ``scoring`` weighs them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from joinder.graph.ontology import ontology
from joinder.loaders import arguments
from joinder.loaders.candidate import Candidate
from joinder.loaders.defaults import find_defaults
from joinder.loaders.events import make_event, near_path
from joinder.loaders.frames import find_triggers, relations_of
from joinder.loaders.reference import Reference
from joinder.loaders.roles import Roles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from joinder.loaders.document import Document, Mention, Passage
    from joinder.loaders.events import Event, Resolved
    from joinder.loaders.reference import References
    from joinder.loaders.tokens import Sentence, Token
    from joinder.loaders.topics import Topics


@dataclass(frozen=True, slots=True)
class _Object:
    """What may stand at a candidate's end: an entity, how it is meant, by which path, and the word for it if any."""

    entity: int
    way: str
    path: str
    token: Token | None


class CandidateFinder:
    """Finds the candidates of one document."""

    def __init__(self, document: Document, references: References, topics: Topics) -> None:
        self.document = document
        self.references = references
        self.roles = Roles(document, topics)

    def find(self) -> Iterator[Candidate]:
        """All candidates, in the text's order."""
        for passage, sentence in self.document.sentences():
            mentions = self._mentions_in(passage, sentence)
            if not mentions and not any(t.pos_ == "PRON" or t.lower_ == "the" for t in sentence.tokens):
                continue
            covered: set[tuple[int, str]] = set()
            for event in self._events(passage, sentence, mentions):
                for candidate in self._from_event(passage, event):
                    covered.add((candidate.subject, candidate.relation))
                    yield candidate
            yield from find_defaults(self.roles, passage, mentions, covered)

    def _mentions_in(self, passage: Passage, sentence: Sentence) -> list[Mention]:
        at, number = self.document.at, passage.index
        return [at[number, i] for i in range(sentence.start, sentence.end) if (number, i) in at]

    def _events(self, passage: Passage, sentence: Sentence, mentions: list[Mention]) -> list[Event]:
        names = {m.token.i for m in mentions}
        return [
            make_event(self.references, self.roles, passage, trigger, mentions)
            for trigger in find_triggers(sentence, names)
        ]

    def crowd(self, passage: Passage, unit: Token) -> Iterator[Candidate]:
        """The candidates in which a counted noun acts, weighed as if it named a group."""
        number = len(self.document.clusters)
        self.roles.add_crowd(number)
        mentions = self._mentions_in(passage, unit.sent)
        paths = [(event, _path_to(unit, event)) for event in self._events(passage, unit.sent, mentions)]
        reached = any(path for _, path in paths)
        for event, found in paths:
            if reached and not found:
                continue
            # Where no path of the parse leads to the noun, the triggers near it are weighed as they are for names.
            path = found or near_path(unit, event.trigger.token)
            event.subjects[:] = [(Reference(number, "name" if found else "near", unit), path)]
            event.near[:] = []
            yield from (c for c in self._from_event(passage, event) if c.subject == number)

    def _from_event(self, passage: Passage, event: Event) -> Iterator[Candidate]:
        made: dict[object, list[str]] = {}
        for relation, directions in event.relations().items():
            for direction in directions:
                subjects, objects = event.subjects, event.objects
                if direction == "inverse":
                    subjects, objects = objects, subjects
                pairs = _Pairs(self.roles, event, relation, direction, made)
                yield from pairs.make(passage, subjects or event.near, [*objects, *event.near])


def _path_to(unit: Token, event: Event) -> str:
    """The path from a trigger to a counted noun that acts, alone or in a list; none where the parse has none."""
    acting = arguments.subjects(event.trigger.token)
    return next((path for token, path in acting if token is unit or unit in token.conjuncts), "")


class _Pairs:
    """Makes the candidates of one event for one relation in one direction."""

    def __init__(
        self, roles: Roles, event: Event, relation: str, direction: str, made: dict[object, list[str]]
    ) -> None:
        self.roles = roles
        self.event = event
        self.relation = relation
        self.direction = direction
        #: Features that were made before, for another relation.
        self.made = made

    def make(self, passage: Passage, subjects: list[Resolved], objects: list[Resolved]) -> Iterator[Candidate]:
        """Each subject with each object that the ontology allows, said in the sentence or known from the article."""
        ends = ontology().relations[self.relation]
        labels, trigger = self.roles.labels, self.event.trigger
        said = [_Object(r.entity, r.way, p, r.token) for r, p in objects if labels[r.entity] in ends.object]
        ways = [*said, *self._context(ends.object, {o.entity for o in said})]
        counts = min(len(subjects), 5), min(len(said), 3)
        for subject, path in subjects:
            if labels[subject.entity] not in ends.subject:
                continue
            for object_ in ways:
                if object_.entity != subject.entity:
                    yield Candidate(
                        subject.entity, self.relation, object_.entity, passage, trigger.token, trigger.pattern.text,
                        self._features(subject, path, object_, counts), self.event.cues, subject.token, object_.token,
                        self.event.whats,
                    )  # fmt: skip

    def _context(self, labels: tuple[str, ...], taken: set[int]) -> Iterator[_Object]:
        """The campaigns and targets of the article that a trigger may be about though its sentence does not say so."""
        roles = self.roles
        if "Campaign" in labels:
            for i, entity in enumerate(roles.campaigns):
                if entity not in taken:
                    yield _Object(entity, f"campaign{i}", "context", None)
        for i, entity in enumerate(roles.targets):
            if entity not in taken and roles.labels[entity] in labels:
                yield _Object(entity, f"target{i}", "context", None)

    def _features(self, subject: Reference, path: str, object_: _Object, counts: tuple[int, int]) -> list[str]:
        key = (self.direction, subject.entity, subject.way, path, object_.entity, object_.way, object_.path, counts)
        found = self.made.get(key)
        if found is None:
            found = self.made[key] = [
                *self._of_pair(subject, path, object_, counts), *self._of_ends(subject, path, object_),
                *self.event.shared, *[f"{x}&ow={object_.way}" for x in self.event.shared],
                *self.event.cues, *self.roles.shared,
                *(["s-agency"] if self.roles.agency[subject.entity] else []), *self.roles.without_campaign,
            ]  # fmt: skip
        return found

    def _of_pair(self, subject: Reference, path: str, object_: _Object, counts: tuple[int, int]) -> tuple[str, ...]:
        """How the words of the sentence bring the ends together."""
        pattern, way, (several, said) = self.event.trigger.pattern, object_.way, counts
        text, last = pattern.text, object_.path.rsplit(">", 1)[-1]
        s, o = self.roles.labels[subject.entity], self.roles.labels[object_.entity]
        return (
            f"t={text}", f"t={text}/{pattern.pos}", f"dir={self.direction}",
            f"sp={path}", f"sw={subject.way}", f"op={object_.path}", f"ol={last}", f"ow={way}",
            f"s={s}", f"o={o}", f"so={s}>{o}", f"t={text}&ow={way}", f"t={text}&ol={last}", f"t={text}&o={o}",
            f"sp={path}&dir={self.direction}", f"several={several}", f"explicit={said}", f"explicit={said}&ow={way}",
        )  # fmt: skip

    def _of_ends(self, subject: Reference, path: str, object_: _Object) -> tuple[str, ...]:
        """What the ends are in the article."""
        roles, entity, way, trigger = self.roles, object_.entity, object_.way, self.event.trigger
        sure = roles.sure[entity]
        return (
            f"ocr={roles.campaign_rank[entity]}", f"otr={roles.target_rank[entity]}",
            f"str={roles.target_rank[subject.entity]}", f"pos={trigger.pattern.pos}",
            f"topic={roles.topic[entity]}", f"stopic={roles.topic[subject.entity]}",
            *[f"tf={r}" for r in relations_of(trigger.token.lemma)],
            f"osure={sure}", f"osure={sure}&ow={way}", f"ssure={roles.sure[subject.entity]}",
            f"sw={subject.way}&ow={way}", f"sp={path}&ow={way}",
        )  # fmt: skip
