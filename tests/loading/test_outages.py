"""The Neo4j server goes away during a load: the ledger is complete, and the graph catches up."""

import os
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from joinder.graph.connect import open_store
from joinder.graph.export_view import read_view
from joinder.graph.ledger import open_ledger
from tests.loading.running import run, start, write_news
from tests.servers import neo4j as servers
from tests.servers.fixture import Place

pytestmark = [pytest.mark.neo4j, pytest.mark.xdist_group("neo4j")]
COUNT = 150
# All waits are for as long as a busy machine may need; on a quiet one nothing waits for longer than it takes.


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """Give a folder for servers of this module's own."""
    with tempfile.TemporaryDirectory(prefix="joinder-outage-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def end(server: servers.Server, how: signal.Signals) -> None:
    """Stop or kill a server and wait for its end."""
    server.process.send_signal(how)
    server.process.wait(300)


#: Stopped first and killed later; with JOINDER_TEST_SLOW=1 the other way round too.
WAYS = [(signal.SIGTERM, signal.SIGKILL), (signal.SIGKILL, signal.SIGTERM)]


@pytest.mark.parametrize(("how", "later"), WAYS if os.environ.get("JOINDER_TEST_SLOW") else WAYS[:1])
def test_the_graph_catches_up_after_an_outage(
    tmp_path: Path, home: Path, neo4j_place: Place, how: signal.Signals, later: signal.Signals
) -> None:
    """Back within --wait it is brought level; else it is said how far behind it is, and the next command does it."""
    assert neo4j_place  # says loudly where no server can be started
    port = servers.free_port()
    here, data = home / how.name, tmp_path / "data"
    uri = f"bolt://127.0.0.1:{port}"
    news = write_news(tmp_path / "news.jsonl", COUNT)
    server = servers.start(here, port)
    try:
        load = start(data, "load", str(news), "--graph", uri, "--wait", "600", delay=0.03)
        _wait_for_articles(data)
        end(server, how)
        time.sleep(2)
        server = servers.start(here, port)
        _, err = load.communicate(timeout=900)
        assert load.returncode == 0, err
        _assert_level(data, uri)
        end(server, later)
        more = write_news(tmp_path / "more.jsonl", COUNT + 10)
        code, _, err = run(data, "load", str(more), "--graph", uri, "--wait", "0")
        assert code == 1
        assert "10 articles" in err, err
        assert "behind the ledger" in err
        server = servers.start(here, port)
        code, _, err = run(data, "forget", "n3", "--graph", uri)
        assert code == 0, err
        _assert_level(data, uri)
    finally:
        server.stop()


def _wait_for_articles(data: Path) -> None:
    until = time.monotonic() + 300
    while time.monotonic() < until:
        if (data / "ledger.db").exists():
            with open_ledger(data / "ledger.db") as ledger:
                if ledger.counts()["articles"]:
                    return
        time.sleep(0.1)


def _assert_level(data: Path, uri: str) -> None:
    with open_ledger(data / "ledger.db") as ledger, open_store(uri) as store:
        assert read_view(store) == ledger.view()
        assert len(ledger.view().articles) >= COUNT
