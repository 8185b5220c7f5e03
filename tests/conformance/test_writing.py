"""Publishing: the graph equals the view, whatever was there, however often and in whichever order."""

import dataclasses
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from joinder.errors import StoreError
from joinder.graph import embedded_file
from joinder.graph.connect import open_store
from joinder.graph.model import Changes, EntityRow, View
from joinder.graph.publish import publish, rebuild
from joinder.graph.store import GraphState, Store
from joinder.queries.run import run
from tests.conformance.dumps import dump
from tests.conformance.facts import ADA, BO, VIEW
from tests.servers.fixture import Place


def without(view: View, article: str) -> View:
    """Take an article and all that refers to it out of a view."""
    claims = tuple(c for c in view.claims if c.article != article)
    left = {c.id for c in claims}
    return dataclasses.replace(
        view,
        articles=tuple(a for a in view.articles if a.id != article),
        mentions=tuple(m for m in view.mentions if m.article != article),
        crowds=tuple(c for c in view.crowds if c.article != article),
        claims=claims,
        edges=tuple(e for e in view.edges if left.issuperset(e.claims)),
    )


def changes_between(old: View, new: View, since: int, sequence: int) -> Changes:
    """Work out what a ledger would report."""
    names = [f.name for f in dataclasses.fields(View)]
    put = View(**{n: tuple(r for r in getattr(new, n) if r not in set(getattr(old, n))) for n in names})
    deletes = []
    for name in names:
        kept = {row[0] if name == "redirects" else row.id for row in getattr(new, name)}
        ids = [row[0] if name == "redirects" else row.id for row in getattr(old, name)]
        deletes += [(name, i) for i in ids if i not in kept]
    return Changes(since, sequence, put, tuple(deletes))


def test_prepare_is_harmless_twice(store: Store) -> None:
    """Preparing a filled store changes nothing."""
    before = dump(store)
    store.prepare()
    assert dump(store) == before


def test_the_graph_holds_every_row_of_the_view(store: Store) -> None:
    """Nodes and edges are as many as the view has rows, with all their properties."""
    found = dump(store)
    assert sum(len(found[label]) for label in ("Person", "Group", "Brand", "Platform", "Campaign")) == len(
        VIEW.entities
    )
    assert [len(found[k]) for k in ("Article", "Mention", "Claim", "Crowd", "Redirect")] == [4, 3, 17, 2, 1]
    assert len(found["SUBJECT"]) == len(found["OBJECT"]) == len(VIEW.claims)
    assert len(found["SAID_BY"]) == sum(bool(c.speaker) for c in VIEW.claims)
    row = store.read("MATCH (k:Claim) WHERE k.id = 'k09' RETURN k AS k")[0]["k"]
    assert row == {"_label": "Claim"} | dataclasses.asdict(VIEW.claims[8])
    edge = next(e for e in VIEW.edges if e.claims == ("k01", "k02"))
    row = store.read("MATCH ()-[r:JOINED]->() WHERE r.id = $id RETURN r AS r", id=edge.id)[0]["r"]
    assert row == {"_type": "JOINED"} | {
        n: list(v) if isinstance(v, tuple) else v for n, v in dataclasses.asdict(edge).items()
    }


def test_both_ways_of_writing_give_the_same_graph(store: Store) -> None:
    """Replacing again, also with rows in another order, changes nothing but the sequence number."""
    before = dump(store)
    names = [f.name for f in dataclasses.fields(View)]
    shuffled = View(**{n: tuple(random.Random(3).sample(getattr(VIEW, n), len(getattr(VIEW, n)))) for n in names})
    store.replace(shuffled, 8, "ledger-1")
    assert dump(store) == before
    assert store.state() is not None
    assert store.state().sequence == 8  # type: ignore[union-attr]


def test_an_empty_view_gives_an_empty_graph(store: Store) -> None:
    """A ledger from which everything was forgotten leaves no node and no edge."""
    store.replace(View(), 9, "ledger-1")
    assert not any(dump(store).values())
    assert run(store, "campaigns") == []
    assert set(run(store, "contents")[0].values()) == {0}


@pytest.mark.parametrize("article", ["a1", "a2", "a3", "a4"])
def test_publishing_brings_a_graph_up_to_date(empty: Store, article: str) -> None:
    """Adding an article and forgetting it again gives the graphs of the two views."""
    small = without(VIEW, article)
    assert publish(empty, view=lambda: small, sequence=1, ledger="L") == "replaced"
    first = dump(empty)
    done = publish(
        empty, view=lambda: VIEW, changes=lambda n: changes_between(small, VIEW, n, 2), sequence=2, ledger="L"
    )
    assert done == ("applied" if empty.incremental else "replaced")
    second = dump(empty)
    assert publish(empty, view=pytest.fail, sequence=2, ledger="L") == "unchanged"
    publish(empty, view=lambda: small, changes=lambda n: changes_between(VIEW, small, n, 3), sequence=3, ledger="L")
    assert dump(empty) == first
    assert first != second


def test_a_merge_moves_the_claims_to_the_other_entity(store: Store) -> None:
    """When two entities become one, its claims, mentions and edges hang on the one that stays."""
    ids = {BO.id: ADA.id}

    def moved(row: object) -> object:
        changed = {n: ids[v] for n in ("subject", "object", "entity", "speaker") if (v := getattr(row, n, None)) in ids}
        return dataclasses.replace(row, **changed)  # type: ignore[type-var]

    edges = [dataclasses.replace(moved(e), id="x" + e.id) if BO.id in (e.subject, e.object) else e for e in VIEW.edges]  # type: ignore[type-var]
    merged = dataclasses.replace(
        VIEW,
        entities=tuple(e for e in VIEW.entities if e.id != BO.id),
        claims=tuple(map(moved, VIEW.claims)),
        mentions=tuple(map(moved, VIEW.mentions)),
        edges=tuple(edges),
        redirects=(*VIEW.redirects, (BO.id, ADA.id)),
    )
    publish(
        store, view=lambda: merged, changes=lambda n: changes_between(VIEW, merged, n, 8), sequence=8, ledger="ledger-1"
    )
    after = dump(store)
    store.replace(View(), 9, "ledger-1")
    store.replace(merged, 10, "ledger-1")
    assert dump(store) == after
    assert run(store, "redirected", merged=BO.id) == [{"target": ADA.id}]


def test_a_graph_of_another_ledger_is_replaced(store: Store) -> None:
    """The sequence number of one ledger says nothing about another's."""
    done = publish(store, view=lambda: without(VIEW, "a1"), changes=pytest.fail, sequence=7, ledger="ledger-2")
    assert done == "replaced"
    assert store.state() == GraphState(7, "ledger-2", store.state().schema)  # type: ignore[union-attr]
    assert len(dump(store)["Article"]) == 3


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (dataclasses.replace(VIEW, entities=VIEW.entities[1:]), "not there"),
        (dataclasses.replace(VIEW, articles=VIEW.articles[1:]), "not there|does not fit"),
        (dataclasses.replace(VIEW, edges=(dataclasses.replace(VIEW.edges[0], relation="PART_OF"),)), "ontology"),
    ],
)
def test_a_broken_view_is_refused(empty: Store, broken: View, said: str) -> None:
    """An edge without an end, or between ends that the ontology does not allow, is an error and not half a graph."""
    with pytest.raises(StoreError, match=said):
        empty.replace(broken, 1, "L")
    state = empty.state()
    assert state is None or state.sequence < 1
    rebuild(empty, view=VIEW, sequence=2, ledger="L")
    assert len(dump(empty)["Claim"]) == len(VIEW.claims)


def test_a_great_many_rows_are_written_in_batches(empty: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """More rows than one batch or one transaction holds arrive, and go again."""
    monkeypatch.setattr("joinder.graph.neo4j_write.BATCH", 2_000)
    monkeypatch.setattr("joinder.graph.embedded_file.CHUNK", 2_000)
    crowd = tuple(EntityRow(f"person/p{i}", "Person", f"P {i}", (), (f"p{i}",), 0, 0) for i in range(4_500))
    more = dataclasses.replace(VIEW, entities=(*VIEW.entities, *crowd))
    publish(empty, view=lambda: more, sequence=1, ledger="L")
    assert run(empty, "contents")[0]["people"] == 4_503
    publish(empty, view=lambda: VIEW, changes=lambda n: changes_between(more, VIEW, n, 2), sequence=2, ledger="L")
    assert run(empty, "contents")[0]["people"] == 3


def test_bulk_columns_equal_the_rows(store: Store) -> None:
    """Reading by columns gives what reading by rows gives."""
    text = "MATCH (p)-[j:JOINED]->(c:Campaign) RETURN p.id AS who, c.id AS what, j.n_claims AS claims, c.keys AS names"
    found = store.columns(text)
    assert found["claims"].dtype.kind == "i"
    rows = zip(*(found[name].tolist() for name in ("who", "what", "claims", "names")), strict=True)
    assert sorted(map(list, rows)) == sorted(list(row.values()) for row in store.read(text))
    nothing = store.columns("MATCH (p)-[j:DONATED]->(c) RETURN p.id AS who, j.n_claims AS claims")
    assert [len(values) for values in nothing.values()] == [0, 0]


@pytest.mark.neo4j
@pytest.mark.xdist_group("neo4j")
@pytest.mark.parametrize("opened", ["neo4j"], indirect=True)
def test_rows_are_found_by_their_keys_however_empty_the_graph_was(opened: Callable[[], Store]) -> None:
    """A plan is made once and kept, so it must be a good one on an empty graph: no statement scans."""
    from joinder.graph import neo4j_store, neo4j_write

    with opened() as store:
        store.prepare()
        driver = store._driver  # type: ignore[attr-defined]
        for step in neo4j_write.steps(Changes(1, 2, VIEW), "L", store.read):
            plan = driver.execute_query("EXPLAIN " + step.statement, rows=step.rows).summary.plan
            scans = [name for name in neo4j_store._operators(plan) if "Scan" in name]
            assert not scans, step.statement


@pytest.mark.neo4j
@pytest.mark.xdist_group("neo4j")
@pytest.mark.parametrize("opened", ["neo4j"], indirect=True)
def test_an_interrupted_update_can_be_repeated(opened: Callable[[], Store], monkeypatch: pytest.MonkeyPatch) -> None:
    """An outage at any moment leaves the old sequence number; doing it again gives the right graph."""
    from joinder.graph import neo4j_store, neo4j_write

    monkeypatch.setattr(neo4j_write, "TRANSACTION", 1)
    monkeypatch.setattr(neo4j_write, "WHOLE", 0)
    small = without(VIEW, "a1")
    write = neo4j_store._write_all
    with opened() as store:
        store.prepare()
        for breaks_at in (0, 1, 4, 9, 15, 22):
            store.replace(small, 1, "L")
            calls = iter(range(1000))

            def fails(transaction: object, steps: object, limit: int = breaks_at, calls: object = calls) -> None:
                if next(calls) == limit:  # type: ignore[call-overload]
                    raise OSError("the network is gone")
                write(transaction, steps)  # type: ignore[arg-type]

            monkeypatch.setattr(neo4j_store, "_write_all", fails)
            with pytest.raises(StoreError, match="cannot be reached"):
                store.apply(changes_between(small, VIEW, 1, 2), "L")
            assert store.state().sequence == 1  # type: ignore[union-attr]
            with pytest.raises(StoreError, match="in the middle of a very large change"):
                store.check(published=True)  # type: ignore[attr-defined] # Neo4j's own
            monkeypatch.setattr(neo4j_store, "_write_all", write)
            store.apply(changes_between(small, VIEW, 1, 2), "L")
            once = dump(store)
            store.apply(changes_between(small, VIEW, 1, 2), "L")
            assert dump(store) == once
        store.replace(View(), 3, "L")
        store.replace(VIEW, 4, "L")
        assert dump(store) == once


@pytest.mark.neo4j
@pytest.mark.xdist_group("neo4j")
@pytest.mark.parametrize("opened", ["neo4j"], indirect=True)
def test_an_update_is_seen_whole_or_not_at_all(opened: Callable[[], Store], monkeypatch: pytest.MonkeyPatch) -> None:
    """Until its last row is written a reader sees the graph as it was; reading in several queries starts again."""
    from joinder.graph import neo4j_store

    small = without(VIEW, "a1")
    write = neo4j_store._write_all
    seen = []
    everything = "MATCH (n) OPTIONAL MATCH (n)-[e]->() RETURN n.id AS node, e.id AS edge ORDER BY node, edge"
    with opened() as store, opened() as reader:
        store.prepare()
        store.replace(small, 1, "L")
        before = reader.read(everything)

        def watched(transaction: object, steps: list[object]) -> None:
            for step in steps:
                write(transaction, [step])  # type: ignore[arg-type,list-item]
                seen.append(reader.read(everything) == before)

        monkeypatch.setattr(neo4j_store, "_write_all", watched)
        store.apply(changes_between(small, VIEW, 1, 2), "L")
        assert len(seen) > 10
        assert all(seen)
        monkeypatch.setattr(neo4j_store, "_write_all", write)
        reads = []

        def read() -> list[str]:
            reads.append(sorted(row["id"] for row in reader.read("MATCH (a:Article) RETURN a.id AS id")))
            if len(reads) == 1:  # somebody writes between two queries of one reader
                store.apply(changes_between(VIEW, small, 2, 3), "L")
            return reads[-1]

        assert reader.steady(read) == ["a2", "a3", "a4"]
        assert len(reads) == 2


@pytest.mark.parametrize("opened", ["neo4j"], indirect=True)
def test_a_reader_that_was_there_before_sees_no_half_change(opened: Callable[[], Store], neo4j_uri: Place) -> None:
    """A change that is too large for one transaction begins after the reader came: it is told to wait, too."""
    from joinder.graph import neo4j_store, neo4j_write

    with opened() as store:
        assert isinstance(store, neo4j_store.Neo4jStore)
        store.prepare()
        store.replace(VIEW, 1, "L")
        with open_store(neo4j_uri.uri, neo4j_uri.user, neo4j_uri.password) as reader:
            assert run(reader, "contents")[0]["articles"] == len(VIEW.articles)
            store._run(neo4j_write.PARTIAL)
            with pytest.raises(StoreError, match="in the middle of a very large change"):
                run(reader, "contents")
            assert run(store, "contents")[0]["articles"] == len(VIEW.articles)  # what writes must see what is there


KILLED = """
import sys, time
from pathlib import Path
from joinder.graph import embedded_file, ladybug_store
from tests.conformance.facts import VIEW
copy = embedded_file._copy
def slow(*arguments):
    copy(*arguments)
    print("copied", flush=True)
    time.sleep(30)
embedded_file._copy = slow
ladybug_store.LadybugStore(Path(sys.argv[1])).replace(VIEW, 99, "L")
"""


def test_a_killed_writer_leaves_the_old_graph(tmp_path: Path) -> None:
    """A writer that dies half-way leaves the graph as it was; what it began is cleaned away by the next writer."""
    path = tmp_path / "graph.lbdb"
    with open_store(path, read_only=False) as store:
        store.replace(without(VIEW, "a1"), 1, "L")
        before = dump(store)
        writer = subprocess.Popen([sys.executable, "-c", KILLED, str(path)], stdout=subprocess.PIPE, text=True)
        assert writer.stdout is not None
        assert writer.stdout.readline() == "copied\n"
        assert path.with_name("graph.lbdb.new").exists()
        writer.kill()
        writer.wait()
    with open_store(path) as store:
        assert dump(store) == before
    with open_store(path, read_only=False) as store:
        store.replace(VIEW, 2, "L")
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["graph.lbdb", "graph.lbdb.lock"]


def test_a_second_writer_waits_and_then_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While another process writes, a writer touches nothing of its work and gives up with one clear line."""
    path = tmp_path / "graph.lbdb"
    writer = subprocess.Popen([sys.executable, "-c", KILLED, str(path)], stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    assert writer.stdout.readline() == "copied\n"
    monkeypatch.setattr(embedded_file._lock.__wrapped__, "__defaults__", (0.3,))  # type: ignore[attr-defined]
    began = time.monotonic()
    with open_store(path, read_only=False) as store, pytest.raises(StoreError, match="another process is writing"):
        store.replace(VIEW, 2, "L")
    assert time.monotonic() - began < 10
    assert path.with_name("graph.lbdb.new").exists()
    writer.kill()
    writer.wait()


def test_a_reader_keeps_its_graph_while_a_new_one_takes_its_place(tmp_path: Path) -> None:
    """A reader that has the file open goes on answering from the whole graph that it opened."""
    path = tmp_path / "graph.lbdb"
    with open_store(path, read_only=False) as writer:
        writer.replace(without(VIEW, "a4"), 1, "L")
        with open_store(path) as reader:
            before = dump(reader)
            writer.replace(VIEW, 2, "L")
            assert dump(reader) == before
            with open_store(path) as later:
                assert dump(later) == dump(writer) != before
