"""The command line in a process of its own, with the extractor that takes articles at their word.

``python -m tests.loading.running COMMAND…``; JOINDER_TEST_DELAY slows each article down, so that a load can be hit;
JOINDER_TEST_STEP brings a graph server level after so much (see ``running.STEP``), in transactions of little more.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from joinder.graph.model import Article, Extraction
from tests.cli.world import Scribe

ROOT = Path(__file__).resolve().parents[2]


class SlowScribe(Scribe):
    """Takes its time over each article."""

    def stream(self, articles: Iterable[Article]) -> Iterator[Extraction]:
        """Read articles in order."""
        delay = float(os.environ.get("JOINDER_TEST_DELAY", "0"))
        for article in articles:
            time.sleep(delay)
            yield self.extract(article)


def make_scribe(_pipeline: str | None = None, **_gate: bool) -> SlowScribe:
    """Make the extractor of these tests."""
    return SlowScribe()


def start(data: Path, *words: str, delay: float = 0.0, **environment: str) -> "subprocess.Popen[str]":
    """Start a command."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("JOINDER_GRAPH", "JOINDER_LEDGER"))}
    env = kept | {"JOINDER_DATA": str(data), "JOINDER_TEST_DELAY": str(delay), **environment}
    command = [sys.executable, "-m", "tests.loading.running", *words]
    return subprocess.Popen(
        command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


def run(data: Path, *words: str, delay: float = 0.0, **environment: str) -> tuple[int, str, str]:
    """Run a command to its end: exit code, answer, and what was said."""
    process = start(data, *words, delay=delay, **environment)
    out, err = process.communicate(timeout=900)  # a busy machine may need long
    return process.returncode, out, err


def write_news(path: Path, count: int) -> Path:
    """Write a file of so many small articles, the same each time, with names that meet and claims that close others."""
    brands = [f"Brand {chr(65 + i % 26)}{i // 26}" for i in range(40)]
    lines = []
    for i in range(count):
        one, other = brands[i % 40], brands[(i * 7) % 40]
        text = f"Brand:{one}|PAUSED/ads|Platform:Facebook|done|2020-07-{1 + i % 28:02}\n"
        text += f"Brand:{other}|JOINED|Campaign:{'#StopHateForProfit' if i % 3 else 'Stop Hate for Profit'}\n"
        if i % 5 == 0:
            text += f"Brand:{one}|RESUMED/ads|Platform:Facebook|done|2020-08-{1 + i % 28:02}\n"
        lines.append({"id": f"n{i}", "title": f"News {i}", "published": f"2020-0{1 + i % 9}", "text": text})
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def main() -> None:
    """Run the command line with the scribe."""
    from joinder import cli
    from joinder.commands import running
    from joinder.graph import neo4j_write
    from joinder.loaders import extract

    if step := os.environ.get("JOINDER_TEST_STEP"):
        running.STEP, neo4j_write.WHOLE = int(step), 4 * int(step)

    extract.load_extractor = make_scribe  # type: ignore[assignment] # the tests' extractor
    sys.exit(cli.run(sys.argv[1:]))


if __name__ == "__main__":
    main()
