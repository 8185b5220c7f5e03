"""Judgements about identity, as values: what was decided, by whom, when and why; and which of them stand.

Judgements are only ever added. Taking one back is a judgement too (``undo``), which can be taken back in its turn.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from joinder.errors import JoinderError
from joinder.graph.identity import digest
from joinder.graph.matching import name_key
from joinder.graph.ontology import ontology

#: Between two names: they are one, they are not, nobody can tell. Of one name: its kind, its name, its Wikidata item.
PAIRS: Final = ("same", "distinct", "unsure")
SINGLES: Final = ("kind", "rename", "link", "unlink")
UNDO: Final = "undo"
VERDICTS: Final = (*PAIRS, *SINGLES, UNDO)

_PERSON = "Person"


@dataclass(frozen=True, slots=True, order=True)
class Side:
    """A name with its label, in every article, or in one alone (a surname; one of two people of the same name)."""

    name: str = ""
    label: str = ""
    article: str = ""

    def __str__(self) -> str:
        return f"{self.name} ({self.label}{f', in {self.article}' if self.article else ''})" if self.name else ""


@dataclass(frozen=True, slots=True, order=True)
class Judgement:
    """One judgement. ``value`` is the label, name or item that it gives, or the id of the judgement that it takes back.

    Its id is a hash of all the rest, so that the same judgement from a file and from the ledger is one.
    """

    at: str
    id: str
    verdict: str
    left: Side = Side()
    right: Side = Side()
    value: str = ""
    author: str = ""
    reason: str = ""
    score: float | None = None

    def __str__(self) -> str:
        parts = {
            "same": f"{self.left} is {self.right}",
            "distinct": f"{self.left} is not {self.right}",
            "unsure": f"{self.left} may be {self.right}",
            "kind": f"{self.left} is a {self.value}",
            "rename": f"{self.left} is called {self.value}",
            "link": f"{self.left} is {self.value} in Wikidata",
            "unlink": f"{self.left} is not {self.value} in Wikidata",
            UNDO: f"{self.value} is taken back",
        }
        return f"{self.id}: {parts[self.verdict]}" + (f" ({self.reason})" if self.reason else "")


def make(
    verdict: str,
    left: Side = Side(),
    right: Side = Side(),
    *,
    value: str = "",
    author: str = "",
    reason: str = "",
    score: float | None = None,
    at: str,
) -> Judgement:
    """Make a judgement with its id; the sides of a pair stand in order, so that no side wins.

    Raises:
        JoinderError: it says nothing that a judgement can say.
    """
    if verdict in PAIRS and right < left:
        left, right = right, left
    found = Judgement(at, "", verdict, left, right, value, author, reason, score)
    if wrong := objection(found):
        raise JoinderError(f"this is no judgement: {wrong}")
    return replace(found, id=judgement_id(found))


def judgement_id(judgement: Judgement) -> str:
    """Hash all that a judgement says."""
    sides = (*_parts(judgement.left), *_parts(judgement.right))
    said = (judgement.verdict, *sides, judgement.value, judgement.author, judgement.reason, judgement.score)
    return "j" + digest("judgement", judgement.at, *said)[:12]


def objection(judgement: Judgement) -> str:
    """Say what is wrong with a judgement, or nothing (``""``): it may come from a file that anybody wrote."""
    known = ontology().labels
    sides = {"left": judgement.left, "right": judgement.right}
    wanted = {"left", "right"} if judgement.verdict in PAIRS else {"left"} if judgement.verdict in SINGLES else set()
    if judgement.verdict not in VERDICTS:
        return f"unknown verdict {judgement.verdict!r} (known: {', '.join(VERDICTS)})"
    if not _is_instant(judgement.at):
        return f"{judgement.at!r} is no time such as 2026-01-31T12:00:00.000000Z"
    for which, side in sides.items():
        if which in wanted and (not side.name.strip() or side.label not in known):
            return f"its {which} side needs a name and a label (one of {', '.join(known)})"
        if which not in wanted and side != Side():
            return f"{judgement.verdict} has no {which} side"
    if judgement.verdict in PAIRS and unit_of(judgement.left) == unit_of(judgement.right):
        return f"both sides are the same name, {judgement.left}"
    if judgement.verdict == "kind" and judgement.value not in known:
        return f"{judgement.value!r} is no label (known: {', '.join(known)})"
    if judgement.verdict not in PAIRS and not judgement.value.strip():
        return f"{judgement.verdict} needs a value"
    return ""


def standing(judgements: Iterable[Judgement]) -> list[Judgement]:
    """Give the judgements that stand, oldest first: not taken back, and the last word on their pair, name or item.

    The order in which they were recorded or imported does not matter: time does, and on a tie the id.
    """
    gone: set[str] = set()
    settled: set[tuple[object, ...]] = set()
    found = []
    for judgement in sorted(judgements, key=lambda j: (j.at, j.id), reverse=True):
        if judgement.id in gone:
            continue
        if judgement.verdict == UNDO:
            gone.add(judgement.value)
            continue
        topic = _topic(judgement)
        if topic not in settled:
            settled.add(topic)
            found.append(judgement)
    return found[::-1]


def unit_of(side: Side) -> tuple[str, str, str]:
    """Give the unit of mentions that a side means (see ``clusters.Unit``)."""
    return (name_key(side.name, side.label), _PERSON if side.label == _PERSON else "", side.article)


def next_instant(last: str = "") -> str:
    """Give the time as ISO text in UTC, later than ``last``: one of two judgements is always the later."""
    now = datetime.now(UTC)
    if last and _is_instant(last):
        now = max(now, datetime.fromisoformat(last) + timedelta(microseconds=1))
    return now.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _is_instant(text: str) -> bool:
    try:
        return len(text) == 27 and text[10] == "T" and text.endswith("Z") and bool(datetime.fromisoformat(text))
    except ValueError:
        return False


def _topic(judgement: Judgement) -> tuple[object, ...]:
    """Say what a judgement is about: a later one about the same stands over it."""
    left = unit_of(judgement.left)
    if judgement.verdict in PAIRS:
        return ("pair", *sorted((left, unit_of(judgement.right))))
    if judgement.verdict in {"link", "unlink"}:
        return ("link", left, judgement.value)
    return (judgement.verdict, left)


def _parts(side: Side) -> tuple[str, str, str]:
    return (side.name, side.label, side.article)
