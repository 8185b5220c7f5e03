"""Candidates kept in a file with the blocks that they come from, so that news costs in proportion to the news alone.

The outcome is that of finding all candidates anew: where a block becomes too large, or small enough, or other names
become those with the most claims, the names concerned are compared again too.
"""

import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import astuple
from pathlib import Path
from typing import Any, Final, Self

import numpy as np

from joinder.graph.identity_blocks import CAP, FEW, Keys, Nicknames, keys_of, pairs_of
from joinder.graph.identity_candidates import Candidate, scored
from joinder.graph.model import EntityRow

#: Goes up when the same entities give other candidates.
VERSION: Final = 3
_SHARED, _SHORT, _LONG = range(3)
_OTHER: Final = {_SHORT: _LONG, _LONG: _SHORT}
_TABLES: Final = """
CREATE TABLE mark (version INTEGER, ledger TEXT, sequence INTEGER);
CREATE TABLE entity (n INTEGER PRIMARY KEY, id TEXT UNIQUE, claims INTEGER, payload TEXT);
CREATE TABLE block (side INTEGER, key INTEGER, n INTEGER, PRIMARY KEY (side, key, n)) WITHOUT ROWID;
CREATE TABLE candidate (a TEXT, b TEXT, score REAL, influence REAL, payload TEXT, PRIMARY KEY (a, b)) WITHOUT ROWID;
CREATE INDEX candidate_of ON candidate (b);
"""

Progress = Callable[[int, int], None]


class CandidateIndex:
    """The candidates of one ledger's view, up to a sequence number. Close it; every change is one transaction."""

    def __init__(self, file: Path, nicknames: Nicknames) -> None:
        self._nicknames = nicknames
        self._base = sqlite3.connect(file, timeout=60, isolation_level=None)
        self._base.execute("PRAGMA synchronous = NORMAL")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._base.close()

    def sequence(self, ledger: str) -> int:
        """Tell up to which sequence number of a ledger the file goes (0: it is of another one, or is none)."""
        try:
            row = self._base.execute("SELECT version, ledger, sequence FROM mark").fetchone()
        except sqlite3.OperationalError:
            return 0
        return row[2] if row and tuple(row[:2]) == (VERSION, ledger) else 0

    def candidates(self) -> list[Candidate]:
        """Give all candidates, most influence first."""
        rows = self._base.execute("SELECT payload FROM candidate ORDER BY influence DESC, score DESC, a, b")
        return [_candidate(*json.loads(payload)) for (payload,) in rows]

    def build(
        self, entities: Iterable[EntityRow], ledger: str, sequence: int, progress: Progress | None = None
    ) -> None:
        """Find all candidates, in place of what the file holds."""
        listed = sorted(entities)
        found = [keys_of(entity, self._nicknames) for entity in listed]
        pairs = list(scored(listed, pairs_of(listed, found), self._nicknames, progress))
        with _transaction(self._base):
            for (name,) in self._base.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                self._base.execute(f'DROP TABLE "{name}"')
            for statement in filter(str.strip, _TABLES.split(";")):
                self._base.execute(statement)
            self._put(dict(enumerate(listed)), dict(enumerate(found)))
            self._keep(pairs)
            self._base.execute("INSERT INTO mark VALUES (?, ?, ?)", (VERSION, ledger, sequence))

    def update(self, changed: Iterable[EntityRow], gone: Iterable[str], sequence: int) -> int:
        """Bring the file up to what changed since; give how many entities were compared anew."""
        fresh = {entity.id: entity for entity in changed}
        with _transaction(self._base):
            before = {n: row for key in {*fresh, *gone} for n, row in self._entity("id", key)}
            number = {row.id: n for n, row in before.items()}
            (top,) = self._base.execute("SELECT coalesce(max(n), 0) FROM entity").fetchone()
            rows = {number.get(key, top + place): row for place, (key, row) in enumerate(fresh.items(), 1)}
            old, new = ({n: keys_of(row, self._nicknames) for n, row in of.items()} for of in (before, rows))
            anew = self._replace(old, new, rows) | rows.keys()
            self._compare(anew, {row.id for row in before.values()})
            self._base.execute("UPDATE mark SET sequence = ?", (sequence,))
        return len(anew)

    def _replace(self, old: dict[int, Keys], new: dict[int, Keys], rows: dict[int, EntityRow]) -> set[int]:
        """Put new rows for old ones; give the other entities that share blocks by it, or share them no more."""
        affected: set[tuple[int, int]] = set()
        for n in old.keys() | new.keys():
            was, becomes = (_flat(of[n]) if n in of else set() for of in (old, new))
            # Of short and long names those with the most claims are compared, and claims may have changed.
            affected |= (was ^ becomes) | {k for k in was | becomes if k[0] != _SHARED}
        ours = old.keys() | new.keys()
        before = {k: self._others(*k, ours) for k in affected}
        marks = [(side, key, n) for n, of in old.items() for side, key in _flat(of)]
        self._base.executemany("DELETE FROM block WHERE side = ? AND key = ? AND n = ?", marks)
        self._base.executemany("DELETE FROM entity WHERE n = ?", [(n,) for n in old])
        self._put(rows, new)
        return {n for k in affected for n in before[k] ^ self._others(*k, ours)}

    def _others(self, side: int, key: int, ours: Collection[int]) -> frozenset[int]:
        """Give those that are compared with one another in a block, whatever becomes of ``ours``."""
        found = self._compared(side, key).difference(ours)
        if side == _SHARED or not found:
            return found
        against = self._compared(_OTHER[side], key).difference(ours)
        return found | against if against else frozenset()

    def _compared(self, side: int, key: int) -> frozenset[int]:
        """Give those of a block that are compared: none of one that is too large, the first of short and long names."""
        if side == _SHARED:
            query = "SELECT n FROM block WHERE side = ? AND key = ? LIMIT ?"
            found = frozenset(n for (n,) in self._base.execute(query, (side, key, CAP + 1)))
            return found if len(found) <= CAP else frozenset()
        query = (
            "SELECT b.n FROM block b JOIN entity e ON e.n = b.n WHERE b.side = ? AND b.key = ? "
            "ORDER BY e.claims DESC, e.id LIMIT ?"
        )
        return frozenset(n for (n,) in self._base.execute(query, (side, key, FEW)))

    def _partners(self, n: int, row: EntityRow) -> set[int]:
        """Give all that an entity is compared with."""
        found: set[int] = set()
        for side, key in _flat(keys_of(row, self._nicknames)):
            others = self._compared(_OTHER.get(side, side), key)
            if others and (side == _SHARED or n in self._compared(side, key)):
                found |= others
        return found - {n}

    def _compare(self, anew: set[int], gone: set[str]) -> None:
        """Compare some entities with all that share a block with them, in place of their candidates so far."""
        rows = {n: row for one in anew for n, row in self._entity("n", one)}
        for key in gone | {row.id for row in rows.values()}:
            self._base.execute("DELETE FROM candidate WHERE a = ?", (key,))
            self._base.execute("DELETE FROM candidate WHERE b = ?", (key,))
        partners = {n: self._partners(n, row) for n, row in rows.items()}
        for one in set().union(*partners.values()) - rows.keys():
            rows.update(self._entity("n", one))
        listed = sorted(rows.values())
        place = {row.id: index for index, row in enumerate(listed)}
        ends = {tuple(sorted((place[rows[n].id], place[rows[m].id]))) for n, of in partners.items() for m in of}
        self._keep(scored(listed, np.array(sorted(ends), dtype=np.int64).reshape(-1, 2), self._nicknames))

    def _entity(self, column: str, value: object) -> Iterator[tuple[int, EntityRow]]:
        query = f"SELECT n, payload FROM entity WHERE {column} = ?"  # noqa: S608 - a column's name
        for n, payload in self._base.execute(query, (value,)):
            values: Any = (tuple(v) if isinstance(v, list) else v for v in json.loads(payload))
            yield n, EntityRow(*values)

    def _put(self, rows: Mapping[int, EntityRow], keys: Mapping[int, Keys]) -> None:
        entities = ((n, row.id, row.n_claims, json.dumps(astuple(row), ensure_ascii=False)) for n, row in rows.items())
        self._base.executemany("INSERT INTO entity VALUES (?, ?, ?, ?)", entities)
        # In the table's own order, which is several times as fast where there are many.
        blocks = sorted((side, key, n) for n, of in keys.items() for side, key in _flat(of))
        self._base.executemany("INSERT INTO block VALUES (?, ?, ?)", blocks)

    def _keep(self, found: Iterable[Candidate]) -> None:
        rows = ((c.left, c.right, c.score, c.influence, json.dumps(astuple(c), ensure_ascii=False)) for c in found)
        self._base.executemany("INSERT INTO candidate VALUES (?, ?, ?, ?, ?)", rows)


def _flat(of: Keys) -> set[tuple[int, int]]:
    """Give an entity's keys, each with the side of its block on which the entity stands."""
    return {(side, key) for side, keys in zip((_SHARED, _SHORT, _LONG), (of.shared, of.short, of.long), strict=True)
            for key in keys}  # fmt: skip


def _candidate(
    left: str, right: str, score: float, names: list[str], reasons: list[str], influence: float
) -> Candidate:
    return Candidate(left, right, score, (names[0], names[1]), tuple(reasons), influence)


@contextmanager
def _transaction(base: sqlite3.Connection) -> Iterator[None]:
    """Do all of a block, or nothing of it."""
    base.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        base.execute("ROLLBACK")
        raise
    base.execute("COMMIT")
