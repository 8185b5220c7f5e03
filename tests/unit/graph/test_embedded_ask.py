"""The child process that runs a user's query: what it answers, and how its failures are told."""

from pathlib import Path

import pytest

from joinder.errors import JoinderError, QueryFailedError, QueryRefusedError, StoreError
from joinder.graph import embedded_ask
from joinder.graph.ladybug_store import LadybugStore
from tests.conformance.facts import VIEW


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    """Give the path of a graph."""
    path = tmp_path / "graph.lbdb"
    with LadybugStore(path) as store:
        store.replace(VIEW, 1, "L")
    return path


def request(path: Path, text: str) -> dict[str, object]:
    """Make a request as the parent does."""
    return {"path": str(path), "text": text, "parameters": {"x": 2}, "timeout": 5}


def test_the_child_answers_rows_or_an_error(graph: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows come as lists of plain values; the engine's errors come as text, those of opening marked."""
    confined = []
    monkeypatch.setattr(embedded_ask, "_confine", confined.append)
    assert embedded_ask._answer(request(graph, "RETURN $x AS x, sum(3) AS s")) == {"rows": [[2, 3]]}
    assert "Parser" in embedded_ask._answer(request(graph, "RETRUN"))["error"]
    assert "write" in embedded_ask._answer(request(graph, "CREATE (:Redirect {id: 'x'})"))["error"]
    assert embedded_ask._answer(request(graph.with_name("none"), "RETURN 1"))["error"].startswith("open: ")
    assert confined == [5, 5, 5]


@pytest.mark.parametrize(
    ("message", "kind", "said"),
    [
        ("Interrupted.", QueryFailedError, "stopped after 2 s"),
        ("Buffer manager exception: Unable to allocate memory! more", QueryFailedError, "too much memory"),
        ("MemoryError", QueryFailedError, "too much memory"),
        ("Connection exception: Cannot execute write operations in a read-only database!", QueryRefusedError, "read"),
        ("Parser exception: Invalid input <x>\nRETURN x", QueryFailedError, "Invalid input <x>$"),
        ("open: the graph is damaged", StoreError, "damaged"),
    ],
)
def test_failures_are_told_in_one_line(message: str, kind: type[JoinderError], said: str) -> None:
    """Each kind of failure has its error, with a hint."""
    error = embedded_ask._failure(message, 2.0)
    assert type(error) is kind
    assert error.hint
    with pytest.raises(kind, match=said):
        raise error


def test_an_unknown_property_suggests_near_ones() -> None:
    """A misspelt property is told with the nearest known ones, or with all."""
    near = embedded_ask._failure("Binder exception: Cannot find property publishd for a.", 1.0)
    assert "published" in (near.hint or "")
    far = embedded_ask._failure("Binder exception: Cannot find property zzz for a.", 1.0)
    assert "n_articles" in (far.hint or "")


def test_a_child_that_breaks_down_is_no_crash_of_ours(graph: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A native crash in the child, or one that does not stop by itself, is an ordinary error here."""
    monkeypatch.setattr(embedded_ask.sys, "executable", "/bin/true")
    with pytest.raises(QueryFailedError, match="broke down"):
        embedded_ask.ask(graph, "RETURN 1 AS x", {}, 1.0)
    sleeper = graph.with_name("sleeper")
    sleeper.write_text("#!/bin/sh\nexec sleep 30\n")
    sleeper.chmod(0o755)
    monkeypatch.setattr(embedded_ask.sys, "executable", str(sleeper))
    monkeypatch.setattr(embedded_ask, "GRACE", 0.2)
    with pytest.raises(QueryFailedError, match="stopped after"):
        embedded_ask.ask(graph, "RETURN 1 AS x", {}, 0.1)
