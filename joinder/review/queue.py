"""The questions of a review, in order, and its answers: each is in the ledger before the next question is shown."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

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


class Queue:
    """Walks through the questions; nothing is kept in memory alone."""

    def __init__(self, ledger: Ledger, register: Register, found: Iterable[Candidate], author: str) -> None:
        self._ledger = ledger
        self._author = author
        self._register = register
        self._clustering = register.clustering
        self._judgements = list(register.contents.judgements)
        self._sides = {}
        for candidate in found:
            for entity in candidate.pair:
                self._sides[entity] = register.side(entity)
        asked = {_pair(j) for j in register.clustering.of(*PAIRS)}
        self.questions = _runs((c for c in found if not self._settled(c, asked)), register)
        self.place = 0
        self.answers: list[Answer] = []

    @property
    def question(self) -> Question | None:
        """The present question; none at the end."""
        return self.questions[self.place] if self.place < len(self.questions) else None

    def answer(self, verdict: str, *, whole_run: bool = False, reason: str = "") -> str:
        """Record an answer and go on; say why it cannot be recorded, where it cannot (``""``: it was).

        Args:
            verdict: ``same``, ``distinct`` or ``unsure``.
            whole_run: answer all pairs of the run, not the first alone.
            reason: kept with the judgement.
        """
        question = self.question
        if question is None:
            return "there is no question left"
        made: list[Judgement] = []
        for candidate in question.candidates if whole_run else question.candidates[:1]:
            judgement = self._judgement(verdict, candidate, reason, made)
            if judgement is not None:
                made.append(judgement)
        if not made:
            return self._obstacle(question.first, verdict)
        self._ledger.judge(made)
        self._judgements += made
        self.answers.append(Answer(self.place, tuple(made)))
        if not whole_run and len(question.candidates) > 1:
            self.questions[self.place] = replace(question, candidates=question.candidates[1:])
            self.questions.insert(self.place, Question(question.candidates[:1]))
        self.place += 1
        self._pass_over_settled()
        return ""

    def skip(self) -> None:
        """Leave the question for another time."""
        if self.question is not None:
            self.place += 1
            self._pass_over_settled()

    def undo(self) -> bool:
        """Take the last answer of this review back and return to its question; tell whether there was one."""
        if not self.answers:
            return False
        answer = self.answers.pop()
        undone: list[Judgement] = []
        for judgement in answer.judgements:
            at = next_instant(max(j.at for j in [*self._judgements, *undone]))
            undone.append(make("undo", value=judgement.id, author=self._author, at=at))
        self._ledger.judge(undone)
        self._judgements += undone
        self._clustering = Clustering(self._register.contents.mentions, self._judgements)
        self.place = answer.place
        return True

    def _judgement(self, verdict: str, candidate: Candidate, reason: str, made: list[Judgement]) -> Judgement | None:
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
        at = next_instant(max((j.at for j in [*self._judgements, *made]), default=""))
        return make(verdict, left, right, author=self._author, reason=reason, score=candidate.score, at=at)

    def _obstacle(self, candidate: Candidate, verdict: str) -> str:
        left, right = (unit_of(self._sides[e]) for e in candidate.pair)
        against = self._clustering.unions.forbids(left, right)
        if verdict == "same":
            return f"{against or 'a judgement'} keeps them apart: take it back first (joinder undo ID)"
        return "other answers have made them one: take those back first"

    def _settled(self, candidate: Candidate, asked: set[frozenset[object]]) -> bool:
        left, right = (unit_of(self._sides[e]) for e in candidate.pair)
        unions = self._clustering.unions
        known = frozenset((left, right)) in asked
        return known or left == right or unions.find(left) == unions.find(right) or bool(unions.forbids(left, right))

    def _pass_over_settled(self) -> None:
        """Pass over questions that the answers given so far have settled."""
        while (question := self.question) is not None:
            open_ones = tuple(c for c in question.candidates if not self._settled(c, set()))
            if open_ones:
                self.questions[self.place] = Question(open_ones)
                return
            self.place += 1


def _pair(judgement: Judgement) -> frozenset[object]:
    return frozenset((unit_of(judgement.left), unit_of(judgement.right)))


def _runs(found: Iterable[Candidate], register: Register) -> list[Question]:
    """Put pairs of equal names, labels and reasons together, where the first of them stands."""
    labels = {e.id: e.label for e in register.resolution.entities}
    runs: dict[tuple[object, ...], list[Candidate]] = defaultdict(list)
    for candidate in found:
        ends = sorted(zip(map(fold, candidate.names), (labels[e] for e in candidate.pair), strict=True))
        runs[*ends, candidate.reasons].append(candidate)
    return [Question(tuple(run)) for run in runs.values()]
