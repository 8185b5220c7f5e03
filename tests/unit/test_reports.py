"""Rows as a table, JSON and CSV."""

import csv
import io
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from joinder import reports, tables
from joinder.reports import Report

QUOTE = "She said on Wednesday that she would freeze her accounts for a day, together with many others."


def table(report: Report, monkeypatch: pytest.MonkeyPatch, columns: int) -> list[str]:
    """Print a report as a table in a terminal of so many columns."""
    monkeypatch.setenv("COLUMNS", str(columns))
    out = io.StringIO()
    reports.to_table(report, out)
    return out.getvalue().splitlines()


def test_a_table_shows_columns_side_by_side_where_they_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Headings, a rule and one line per row; numbers stand to the right."""
    rows = [{"name": "Ford", "n": 2}, {"name": "Adidas", "n": 11}]
    assert table(Report(("name", "n"), rows), monkeypatch, 80) == [
        "name     n",
        "──────  ──",
        "Ford     2",
        "Adidas  11",
    ]


def test_prose_goes_below_its_row_where_the_line_is_too_short(monkeypatch: pytest.MonkeyPatch) -> None:
    """A quote that does not fit beside its row is printed under it, indented, and nothing of it is lost."""
    lines = table(Report(("name", "quote"), [{"name": "Ford", "quote": QUOTE}]), monkeypatch, 60)
    assert lines[:4] == ["name", "  quote", "────", "Ford"]
    assert " ".join(line.strip() for line in lines[4:]) == QUOTE


def test_many_columns_are_laid_out_record_by_record(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where not even narrow columns fit, each row becomes a block of one line per column."""
    names = tuple(f"column{i}" for i in range(12))
    lines = table(Report(names, [dict.fromkeys(names, "some value")]), monkeypatch, 40)
    assert lines == [f"{name:8}  some value" for name in names]


@given(
    rows=st.lists(st.fixed_dictionaries({"a": st.text(max_size=80), "b": st.text(max_size=300), "n": st.integers()})),
    columns=st.integers(30, 120),
)
def test_no_line_of_a_table_is_wider_than_the_terminal(rows: list[dict[str, object]], columns: int) -> None:
    """Whatever the text, every line fits and holds no character that acts on a terminal."""
    texts = [[reports.visible(reports.cell(row[c])) for c in ("a", "b", "n")] for row in rows]
    for line in tables.layout(("a", "b", "n"), texts, columns):
        assert tables.width(line) <= columns
        assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", line)


@pytest.mark.parametrize("name", ["\x1b[31mred", "a\u202eb", "x\x9b2Jy", "\u2066isolate", "l\u2028s"])
def test_names_that_would_act_on_a_terminal_are_shown_as_escapes(name: str) -> None:
    """Control sequences and marks that turn the direction of writing are made visible."""
    assert reports.visible(name).isprintable()


def test_a_very_long_name_is_cut_in_a_table_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten thousand letters fill a few lines of a table, and stay whole in JSON."""
    report = Report(("name",), [{"name": "x" * 10_000}])
    assert len(table(report, monkeypatch, 80)) < 10
    out = io.StringIO()
    reports.to_json(report, out)
    assert json.loads(out.getvalue()) == [{"name": "x" * 10_000}]


@given(st.lists(st.fixed_dictionaries({"a": st.text(), "b": st.none() | st.integers() | st.lists(st.text())})))
def test_json_gives_every_value_back(rows: list[dict[str, object]]) -> None:
    """What goes in as JSON comes out as it was, and the text holds no raw control character."""
    out = io.StringIO()
    reports.to_json(Report(("a", "b"), rows), out)
    assert json.loads(out.getvalue()) == rows
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", out.getvalue())


@given(st.lists(st.fixed_dictionaries({"a": st.text(st.characters(exclude_characters="\r\n\x00", codec="utf-8"))})))
def test_csv_gives_every_text_back(rows: list[dict[str, str]]) -> None:
    """A header and the rows, readable by any CSV reader."""
    out = io.StringIO()
    reports.to_csv(Report(("a",), rows), out)
    assert list(csv.reader(io.StringIO(out.getvalue()))) == [["a"], *([row["a"]] for row in rows)]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        (True, "yes"),
        (0.25, "0.25"),
        (3.0, "3"),
        (["a", "b"], "a, b"),
        ({"_label": "Person"}, '{"_label": "Person"}'),
    ],
)
def test_a_cell_shows_each_kind_of_value(value: object, shown: str) -> None:
    """Missing values are empty, lists are joined, nodes of a free query are JSON."""
    assert reports.cell(value) == shown


def test_a_table_of_nothing_is_only_its_heading(monkeypatch: pytest.MonkeyPatch) -> None:
    """No rows print no table (a card still has its heading)."""
    assert table(Report(("a",), []), monkeypatch, 80) == []
    assert table(Report(("a",), [], head=("Ford (Brand)",)), monkeypatch, 80) == ["Ford (Brand)"]


def test_wide_letters_count_twice() -> None:
    """Japanese letters take two columns each, so a line of ten columns holds five."""
    assert tables.wrap("日本語のテキスト", 10) == ["日本語のテ", "キスト"]
