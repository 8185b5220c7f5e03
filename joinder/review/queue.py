"""The questions of a review, in order, and its answers: each is in the ledger before the next question is shown."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from joinder.graph.clusters import Clustering
from joinder.graph.identity import fold
from joinder.graph.identity_candidates import Candidate
from joinder.graph.judgements import PAIRS, Judgement, make, next_instant, unit_of
from joinder.graph.ledger import Ledger
from joinder.graph.register import Register


@dataclass(frozen=True, slots=True)
class Question:
    """A run of pairs with equal names, labels and reasons (most often one): the same answer fits them all."""

    candidates: tuple[Candidate, ...]

    @property
    def first(self) -> Candidate:
        """The pair that is shown."""
        return self.candidates[0]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was recorded for a question: the judgements, and the place of the question in the queue."""

    place: int
    judgements: tuple[Judgement, ...]


class Scope(Enum):
    """For what an answer is: the pair that is shown, its run of equal pairs, or all pairs with its very reasons."""

    PAIR = "pair"
    RUN = "run"
    ALIKE = "alike"


class Queue:
    """Walks through the questions; nothing is kept in memory alone."""

    def __init__(self, ledger: Ledger, register: Register, found: Iterable[Candidate], author: str) -> None:
        self._ledger = ledger
        self._author = author
        self._register = register
        self._clustering = register.clustering
        self._judgements = list(register.contents.judgements)
        self._last = max((j.at for j in self._judgements), default="")
        self._labels = {e.id: e.label for e in register.resolution.entities}
        listed = list(found)
        self._sides = {entity: register.side(entity) for entity in {e for c in listed for e in c.pair}}
        self._asked = {_pair(j) for j in register.clustering.of(*PAIRS)}
        self.questions = self._runs(c for c in listed if not self._settled(c))
        self.place = 0
        self.answers: list[Answer] = []

    @property
    def question(self) -> Question | None:
        """The present question, of what no answer has settled; none at the end."""
        while self.place < len(self.questions):
            still = tuple(c for c in self.questions[self.place].candidates if not self._settled(c))
            if still:
                return Question(still)
            self.place += 1
        return None

    def meant(self, scope: Scope) -> tuple[Candidate, ...]:
        """Give the pairs for which an answer of this scope would be."""
        question = self.question
        if question is None or scope is Scope.RUN:
            return question.candidates if question else ()
        if scope is Scope.PAIR:
            return question.candidates[:1]
        kind = self._kind(question.first)
        rest = (c for q in self.questions[self.place :] if self._kind(q.first) == kind for c in q.candidates)
        return tuple(c for c in rest if not self._settled(c))

    def answer(self, verdict: str, scope: Scope = Scope.PAIR, *, reason: str = "") -> str:
        """Record an answer and go on; say why it cannot be recorded, where it cannot (``""``: it was).

        Args:
            verdict: ``same``, ``distinct`` or ``unsure``.
            scope: for which pairs it is.
            reason: kept with the judgement.
        """
        meant = self.meant(scope)
        if not meant:
            return "there is no question left"
        made: list[Judgement] = []
        for candidate in meant:
            judgement = self._judgement(verdict, candidate, reason)
            if judgement is not None:
                made.append(judgement)
        if not made:
            return self._obstacle(meant[0], verdict)
        self._ledger.judge(made)
        self._judgements += made
        self._asked |= {_pair(j) for j in made}
        self.answers.append(Answer(self.place, tuple(made)))
        return ""

    def skip(self) -> None:
        """Leave the question for another time."""
        if self.question is not None:
            self.place += 1

    def undo(self) -> bool:
        """Take the last answer of this review back and return to its question; tell whether there was one."""
        if not self.answers:
            return False
        answer = self.answers.pop()
        undone: list[Judgement] = []
        for judgement in answer.judgements:
            self._last = at = next_instant(self._last)
            undone.append(make("undo", value=judgement.id, author=self._author, at=at))
        self._ledger.judge(undone)
        self._judgements += undone
        self._asked -= {_pair(j) for j in answer.judgements}
        self._clustering = Clustering(self._register.contents.mentions, self._judgements)
        self.place = answer.place
        return True

    def _judgement(self, verdict: str, candidate: Candidate, reason: str) -> Judgement | None:
        """Make the judgement on one pair and heed it at once; none where others stand against it."""
        left, right = (self._sides[e] for e in candidate.pair)
        unions = self._clustering.unions
        one, other = unit_of(left), unit_of(right)
        if verdict == "same" and (unions.find(one) == unions.find(other) or unions.join(one, other)):
            return None  # one already, by the answers before; or forbidden
        if verdict == "distinct":
            if unions.find(one) == unions.find(other):
                return None
            unions.forbid(one, other, "this review")
        self._last = at = next_instant(self._last)
        return make(verdict, left, right, author=self._author, reason=reason, score=candidate.score, at=at)

    def _obstacle(self, candidate: Candidate, verdict: str) -> str:
        left, right = (unit_of(self._sides[e]) for e in candidate.pair)
        against = self._clustering.unions.forbids(left, right)
        if verdict == "same":
            return f"{against or 'a judgement'} keeps them apart: take it back first (joinder undo ID)"
        return "other answers have made them one: take those back first"

    def _settled(self, candidate: Candidate) -> bool:
        left, right = (unit_of(self._sides[e]) for e in candidate.pair)
        unions = self._clustering.unions
        known = frozenset((left, right)) in self._asked
        return known or left == right or unions.find(left) == unions.find(right) or bool(unions.forbids(left, right))

    def _kind(self, candidate: Candidate) -> tuple[object, ...]:
        """Say what speaks for and against a pair, and of which labels it is."""
        return (*sorted(self._labels[e] for e in candidate.pair), candidate.reasons)

    def _runs(self, found: Iterable[Candidate]) -> list[Question]:
        """Put pairs of equal names, labels and reasons together, where the first of them stands."""
        runs: dict[tuple[object, ...], list[Candidate]] = defaultdict(list)
        for candidate in found:
            ends = sorted(zip(map(fold, candidate.names), (self._labels[e] for e in candidate.pair), strict=True))
            runs[*ends, candidate.reasons].append(candidate)
        return [Question(tuple(run)) for run in runs.values()]


def _pair(judgement: Judgement) -> frozenset[object]:
    return frozenset((unit_of(judgement.left), unit_of(judgement.right)))
