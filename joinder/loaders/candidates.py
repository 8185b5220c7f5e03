"""Candidate claims with their evidence: every match of a frame with every pair of arguments that the ontology allows.

Nothing is decided here. A candidate carries its features, and ``scoring`` weighs them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from joinder.graph.ontology import ontology
from joinder.loaders import arguments
from joinder.loaders.assertion import cues
from joinder.loaders.frames import find_triggers, relations_of
from joinder.loaders.gazetteer import gazetteer
from joinder.loaders.nouns import what_of_noun
from joinder.loaders.reference import Reference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Span, Token

    from joinder.loaders.document import Cluster, Document, Mention, Passage
    from joinder.loaders.frames import Trigger
    from joinder.loaders.reference import References
    from joinder.loaders.topics import Topics

EXITS = ("PAUSED", "LEFT", "BOYCOTTED")
#: Relations that a name in an acting position may have to the article's campaign or target though no frame matches.
DEFAULTS_TO_CAMPAIGN = ("JOINED", "ORGANIZED", "SUPPORTS")
DEFAULTS_TO_TARGET = ("PAUSED", "LEFT", "BOYCOTTED")


@dataclass(slots=True)
class Candidate:
    """A possible claim: entity numbers, the trigger's token, the features that speak for or against it."""

    subject: int
    relation: str
    object: int
    passage: Passage
    token: Token
    trigger: str
    features: list[str]
    cues: list[str] = field(default_factory=list)
    subject_token: Token | None = None
    object_token: Token | None = None
    what_words: tuple[str, ...] = ()
    score: float = 0.0


@dataclass(slots=True)
class _Event:
    """A trigger with its arguments resolved, and the features that all its candidates share."""

    trigger: Trigger
    subjects: list[tuple[Reference, str]]
    objects: list[tuple[Reference, str]]
    near: list[tuple[Reference, str]]
    cues: list[str]
    shared: list[str]
    whats: tuple[str, ...]


def _resolved(
    references: References, passage: Passage, found: Iterator[tuple[Token, str]]
) -> list[tuple[Reference, str]]:
    result: dict[int, tuple[Reference, str]] = {}
    for token, path in found:
        for reference in references.resolve(passage, token):
            result.setdefault(reference.entity, (reference, path))
    return list(result.values())


def _nearby_whats(trigger: Trigger) -> tuple[str, ...]:
    found: dict[str, None] = {}
    pool = list(trigger.token.subtree)
    if trigger.token.head.pos_ in {"VERB", "NOUN"} and len(pool) < 6:
        pool += list(trigger.token.head.subtree)
    for token in pool[:60]:
        what = what_of_noun(token.lemma_.lower())
        if what:
            found[what] = None
    return tuple(found)


def _sureness(cluster: Cluster) -> str:
    """How sure a cluster's label is, in quarters; campaigns are another scale."""
    return f"{'c' if cluster.label == 'Campaign' else 'k'}{int(4 * cluster.scores.get(cluster.label, 0.0))}"


class CandidateFinder:
    """Finds the candidates of one document."""

    def __init__(self, document: Document, references: References, topics: Topics) -> None:
        self.document = document
        self.references = references
        self.topics = topics
        self.labels = [c.label for c in document.clusters]
        self.agency = [any(gazetteer().is_agency(f) for f in c.forms[:3]) for c in document.clusters]
        self.sure = [_sureness(c) for c in document.clusters]
        self._theme_features = [f"theme={t}" for t in topics.themes]
        self._campaign_words = [f"cw={w}" for e in topics.campaigns[:1] for w in self._words_of(e)]

    def _words_of(self, entity: int) -> list[str]:
        cluster = self.document.clusters[entity]
        words = [w.lower() for w in cluster.name.replace("#", " ").split()]
        words += [m.token.lower_ for m in cluster.mentions if m.base is not None]
        for mention in cluster.mentions[:4]:
            words += [c.lemma_.lower() for c in mention.token.children if c.dep_ == "appos"]
        return sorted(set(words))[:8]

    def find(self) -> Iterator[Candidate]:
        """All candidates, in the text's order."""
        for passage, sentence in self.document.sentences():
            names = {m.token.i for m in self._mentions_in(passage, sentence)}
            if not names and not any(t.pos_ == "PRON" or t.lower_ == "the" for t in sentence):
                continue
            events = [self._event(passage, t) for t in find_triggers(sentence, names)]
            covered: set[tuple[int, str]] = set()
            for event in events:
                for candidate in self._from_event(passage, event):
                    covered.add((candidate.subject, candidate.relation))
                    yield candidate
            yield from self._defaults(passage, sentence, covered)

    def _mentions_in(self, passage: Passage, sentence: Span) -> list[Mention]:
        at = self.document.at
        return [at[passage.index, t.i] for t in sentence if (passage.index, t.i) in at]

    def _event(self, passage: Passage, trigger: Trigger) -> _Event:
        subjects = _resolved(self.references, passage, arguments.subjects(trigger.token))
        objects = _resolved(self.references, passage, arguments.objects(trigger.token, trigger.tokens))
        near = self._near(passage, trigger.token, {r.entity for r, _ in [*subjects, *objects]})
        found = cues(trigger.token)
        whats = _nearby_whats(trigger)
        shared = [f"w={w}" for w in whats]
        direct = next((c.lemma_.lower() for c in trigger.token.children if c.dep_ == "dobj"), None)
        if direct:
            shared.append(f"dobj={direct}")
        shared.append(f"block={passage.block.kind}")
        return _Event(trigger, subjects, objects, near, found, shared, whats)

    def crowd(self, passage: Passage, unit: Token) -> Iterator[Candidate]:
        """The candidates in which a counted noun acts, weighed as if it named a group."""
        number = len(self.document.clusters)
        if len(self.labels) == number:
            self.labels.append("Group")
            self.agency.append(False)
            self.sure.append("k4")
        sentence = unit.sent
        names = {m.token.i for m in self._mentions_in(passage, sentence)}
        paths = [
            (t, next((p for s, p in arguments.subjects(t.token) if s == unit or unit in s.conjuncts), ""))
            for t in find_triggers(sentence, names)
        ]
        reached = any(path for _, path in paths)
        for trigger, found in paths:
            if reached and not found:
                continue
            # Where no path of the parse leads to the noun, the triggers near it are weighed as they are for names.
            distance = abs(trigger.token.i - unit.i)
            side = "before" if unit.i < trigger.token.i else "after"
            path = found or f"near-{side}-{0 if distance < 4 else 1 if distance < 9 else 2}"
            event = self._event(passage, trigger)
            event.subjects[:] = [(Reference(number, "name" if found else "near", unit), path)]
            event.near[:] = []
            yield from (c for c in self._from_event(passage, event) if c.subject == number)

    def _near(self, passage: Passage, trigger: Token, taken: set[int]) -> list[tuple[Reference, str]]:
        """Names in the trigger's sentence that no path reaches, nearest first: the parse may be wrong."""
        found: dict[int, tuple[Reference, str]] = {}
        for mention in sorted(self._mentions_in(passage, trigger.sent), key=lambda m: abs(m.token.i - trigger.i)):
            if mention.entity not in taken and self.labels[mention.entity] != "None":
                distance = abs(mention.token.i - trigger.i)
                side = "before" if mention.token.i < trigger.i else "after"
                path = f"near-{side}-{0 if distance < 4 else 1 if distance < 9 else 2}"
                found.setdefault(mention.entity, (Reference(mention.entity, "near", mention.token), path))
        return list(found.values())[:8]

    def _from_event(self, passage: Passage, event: _Event) -> Iterator[Candidate]:
        relations: dict[str, list[str]] = {}
        for frame in event.trigger.pattern.frames:
            direction = "inverse" if frame.inverse else "direct"
            relations.setdefault(frame.relation, []).append(direction)
        if set(relations) & set(EXITS):
            for relation in EXITS:
                relations.setdefault(relation, []).append("kin")
        for relation, directions in relations.items():
            for direction in directions:
                subjects, objects = event.subjects, event.objects
                if direction == "inverse":
                    subjects, objects = objects, subjects
                subjects = subjects or event.near
                objects = [*objects, *event.near]
                yield from self._pairs(passage, event, relation, direction, subjects, objects)

    def _pairs(
        self, passage: Passage, event: _Event, relation: str, direction: str,
        subjects: list[tuple[Reference, str]], objects: list[tuple[Reference, str]],
    ) -> Iterator[Candidate]:  # fmt: skip
        """Each subject with each object that the ontology allows, said in the sentence or known from the article."""
        ends = ontology().relations[relation]
        explicit = [(r, p) for r, p in objects if self.labels[r.entity] in ends.object]
        context = self._context(ends.object, {r.entity for r, _ in explicit})
        several, said = min(len(subjects), 5), len(explicit)
        for subject, path in subjects:
            if self.labels[subject.entity] not in ends.subject:
                continue
            shared = (passage, event, relation, direction, subject, path)
            for other, other_path in explicit:
                if other.entity != subject.entity:
                    yield self._candidate(*shared, other.entity, other.way, other_path, several, said, other.token)
            for entity, rank in context:
                if entity != subject.entity:
                    yield self._candidate(*shared, entity, rank, "context", several, said, None)

    def _topic(self, entity: int) -> int:
        return int(5 * self.topics.sureness.get(entity, 0))

    def _context(self, labels: tuple[str, ...], taken: set[int]) -> list[tuple[int, str]]:
        found = []
        if "Campaign" in labels:
            found += [(e, f"campaign{i}") for i, e in enumerate(self.topics.campaigns[:2]) if e not in taken]
        found += [
            (e, f"target{i}")
            for i, e in enumerate(self.topics.targets[:2])
            if e not in taken and self.labels[e] in labels
        ]
        return found

    def _candidate(
        self, passage: Passage, event: _Event, relation: str, direction: str, reference: Reference, path: str,
        object_: int, way: str, object_path: str, several: int, explicit: int, object_token: Token | None,
    ) -> Candidate:  # fmt: skip
        s, o = self.labels[reference.entity], self.labels[object_]
        text = event.trigger.pattern.text
        last = object_path.rsplit(">", 1)[-1]
        features = [
            f"t={text}", f"t={text}/{event.trigger.pattern.pos}", f"dir={direction}",
            f"sp={path}", f"sw={reference.way}", f"op={object_path}", f"ol={last}", f"ow={way}",
            f"s={s}", f"o={o}", f"so={s}>{o}", f"t={text}&ow={way}", f"t={text}&ol={last}", f"t={text}&o={o}",
            f"sp={path}&dir={direction}", f"several={several}",
            f"explicit={min(explicit, 3)}", f"explicit={min(explicit, 3)}&ow={way}",
            f"ocr={self.topics.campaign_rank(object_)}", f"otr={self.topics.target_rank(object_)}",
            f"str={self.topics.target_rank(reference.entity)}", f"pos={event.trigger.pattern.pos}",
            f"topic={self._topic(object_)}", f"stopic={self._topic(reference.entity)}",
            *(f"tf={r}" for r in relations_of(event.trigger.token.lemma_.lower())),
            f"osure={self.sure[object_]}", f"osure={self.sure[object_]}&ow={way}",
            f"ssure={self.sure[reference.entity]}",
            f"sw={reference.way}&ow={way}", f"sp={path}&ow={way}",
        ]  # fmt: skip
        features += event.shared
        features += [f"{x}&ow={way}" for x in event.shared]
        features += event.cues
        features += self._theme_features
        features += self._campaign_words
        if self.agency[reference.entity]:
            features.append("s-agency")
        if not self.topics.campaigns:
            features.append("no-campaign")
        return Candidate(
            reference.entity, relation, object_, passage, event.trigger.token, text,
            features, event.cues, reference.token, object_token, event.whats,
        )  # fmt: skip

    def _defaults(self, passage: Passage, sentence: Span, covered: set[tuple[int, str]]) -> Iterator[Candidate]:
        """A name that acts in a sentence, and the article's campaign and target: weak, and weighed as such."""
        relations = ontology().relations
        mentions = self._mentions_in(passage, sentence)
        campaigns = {m.entity for m in mentions if self.labels[m.entity] == "Campaign"}
        for mention in mentions:
            label = self.labels[mention.entity]
            if label in {"None", "Campaign"}:
                continue
            shared = self._stance(passage, mention.token, len(mentions))
            options = [(e, f"campaign{i}", DEFAULTS_TO_CAMPAIGN) for i, e in enumerate(self.topics.campaigns[:2])]
            options += [(e, f"target{i}", DEFAULTS_TO_TARGET) for i, e in enumerate(self.topics.targets[:2])]
            for entity, way, names in options:
                for relation in names:
                    if entity == mention.entity or (mention.entity, relation) in covered:
                        continue
                    if label in relations[relation].subject and self.labels[entity] in relations[relation].object:
                        here = f"here={entity in campaigns}"
                        yield self._default(passage, mention, relation, entity, way, [here], shared)

    def _default(
        self,
        passage: Passage,
        mention: Mention,
        relation: str,
        entity: int,
        way: str,
        here: list[str],
        shared: list[str],
    ) -> Candidate:
        label, other = self.labels[mention.entity], self.labels[entity]
        governor = governor_of(mention.token)
        found = cues(governor)
        features = [
            "t=", f"ow={way}", f"s={label}", f"o={other}", f"so={label}>{other}", *here,
            f"topic={self._topic(entity)}", f"stopic={self._topic(mention.entity)}",
            f"osure={self.sure[entity]}", f"ssure={self.sure[mention.entity]}",
            f"str={self.topics.target_rank(mention.entity)}", *shared, *found,
            *self._theme_features, *self._campaign_words,
            *(f"{x}&ow={way}" for x in shared if x[:2] in {"g=", "d=", "h=", "gf"}),
        ]  # fmt: skip
        if not self.topics.campaigns:
            features.append("no-campaign")
        return Candidate(mention.entity, relation, entity, passage, governor, "", features, found, mention.token)

    def _stance(self, passage: Passage, token: Token, several: int) -> list[str]:
        root = _list_root(token)
        governor = governor_of(token)
        shared = [
            f"g={governor.lemma_.lower()}", f"d={root.dep_}", f"g={governor.lemma_.lower()}&d={root.dep_}",
            f"h={root.head.lemma_.lower()}", f"block={passage.block.kind}", f"names={min(several, 5)}",
        ]  # fmt: skip
        shared += [f"gf={r}" for r in relations_of(governor.lemma_.lower())]
        shared += [f"hf={r}" for r in relations_of(root.head.lemma_.lower())]
        if root is not token or any(c.dep_ == "conj" for c in token.children):
            shared.append("in-list")
        shared += [
            f"gd={c.lemma_.lower()}" for c in governor.children if c.dep_ in {"dobj", "prt", "attr", "acomp", "advmod"}
        ]
        return shared


def _list_root(token: Token) -> Token:
    for _ in range(30):
        if token.dep_ not in {"conj", "appos"} or token.head is token:
            break
        token = token.head
    return token


def governor_of(token: Token) -> Token:
    """The verb above a name's list, or the list's head where there is none."""
    token = _list_root(token)
    for _ in range(6):
        if token.head is token or token.pos_ in {"VERB", "AUX"}:
            break
        token = token.head
    return token
