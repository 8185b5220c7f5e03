"""Ledgers that cannot be opened: one clear line, and nothing touched."""

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from joinder.errors import StoreError
from joinder.graph.ledger import open_ledger
from tests.unit.graph.making import some_news


def test_an_absent_ledger_is_made_or_missed(tmp_path: Path) -> None:
    """Who only asks does not make one."""
    path = tmp_path / "new" / "ledger.db"
    with pytest.raises(StoreError, match="no ledger at"):
        open_ledger(path, create=False)
    assert not path.parent.exists()
    with open_ledger(path) as first, open_ledger(path, create=False) as second:
        assert first.key == second.key
        assert len(first.key) == 16


def test_a_file_that_is_not_ours_is_refused_and_left_alone(tmp_path: Path) -> None:
    """A text, another program's database and a folder are none of ours."""
    text = tmp_path / "notes.txt"
    text.write_text("my notes")
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE mine (x)")
    connection.close()
    numbered = tmp_path / "numbered.db"
    with sqlite3.connect(numbered) as connection:
        connection.execute("PRAGMA application_id = 77")
    connection.close()
    for path in (text, other, numbered):
        before = path.read_bytes()
        with pytest.raises(StoreError, match="not a ledger"):
            open_ledger(path)
        assert path.read_bytes() == before
    with pytest.raises(StoreError, match="cannot be opened"):
        open_ledger(tmp_path)


@pytest.mark.parametrize("keep", [10, 100, 5000, 9000])
def test_a_damaged_ledger_says_so(tmp_path: Path, keep: int) -> None:
    """A cut file is told from a ledger, with what to do."""
    path = tmp_path / "ledger.db"
    with open_ledger(path) as ledger:
        ledger.record(some_news()[0])
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(StoreError) as caught, open_ledger(path) as ledger:
        ledger.refresh()
    assert caught.value.hint


def test_a_ledger_overwritten_with_rubbish_says_so(tmp_path: Path) -> None:
    """Damage inside the pages is found when they are read."""
    path = tmp_path / "ledger.db"
    with open_ledger(path) as ledger:
        ledger.record(some_news()[0])
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + os.urandom(len(whole) - 4096))
    with pytest.raises(StoreError, match="damaged"), open_ledger(path) as ledger:
        ledger.refresh()


def test_a_newer_ledger_is_refused(tmp_path: Path) -> None:
    """What a newer version wrote is not guessed at."""
    path = tmp_path / "ledger.db"
    open_ledger(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE state SET value = '999' WHERE name = 'schema'")
    connection.close()
    with pytest.raises(StoreError, match="newer joinder"):
        open_ledger(path)


def test_a_ledger_held_by_another_process_says_so(tmp_path: Path) -> None:
    """Reading goes on beside a writer; a second writer gives up after its wait."""
    path = tmp_path / "ledger.db"
    open_ledger(path).close()
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with open_ledger(path, wait=0.1) as ledger:
        assert ledger.counts()["articles"] == 0
        with pytest.raises(StoreError, match="held by another process"):
            ledger.record(some_news()[0])
        holder.execute("COMMIT")
        assert ledger.record(some_news()[0]) == "new"
    holder.close()


@pytest.fixture
def unprivileged_folder() -> Iterator[Path]:
    """Give a folder that everybody can reach, and drop the superuser's rights while a test runs."""
    with TemporaryDirectory() as name:
        open_ledger(Path(name, "first.db")).close()  # imports what is imported late, while that may be read
        Path(name).chmod(0o777)
        user = os.geteuid()
        if user == 0:
            os.seteuid(65534)
        try:
            yield Path(name)
        finally:
            os.seteuid(user)


def test_a_read_only_folder_says_so(unprivileged_folder: Path) -> None:
    """A folder or file that may not be written to is named, with what to do."""
    path = unprivileged_folder / "ours" / "ledger.db"
    with open_ledger(path) as ledger:
        ledger.record(some_news()[0])
    path.chmod(0o400)
    path.parent.chmod(0o500)
    with pytest.raises(StoreError, match="read-only") as caught, open_ledger(path) as ledger:
        ledger.record(some_news()[1])
    assert "--data" in (caught.value.hint or "")
    for absent in (path.with_name("new.db"), path.parent / "new" / "ledger.db"):
        with pytest.raises(StoreError, match="cannot be opened") as caught:
            open_ledger(absent)
        assert "--data" in (caught.value.hint or "")
    path.parent.chmod(0o000)
    with pytest.raises(StoreError, match="cannot be opened"):
        open_ledger(path)
    path.parent.chmod(0o700)


def test_a_folder_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    """A file stands where the folder should."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError) as caught:
        open_ledger(tmp_path / "file" / "deeper" / "ledger.db")
    assert "--data" in (caught.value.hint or "")


@pytest.mark.parametrize("url", ["nonsense://user:secret@host/name", "postgresql://user:secret@127.0.0.1:1/name"])
def test_a_database_that_cannot_be_reached_keeps_its_password(url: str) -> None:
    """The message names the place and what to try, never the password."""
    with pytest.raises(StoreError) as caught:
        open_ledger(url)
    assert "secret" not in f"{caught.value} {caught.value.hint}"
    assert caught.value.hint
