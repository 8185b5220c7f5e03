"""The whole graph into another store, interrupted and gone on with; any history of a ledger on both stores."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from joinder import loading
from joinder.errors import StoreError
from joinder.graph.connect import open_store
from joinder.graph.export_view import read_view
from joinder.graph.ledger import Ledger, open_ledger
from joinder.graph.model import Article, Extraction, View
from joinder.graph.publish import publish, rebuild
from joinder.graph.records import gather, rows_of
from joinder.graph.store import Store
from joinder.graph.view import build_view
from tests.conformance.conftest import ENGINES
from tests.loading.running import ROOT, run, write_news
from tests.servers.fixture import Place
from tests.unit.graph.test_refresh import articles

#: Publishes in many small transactions, and says so after each.
SLOWLY = """
import sys, time
from joinder import cli
from joinder.graph import neo4j_store, neo4j_write
neo4j_write.WHOLE, neo4j_write.TRANSACTION, neo4j_write.BATCH = 0, 20, 20
write = neo4j_store._write_all
def slow(*arguments):
    write(*arguments)
    print("written", flush=True)
    time.sleep(0.05)
neo4j_store._write_all = slow
sys.exit(cli.run(["publish", sys.argv[1]]))
"""


def writes(summary: str) -> int:
    """Read how many rows a publish wrote."""
    return int(summary.partition("(")[2].partition(" rows")[0])


@pytest.mark.neo4j
@pytest.mark.xdist_group("neo4j")
def test_publishing_to_a_server_is_resumed_and_verified(tmp_path: Path, neo4j_uri: Place) -> None:
    """Killed in the middle, the half graph is refused to readers; the same command writes only what is missing."""
    data, environment = tmp_path / "data", neo4j_uri.settings()
    del environment["JOINDER_GRAPH"]
    code, _, err = run(data, "load", str(write_news(tmp_path / "news.jsonl", 60)))
    assert code == 0, err
    env = os.environ | environment | {"JOINDER_DATA": str(data)}
    slow = subprocess.Popen(
        [sys.executable, "-c", SLOWLY, neo4j_uri.uri], cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True
    )
    assert slow.stdout is not None
    for _ in range(14):
        assert slow.stdout.readline() == "written\n"
    slow.send_signal(signal.SIGKILL)
    slow.communicate()
    with pytest.raises(StoreError, match="unfinished"):
        open_store(neo4j_uri.uri, neo4j_uri.user, neo4j_uri.password)
    with open_store(neo4j_uri.uri, neo4j_uri.user, neo4j_uri.password, read_only=False) as store:
        half = sum(
            len(rows) for rows in (read_view(store).articles, read_view(store).mentions, read_view(store).claims)
        )
    assert half
    code, _, err = run(data, "publish", neo4j_uri.uri, **environment)
    assert code == 0, err
    assert "all compared" in err
    with open_ledger(data / "ledger.db") as ledger, open_store(data / "graph.lbdb") as own:
        whole = ledger.view()
        assert read_view(own) == whole
    assert 0 < writes(err) < sum(len(getattr(whole, kind)) for kind in View.__dataclass_fields__)
    with open_store(neo4j_uri.uri, neo4j_uri.user, neo4j_uri.password) as store:
        assert read_view(store) == whole
    code, _, err = run(data, "publish", neo4j_uri.uri, **environment)
    assert (code, writes(err)) == (0, 0), err


@pytest.fixture(params=ENGINES)
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], Store]:
    """Give a function that opens the graph, on each store in turn."""
    if request.param == "embedded":
        return lambda: open_store(tmp_path / "graph.lbdb", read_only=False)
    place: Place = request.getfixturevalue("neo4j_uri")
    return lambda: open_store(place.uri, place.user, place.password, read_only=False)


#: A load or a correction, the forgetting of an article, or all read again, or the graph written afresh.
STEP = st.one_of(articles(), st.integers(0, 13), st.sampled_from(["reextract", "rebuild"]))
HISTORIES = st.lists(st.lists(STEP, min_size=1, max_size=5), min_size=2, max_size=4)


@settings(
    max_examples=4, deadline=None, print_blob=False,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
@given(HISTORIES)
def test_after_any_history_the_graph_is_the_view(
    opened: Callable[[], Store], tmp_path: Path, histories: list[list[Extraction | int | str]]
) -> None:
    """Whatever was done in whatever order, published now and then: the graph is that of what is left, from scratch."""
    for old in tmp_path.glob("steps.db*"):
        old.unlink()
    left: dict[str, Extraction] = {}
    with open_ledger(tmp_path / "steps.db") as ledger, opened() as store:
        for steps in histories:
            for number, step in enumerate(steps):
                if isinstance(step, int):
                    ledger.forget(f"n{step}")
                    left.pop(f"n{step}", None)
                elif step == "reextract":
                    reextract(ledger, left, f"test-{number}")
                elif step == "rebuild":
                    ledger.refresh(whole=True)
                    whole = ledger.changes(0)
                    rebuild(store, view=whole.upserts, sequence=whole.sequence, ledger=ledger.key)
                elif isinstance(step, Extraction):
                    ledger.record(step)
                    left[step.article.id] = step
            publish(store, view=ledger.view, changes=ledger.changes, sequence=ledger.refresh(), ledger=ledger.key)
            assert read_view(store) == build_view(gather(map(rows_of, left.values())))
        ledger.forget_all(ledger.article_ids())
        publish(store, view=ledger.view, changes=ledger.changes, sequence=ledger.refresh(), ledger=ledger.key)
        assert read_view(store) == View()


def reextract(ledger: Ledger, left: dict[str, Extraction], version: str) -> None:
    """Read all kept texts again by an extractor of a newer version, which finds one thing less in each."""
    for key, news in list(left.items()):
        left[key] = replace(news, claims=news.claims[1:], extractor=version)
    found = iter(left[key] for key in sorted(left))

    class Newer:
        """Says of each text what the newer version finds."""

        def __init__(self) -> None:
            self.version = version

        def extract(self, article: Article) -> Extraction:
            """Give the next one."""
            news = next(found)
            assert news.article == article
            return news

        def stream(self, texts: Iterable[Article]) -> Iterator[Extraction]:
            """Give the next ones."""
            return map(self.extract, texts)

    summary = loading.reextract(ledger, Newer())
    assert (summary.read, summary.failed) == (len(left), [])
