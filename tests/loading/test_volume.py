"""A small real version of `make bench-load`: the work and the memory of a load grow with the news, not faster.

Nothing here looks at a clock: what is counted are statements, rows and the sizes of what is in memory at once.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from joinder.graph import embedded_file, sequence
from joinder.graph.connect import open_store
from joinder.graph.export_view import read_view
from joinder.graph.ladybug_store import Connection
from joinder.graph.ledger import Ledger, open_ledger
from joinder.graph.model import Article, Claim, Entity, Extraction
from joinder.graph.publish import publish

QUOTE = "It happened."


def stories(count: int, first: int = 0) -> Iterator[Extraction]:
    """Make articles of two claims each, about few platforms and campaigns and many companies."""
    for number in range(first, first + count):
        brand, other = f"Maker {number % 97} Works", f"Maker {number * number % 53} Mills"
        campaign = f"Campaign For {number % 11} Days"
        named = {brand: "Brand", other: "Brand", campaign: "Campaign", "Facebook": "Platform"}
        claims = (
            Claim(brand, "JOINED", campaign, "done", QUOTE, 0, len(QUOTE), None),
            Claim(other, "PAUSED", "Facebook", "done", QUOTE, 0, len(QUOTE), "ads"),
        )
        text = f"{QUOTE} " + " ".join(f"w{number * step % 997}" for step in range(60))
        entities = tuple(Entity(name, label, (), ((0, 2),)) for name, label in named.items())
        yield Extraction(Article(f"story-{number}", text), entities, claims, (), "test 1")


def record(ledger: Ledger, count: int, first: int = 0) -> None:
    """Record some articles."""
    for extraction in stories(count, first):
        ledger.record(extraction)


@pytest.fixture
def counted() -> Iterator[Counter[str]]:
    """Count the statements that a ledger runs, and note the longest list of rows given to one of them."""
    seen: Counter[str] = Counter()

    def note(_: Any, __: Any, ___: str, parameters: Any, ____: Any, many: bool) -> None:
        seen["statements"] += 1
        seen["longest"] = max(seen["longest"], len(parameters) if many else 1)

    event.listen(Engine, "before_cursor_execute", note)
    yield seen
    event.remove(Engine, "before_cursor_execute", note)


def test_the_last_articles_cost_the_ledger_what_the_first_did(tmp_path: Path, counted: Counter[str]) -> None:
    """Recording runs as many statements for the last tenth of a load as for its first."""
    tenths = []
    with open_ledger(tmp_path / "ledger.db") as ledger:
        for tenth in range(10):
            before = counted["statements"]
            record(ledger, 30, 30 * tenth)
            tenths.append(counted["statements"] - before)
        assert ledger.counts()["claims"] == 600
    assert len(set(tenths)) == 1


def test_a_view_is_written_in_pieces(tmp_path: Path, counted: Counter[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """However large a view is, no more than a batch of its rows waits to be written, by the ledger or the graph."""
    monkeypatch.setattr(sequence, "BATCH", 50)
    monkeypatch.setattr(embedded_file, "CHUNK", 70)
    sizes = []
    run = Connection.execute

    def watched(self: Connection, text: str, parameters: Any = None) -> Any:
        if text.startswith("COPY"):
            sizes.append(parameters["rows"].num_rows)
        return run(self, text, parameters)

    monkeypatch.setattr(Connection, "execute", watched)
    with open_ledger(tmp_path / "ledger.db") as ledger:
        record(ledger, 300)
        counted["longest"] = 0
        ledger.refresh()
        assert counted["longest"] == 50
        with open_store(tmp_path / "graph.lbdb", read_only=False) as store:
            publish(store, view=ledger.view, sequence=ledger.sequence, ledger=ledger.key)
        with open_store(tmp_path / "graph.lbdb") as store:
            assert read_view(store) == ledger.view()
    assert max(sizes) == 70


def test_a_hundred_more_touch_as_many_rows_of_a_large_graph_as_of_a_small_one(tmp_path: Path) -> None:
    """What a refresh changes follows from the news, not from how much there was before."""
    changed = []
    with open_ledger(tmp_path / "ledger.db") as ledger:
        for first, more in ((0, 200), (200, 20), (220, 400), (620, 20)):
            since = ledger.sequence
            record(ledger, more, first)
            ledger.refresh()
            found = ledger.changes(since)
            changed.append(sum(len(getattr(found.upserts, kind)) for kind in ("articles", "mentions", "claims")))
    assert changed[1] == changed[3] == 20 * (1 + 4 + 2)
