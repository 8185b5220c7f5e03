"""`joinder frames check`."""

from pathlib import Path

import pytest

from joinder.commands.frame_checks import check_file
from tests.cli.conftest import Joinder, joinder

__all__ = ["joinder"]

GOOD = """relation = "JOINED"

[[frame]]
name = "sign"
verbs = ["sign", "put name"]

[[example]]
text = "Dana Whitlock signed the Clean Air Pledge."
claims = ["Dana Whitlock JOINED Clean Air Pledge done"]

[[example]]
text = "Dana Whitlock signed a lease."
claims = []
"""


def test_the_shipped_frames_are_right(joinder: Joinder) -> None:
    """Nothing is wrong with them: exit code 0, and nothing on standard output."""
    result = joinder("frames", "check")
    assert (result.code, result.out) == (0, "")


def test_a_good_file_is_right(joinder: Joinder, tmp_path: Path) -> None:
    """A file of one's own can be checked by its path."""
    file = tmp_path / "joined.toml"
    file.write_text(GOOD, encoding="utf-8")
    assert joinder("frames", "check", str(file)).code == 0


def test_a_problem_is_told_with_its_line(joinder: Joinder, tmp_path: Path) -> None:
    """File, line and problem are a row each, and the exit code is 1."""
    file = tmp_path / "joined.toml"
    file.write_text(GOOD.replace("verbs", "verb"), encoding="utf-8")
    result = joinder("frames", "check", str(file), "--format", "json")
    assert result.code == 1
    assert [(r["file"], r["line"]) for r in result.rows()] == [("joined.toml", 3), ("joined.toml", 3)]
    assert "unknown key 'verb'" in result.out


def test_a_file_that_is_not_there_is_an_error(joinder: Joinder, tmp_path: Path) -> None:
    """One line says so."""
    result = joinder("frames", "check", str(tmp_path / "none.toml"))
    assert result.code == 1
    assert result.err.startswith("error: ")


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ('"JOINED"', '"JOINS"', 1, "not in ontology.toml"),
        ('name = "sign"\n', "", 3, "without a name"),
        ('name = "sign"', 'name = "sign"\nroles = "reverse"', 3, "direct or inverse"),
        ("put name", "Put name", 5, "lower case"),
        ('"put name"', '" "', 3, "has no words"),
        ('verbs = ["sign", "put name"]', 'verbs = "sign"', 3, "verbs must be a list"),
        ("Pledge done", "Promise done", 7, "'Clean Air Promise' does not stand in the text"),
        ("Whitlock JOINED", "Whitlock LEFT", 7, "must be SUBJECT JOINED OBJECT STATUS"),
        ("claims = []", 'claims = []\npublished = "May"', 11, "is no day"),
        ("claims = []", "", 11, "needs text and claims"),
        ("claims = []", "claims []", 13, "is no TOML"),
    ],
)
def test_each_mistake_is_found_where_it_stands(tmp_path: Path, old: str, new: str, line: int, what: str) -> None:
    """One change to a good file makes a problem at that line."""
    file = tmp_path / "joined.toml"
    file.write_text(GOOD.replace(old, new), encoding="utf-8")
    assert any(p.line == line and what in p.what for p in check_file(file)), check_file(file)


@pytest.mark.parametrize(("cut", "what"), [(1, "that makes a claim"), (2, "a trap")])
def test_a_file_needs_examples_of_both_kinds(tmp_path: Path, cut: int, what: str) -> None:
    """Without one that claims, or without a trap, a relation is not tested."""
    parts = GOOD.split("[[example]]")
    del parts[cut]
    file = tmp_path / "joined.toml"
    file.write_text("[[example]]".join(parts), encoding="utf-8")
    assert any(what in p.what for p in check_file(file))
