"""The progress bar of ``load``, on a terminal only, and the summary at its end."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from joinder import reports

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from joinder.graph.model import Article
    from joinder.loaders.articles import Failure, Read
    from joinder.loading import Summary

SKIPPED = 3
"""The exit code where all is done, but some articles could not be read."""


@contextlib.contextmanager
def bar(inputs: Iterable[str]) -> Iterator[Callable[[Summary], None] | None]:
    """Show a bar with rate and time left while articles are loaded; nothing where standard error is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # noqa: PLC0415 - only for people
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (
        TextColumn("loading"),
        BarColumn(bar_width=None),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(compact=True, elapsed_when_finished=True),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("loading", total=count(inputs), rate="")

        def advance(summary: Summary) -> None:
            speed = shown.tasks[0].finished_speed or shown.tasks[0].speed
            rate = f"{speed:.1f} articles/s" if speed else ""
            shown.update(task, completed=summary.read + len(summary.failed), rate=rate)

        yield advance


def count(inputs: Iterable[str]) -> int | None:
    """Count the articles that inputs seem to hold: a file is one, a line of JSONL is one (None: nobody can know)."""
    total = 0
    for name in inputs:
        if name == "-":
            return None
        path = Path(name)
        for file in path.rglob("*") if path.is_dir() else [path]:
            if file.is_file():
                total += _lines(file) if file.suffix.lower() in {".jsonl", ".ndjson"} else 1
    return total


def _lines(path: Path) -> int:
    try:
        with path.open("rb") as file:
            return max(sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b"")), 1)
    except OSError:
        return 1


def good(reads: Iterable[Read], failures: list[Failure]) -> Iterator[Article]:
    """Pass on the articles that could be read, and gather what could not in ``failures``."""
    from joinder.loaders.articles import Failure  # noqa: PLC0415

    for read in reads:
        if isinstance(read, Failure):
            failures.append(read)
        else:
            yield read.article


def summarise(summary: Summary) -> None:
    """Say what was loaded, and list what was not."""
    reports.say(
        f"{_plural(summary.read, 'article')} read: {summary.new} new, {summary.changed} changed, "
        f"{summary.unchanged} unchanged, {len(summary.failed)} failed; "
        f"{_plural(summary.claims, 'claim')} and {_plural(summary.crowds, 'crowd claim')} in them"
    )
    for warning in summary.warnings:
        reports.say(f"warning: {warning}")
    tell_failures(summary.failed)


def tell_failures(failures: Sequence[Failure]) -> None:
    """List the inputs that could not be read, each with its reason, and end with exit code 3 if there are any."""
    for failure in failures:
        reports.say(f"skipped: {failure.input}: {failure.reason}")
    if failures:
        raise typer.Exit(SKIPPED)


def _plural(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
