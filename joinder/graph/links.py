"""Links of entities to items of Wikidata as values, and as the texts that a graph store keeps of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from joinder.errors import JoinderError
from joinder.graph.judgements import Judgement

ACCEPTED: Final = "accepted"
REJECTED: Final = "rejected"
#: The state of a link by the verdict of the judgement that says so.
STATES: Final = {"link": ACCEPTED, "unlink": REJECTED}


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """An item with its state (``accepted`` or ``rejected``), when it was judged, and its source: who judged so.

    >>> str(Link("Q3895", "accepted", "2026-11-24T18:00:00.000000Z", "ada"))
    'Q3895 accepted 2026-11-24T18:00:00.000000Z ada'
    """

    item: str
    state: str
    at: str
    source: str

    def __str__(self) -> str:
        return f"{self.item} {self.state} {self.at} {self.source}"


def link_of(judgement: Judgement) -> Link:
    """Give the link that a judgement ``link`` or ``unlink`` makes."""
    return Link(judgement.value, STATES[judgement.verdict], judgement.at, judgement.author)


def parse(text: str) -> Link:
    """Read a link from the text that a graph store keeps (a value of ``links``).

    Raises:
        JoinderError: it is no such text.
    """
    item, state, at, source, *_ = [*text.split(" ", 3), "", "", ""]
    if state not in STATES.values() or not item or not at:
        raise JoinderError(f"{text[:80]!r} is no link to an item")
    return Link(item, state, at, source)


def accepted(links: Iterable[Link]) -> tuple[str, ...]:
    """Give the items that were accepted, sorted."""
    return tuple(sorted({link.item for link in links if link.state == ACCEPTED}))
