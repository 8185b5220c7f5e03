"""The progress bar of ``load``, on a terminal only, and the summary at its end."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from joinder import reports
from joinder.commands.options import Log

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from joinder.graph.model import Article
    from joinder.loaders.articles import Failure, Read
    from joinder.loading import Summary

_EVERY = 1.0
SKIPPED = 3
"""The exit code where all is done, but some articles could not be read."""


@contextlib.contextmanager
def watching(total: Callable[[], int | None], form: Log = Log.TEXT) -> Iterator[Callable[[Summary], None] | None]:
    """Tell of a load while it goes on: a bar on a terminal, JSON lines where they are asked for, else nothing.

    Args:
        total: says how many articles there are to read, where that can be known; asked only if it is to be told.
        form: how to tell.
    """
    if form is Log.JSON:
        yield _json_lines(total())
    elif sys.stderr.isatty():
        with _bar(total()) as advance:
            yield advance
    else:
        yield None


def _json_lines(total: int | None) -> Callable[[Summary], None]:
    """Write an event at most once a second."""
    began = last = time.monotonic()

    def advance(summary: Summary) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= _EVERY:
            last = now
            done = summary.read + len(summary.failed)
            rate = done / (now - began)
            left = round(max(total - done, 0) / rate, 1) if total is not None and rate else None
            event("progress", **_counts(summary), articles_per_second=round(rate, 2), seconds_left=left)

    return advance


def event(kind: str, **facts: object) -> None:
    """Write one event as a line of JSON to standard error."""
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    sys.stderr.write(json.dumps({"event": kind, "at": at, **facts}, ensure_ascii=True) + "\n")


def _counts(summary: Summary) -> dict[str, int]:
    names = ("read", "new", "changed", "unchanged", "gated", "claims", "crowds")
    return {name: getattr(summary, name) for name in names} | {"failed": len(summary.failed)}


@contextlib.contextmanager
def _bar(total: int | None) -> Iterator[Callable[[Summary], None]]:
    """Show a bar with counts, rate and time left."""
    from rich.console import Console  # noqa: PLC0415 - only for people
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (
        TextColumn("loading"),
        BarColumn(bar_width=None),
        MofNCompleteColumn(),
        TextColumn("{task.fields[facts]}"),
        TimeRemainingColumn(compact=True, elapsed_when_finished=True),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("loading", total=total, facts="")

        def advance(summary: Summary) -> None:
            speed = shown.tasks[0].finished_speed or shown.tasks[0].speed
            rate = f", {speed:.1f} articles/s" if speed else ""
            facts = f"{summary.claims} claims, {summary.gated} skipped by the gate, {len(summary.failed)} failed{rate}"
            shown.update(task, completed=summary.read + len(summary.failed), facts=facts)

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
    from joinder.loaders.articles import Failure, ReadArticle  # noqa: PLC0415

    for read in reads:
        if isinstance(read, Failure):
            failures.append(read)
        elif isinstance(read, ReadArticle):
            yield read.article


def summarise(summary: Summary, form: Log = Log.TEXT) -> None:
    """Say what was loaded, what corrections changed, and list what was not loaded."""
    if form is Log.JSON:
        _summarise_json(summary)
        return
    if summary.interrupted:
        reports.say("interrupted: what was done stays done, and the same command goes on from there")
    gated = f", {summary.gated} skipped by the gate" if summary.gated else ""
    reports.say(
        f"{_plural(summary.read, 'article')} read: {summary.new} new, {summary.changed} changed, "
        f"{summary.unchanged} unchanged, {len(summary.failed)} failed{gated}; "
        f"{_plural(summary.claims, 'claim')} and {_plural(summary.crowds, 'crowd claim')} in them"
    )
    for correction in summary.corrections:
        reports.say(f"corrected: {correction.input or correction.article}")
        for sign, lines in (("-", correction.taken), ("+", correction.added)):
            for line in lines:
                reports.say(f"{sign} {line}")
    for warning in summary.warnings:
        reports.say(f"warning: {warning}")
    _list(summary.failed)


def _summarise_json(summary: Summary) -> None:
    for correction in summary.corrections:
        event("corrected", **dataclasses.asdict(correction))
    for warning in summary.warnings:
        event("warning", message=warning)
    for failure in summary.failed:
        event("failed", input=failure.input, reason=failure.reason)
    event("done", **_counts(summary), interrupted=summary.interrupted, sequence=summary.sequence)


def _list(failures: Sequence[Failure]) -> None:
    for failure in failures:
        reports.say(f"skipped: {failure.input}: {failure.reason}")


def tell_failures(failures: Sequence[Failure]) -> None:
    """List the inputs that could not be read, each with its reason, and end with exit code 3 if there are any."""
    _list(failures)
    if failures:
        raise typer.Exit(SKIPPED)


def _plural(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
