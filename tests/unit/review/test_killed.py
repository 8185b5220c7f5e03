"""The review as a real process at a pseudo-terminal of 80×24, killed without warning: no decision is lost."""

import fcntl
import os
import pty
import random
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from joinder.graph.judgements import standing
from joinder.graph.ledger import open_ledger
from tests.unit.graph.making import claim, entity, extraction

PATIENCE = 120.0
#: How often the review is killed; JOINDER_TEST_SEEDS asks for more.
KILLS = int(os.environ.get("JOINDER_TEST_SEEDS", "3"))
COMPANIES = ("Ford", "Disney", "Hershey", "Boeing", "Marriott", "Verizon", "Target", "Danone", "Bosch", "Siemens")


class Terminal:
    """A review that runs in a terminal: what it has shown so far, and its keys."""

    def __init__(self, data: Path) -> None:
        self.shown = ""
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        run = "import sys; from joinder.cli import run; sys.exit(run(sys.argv[1:]))"
        words = [sys.executable, "-c", run, "review", "--data", str(data), "--by", "me"]
        settings = {"TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"}
        self.process = subprocess.Popen(
            words, stdin=slave, stdout=slave, stderr=slave, env=os.environ | settings, start_new_session=True
        )
        os.close(slave)
        self._master = master

    def press(self, key: str) -> None:
        """Press a key."""
        os.write(self._master, key.encode())

    def read(self, seconds: float) -> None:
        """Take in what is shown for so long."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            if not select.select([self._master], [], [], left)[0]:
                return
            try:
                part = os.read(self._master, 65536)
            except OSError:  # its end is closed
                return
            self.shown += re.sub(
                r"\x1b\[[0-9;?]*[a-zA-Z]|\x1b[PX^_\]].*?(\x1b\\|\x07)", "", part.decode(errors="replace")
            )

    def wait(self, pattern: str) -> None:
        """Wait until something was shown."""
        until = time.monotonic() + PATIENCE
        while not re.search(pattern, self.shown):
            assert time.monotonic() < until, self.shown[-2000:]
            assert self.process.poll() is None, self.shown[-2000:]
            self.read(0.05)

    @property
    def answered(self) -> int:
        """So many answers it says to have taken."""
        return max((int(n) for n in re.findall(r"(\d+) answered", self.shown)), default=0)

    def kill(self) -> None:
        """Kill it without warning."""
        self.process.kill()
        self.process.wait(30)
        self.read(0.2)

    def close(self) -> None:
        """Give the terminal back."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(30)
        os.close(self._master)


@contextmanager
def review(data: Path) -> Iterator[Terminal]:
    """Run a review until its first question is shown."""
    terminal = Terminal(data)
    try:
        terminal.wait(r"0 answered.*(these|No question)|questions left")
        yield terminal
    finally:
        terminal.close()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Give a data folder whose ledger has many pairs to ask about."""
    with open_ledger(tmp_path / "ledger.db") as ledger:
        for number, name in enumerate(COMPANIES):
            for form in (name, f"{name} Company"):
                made = [entity(form, "Brand"), entity("Facebook", "Platform")]
                ledger.record(extraction(f"{form} {number}", made, [claim(form, "PAUSED", "Facebook")]))
        ledger.refresh()
    return tmp_path


def test_no_decision_is_lost_when_it_is_killed(data: Path) -> None:
    """Killed at random moments: what it showed as answered is in the ledger, and what is there is whole."""
    dice = random.Random(20)
    before = total = 0
    for kill in range(KILLS):
        with review(data) as terminal:
            for _ in range(dice.randint(1, 3)):
                terminal.press(dice.choice("yn?"))
                terminal.read(dice.random() * 0.5)
            if kill == 0:
                terminal.wait(r"[1-9] answered")  # one that certainly was taken
            terminal.kill()
            seen, total = terminal.answered, total + terminal.answered
        with open_ledger(data / "ledger.db") as ledger:  # the database has no trace of a half-made answer
            judged = standing(ledger.judgements())
            assert before + seen <= len(judged) <= before + 3
            assert {j.author for j in judged} == {"me"}
            assert ledger.faults() == []
            before = len(judged)
    assert total >= 1


def test_after_the_kill_the_review_goes_on_and_the_graph_follows(data: Path) -> None:
    """The next review does not ask again; ended properly it brings the graph level, with what the killed one took."""
    with review(data) as terminal:
        terminal.press("y")
        terminal.wait("1 answered")
        terminal.kill()
    with review(data) as terminal:
        assert f"of {len(COMPANIES) - 1} " in terminal.shown
        terminal.press("q")
        terminal.process.wait(PATIENCE)
    run = "import sys; from joinder.cli import run; sys.exit(run(sys.argv[1:]))"
    shown = subprocess.run(
        [sys.executable, "-c", run, "judgements", "--data", str(data), "--format", "json"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert shown.stdout.count('"same"') == 1
