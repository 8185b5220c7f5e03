"""Bringing a graph store up to date with the ledger's view."""

from collections.abc import Callable
from typing import Literal

from joinder.errors import StoreError
from joinder.graph.model import Changes, View
from joinder.graph.schema import schema
from joinder.graph.store import GraphState, Store

Published = Literal["replaced", "rebuilt", "applied", "unchanged"]


def publish(
    store: Store,
    *,
    view: Callable[[], View],
    changes: Callable[[int], Changes] | None = None,
    sequence: int,
    ledger: str = "",
) -> Published:
    """Make a graph show the ledger as it is at ``sequence``, in the way that is cheapest for its engine.

    Args:
        store: the graph.
        view: computes the whole view; called only where it is needed.
        changes: computes what changed after a sequence number; ``None`` where the ledger cannot tell.
        sequence: the ledger's present sequence number.
        ledger: what tells this ledger from others; the graph of another one is replaced.

    Returns:
        what was done: ``"rebuilt"`` means that the old graph was damaged.

    Raises:
        StoreError: the store cannot be reached or written.
    """
    state, damaged = _state(store)
    ours = state is not None and state.ledger == ledger and state.schema == schema().version
    if state is not None and ours and state.sequence == sequence:
        return "unchanged"
    if state is not None and ours and store.incremental and changes is not None and 0 <= state.sequence < sequence:
        store.apply(changes(state.sequence), ledger)
        return "applied"
    store.prepare()
    store.replace(view(), sequence, ledger)
    return "rebuilt" if damaged else "replaced"


def rebuild(store: Store, *, view: View, sequence: int, ledger: str = "") -> None:
    """Write the whole graph, whatever is there, also over a damaged file.

    Raises:
        StoreError: the store cannot be reached or written, or it holds another program's data.
    """
    store.prepare()
    store.replace(view, sequence, ledger)


def _state(store: Store) -> tuple[GraphState | None, bool]:
    """Read the graph's state; a damaged embedded file (which will be written anew) counts as none."""
    try:
        return store.state(), False
    except StoreError:
        if store.incremental:
            raise
        return None, True
