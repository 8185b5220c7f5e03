"""What a judgement would change: the view without it and the view with it, compared."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from joinder.graph.judgements import Judgement
from joinder.graph.model import EntityRow, View
from joinder.graph.records import Contents
from joinder.graph.view import build_view

#: How far down a ranking changes are told.
TOP = 20


@dataclass(frozen=True, slots=True)
class RankChange:
    """A participant whose place in ``top --by campaigns`` changes; ``None``: it is not in that ranking."""

    name: str
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Preview:
    """How many claims and edges change, which entities come and go, and which ranks move."""

    claims: int
    edges_gone: int
    edges_new: int
    edges_changed: int
    gone: tuple[EntityRow, ...]
    new: tuple[EntityRow, ...]
    changed: tuple[EntityRow, ...]
    ranks: tuple[RankChange, ...]

    @property
    def nothing(self) -> bool:
        """Tell whether the graph stays as it is."""
        return not (self.claims or self.gone or self.new or self.changed or self.edges_gone or self.edges_new)


def preview(contents: Contents, judgements: Iterable[Judgement]) -> Preview:
    """Compare the view of a ledger's contents with what it would be with further judgements."""
    return compare(build_view(contents), build_view(replace(contents, judgements=(*contents.judgements, *judgements))))


def compare(before: View, after: View) -> Preview:
    """Compare two views of the same articles."""
    claims = {c.id: c for c in before.claims}
    old, new = {e.id: e for e in before.edges}, {e.id: e for e in after.edges}
    was, is_now = {e.id: e for e in before.entities}, {e.id: e for e in after.entities}
    return Preview(
        claims=sum(claims[c.id] != c for c in after.claims),
        edges_gone=len(old.keys() - new.keys()),
        edges_new=len(new.keys() - old.keys()),
        edges_changed=sum(old[key] != new[key] for key in old.keys() & new.keys()),
        gone=tuple(was[key] for key in sorted(was.keys() - is_now.keys())),
        new=tuple(is_now[key] for key in sorted(is_now.keys() - was.keys())),
        changed=tuple(is_now[key] for key in sorted(was.keys() & is_now.keys()) if was[key] != is_now[key]),
        ranks=_moves(before, after),
    )


def ranks(view: View, statuses: Iterable[str] = ("done",)) -> dict[str, int]:
    """Rank participants by the campaigns they joined, as ``top`` does; those with as many share a rank."""
    counted = set(statuses)
    joined: dict[str, set[str]] = defaultdict(set)
    for edge in view.edges:
        if edge.relation == "JOINED" and edge.status in counted:
            joined[edge.subject].add(edge.object)
    scores = sorted((len(campaigns) for campaigns in joined.values()), reverse=True)
    first: dict[int, int] = {}
    for place, score in enumerate(scores, 1):
        first.setdefault(score, place)
    return {participant: first[len(campaigns)] for participant, campaigns in joined.items()}


def _moves(before: View, after: View) -> tuple[RankChange, ...]:
    """List who moves within the first places, best first."""
    was, is_now = ranks(before), ranks(after)
    names = {e.id: e.name for v in (before, after) for e in v.entities}
    moved = [RankChange(names[i], was.get(i), is_now.get(i)) for i in was.keys() | is_now.keys()]
    seen = [m for m in moved if m.before != m.after and min(m.before or TOP + 1, m.after or TOP + 1) <= TOP]
    return tuple(sorted(seen, key=lambda m: (m.after or m.before or 0, m.name)))
