"""Candidates for ``TARGETS``: each campaign with each body or person that the article sets it against."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from joinder.loaders.candidate import Candidate
from joinder.loaders.gazetteer import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from joinder.loaders.document import Document, Mention
    from joinder.loaders.topics import Topics


_ACTS = ("PAUSED", "LEFT", "BOYCOTTED", "CRITICIZED", "URGED", "SUPPORTS", "DONATED")
_LABELS = {"Person", "Group", "Brand", "Platform"}
Spots = set[tuple[int, int]]


def find_targets(document: Document, topics: Topics, others: Sequence[Candidate]) -> Iterator[Candidate]:
    """Pair the article's campaigns with its other entities; ``others`` are the scored candidates of other relations."""
    done = _Done(others)
    spots = _spots(document)
    for rank, campaign in enumerate(topics.campaigns[:3]):
        home = document.clusters[campaign]
        for number, cluster in enumerate(document.clusters):
            if number == campaign or cluster.label not in _LABELS:
                continue
            together = spots.get(campaign, set()) & spots.get(number, set())
            place = topics.target_rank(number)
            features = [
                "t=targets", f"cr={rank}", f"otr={place}", f"o={cluster.label}",
                f"topic={int(5 * topics.sureness.get(number, 0))}",
                f"ctopic={int(5 * topics.sureness.get(campaign, 0))}",
                f"in-name={_within(fold(cluster.name), fold(home.name))}", f"together={min(len(together), 3)}",
                f"joins={done.joins(number)}", f"cr={rank}&otr={place}",
                f"n={min(len(cluster.mentions), 6)}", f"otr={place}&o={cluster.label}",
                *(f"{relation}={done.to(number, relation)}" for relation in _ACTS),
                *(f"theme={t}" for t in topics.themes),
                *_contexts(cluster.mentions),
                *_paths(home.mentions, number, document),
            ]  # fmt: skip
            where = _place(home.mentions, cluster.mentions, together)
            yield Candidate(campaign, "TARGETS", number, where.passage, where.token, "targets", features)


class _Done:
    """How much the other candidates say that each entity joined something, and that something was done to it."""

    def __init__(self, others: Sequence[Candidate]) -> None:
        self._to: dict[tuple[int, str], float] = defaultdict(float)
        self._joins: dict[int, float] = defaultdict(float)
        for candidate in others:
            self._to[candidate.object, candidate.relation] += candidate.score
            if candidate.relation == "JOINED":
                self._joins[candidate.subject] += candidate.score

    def to(self, entity: int, relation: str) -> int:
        """How many times a relation has the entity for its object, four at most."""
        return min(int(self._to.get((entity, relation), 0) + 0.5), 4)

    def joins(self, entity: int) -> int:
        """How many times the entity joins something, two at most."""
        return min(int(self._joins.get(entity, 0) + 0.5), 2)


def _spots(document: Document) -> dict[int, Spots]:
    """The sentences in which each entity is named, by passage and first token."""
    spots: dict[int, Spots] = {}
    for mention in document.mentions:
        if mention.entity >= 0:
            spots.setdefault(mention.entity, set()).add((mention.passage.index, mention.token.sent.start))
    return spots


def _within(name: str, campaign: str) -> bool:
    return len(name) > 3 and name in campaign


def _contexts(mentions: list[Mention]) -> Iterator[str]:
    """What governs the mentions of a possible target."""
    found = set()
    for mention in mentions[:6]:
        token = mention.token
        if token.dep_ == "pobj":
            found.add(f"oc={token.head.lower_}")
            found.add(f"oc={token.head.head.lemma}~{token.head.lower_}")
        elif token.dep_ in {"dobj", "poss", "compound", "nsubj"}:
            found.add(f"oc={token.dep_}:{token.head.lemma}")
    yield from sorted(found)


def _paths(mentions: list[Mention], number: int, document: Document) -> Iterator[str]:
    """Words between a campaign's mention and the entity in one sentence, where few stand between."""
    found = set()
    for mention in mentions:
        doc, middle, sentence = mention.passage.doc, mention.token.i, mention.token.sent
        for i in range(max(middle - 10, sentence.start), min(middle + 11, sentence.end)):
            other = document.at.get((mention.passage.index, i))
            if other is None or other.entity != number:
                continue
            left, right = sorted((i, middle))
            side = "C..O" if i > middle else "O..C"
            found.add(f"gap={side}:{min(right - left, 6)}")
            for token in doc.tokens[left + 1 : right]:
                if token.pos_ in {"VERB", "ADP", "NOUN"}:
                    found.add(f"b={side}:{token.lemma}")
    yield from sorted(found)


def _place(campaign: list[Mention], target: list[Mention], together: Spots) -> Mention:
    """The mention whose sentence is the evidence: of both where there is one, else of the campaign's first."""
    for mention in target:
        if (mention.passage.index, mention.token.sent.start) in together:
            return mention
    return campaign[0]
