"""What goes wrong is one clear line with what to do, an exit code, and no traceback."""

import fcntl
import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Joinder, Place, Result

ROOT = Path(__file__).parents[2]
NOBODY = "bolt://127.0.0.1:1"


def is_clear(result: Result, code: int = 1) -> bool:
    """Tell whether a failure has its exit code, no answer, and an error in one line with a hint at most."""
    lines = result.err.strip().splitlines()
    kinds = [line.partition(": ")[0] for line in lines]
    return result.code == code and not result.out and kinds in (["error"], ["error", "hint"])


@pytest.fixture
def graph(joinder: Joinder, scribe: None, news: Path, tmp_path: Path) -> Path:
    """Load the invented world and name the file of its graph."""
    assert scribe is None
    assert joinder("load", str(news)).code == 0
    return tmp_path / "data" / "graph.lbdb"


def test_a_server_that_does_not_answer_is_said_to(
    joinder: Joinder, monkeypatch: pytest.MonkeyPatch, news: Path
) -> None:
    """Reading and loading name the address, and never the password."""
    monkeypatch.setenv("JOINDER_GRAPH_PASSWORD", "s3cret-w0rd")
    for words in (("top",), ("load", str(news), "--wait", "0"), ("info",)):
        result = joinder(*words, "--graph", NOBODY)
        assert is_clear(result) or words[0] == "load", result
        assert result.code == 1
        assert NOBODY in result.err
        assert "s3cret" not in result.err


@pytest.mark.neo4j
@pytest.mark.xdist_group("neo4j")
def test_a_wrong_password_is_said_to_be_wrong(
    joinder: Joinder, monkeypatch: pytest.MonkeyPatch, neo4j_locked: Place, news: Path, scribe: None
) -> None:
    """The hint names the variables; with the right password the same command works."""
    assert scribe is None
    monkeypatch.setenv("JOINDER_GRAPH", neo4j_locked.uri)
    monkeypatch.setenv("JOINDER_GRAPH_USER", str(neo4j_locked.user))
    monkeypatch.setenv("JOINDER_GRAPH_PASSWORD", "s3cret-w0rd")
    result = joinder("top")
    assert is_clear(result), result
    assert "JOINDER_GRAPH_PASSWORD" in result.err
    assert "s3cret" not in result.err
    monkeypatch.setenv("JOINDER_GRAPH_PASSWORD", str(neo4j_locked.password))
    assert joinder("load", str(news)).code == 0
    info = joinder("info")
    assert str(neo4j_locked.password) not in info.out + info.err


@pytest.mark.parametrize("url", ["http://localhost:7474", "graph", "neo4j://me:s3cret-w0rd@127.0.0.1:1"])
def test_a_wrong_address_is_refused_without_showing_secrets(joinder: Joinder, url: str) -> None:
    """What is no address of a graph server is said to be none."""
    result = joinder("top", "--graph", url)
    assert is_clear(result), result
    assert "s3cret" not in result.err


def test_a_graph_that_is_not_there_yet_leads_to_load(joinder: Joinder) -> None:
    """The first question before the first load has a hint."""
    result = joinder("top")
    assert is_clear(result)
    assert "joinder load" in result.err


@pytest.mark.parametrize("damage", ["cut short", "empty", "garbled"])
def test_a_damaged_graph_is_rebuilt_and_said_so(joinder: Joinder, graph: Path, damage: str) -> None:
    """The question is answered all the same, from a graph made anew."""
    before = joinder("who", "Blackout Tuesday", "--format", "json").out
    whole = graph.read_bytes()
    garbled = bytes((b * 7 + 13) % 256 for b in whole[4096:20_000])
    graph.write_bytes({"cut short": whole[:20_000], "empty": b"", "garbled": whole[:4096] + garbled}[damage])
    result = joinder("who", "Blackout Tuesday", "--format", "json")
    assert (result.code, result.out) == (0, before)
    assert "rebuilding it from the ledger" in result.err
    assert "rebuilding" not in joinder("who", "Blackout Tuesday").err


def test_a_lost_graph_is_made_again_by_rebuild(joinder: Joinder, graph: Path) -> None:
    """With the file gone, reading says so and rebuild brings it back."""
    before = joinder("top", "--format", "json").out
    graph.unlink()
    assert is_clear(joinder("top"))
    assert joinder("rebuild").code == 0
    assert joinder("top", "--format", "json").out == before


def test_a_foreign_file_in_the_graphs_place_is_left_alone(joinder: Joinder, graph: Path, news: Path) -> None:
    """Neither reading, loading nor rebuilding touches another program's file."""
    graph.write_text("my thesis")
    changed = json.loads(news.read_text().splitlines()[0]) | {"id": "other", "text": "Brand:A|JOINED|Campaign:B\n"}
    news.write_text(json.dumps(changed))
    for words in (("top",), ("rebuild",), ("load", str(news))):
        result = joinder(*words)
        assert result.code == 1
        assert "is not a graph of joinder's" in result.err
        assert graph.read_text() == "my thesis"


@pytest.mark.parametrize("content", ["not SQLite", "another program's"])
def test_a_foreign_ledger_is_left_alone(joinder: Joinder, tmp_path: Path, news: Path, content: str) -> None:
    """A file that is no ledger of ours is refused and stays as it was."""
    path = tmp_path / "data" / "ledger.db"
    path.parent.mkdir()
    if content == "not SQLite":
        path.write_text("my thesis")
    else:
        with sqlite3.connect(path) as other:
            other.execute("CREATE TABLE recipes (name TEXT)")
    before = path.read_bytes()
    for words in (("load", str(news)), ("info",)):
        result = joinder(*words)
        assert is_clear(result), result
        assert "ledger.db" in result.err
    assert path.read_bytes() == before


def test_a_graph_that_another_process_is_writing_is_waited_for_in_vain(
    joinder: Joinder, graph: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The writer's lock is held by somebody else: an error after a while, and reading goes on."""
    monkeypatch.setattr("joinder.graph.embedded_file._lock.__wrapped__.__defaults__", (0.1,))
    with graph.with_name(graph.name + ".lock").open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        result = joinder("rebuild")
        assert is_clear(result), result
        assert "another process" in result.err
        assert joinder("top").code == 0


def test_a_folder_that_cannot_be_made_is_said_so(joinder: Joinder, news: Path, tmp_path: Path) -> None:
    """A data folder below a file cannot be: the error names it."""
    (tmp_path / "file").write_text("")
    result = joinder("load", str(news), "--data", str(tmp_path / "file" / "data"))
    assert is_clear(result), result
    assert "--data" in result.err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_can_be_read_but_not_loaded_into(joinder: Joinder, graph: Path, news: Path) -> None:
    """Questions need no right to write; loading says that it has none."""
    graph.parent.chmod(0o555)
    try:
        assert joinder("top").code == 0
        changed = json.loads(news.read_text().splitlines()[0]) | {"id": "other"}
        news.write_text(json.dumps(changed))
        assert is_clear(joinder("load", str(news)))
    finally:
        graph.parent.chmod(0o755)


def test_what_cannot_be_read_is_listed_and_the_rest_is_loaded(joinder: Joinder, scribe: None, news: Path) -> None:
    """Exit code 3; each input that was skipped stands there with its reason."""
    assert scribe is None
    (news.parent / "rubbish.txt").write_bytes(bytes(range(256)) * 40)
    result = joinder("load", str(news), str(news.parent / "rubbish.txt"), str(news.parent / "missing.txt"))
    assert result.code == 3
    assert "3 articles read: 3 new" in result.err
    assert "rubbish.txt" in result.err
    assert "missing.txt" in result.err
    assert len(joinder("who", "Blackout Tuesday", "--format", "json").rows()) == 3


def test_extract_lists_what_it_skipped_too(joinder: Joinder, scribe: None, news: Path) -> None:
    """Claims go to standard output, what was skipped to standard error, and the exit code is 3."""
    assert scribe is None
    result = joinder("extract", str(news), str(news.parent / "missing.txt"), "--format", "jsonl")
    assert result.code == 3
    assert [json.loads(line)["id"] for line in result.out.splitlines()] == ["freeze", "blackout", "again"]


@pytest.mark.parametrize(
    "words",
    [
        ("who",),
        ("sing",),
        ("top", "--by", "fame"),
        ("top", "--label", "Campaign"),
        ("top", "--status", "maybe"),
        ("load",),
    ],
)
def test_a_mistake_in_the_words_is_exit_code_two(joinder: Joinder, words: tuple[str, ...]) -> None:
    """Missing or unknown words are usage errors on standard error."""
    result = joinder(*words)
    assert (result.code, result.out) == (2, "")
    assert result.err


def test_an_unforeseen_error_is_one_line_and_debug_shows_it(joinder: Joinder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even a bug of ours ends in one line; with --debug it is raised."""

    def broken() -> None:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr("joinder.commands.answers.catalog_report", broken)
    result = joinder("queries")
    assert is_clear(result)
    assert "--debug" in result.err
    with pytest.raises(ZeroDivisionError):
        joinder("queries", "--debug")


def test_a_reader_that_goes_away_is_no_error() -> None:
    """`joinder queries | head -1` says nothing on standard error."""
    words = [sys.executable, "-m", "joinder.cli", "queries"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(30) in {0, 1}
