"""The pairs near the top of a ranking that a review has yet to settle: asked of the ledger, where there is one."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from joinder.commands import places
from joinder.errors import StoreError
from joinder.graph.measures.robustness import Duplicate

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from joinder.graph.ledger import Ledger
    from joinder.graph.measures.ranking import Ranked
    from joinder.graph.store import Store

#: A ledger of more articles is not gone through for one line beside a table; the names in the graph are compared then.
ARTICLES: Final = 20_000


def open_pairs(data: Path, store: Store, top: Sequence[Ranked]) -> list[Duplicate] | None:
    """Give the pairs with one of the top that ``joinder review`` would ask about; ``None``: no ledger can tell.

    What was judged, either way, is settled. A ledger counts only if the graph is a view of it.
    """
    if not top or not ((data / places.LEDGER).exists() or os.environ.get("JOINDER_LEDGER")):
        return None
    state = store.state()
    with places.open_ledger(data) as ledger:
        if state is None or state.ledger != ledger.key or len(ledger.article_ids()) > ARTICLES:
            return None
        try:
            return _asked(ledger, data, {row.id for row in top})
        except StoreError:  # the candidates are kept beside the ledger, in a folder that may not be ours to write
            return None


def _asked(ledger: Ledger, data: Path, top: set[str]) -> list[Duplicate]:
    """Find the candidates that touch the top, and leave out what judgements have settled."""
    from joinder.commands.identity_review import CANDIDATES  # noqa: PLC0415 - rapidfuzz
    from joinder.graph.register import Register  # noqa: PLC0415
    from joinder.loaders.gazetteer import gazetteer  # noqa: PLC0415
    from joinder.review.finding import find  # noqa: PLC0415
    from joinder.review.queue import Queue  # noqa: PLC0415

    view = ledger.view()
    found = find(ledger, view.entities, data / CANDIDATES, gazetteer().nicknames)
    near = [c for c in found if not top.isdisjoint(c.pair)]
    if not near:
        return []
    register = Register(ledger.contents())
    known = {e.id: e.name for e in register.resolution.entities}
    queue = Queue(ledger, register, [c for c in near if known.keys() >= set(c.pair)], "")
    pairs = sorted(c.pair for question in queue.questions for c in question.candidates)
    return [Duplicate(a, b, known[a], known[b]) for a, b in pairs]
