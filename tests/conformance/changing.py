"""Random histories of a ledger: articles come and go, judgements are made and taken back, in any order."""

from dataclasses import dataclass, field, replace

from hypothesis import strategies as st

from joinder.graph.judgements import PAIRS, Judgement, Side, make, next_instant
from joinder.graph.ledger import Ledger
from joinder.graph.model import View
from joinder.graph.records import gather, rows_of
from joinder.graph.view import build_view
from tests.unit.graph.making import some_news

NEWS = {e.article.id: e for e in some_news()}
SIDES = (
    Side("Kim Kardashian", "Person"), Side("Kardashian", "Person", "d"), Side("Kim Kardashian", "Person", "a"),
    Side("Facebook", "Platform"), Side("Facebook, Inc.", "Brand"), Side("Adidas", "Brand"), Side("Adidas", "Person"),
    Side("Stop Hate for Profit", "Campaign"),
)  # fmt: skip
VALUES = {"kind": ("Person", "Group", "Brand"), "rename": ("One", "Two"), "link": ("Q1", "Q2"), "unlink": ("Q1", "Q2")}

Step = tuple[str, str | int | tuple[str, int, int, int]]

_judged = st.tuples(
    st.sampled_from([*PAIRS, "same", *VALUES]), st.integers(0, 7), st.integers(0, 7), st.integers(0, 1)
).filter(lambda j: j[0] not in PAIRS or (j[1] != j[2] and {j[1], j[2]} != {3, 4}))
_steps = st.one_of(
    st.tuples(st.just("judge"), _judged),
    st.tuples(st.just("undo"), st.integers(0, 9)),
    st.tuples(st.sampled_from(["load", "forget"]), st.sampled_from(sorted(NEWS))),
    st.tuples(st.just("judge"), _judged),
)
#: What happens to a ledger, one thing after another.
histories: st.SearchStrategy[list[Step]] = st.lists(_steps, min_size=3, max_size=9)


@dataclass
class History:
    """A ledger to which things happen, and what should come of it, kept apart: articles, and judgements that stand."""

    ledger: Ledger
    loaded: set[str] = field(default_factory=set)
    made: dict[str, Judgement] = field(default_factory=dict)
    gone: dict[str, bool] = field(default_factory=dict)

    def begin(self) -> None:
        """Load all articles but one."""
        for key in sorted(NEWS)[1:]:
            self.take(("load", key))

    def take(self, step: Step) -> None:
        """Let one thing happen."""
        what, value = step
        if what == "load":
            self.loaded.add(str(value))
            self.ledger.record(NEWS[str(value)])
        elif what == "forget":
            self.loaded.discard(str(value))
            self.ledger.forget(str(value))
        elif what == "undo":
            self.undo(int(str(value)))
        elif isinstance(value, tuple):
            verdict, left, right, choice = value
            ends = (SIDES[left], SIDES[right]) if verdict in PAIRS else (SIDES[left],)
            given = VALUES[verdict][choice % len(VALUES[verdict])] if verdict in VALUES else ""
            self._judge(make(verdict, *ends, value=given, author="me", at=self._now()))

    def undo(self, number: int) -> None:
        """Take a judgement back; or, where that is taken back already, take that back."""
        if not self.made:
            return
        key = sorted(self.made)[number % len(self.made)]
        undo = make("undo", value=key, at=self._now())
        if self.gone.get(key):  # then its undoing is undone, by its own id
            undone = next(j for j in reversed(self.ledger.judgements()) if j.verdict == "undo" and j.value == key)
            undo = make("undo", value=undone.id, at=self._now())
        self.ledger.judge([undo])
        self.gone[key] = not self.gone.get(key)

    def wanted(self) -> View:
        """Compute the view of the articles that are loaded and the judgements that stand, as if no others ever were."""
        contents = gather(rows_of(NEWS[key]) for key in sorted(self.loaded, reverse=True))
        left = tuple(j for key, j in self.made.items() if not self.gone.get(key))
        return build_view(replace(contents, judgements=left[::-1]))

    def plain(self) -> View:
        """Compute the view of the articles alone."""
        return build_view(gather(rows_of(NEWS[key]) for key in sorted(self.loaded)))

    def _judge(self, judgement: Judgement) -> None:
        self.ledger.judge([judgement])
        self.made[judgement.id] = judgement

    def _now(self) -> str:
        return next_instant(max((j.at for j in self.ledger.judgements()), default=""))
