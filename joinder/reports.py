"""Rows to a table, JSON or CSV: the only place that decides how an answer looks.

Rows go to standard output, and nothing else does (:func:`say` is for the rest), so that every answer can be piped on.
"""

from __future__ import annotations

import csv
import json
import re
import shutil
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TextIO

from joinder import tables

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

#: A cell longer than this is cut in a table (never in JSON or CSV): a name may have ten thousand characters.
CELL_LIMIT: Final = 400

_TURNS: Final = "\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff"
#: Control characters, line and paragraph separators, and everything that turns the direction of writing.
_UNSAFE: Final = re.compile(f"[\x00-\x1f\x7f-\x9f{_TURNS}]")
#: What JSON leaves as it is, though a terminal would act on it.
_UNSAFE_IN_JSON: Final = re.compile(f"[\x7f-\x9f{_TURNS}]")


@dataclass(frozen=True, slots=True)
class Report:
    """Rows with the order of their columns.

    A table shows ``brief`` columns only, where they are given (without those that are empty throughout), and ``head``
    lines above them (a card's heading).
    """

    columns: tuple[str, ...]
    rows: Sequence[Mapping[str, Any]]
    brief: tuple[str, ...] = ()
    head: tuple[str, ...] = ()


def visible(text: str) -> str:
    r"""Make text safe for a terminal: blanks run together, control and direction characters shown as escapes.

    >>> visible("a\n b\u202ec")
    'a b\\u202ec'
    """
    return _UNSAFE.sub(_escape, re.sub(r"[\s\u2028\u2029]+", " ", text).strip())


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match.group()):04x}"


def cell(value: Any) -> str:
    """Write one value as a table or CSV shows it: nothing for None, lists with commas, floats with four digits."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() else f"{value:.4g}"
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(cell(item) for item in value)
    return str(value) if not isinstance(value, dict) else json.dumps(value, ensure_ascii=False, default=str)


def plain(value: Any) -> Any:
    """Turn a value into what JSON knows (dates and the like become text)."""
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    return str(value)


def json_text(value: Any, indent: int | None = 2) -> str:
    """Write a value as JSON, in which no character can act on a terminal (the value stays the same)."""
    text = json.dumps(plain(value), ensure_ascii=False, indent=indent)
    return _UNSAFE_IN_JSON.sub(_escape, text)


def to_json(report: Report, out: TextIO) -> None:
    """Write the rows as one JSON list of objects."""
    rows = [{column: row.get(column) for column in report.columns} for row in report.rows]
    out.write(json_text(rows) + "\n")


def to_csv(report: Report, out: TextIO) -> None:
    """Write a header and the rows as CSV (exact values; only a terminal gets them made visible)."""
    clean: Callable[[str], str] = visible if out.isatty() else str
    table = csv.writer(out, lineterminator="\n")
    table.writerow(clean(column) for column in report.columns)
    table.writerows([clean(cell(row.get(column))) for column in report.columns] for row in report.rows)


def to_table(report: Report, out: TextIO) -> None:
    """Write the rows as a table that fits the terminal."""
    columns = [c for c in report.brief if any(row.get(c) not in (None, "") for row in report.rows)] or report.columns
    texts = [[_shown(row.get(column)) for column in columns] for row in report.rows]
    room = shutil.get_terminal_size((80, 24)).columns
    headings = [visible(column.replace("_", " ")) for column in columns]
    lines = [*map(visible, report.head), *tables.layout(headings, texts, room)]
    out.writelines(line + "\n" for line in lines)


def _shown(value: Any) -> str:
    text = visible(cell(value))
    return text if len(text) <= CELL_LIMIT else text[: CELL_LIMIT - 1] + "…"


FORMATS: Final[dict[str, Callable[[Report, TextIO], None]]] = {"table": to_table, "json": to_json, "csv": to_csv}


def write(report: Report, form: str, out: TextIO | None = None) -> None:
    """Write a report in one of :data:`FORMATS` to standard output."""
    FORMATS[form](report, out or sys.stdout)


def say(text: str) -> None:
    """Tell the user something that is no row of an answer (standard error)."""
    sys.stderr.write(visible(text) + "\n")
