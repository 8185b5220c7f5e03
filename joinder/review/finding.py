"""Candidates of a ledger, kept in a file beside it: only what news has changed is compared anew."""

import json
from collections.abc import Callable
from dataclasses import astuple
from pathlib import Path
from typing import Final

from joinder.graph.identity_blocks import Nicknames
from joinder.graph.identity_candidates import Candidate, candidates, in_order
from joinder.graph.ledger import Ledger
from joinder.graph.model import EntityRow

#: Goes up when the same entities give other candidates.
VERSION: Final = 2

Progress = Callable[[int, int], None]


def find(
    ledger: Ledger, entities: tuple[EntityRow, ...], file: Path, nicknames: Nicknames, progress: Progress | None = None
) -> list[Candidate]:
    """Give the candidates of the ledger's view as of now, most influence first; what the file knows is not done again.

    Args:
        ledger: a refreshed ledger.
        entities: the entities of its view.
        file: where the candidates are kept; a file that is not right is written anew.
        nicknames: gives the folded forms of a given name.
        progress: is told how many pairs were scored, out of how many.
    """
    sequence = ledger.sequence
    since, kept = _read(file, ledger.key)
    if since == sequence:
        return in_order(kept)
    touched = None
    if 0 < since < sequence:
        changes = ledger.changes(since)
        gone = {key for kind, key in changes.deletes if kind == "entities"}
        touched = gone | {e.id for e in changes.upserts.entities}
    old = [] if touched is None else [c for c in kept if not touched & {*c.pair}]
    found = in_order([*old, *candidates(entities, nicknames, touched=touched, progress=progress)])
    _write(file, ledger.key, sequence, found)
    return found


def _read(file: Path, key: str) -> tuple[int, list[Candidate]]:
    try:
        head, *lines = file.read_text(encoding="utf-8").splitlines()
        version, ledger, sequence = json.loads(head)
        if (version, ledger) != (VERSION, key):
            return 0, []
        return int(sequence), [_candidate(*json.loads(line)) for line in lines]
    except (OSError, ValueError, TypeError):
        return 0, []


def _candidate(
    left: str, right: str, score: float, names: list[str], reasons: list[str], influence: float
) -> Candidate:
    return Candidate(left, right, score, (names[0], names[1]), tuple(reasons), influence)


def _write(file: Path, key: str, sequence: int, found: list[Candidate]) -> None:
    """Write a new file over the old one at once: whoever is killed half-way leaves the old one."""
    lines = [json.dumps([VERSION, key, sequence]), *(json.dumps(astuple(c), ensure_ascii=False) for c in found)]
    fresh = file.with_suffix(".new")
    fresh.write_text("\n".join(lines) + "\n", encoding="utf-8")
    fresh.replace(file)
