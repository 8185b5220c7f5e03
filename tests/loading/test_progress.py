"""What a load tells of itself: a bar on a terminal, lines of JSON for machines, and what was done in the end."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from joinder.commands import progress
from joinder.commands.options import Log
from joinder.loaders.articles import Failure
from joinder.loading import Summary
from tests.cli.conftest import Joinder, joinder, scribe
from tests.loading.running import ROOT, write_news

__all__ = ["joinder", "scribe"]


def test_a_terminal_shows_counts_rate_and_time_left(tmp_path: Path) -> None:
    """The bar stands on standard error only while the load goes on; the sum stays."""
    news = write_news(tmp_path / "news.jsonl", 100)
    terminal, other_end = os.openpty()
    env = os.environ | {"JOINDER_DATA": str(tmp_path / "data"), "JOINDER_TEST_DELAY": "0.03", "TERM": "xterm"}
    env |= {"COLUMNS": "200"}
    command = [sys.executable, "-m", "tests.loading.running", "load", str(news)]
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=other_end)
    os.close(other_end)
    shown = b""
    while True:
        try:
            part = os.read(terminal, 65536)
        except OSError:  # the other end is closed: the load has ended
            break
        shown += part
    assert process.wait(60) == 0
    for words in (b"/100", b"articles/s", b"claims", b"skipped by the gate", b"0 failed", b"0:0"):
        assert words in shown, words
    assert b"100 articles read: 100 new" in shown


def test_machines_are_told_how_far_it_is(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Each line has the counts, the rate and the seconds left; these are null where nobody can know the whole."""
    monkeypatch.setattr(progress, "_EVERY", 0.0)
    for total in (40, None):
        with progress.watching(lambda: total, Log.JSON) as advance:  # noqa: B023 - called at once
            assert advance
            advance(Summary(read=9, new=7, unchanged=2, gated=1, claims=12, failed=[Failure("x", "empty")]))
        told = json.loads(capsys.readouterr().err)
        wanted = {"read": 9, "new": 7, "unchanged": 2, "gated": 1, "claims": 12, "failed": 1, "event": "progress"}
        assert {name: told[name] for name in wanted} == wanted
        assert told["articles_per_second"] > 0
        assert (told["seconds_left"] is None) == (total is None)


def test_an_interruption_while_the_graph_is_written_says_what_was_done(
    joinder: Joinder, scribe: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The articles are recorded; exit code 130; the next load brings the graph level."""
    assert scribe is None
    news = write_news(tmp_path / "news.jsonl", 5)

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("joinder.commands.places.publish", interrupt)
        result = joinder("load", str(news))
    assert result.code == 130
    assert "interrupted" in result.err
    assert "5 articles read: 5 new" in result.err
    assert joinder("load", str(news)).code == 0
    assert joinder("rebuild", "--check").code == 0
