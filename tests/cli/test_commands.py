"""The command line as such: quick, documented, thin."""

import ast
import inspect
import json
import resource
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from joinder.cli import EXAMPLES
from tests.cli.conftest import Joinder

ROOT = Path(__file__).parents[2]
HEAVY = {
    "spacy", "neo4j", "ladybug", "pyarrow", "networkx", "scipy", "numpy", "pandas", "rdflib", "trafilatura",
    "sqlalchemy", "rapidfuzz", "rich.console", "charset_normalizer",
}  # fmt: skip
COMMANDS = list(EXAMPLES)


def test_help_imports_nothing_heavy() -> None:
    """The command line is there before any library that takes its time."""
    code = "import sys, joinder.cli; print(sorted(sys.modules))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    assert not HEAVY & set(ast.literal_eval(found))


def test_help_takes_less_than_half_a_second() -> None:
    """The best of five calls, as a whole process; its own time, so that a busy machine does not matter."""
    times = []
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-m", "joinder.cli", "--help"], capture_output=True, check=True, cwd=ROOT)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert min(times) < 0.5


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c.__name__)
def test_every_command_has_help_with_an_example(joinder: Joinder, command: Callable[..., Any]) -> None:
    """Its help ends with a command line that begins with its name, and fits 80 columns."""
    result = joinder(command.__name__, "--help")
    assert result.code == 0
    assert f"Example: joinder {command.__name__}" in result.out
    assert max(map(len, result.out.splitlines())) <= 80


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c.__name__)
def test_every_command_is_thin(command: Callable[..., Any]) -> None:
    """A command reads options, calls and prints: at most twelve lines beside imports and docstring."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(command))).body[0]
    assert isinstance(tree, ast.FunctionDef)
    body = [s for s in tree.body[1:] if not isinstance(s, ast.ImportFrom)]
    assert sum((s.end_lineno or 0) - s.lineno + 1 for s in body) <= 12


def test_the_version_is_told(joinder: Joinder) -> None:
    """It is the package's own."""
    assert joinder("--version").out == "joinder 0.1.0\n"


def test_no_words_at_all_show_the_help(joinder: Joinder) -> None:
    """A newcomer sees the commands."""
    result = joinder()
    assert "Commands:" in result.out + result.err


def test_queries_lists_every_query(joinder: Joinder) -> None:
    """With its parameters; those that may be left out stand in brackets."""
    rows = {r["name"]: r["parameters"] for r in joinder("queries", "--format", "json").rows()}
    assert rows["paused_on"] == "platform=… [what=] [statuses=done,planned,ended] [min_origins=1]"
    wanted = {
        "who_joined", "joined_what", "paused_on", "left_what", "evidence", "most_connected", "shared_campaigns",
        "co_participants", "campaigns", "timeline", "planned_not_done", "path_between",
    }  # fmt: skip
    assert wanted <= set(rows)


def test_extract_prints_the_exchange_format(joinder: Joinder, scribe: None, news: Path) -> None:
    """One object per article and line, with its entities and claims; nothing is stored."""
    assert scribe is None
    lines = joinder("extract", str(news), "--format", "jsonl").out.splitlines()
    articles = [json.loads(line) for line in lines]
    assert [len(a["claims"]) for a in articles] == [7, 4, 1]
    assert not (news.parent / "data").exists()


def test_extract_prints_rows_too(joinder: Joinder, scribe: None, news: Path) -> None:
    """One row per claim, as JSON, CSV or a table."""
    assert scribe is None
    assert len(joinder("extract", str(news), "--format", "json").rows()) == 12
    assert len(joinder("extract", str(news), "--format", "csv").out.splitlines()) == 13
    assert "Kim Kardashian" in joinder("extract", str(news)).out


def test_options_give_what_an_article_does_not_say(joinder: Joinder, scribe: None) -> None:
    """Date, publisher and address of standard input come from the command line."""
    assert scribe is None
    given = ("--published", "2020-09-15", "--publisher", "The Example", "--url", "https://news.example/x")
    loaded = joinder("load", "-", *given, stdin=b"Brand:Ford|JOINED|Campaign:Quiet Week\n")
    assert loaded.code == 0, loaded.err
    [row] = joinder("who", "quiet week", "--format", "json").rows()
    assert (row["published"], row["publisher"], row["url"]) == ("2020-09-15", "The Example", "https://news.example/x")
