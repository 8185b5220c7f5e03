"""Taking judgements back restores the very graph that stood before, on both stores."""

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from joinder.graph.export_view import read_view
from joinder.graph.judgements import make, next_instant
from joinder.graph.ledger import Ledger, open_ledger
from joinder.graph.model import View
from joinder.graph.publish import publish
from joinder.graph.register import Register
from joinder.graph.store import Store
from tests.conformance.changing import NEWS, History, Step, histories
from tests.conformance.dumps import dump
from tests.unit.graph.making import some_news


def _shown(ledger: Ledger, opened: Callable[[], Store]) -> dict[str, list[str]]:
    """Publish, as a command does, and read every row back."""
    with opened() as store:
        publish(store, view=ledger.view, changes=ledger.changes, sequence=ledger.refresh(), ledger=ledger.key)
        return dump(store)


def _judge(ledger: Ledger, dice: random.Random) -> str:
    """Judge something at random that contradicts nothing; give the judgement's id."""
    register = Register(ledger.contents())
    at = next_instant(max((j.at for j in ledger.judgements()), default=""))
    while True:
        sides = [register.side(e.id) for e in dice.sample(register.resolution.entities, 2)]
        verdict = dice.choice(["same", "same", "distinct", "unsure", "kind", "rename"])
        if verdict in ("kind", "rename"):
            value = dice.choice(["Person", "Group", "Brand"]) if verdict == "kind" else dice.choice(["One", "Two"])
            judgement = make(verdict, sides[0], value=value, at=at)
        else:
            judgement = make(verdict, *sides, at=at)
        if not register.conflict(judgement):
            ledger.judge([judgement])
            return judgement.id


# More random sequences: JOINDER_TEST_SEEDS=50 pytest tests/conformance/test_judgements.py
@pytest.mark.parametrize("seed", range(int(os.environ.get("JOINDER_TEST_SEEDS", "2"))))
def test_undo_restores_the_graph_row_for_row(seed: int, opened: Callable[[], Store], tmp_path: Path) -> None:
    """Random judgements one by one, then taken back: last first each earlier graph is there again, to the last row."""
    dice = random.Random(seed)
    with open_ledger(tmp_path / "ledger.db") as ledger:
        for article in some_news():
            ledger.record(article)
        graphs = [_shown(ledger, opened)]
        made = []
        for _ in range(3):
            made.append(_judge(ledger, dice))
            graphs.append(_shown(ledger, opened))
        for judgement in reversed(made):
            graphs.pop()
            at = next_instant(max(j.at for j in ledger.judgements()))
            ledger.judge([make("undo", value=judgement, at=at)])
            assert _shown(ledger, opened) == graphs[-1]


def test_undo_in_any_order_ends_where_it_began(opened: Callable[[], Store], tmp_path: Path) -> None:
    """Whichever is taken back first, and whatever is loaded between: the graph is that of the articles alone."""
    dice = random.Random(7)
    first, *rest = some_news()
    with open_ledger(tmp_path / "plain.db") as plain:
        for article in some_news():
            plain.record(article)
        wanted = _shown(plain, opened)
    with open_ledger(tmp_path / "judged.db") as ledger:
        for article in rest:
            ledger.record(article)
        made = [_judge(ledger, dice) for _ in range(2)]
        ledger.record(first)
        _shown(ledger, opened)
        dice.shuffle(made)
        for judgement in made:
            at = next_instant(max(j.at for j in ledger.judgements()))
            ledger.judge([make("undo", value=judgement, at=at)])
            found = _shown(ledger, opened)
        assert found == wanted


EXAMPLES = int(os.environ.get("JOINDER_TEST_EXAMPLES", "2"))


# To make a failing history small takes as long as hundreds of others: the ledger's own test does that faster.
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
@given(steps=histories)
def test_the_graph_forgets_what_was_taken_back(
    steps: list[Step], opened: Callable[[], Store], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Same, distinct, unsure, kind, rename, link, undo, load and forget in any order: no trace of what does not stand.

    After each judgement that was taken back the graph is, row for row, that of the articles and judgements left.
    """
    with open_ledger(tmp_path_factory.mktemp("history") / "ledger.db") as ledger:
        history = History(ledger)
        history.begin()
        for step in steps:
            history.take(step)
            if step[0] == "undo":
                assert _view(ledger, opened) == history.wanted()
        assert _view(ledger, opened) == history.wanted()
        for number in range(len(history.made)):
            if not history.gone.get(sorted(history.made)[number]):
                history.undo(number)
        assert _view(ledger, opened) == history.plain()
        for key in sorted(NEWS):
            history.take(("forget", key))
        assert _view(ledger, opened).entities == ()


def _view(ledger: Ledger, opened: Callable[[], Store]) -> View:
    """Publish, as a command does, and read all rows back."""
    with opened() as store:
        publish(store, view=ledger.view, changes=ledger.changes, sequence=ledger.refresh(), ledger=ledger.key)
        return read_view(store)
