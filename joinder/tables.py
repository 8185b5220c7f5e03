"""The layout of a table in a terminal of a given width: which column gets how much, and what goes below its row."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

#: A column that needs no more than this is never wrapped.
SHORT: Final = 12
#: The narrowest that a longer column may become before the table is laid out record by record.
NARROWEST: Final = 14
#: A column that needs more than this holds prose (a quote): where it does not fit, it goes below its row.
PROSE: Final = 48
GAP: Final = 2


def layout(columns: Sequence[str], texts: list[list[str]], room: int) -> list[str]:
    """Lay rows out as lines of at most ``room`` terminal columns.

    All columns side by side where they fit; else prose goes below its row; else one column a line, record by record.
    """
    if not texts:
        return []
    need = [max(width(column), *(width(row[i]) for row in texts)) for i, column in enumerate(columns)]
    if sum(need) + GAP * (len(need) - 1) <= room:
        return _grid(columns, texts, need, [])
    below = _below(need)
    beside = [i for i in range(len(columns)) if i not in below]
    widths = _fit([need[i] for i in beside], [width(columns[i]) for i in beside], room)
    return _grid(columns, texts, widths, below, room) if widths else _records(columns, texts, room)


def _below(need: list[int]) -> list[int]:
    """Choose the columns that go below their row: prose, and what is long after it (never the first: it names it)."""
    prose = next((i for i, n in enumerate(need) if i and n > PROSE), len(need))
    return [i for i, n in enumerate(need) if i and (n > PROSE or (i > prose and n > SHORT))]


def width(text: str) -> int:
    """Count the terminal columns of a text: wide East Asian letters take two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def wrap(text: str, room: int) -> list[str]:
    """Break text into lines of at most ``room`` terminal columns, at blanks where that is possible."""
    lines = [""]
    for word in text.split(" "):
        rest = word
        if lines[-1] and width(lines[-1]) + 1 + width(rest) <= room:
            lines[-1] += " " + rest
            continue
        if lines[-1]:
            lines.append("")
        while width(rest) > room:
            cut = _cut(rest, room)
            lines[-1] = rest[:cut]
            lines.append("")
            rest = rest[cut:]
        lines[-1] = rest
    return lines


def _cut(text: str, room: int) -> int:
    """Find how many characters fit into ``room`` (at least one, else it would never end)."""
    taken = 0
    for index, character in enumerate(text):
        taken += width(character)
        if taken > room:
            return max(index, 1)
    return len(text)


def _fit(need: list[int], headings: list[int], room: int) -> list[int] | None:
    """Share the room among columns: short ones get what they need, long ones what is left (None: too little)."""
    room -= GAP * (len(need) - 1)
    widths = [n if n <= SHORT else min(n, max(h, NARROWEST)) for n, h in zip(need, headings, strict=True)]
    if sum(widths) > room:
        return None
    # Columns that want more share what is left, by the root of what they want: long names are broken before short ones.
    while (spare := room - sum(widths)) > 0 and (hungry := [i for i, n in enumerate(need) if widths[i] < n]):
        total = sum(need[i] ** 0.5 for i in hungry)
        for i in hungry:
            gift = max(1, int(spare * need[i] ** 0.5 / total))
            widths[i] += min(gift, need[i] - widths[i], room - sum(widths))
    return widths


def _grid(
    columns: Sequence[str], texts: list[list[str]], widths: list[int], below: list[int], room: int = 0
) -> list[str]:
    """Lay columns out side by side, and those of ``below`` under each row, indented."""
    beside = [i for i in range(len(columns)) if i not in below]
    numeric = [all(re.fullmatch(r"-?[\d.,]*%?", row[i]) for row in texts) for i in beside]

    def line(parts: list[str]) -> str:
        cells = [_pad(p, w, right=n) for p, w, n in zip(parts, widths, numeric, strict=True)]
        return (" " * GAP).join(cells).rstrip()

    lines = [line([columns[i] for i in beside]), *("  " + columns[i] for i in below), line(["─" * w for w in widths])]
    for row in texts:
        wrapped = [wrap(row[i], w) for i, w in zip(beside, widths, strict=True)]
        lines += [line([w[k] if k < len(w) else "" for w in wrapped]) for k in range(max(map(len, wrapped)))]
        lines += ["  " + part for i in below if row[i] for part in wrap(row[i], max(room - 2, 1))]
    return lines


def _records(columns: Sequence[str], texts: list[list[str]], room: int) -> list[str]:
    left = max(map(width, columns))
    lines: list[str] = []
    for number, row in enumerate(texts):
        lines += [""] if number else []
        for column, text in zip(columns, row, strict=True):
            for k, part in enumerate(wrap(text, max(room - left - GAP, 1)) if text else []):
                lines.append(_pad("" if k else column, left) + " " * GAP + part)
    return lines


def _pad(text: str, room: int, *, right: bool = False) -> str:
    blanks = " " * (room - width(text))
    return blanks + text if right else text + blanks
