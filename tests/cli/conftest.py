"""Running the command line in this process, on either store."""

import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from joinder import cli
from tests.cli.world import ARTICLES, Scribe
from tests.servers.fixture import Place, neo4j_locked, neo4j_place, neo4j_uri

__all__ = ["Place", "neo4j_locked", "neo4j_place", "neo4j_uri"]

ENGINES = ["embedded", pytest.param("neo4j", marks=[pytest.mark.neo4j, pytest.mark.xdist_group("neo4j")])]


@dataclass(frozen=True, slots=True)
class Result:
    """What a command did."""

    code: int
    out: str
    err: str

    def rows(self) -> list[dict[str, object]]:
        """Read the rows of a command that was asked for JSON."""
        found: list[dict[str, object]] = json.loads(self.out)
        return found


Joinder = Callable[..., Result]


@pytest.fixture
def joinder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Joinder:
    """Run a command line, with a data folder of its own and no setting from outside."""
    for name in ("JOINDER_GRAPH", "JOINDER_GRAPH_USER", "JOINDER_GRAPH_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("JOINDER_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "80")

    def run(*words: str, stdin: bytes = b"") -> Result:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capsys.readouterr()
        code = cli.run(list(words))
        return Result(code, *capsys.readouterr())

    return run


@pytest.fixture
def scribe(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `load` and `extract` take articles at their word (see ``tests.cli.world``)."""
    monkeypatch.setattr("joinder.loaders.extract.load_extractor", lambda _pipeline=None, **_gate: Scribe())


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, joinder: Joinder) -> str:
    """Put the graph on each store in turn."""
    assert joinder  # clears the environment first
    if request.param == "neo4j":
        place: Place = request.getfixturevalue("neo4j_uri")
        monkeypatch.setenv("JOINDER_GRAPH", place.uri)
        if place.password:
            monkeypatch.setenv("JOINDER_GRAPH_USER", place.user or "neo4j")
            monkeypatch.setenv("JOINDER_GRAPH_PASSWORD", place.password)
    return str(request.param)


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """Write the articles of the invented world as JSON Lines."""
    path = tmp_path / "news.jsonl"
    lines = [
        {"id": name, "title": f"The {name}", "published": day, "publisher": "The Example", "text": text}
        for name, (text, day) in ARTICLES.items()
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


@pytest.fixture
def loaded(joinder: Joinder, engine: str, scribe: None, news: Path) -> Joinder:
    """Load the invented world, on each store in turn."""
    assert scribe is None
    result = joinder("load", str(news))
    assert (result.code, engine) == (0, engine), result.err
    return joinder
