"""The whole graph into another store: what is there already is not written again, and all is read back and compared."""

from dataclasses import fields
from typing import Any

from joinder.errors import StoreError
from joinder.graph.export_view import read_view
from joinder.graph.model import Changes, View
from joinder.graph.schema import schema
from joinder.graph.store import Store


def transfer(store: Store, view: View, sequence: int, ledger: str) -> int:
    """Make a store hold exactly a view; give the number of rows that had to be written or taken away.

    A transfer that was interrupted goes on where it stopped.

    Raises:
        StoreError: the store cannot be written, or does not hold the view afterwards.
    """
    store.prepare()
    state = store.state() if store.incremental else None
    if state is None or state.schema != schema().version or state.ledger not in {"", ledger}:
        store.replace(view, sequence, ledger)
        written = sum(len(getattr(view, kind.name)) for kind in fields(View))
    else:
        changes = missing(read_view(store), view, sequence)
        written = len(changes.deletes) + sum(len(getattr(changes.upserts, kind.name)) for kind in fields(View))
        store.apply(changes, ledger)
    if read_view(store) != view:
        raise StoreError(f"{store.location} does not hold what was written to it", "run the command again")
    return written


def missing(found: View, wanted: View, sequence: int) -> Changes:
    """Give the rows to put and to take away so that one view becomes the other."""
    upserts: dict[str, tuple[Any, ...]] = {}
    deletes = []
    for kind in fields(View):
        have, want = set(getattr(found, kind.name)), getattr(wanted, kind.name)
        upserts[kind.name] = tuple(row for row in want if row not in have)
        keys = {_key(row) for row in want}
        deletes += [(kind.name, _key(row)) for row in have if _key(row) not in keys]
    return Changes(-1, sequence, View(**upserts), tuple(sorted(deletes)))


def _key(row: Any) -> str:
    return str(row[0] if isinstance(row, tuple) else row.id)
