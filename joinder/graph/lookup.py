"""Finding entities by any of their names."""

from collections.abc import Sequence

from joinder.errors import UnknownNameError
from joinder.graph.identity import fold
from joinder.graph.store import Row, Store
from joinder.queries.run import run


def find_entity(store: Store, name: str, labels: Sequence[str] = ()) -> Row:
    """Find one entity by name, alias or id, whatever its case, accents and ``#``.

    A merged-away id leads to the entity that it became.

    Returns:
        its ``id``, ``label``, ``name``, ``aliases``, ``n_articles`` and ``n_claims``. Where several have the name,
        the one with the most claims (``find_entities`` gives them all).

    Raises:
        UnknownNameError: nothing is called so; the hint says which near names exist.
    """
    found = find_entities(store, name, labels)
    if not found:
        kind = " or ".join(labels) or "entity"
        raise UnknownNameError(f"no {kind} is called {_shown(name)}", _near(store, name, labels))
    return found[0]


def find_merged(store: Store, merged: str) -> Row:
    """Find the entity that an id leads to since its own entity was merged, renamed or given another label.

    Raises:
        UnknownNameError: no such id was merged away.
    """
    targets = run(store, "redirected", merged=merged)
    if not targets:
        raise UnknownNameError(f"no id {_shown(merged)} was merged away", "`joinder show NAME` finds what is there")
    return find_entity(store, targets[0]["target"])


def find_entities(store: Store, name: str, labels: Sequence[str] = ()) -> list[Row]:
    """Find all entities with a name, the one with the most claims first."""
    found = run(store, "entity_by_key", entity=name, labels=list(labels))
    if not found:
        targets = run(store, "redirected", merged=name)
        found = [row for t in targets for row in run(store, "entity_by_key", entity=t["target"], labels=list(labels))]
    # An id, or the very spelling, is the better match among names that fold alike.
    return sorted(found, key=lambda row: (row["id"] != name, name not in (row["name"], *row["aliases"])))


def near_names(store: Store, name: str, labels: Sequence[str] = (), count: int = 3) -> list[str]:
    """List the names in the graph that look most like ``name``, the likest first."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - only a name that is not found needs it

    wanted = fold(name)
    if not wanted:
        return []
    keys = [(row["name"], key) for row in run(store, "near_names", labels=list(labels)) for key in row["keys"] if key]
    best: dict[str, float] = {}
    for _, score, index in process.extract(
        wanted, [key for _, key in keys], scorer=fuzz.WRatio, score_cutoff=60, limit=50
    ):
        shown = keys[index][0]
        best[shown] = max(score, best.get(shown, 0.0))
    return sorted(best, key=lambda shown: (-best[shown], shown))[:count]


def _near(store: Store, name: str, labels: Sequence[str]) -> str:
    near = near_names(store, name, labels)
    return f"near names: {'; '.join(near)}" if near else "`joinder top` shows who is in the graph"


def _shown(name: str) -> str:
    return repr(name if len(name) <= 80 else name[:79] + "…")
