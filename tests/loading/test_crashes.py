"""A load that is killed, or that runs twice at once: the graph in the end is that of one quiet load."""

import os
import random
import signal
import subprocess
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


def is_whole(view: View) -> bool:
    """Tell whether no row of a graph refers to one that is not there, and no edge counts claims that are not there."""
    entities, articles = {e.id for e in view.entities}, {a.id for a in view.articles}
    claims = {c.id: c for c in view.claims}
    rows = [*view.claims, *view.crowds, *view.mentions]
    return (
        {row.article for row in rows} <= articles
        and {end for c in view.claims for end in (c.subject, c.object)} <= entities
        and {m.entity for m in view.mentions} <= entities
        and all(e.n_claims == len(e.claims) and set(e.claims) <= claims.keys() for e in view.edges)
        and sum(e.n_claims for e in view.edges) == len(claims)
    )


def hit_some(data: Path, news: Path, kills: int, settings: dict[str, str]) -> None:
    """Kill a load at so many random moments, and look at the ledger after each."""
    chance = random.Random(5)
    for number in range(kills):
        process = start(data, "load", str(news), delay=0.01, **settings)
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
            assert is_whole(graph_of(data))


def test_a_killed_load_loses_and_doubles_nothing(tmp_path: Path, quiet: tuple[Path, View]) -> None:
    """SIGKILL at random moments, ledger and graph opened after each, and in the end all rows are equal."""
    news, wanted = quiet
    data = tmp_path / "data"
    hit_some(data, news, KILLS, {})
    code, _, err = run(data, "load", str(news))
    assert code == 0, err
    assert graph_of(data) == wanted
    assert not list(data.glob("graph.lbdb.new*"))
    code, out, err = run(data, "rebuild", "--check")
    assert (code, out) == (0, ""), err


@pytest.mark.neo4j
@pytest.mark.xdist_group("neo4j")
def test_a_killed_load_loses_and_doubles_nothing_on_neo4j(
    tmp_path: Path, quiet: tuple[Path, View], neo4j_uri: Place
) -> None:
    """The same with the graph on a server, into which the killed loads wrote, or did not."""
    news, wanted = quiet
    data, settings = tmp_path / "data", neo4j_uri.settings()
    hit_some(data, news, max(KILLS // 2, 2), settings)
    code, _, err = run(data, "load", str(news), **settings)
    assert code == 0, err
    with open_store(neo4j_uri.uri, neo4j_uri.user, neo4j_uri.password) as store:
        assert read_view(store) == wanted
    code, out, err = run(data, "rebuild", "--check", **settings)
    assert (code, out) == (0, ""), err


def test_two_loads_at_once_end_as_one(tmp_path: Path, quiet: tuple[Path, View]) -> None:
    """The same and different articles at the same time; a reader always finds a whole graph."""
    news, wanted = quiet
    data = tmp_path / "data"
    loads = two_loads(data, news, {})
    while any(load.poll() is None for load in loads):
        if (data / "graph.lbdb").exists():
            assert is_whole(graph_of(data))
        time.sleep(0.05)
    assert [(load.returncode, load.communicate()[1][-200:])[0] for load in loads] == [0, 0]
    assert graph_of(data) == wanted


@pytest.mark.neo4j
@pytest.mark.xdist_group("neo4j")
def test_two_loads_at_once_end_as_one_on_neo4j(tmp_path: Path, quiet: tuple[Path, View], neo4j_uri: Place) -> None:
    """The shared graph is brought level by whoever comes last; a reader is never refused, and sees whole graphs."""
    news, wanted = quiet
    data, settings = tmp_path / "data", neo4j_uri.settings()
    first = tmp_path / "first.jsonl"
    first.write_text(news.read_text(encoding="utf-8").partition("\n")[0], encoding="utf-8")
    assert run(data, "load", str(first), **settings)[0] == 0
    loads = two_loads(data, news, settings)
    seen = set()
    with open_store(neo4j_uri.uri, neo4j_uri.user, neo4j_uri.password) as store:
        while any(load.poll() is None for load in loads):
            view = read_view(store)
            assert is_whole(view)
            seen.add(len(view.articles))
            time.sleep(0.05)
        ended = [(load.communicate()[1], load.returncode) for load in loads]
        assert [code for _, code in ended] == [0, 0], ended
        assert 1 in seen
        assert read_view(store) == wanted


def two_loads(data: Path, news: Path, settings: dict[str, str]) -> list[subprocess.Popen[str]]:
    """Start two loads that share a third of their articles."""
    lines = news.read_text(encoding="utf-8").splitlines(keepends=True)
    parts = {"one": lines[:200], "other": lines[100:]}
    for name, part in parts.items():
        (news.parent / f"{name}.jsonl").write_text("".join(part), encoding="utf-8")
    return [start(data, "load", str(news.parent / f"{name}.jsonl"), delay=0.002, **settings) for name in parts]


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
