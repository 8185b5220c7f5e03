"""Long lists in pages that lead to one another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Thing = TypeVar("Thing")

#: So many pages beside this one, and at both ends, are named where there are too many to name all.
_NEAR = 2
_ALL = 40


@dataclass(frozen=True, slots=True)
class Pages:
    """Where a page stands among others: ``links`` are number, note and file (number 0: a gap)."""

    number: int
    total: int
    links: tuple[tuple[int, str, str], ...] = ()
    before: str = ""
    after: str = ""


def paged(
    things: Sequence[Thing], size: int, file: Callable[[int], str], note: Callable[[Sequence[Thing]], str] | None = None
) -> Iterator[tuple[Pages, Sequence[Thing]]]:
    """Cut a list into pages (at least one); ``note`` says of a page's things which they are."""
    cut = [things[at : at + size] for at in range(0, len(things), size)] or [things[:0]]
    notes = [note(page) for page in cut] if note and len(cut) <= _ALL else [""] * len(cut)
    for number, page in enumerate(cut, 1):
        links = tuple((n, notes[n - 1], file(n)) if n else (0, "", "") for n in _named(number, len(cut)))
        before = file(number - 1) if number > 1 else ""
        after = file(number + 1) if number < len(cut) else ""
        yield Pages(number, len(cut), links, before, after), page


def _named(number: int, total: int) -> list[int]:
    """Choose the pages that are linked, with 0 for gaps.

    >>> _named(50, 100)
    [1, 2, 0, 48, 49, 50, 51, 52, 0, 99, 100]
    """
    if total <= _ALL:
        return list(range(1, total + 1))
    near = set(range(number - _NEAR, number + _NEAR + 1)) | {1, 2, total - 1, total}
    found: list[int] = []
    for n in sorted(n for n in near if 1 <= n <= total):
        if found and n > found[-1] + 1:
            found.append(0)
        found.append(n)
    return found
