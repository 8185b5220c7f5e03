"""Candidates of a ledger, kept in a file beside it: only what news has changed is compared anew."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

from joinder.errors import StoreError
from joinder.graph.identity_blocks import Nicknames
from joinder.graph.identity_candidates import Candidate
from joinder.graph.identity_index import CandidateIndex
from joinder.graph.ledger import Ledger
from joinder.graph.model import EntityRow

Progress = Callable[[int, int], None]


def find(
    ledger: Ledger, entities: tuple[EntityRow, ...], file: Path, nicknames: Nicknames, progress: Progress | None = None
) -> list[Candidate]:
    """Give the candidates of the ledger's view as of now, most influence first; what the file knows is not done again.

    Args:
        ledger: a refreshed ledger.
        entities: the entities of its view, for a file that does not know them.
        file: where the candidates are kept; a file that is not right is made anew.
        nicknames: gives the folded forms of a given name.
        progress: is told how many pairs were scored, out of how many.

    Raises:
        StoreError: the file cannot be written.
    """
    for attempt in (1, 2):
        try:
            return _find(ledger, entities, file, nicknames, progress)
        except sqlite3.DatabaseError as error:
            if attempt == 2 or not file.exists() or "locked" in str(error):
                raise StoreError(f"the candidates {file} cannot be written: {error}", "remove the file") from error
            for damaged in (file, *(file.with_name(file.name + end) for end in ("-journal", "-wal", "-shm"))):
                damaged.unlink(missing_ok=True)
    raise AssertionError  # the second attempt returns or raises


def _find(
    ledger: Ledger, entities: tuple[EntityRow, ...], file: Path, nicknames: Nicknames, progress: Progress | None
) -> list[Candidate]:
    sequence = ledger.sequence
    with CandidateIndex(file, nicknames) as index:
        since = index.sequence(ledger.key)
        if not 0 < since <= sequence:
            index.build(entities, ledger.key, sequence, progress)
        elif since < sequence:
            changes = ledger.changes(since)
            gone = [key for kind, key in changes.deletes if kind == "entities"]
            index.update(changes.upserts.entities, gone, sequence)
        return index.candidates()
