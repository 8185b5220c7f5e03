"""Taking judgements back restores the very graph that stood before, on both stores."""

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from joinder.graph.judgements import make, next_instant
from joinder.graph.ledger import Ledger, open_ledger
from joinder.graph.publish import publish
from joinder.graph.register import Register
from joinder.graph.store import Store
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
