"""A load that is killed, or that runs twice at once: the graph in the end is that of one quiet load."""

import os
import random
import signal
import time
from pathlib import Path

import pytest

from joinder.graph.connect import open_store
from joinder.graph.export_view import read_view
from joinder.graph.ledger import open_ledger
from joinder.graph.model import View
from tests.loading.running import run, start, write_news
from tests.servers.fixture import Place

#: JOINDER_TEST_KILLS=50 is the full test; the suite has a small one.
KILLS = int(os.environ.get("JOINDER_TEST_KILLS", "4"))
ARTICLES = 300


def graph_of(data: Path) -> View:
    """Read the embedded graph of a data folder."""
    with open_store(data / "graph.lbdb") as store:
        return read_view(store)


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, View]:
    """Load the news in peace: the file, and the graph."""
    folder = tmp_path_factory.mktemp("quiet")
    news = write_news(folder / "news.jsonl", ARTICLES)
    code, _, err = run(folder / "data", "load", str(news))
    assert code == 0, err
    return news, graph_of(folder / "data")


def test_a_killed_load_loses_and_doubles_nothing(tmp_path: Path, quiet: tuple[Path, View]) -> None:
    """SIGKILL at random moments, ledger and graph opened after each, and in the end all rows are equal."""
    news, wanted = quiet
    chance = random.Random(5)
    data = tmp_path / "data"
    for number in range(KILLS):
        process = start(data, "load", str(news), delay=0.01)
        time.sleep(chance.uniform(0.3, 4.5))
        if number % 3 == 2:  # hit the writing of the graph, too
            until = time.monotonic() + 30
            while process.poll() is None and not list(data.glob("graph.lbdb.new*")) and time.monotonic() < until:
                time.sleep(0.002)
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        if (data / "ledger.db").exists():
            with open_ledger(data / "ledger.db") as ledger:
                assert ledger.faults() == []
        if (data / "graph.lbdb").exists():
            graph_of(data)
    code, _, err = run(data, "load", str(news))
    assert code == 0, err
    assert graph_of(data) == wanted
    assert not list(data.glob("graph.lbdb.new*"))
    code, out, err = run(data, "rebuild", "--check")
    assert (code, out) == (0, ""), err


def test_two_loads_at_once_end_as_one(tmp_path: Path, quiet: tuple[Path, View]) -> None:
    """The same and different articles at the same time; a reader always finds a whole graph."""
    news, wanted = quiet
    data = tmp_path / "data"
    lines = news.read_text(encoding="utf-8").splitlines(keepends=True)
    one, other = tmp_path / "one.jsonl", tmp_path / "other.jsonl"
    one.write_text("".join(lines[:200]), encoding="utf-8")
    other.write_text("".join(lines[100:]), encoding="utf-8")
    loads = [start(data, "load", str(path), delay=0.002) for path in (one, other)]
    seen = 0
    while any(load.poll() is None for load in loads):
        if (data / "graph.lbdb").exists():
            whole = graph_of(data)
            assert {c.id for e in whole.edges for c in whole.claims if c.id in e.claims} <= {c.id for c in whole.claims}
            assert sum(e.n_claims for e in whole.edges) == len(whole.claims)
            seen += 1
        time.sleep(0.05)
    assert [(load.returncode, load.communicate()[1][-200:])[0] for load in loads] == [0, 0]
    assert graph_of(data) == wanted


@pytest.mark.neo4j
@pytest.mark.xdist_group("neo4j")
def test_two_loads_at_once_end_as_one_on_neo4j(tmp_path: Path, quiet: tuple[Path, View], neo4j_uri: Place) -> None:
    """The shared graph is brought level by whoever comes last."""
    news, wanted = quiet
    data = tmp_path / "data"
    environment = {"JOINDER_GRAPH": neo4j_uri.uri}
    if neo4j_uri.password:
        environment |= {"JOINDER_GRAPH_USER": neo4j_uri.user or "", "JOINDER_GRAPH_PASSWORD": neo4j_uri.password}
    loads = [start(data, "load", str(news), delay=0.002, **environment) for _ in range(2)]
    ended = [(load.communicate()[1], load.returncode) for load in loads]
    assert [code for _, code in ended] == [0, 0], ended
    with open_store(neo4j_uri.uri, neo4j_uri.user, neo4j_uri.password) as store:
        assert read_view(store) == wanted


def test_ctrl_c_says_what_was_done_and_the_load_goes_on(tmp_path: Path, quiet: tuple[Path, View]) -> None:
    """Exit code 130, a summary, and the next run does the rest only."""
    news, wanted = quiet
    data = tmp_path / "data"
    process = start(data, "load", str(news), "--jobs", "1", delay=0.02)
    until = time.monotonic() + 30
    while time.monotonic() < until:
        time.sleep(0.1)
        if (data / "ledger.db").exists():
            with open_ledger(data / "ledger.db") as ledger:
                if ledger.counts()["articles"]:
                    break
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert "interrupted" in err
    code, _, err = run(data, "load", str(news))
    assert code == 0
    assert f"{ARTICLES} articles read" in err
    assert f" {ARTICLES} new" not in err
    assert graph_of(data) == wanted
