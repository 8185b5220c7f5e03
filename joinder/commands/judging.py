"""How a command judges: find what is meant, refuse what contradicts, preview or record, and publish."""

from __future__ import annotations

import getpass
import os
from typing import TYPE_CHECKING

from joinder import reports
from joinder.commands import places
from joinder.errors import JoinderError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from joinder.graph.judgements import Judgement
    from joinder.graph.ledger import Ledger
    from joinder.graph.preview import Preview
    from joinder.graph.register import Register

AUTHOR = "JOINDER_AUTHOR"


def author(given: str | None) -> str:
    """Say who judges: as given, else from the environment, else the user's name on this machine."""
    if name := (given or os.environ.get(AUTHOR, "")).strip():
        return name
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def last_instant(judgements: Iterable[Judgement]) -> str:
    """Give the time of the latest judgement."""
    return max((j.at for j in judgements), default="")


def judge(data: Path, graph: str, decide: Callable[[Register], Judgement], *, dry_run: bool) -> None:
    """Record the judgement that ``decide`` makes, and bring the graph up to date; or only say what it would change.

    Raises:
        JoinderError: it contradicts a judgement that stands.
    """
    from joinder.graph.register import Register  # noqa: PLC0415

    with places.open_ledger(data) as ledger:
        register = Register(ledger.contents())
        judgement = decide(register)
        if against := register.conflict(judgement):
            raise JoinderError(f"{reports.visible(str(judgement.left))} and {judgement.right}: {against}", _TAKE_BACK)
        if dry_run:
            tell_preview(ledger, [judgement])
        else:
            record(ledger, data, graph, [judgement])
            reports.say(f"judged {judgement}")


_TAKE_BACK = "take that back first: joinder undo ID"


def record(ledger: Ledger, data: Path, graph: str, judgements: Iterable[Judgement]) -> list[Judgement]:
    """Record judgements and bring the graph up to date; give those that were new."""
    with places.open_graph(data, graph, write=True) as store:
        new = ledger.judge(judgements)
        places.publish(ledger, store)
    return new


def tell_preview(ledger: Ledger, judgements: Iterable[Judgement]) -> None:
    """Say what judgements would change."""
    from joinder.graph.preview import preview  # noqa: PLC0415

    for line in preview_lines(preview(ledger.contents(), judgements)):
        reports.say(line)
    reports.say("nothing was recorded (--dry-run)")


def preview_lines(found: Preview) -> list[str]:
    """Put what would change into words."""
    if found.nothing:
        return ["the graph would stay as it is"]
    lines = [
        f"claims that would change: {found.claims}",
        f"edges: {found.edges_gone} would go, {found.edges_new} come, {found.edges_changed} change",
    ]
    for verb, entities in (("go", found.gone), ("come", found.new), ("change", found.changed)):
        lines += [f"would {verb}: {e.id} ({e.name}, {e.n_claims} claims)" for e in entities[:10]]
        lines += [f"would {verb}: {len(entities) - 10} more"] if len(entities) > 10 else []
    for move in found.ranks:
        before, after = (f"rank {place}" if place else "no rank" for place in (move.before, move.after))
        lines.append(f"top: {move.name} from {before} to {after}")
    return lines if found.ranks else [*lines, "top: no rank among the first 20 would change"]


def undo(data: Path, graph: str, wanted: str | None, by: str, reason: str, *, dry_run: bool) -> None:
    """Take a judgement back: the one of this id (or the beginning of it), else the last that stands.

    Raises:
        JoinderError: there is none, or several ids begin so.
    """
    from joinder.graph.judgements import UNDO, make, next_instant, standing  # noqa: PLC0415

    with places.open_ledger(data) as ledger:
        every = ledger.judgements()
        target = _target(list(every), standing(every), wanted)
        judgement = make(UNDO, value=target.id, author=by, reason=reason, at=next_instant(last_instant(every)))
        if dry_run:
            tell_preview(ledger, [judgement])
        else:
            record(ledger, data, graph, [judgement])
            reports.say(f"taken back {target}")


def _target(every: list[Judgement], standing: list[Judgement], wanted: str | None) -> Judgement:
    """Choose the judgement to take back; taking back can be taken back too, by its id."""
    if wanted is None:
        if not standing:
            raise JoinderError("there is no judgement to take back", "`joinder judgements` lists them")
        return standing[-1]
    found = [j for j in every if j.id.startswith(wanted.strip())] if wanted.strip() else []
    if len(found) != 1:
        count = "no judgement's id begins" if not found else f"{len(found)} judgements' ids begin"
        raise JoinderError(f"{count} with {wanted!r}", "`joinder judgements` lists them")
    gone = {j.value for j in every if j.verdict == "undo"}
    if found[0].id in gone and found[0] not in standing:
        raise JoinderError(f"{found[0].id} is taken back already", "`joinder judgements --all` shows by which")
    return found[0]
