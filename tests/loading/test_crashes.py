"""A load that is killed, or that runs twice at once: the graph in the end is that of one quiet load."""

import os
import random
import signal
import subprocess
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import NamedTuple

import pytest

from joinder.graph.connect import open_store
from joinder.graph.export_view import read_view
from joinder.graph.ledger import open_ledger
from joinder.graph.model import View
from joinder.graph.store import Store
from tests.loading.running import run, start, write_news
from tests.servers.fixture import Place

#: JOINDER_TEST_KILLS=50 is the full test; the suite has a small one.
KILLS = int(os.environ.get("JOINDER_TEST_KILLS", "4"))
SERVER_KILLS = int(os.environ.get("JOINDER_TEST_KILLS", "2"))
ARTICLES = 300
#: Seconds for each article: so that a quick machine is hit while it loads, not only while it starts.
DELAY = 0.01


class Quiet(NamedTuple):
    """A load in peace: its file, its graph, and how many seconds it took here and now."""

    news: Path
    view: View
    seconds: float


def graph_of(data: Path) -> View:
    """Read the embedded graph of a data folder."""
    with open_store(data / "graph.lbdb") as store:
        return read_view(store)


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Quiet:
    """Load the news in peace."""
    folder = tmp_path_factory.mktemp("quiet")
    news = write_news(folder / "news.jsonl", ARTICLES)
    began = time.monotonic()
    code, _, err = run(folder / "data", "load", str(news), delay=DELAY)
    assert code == 0, err
    return Quiet(news, graph_of(folder / "data"), time.monotonic() - began)


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


def recorded(data: Path) -> int:
    """Count the articles in the ledger."""
    if not (data / "ledger.db").exists():
        return 0
    with open_ledger(data / "ledger.db") as ledger:
        return ledger.counts()["articles"]


def writes_graph(data: Path, process: "subprocess.Popen[str]", *, embedded: bool) -> None:
    """Wait until a load writes its graph, or has ended; on a server that is about when all is recorded."""
    while process.poll() is None:
        if list(data.glob("graph.lbdb.new*")) if embedded else recorded(data) == ARTICLES:
            return
        time.sleep(0.002)


def hit_some(data: Path, quiet: Quiet, kills: int, settings: dict[str, str], seen: Callable[[], View | None]) -> View:
    """Kill a load at so many random moments, look at ledger and graph after each, and let it end.

    A load that came to its end in spite of all is forgotten, and begins anew: every kill hits one that works.

    Args:
        data: the data folder.
        quiet: what is loaded.
        kills: how many times.
        settings: the environment, with the graph's place.
        seen: reads the graph, where there is one.
    """
    chance, killed = random.Random(5), 0
    for attempt in count():
        process = start(data, "load", str(quiet.news), delay=DELAY, **settings)
        if killed < kills:
            if attempt % 3 == 2:  # hit the writing of the graph, too
                writes_graph(data, process, embedded=not settings)
                time.sleep(chance.uniform(0, 0.2 if settings else 0.01) * quiet.seconds)
            else:
                time.sleep(chance.uniform(0.05, 1.0) * quiet.seconds)
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
        _, err = process.communicate()
        killed += process.returncode == -signal.SIGKILL
        if (data / "ledger.db").exists():
            with open_ledger(data / "ledger.db") as ledger:
                assert ledger.faults() == []
        view = seen()
        assert view is None or is_whole(view)
        if process.returncode != -signal.SIGKILL:
            assert process.returncode == 0, err
            if killed >= kills:
                assert view is not None
                return view
            with open_ledger(data / "ledger.db") as ledger:
                ledger.forget_all(ledger.article_ids())
    raise AssertionError  # it counts for ever


def test_a_killed_load_loses_and_doubles_nothing(tmp_path: Path, quiet: Quiet) -> None:
    """SIGKILL at random moments, ledger and graph opened after each, and in the end all rows are equal."""
    data = tmp_path / "data"
    found = hit_some(data, quiet, KILLS, {}, lambda: graph_of(data) if (data / "graph.lbdb").exists() else None)
    assert found == quiet.view
    assert not list(data.glob("graph.lbdb.new*"))
    code, out, err = run(data, "rebuild", "--check")
    assert (code, out) == (0, ""), err


@pytest.mark.neo4j
@pytest.mark.xdist_group("neo4j")
def test_a_killed_load_loses_and_doubles_nothing_on_neo4j(tmp_path: Path, quiet: Quiet, neo4j_uri: Place) -> None:
    """The same with the graph on a server, into which the killed loads wrote, or did not."""
    data, settings = tmp_path / "data", neo4j_uri.settings()
    with open_store(neo4j_uri.uri, neo4j_uri.user, neo4j_uri.password, read_only=False) as store:
        assert hit_some(data, quiet, SERVER_KILLS, settings, _of(store)) == quiet.view
    code, out, err = run(data, "rebuild", "--check", **settings)
    assert (code, out) == (0, ""), err


def _of(store: Store) -> Callable[[], View | None]:
    """Read the graph on a server, where something has been written yet."""
    return lambda: read_view(store) if store.state() else None


def test_two_loads_at_once_end_as_one(tmp_path: Path, quiet: Quiet) -> None:
    """The same and different articles at the same time; a reader always finds a whole graph."""
    news, wanted, _ = quiet
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
def test_two_loads_at_once_end_as_one_on_neo4j(tmp_path: Path, quiet: Quiet, neo4j_uri: Place) -> None:
    """A reader that opens the graph again and again is never refused, and sees one whole graph after the other.

    The change as a whole is too large for one transaction here: it is written in steps, each of them whole.
    """
    news, wanted, _ = quiet
    data, settings = tmp_path / "data", neo4j_uri.settings() | {"JOINDER_TEST_STEP": "400"}
    first = tmp_path / "first.jsonl"
    first.write_text(news.read_text(encoding="utf-8").partition("\n")[0], encoding="utf-8")
    assert run(data, "load", str(first), **settings)[0] == 0
    loads = two_loads(data, news, settings)
    seen = set()
    while any(load.poll() is None for load in loads):
        with open_store(neo4j_uri.uri, neo4j_uri.user, neo4j_uri.password) as store:
            view = read_view(store)
        assert is_whole(view)
        seen.add(len(view.articles))
        time.sleep(0.05)
    ended = [(load.communicate()[1], load.returncode) for load in loads]
    assert [code for _, code in ended] == [0, 0], ended
    assert len(seen) > 2
    with open_store(neo4j_uri.uri, neo4j_uri.user, neo4j_uri.password) as store:
        assert read_view(store) == wanted


def two_loads(data: Path, news: Path, settings: dict[str, str]) -> list[subprocess.Popen[str]]:
    """Start two loads that share a third of their articles."""
    lines = news.read_text(encoding="utf-8").splitlines(keepends=True)
    parts = {"one": lines[:200], "other": lines[100:]}
    for name, part in parts.items():
        (news.parent / f"{name}.jsonl").write_text("".join(part), encoding="utf-8")
    return [start(data, "load", str(news.parent / f"{name}.jsonl"), delay=0.002, **settings) for name in parts]


def test_ctrl_c_says_what_was_done_and_the_load_goes_on(tmp_path: Path, quiet: Quiet) -> None:
    """Exit code 130, a summary, and the next run does the rest only."""
    news, wanted, _ = quiet
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
