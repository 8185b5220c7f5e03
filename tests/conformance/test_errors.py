"""What can be wrong with a store: one clear line each, with what to do, and never a password."""

import os
import shutil
import socket
from pathlib import Path

import ladybug
import pytest

from joinder.errors import StoreError
from joinder.graph.connect import open_store
from joinder.graph.publish import publish, rebuild
from joinder.graph.store import Store
from tests.conformance.dumps import dump
from tests.conformance.facts import VIEW
from tests.servers import neo4j as servers
from tests.servers.fixture import Place

SECRET = "correct horse battery"


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    """Give the path of an embedded graph of the invented world."""
    path = tmp_path / "graph.lbdb"
    with open_store(path, read_only=False) as store:
        store.replace(VIEW, 1, "L")
    return path


def error_of(location: str | Path, password: str | None = None) -> StoreError:
    """Open a store for reading and give the error."""
    with pytest.raises(StoreError) as caught, open_store(location, "ada", password) as store:
        dump(store)
    shown = f"{caught.value.message} {caught.value.hint}"
    assert SECRET not in shown
    assert "\n" not in shown
    assert caught.value.hint
    return caught.value


def test_a_missing_graph(tmp_path: Path) -> None:
    """Where there is no graph yet, the hint says how one is made; reading makes none."""
    error = error_of(tmp_path / "graph.lbdb")
    assert "joinder load" in (error.hint or "")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("damage", ["half", "tail", "head", "hole", "empty"])
def test_a_damaged_graph_is_told_and_rebuilt(graph: Path, damage: str) -> None:
    """A damaged file is an error that names `joinder rebuild`; publishing writes it anew and says so."""
    with open_store(graph) as store:
        whole = dump(store)
    data = graph.read_bytes()
    middle = len(data) // 2
    graph.write_bytes(
        {
            "half": data[:middle],
            "tail": data[:-4096],
            "head": data[:4] + b"\xff" * 200 + data[204:],
            "hole": data[: len(data) // 4] + b"\xff" * (len(data) * 3 // 4),
            "empty": b"",
        }[damage]
    )
    assert "joinder rebuild" in (error_of(graph).hint or "")
    with open_store(graph, read_only=False) as store:
        assert publish(store, view=lambda: VIEW, sequence=2, ledger="L") == "rebuilt"
        assert dump(store) == whole


def test_another_programs_file_is_left_alone(tmp_path: Path) -> None:
    """A file that is no graph is an error, and is not overwritten."""
    path = tmp_path / "graph.lbdb"
    path.write_text("my diary\n" * 100)
    assert "not a graph" in error_of(path).message
    with open_store(path, read_only=False) as store, pytest.raises(StoreError, match="not a graph"):
        rebuild(store, view=VIEW, sequence=1)
    assert path.read_text().startswith("my diary")
    assert "folder" in error_of(tmp_path).message


def test_another_graph_of_the_same_engine_is_left_alone(tmp_path: Path) -> None:
    """A database of the embedded engine that another program made is not overwritten either."""
    path = tmp_path / "graph.lbdb"
    database = ladybug.Database(path, buffer_pool_size=64 << 20)
    connection = ladybug.Connection(database)
    connection.execute("CREATE NODE TABLE Diary(id STRING PRIMARY KEY)")
    connection.execute("CHECKPOINT")
    connection.close()
    database.close()
    before = path.read_bytes()
    assert "not a graph of joinder" in error_of(path).message
    with open_store(path, read_only=False) as store, pytest.raises(StoreError, match="not a graph"):
        rebuild(store, view=VIEW, sequence=1)
    assert path.read_bytes() == before


def test_a_graph_of_another_version(graph: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A graph with another schema is not read as if it were ours; publishing replaces it."""
    from joinder.graph.schema import Schema

    monkeypatch.setattr(Schema, "version", "other")
    assert "another version" in error_of(graph).message
    with open_store(graph, read_only=False) as store:
        assert publish(store, view=lambda: VIEW, sequence=1, ledger="L") == "replaced"


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_read_only_folder(graph: Path) -> None:
    """In a folder that may not be written to, the graph can be read; writing is one clear error."""
    graph.parent.chmod(0o555)
    try:
        with open_store(graph) as store:
            assert dump(store)["Person"]
        with open_store(graph, read_only=False) as store, pytest.raises(StoreError, match="cannot be written"):
            store.replace(VIEW, 2, "L")
    finally:
        graph.parent.chmod(0o755)


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    """A path through a file is one clear error."""
    (tmp_path / "file").write_text("x")
    with open_store(tmp_path / "file" / "graph", read_only=False) as store, pytest.raises(StoreError):
        store.replace(VIEW, 1, "L")


def test_a_stray_log_beside_the_graph_is_not_replayed(graph: Path) -> None:
    """A log that lies beside an old file does not get into the new one."""
    shutil.copy(graph, graph.with_name("graph.lbdb.wal"))
    with open_store(graph, read_only=False) as store:
        store.replace(VIEW, 2, "L")
    with open_store(graph) as store:
        assert len(dump(store)["Claim"]) == len(VIEW.claims)
    assert not graph.with_name("graph.lbdb.wal").exists()


def test_a_server_that_is_not_there() -> None:
    """An unreachable server is told with its URL, also where the URL held a password."""
    port = servers.free_port()
    error = error_of(f"bolt://ada:{SECRET.replace(' ', '')}@127.0.0.1:{port}", SECRET)
    assert f"127.0.0.1:{port}" in error.message
    assert SECRET.replace(" ", "") not in f"{error.message} {error.hint}"
    assert "running" in (error.hint or "")


def test_a_server_that_is_no_neo4j() -> None:
    """Something else that listens there is the same error."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        import threading

        def hang_up() -> None:
            connection, _ = other.accept()
            connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            connection.close()

        threading.Thread(target=hang_up, daemon=True).start()
        error_of(f"bolt://127.0.0.1:{other.getsockname()[1]}", SECRET)


@pytest.mark.parametrize("url", ["http://localhost:7474", "postgres://x", "ladybug://x"])
def test_a_url_of_no_store(url: str) -> None:
    """A URL that is none of Neo4j's says which ones are."""
    assert "bolt://" in (error_of(url).hint or "")


@pytest.mark.neo4j
@pytest.mark.xdist_group("neo4j")
def test_a_wrong_password(neo4j_locked: Place) -> None:
    """A wrong or missing password is told without showing it; the right one opens the store."""
    for password in (SECRET, None):
        error = error_of(neo4j_locked.uri, password)
        assert "did not accept" in error.message
        assert "JOINDER_GRAPH_PASSWORD" in (error.hint or "")
    with open_store(neo4j_locked.uri, neo4j_locked.user, neo4j_locked.password, read_only=False) as store:
        store.prepare()
        store.replace(VIEW, 1, "L")
        assert str(neo4j_locked.password) not in store.location
    with open_store(neo4j_locked.uri.replace("bolt:", "neo4j:"), neo4j_locked.user, neo4j_locked.password) as store:
        assert len(dump(store)["Claim"]) == len(VIEW.claims)


@pytest.mark.neo4j
@pytest.mark.xdist_group("neo4j")
def test_a_server_without_our_graph(neo4j_uri: Place) -> None:
    """An empty database is told for what it is; one with other data is left alone."""
    from neo4j import GraphDatabase

    auth = (neo4j_uri.user or "neo4j", neo4j_uri.password) if neo4j_uri.password else None
    with pytest.raises(StoreError, match="holds no graph"):
        open_store(neo4j_uri.uri, neo4j_uri.user, neo4j_uri.password)
    with GraphDatabase.driver(neo4j_uri.uri, auth=auth) as driver:
        driver.execute_query("CREATE (:Diary {page: 1})")
        store = open_store(neo4j_uri.uri, neo4j_uri.user, neo4j_uri.password, read_only=False)
        with store, pytest.raises(StoreError, match="not joinder's"):
            publish(store, view=lambda: VIEW, sequence=1)
        assert driver.execute_query("MATCH (n) RETURN count(n) AS n").records[0]["n"] == 1


def test_closing_twice_is_harmless(store: Store) -> None:
    """A store can be closed again."""
    store.close()
    store.close()
