"""The ledger: recorded once, replaced, forgotten, and its change sequence."""

import hashlib
import multiprocessing
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from joinder.errors import ArticleError
from joinder.graph.ledger import InputRow, Ledger, open_ledger
from joinder.graph.model import Changes, Extraction, View
from joinder.graph.records import gather, rows_of
from joinder.graph.view import build_view
from tests.unit.graph.making import QUOTE, claim, entity, extraction, some_news


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Open an empty ledger."""
    with open_ledger(tmp_path / "ledger.db") as opened:
        yield opened


def dump(path: Path) -> list[str]:
    """Give a database's whole contents as SQL, but for the random key."""
    with sqlite3.connect(path) as connection:
        return sorted(line for line in connection.iterdump() if "'key'" not in line)


def record_all(ledger: Ledger, news: list[Extraction]) -> list[str]:
    """Record and refresh."""
    states = [ledger.record(n, f"{n.article.id}.txt") for n in news]
    ledger.refresh()
    return states


def test_loading_twice_changes_no_row(ledger: Ledger) -> None:
    """The second time every article is unchanged, and so is every row of the database."""
    path = Path(ledger.location)
    assert record_all(ledger, some_news()) == ["new"] * 4
    before = dump(path)
    assert record_all(ledger, some_news()) == ["unchanged"] * 4
    assert dump(path) == before


def test_what_is_recorded_is_known_by_text_and_extractor(ledger: Ledger) -> None:
    """Another text or another version must be extracted again."""
    news = some_news()[0]
    assert not ledger.recorded(news.article, "test-1")
    ledger.record(news)
    assert ledger.recorded(news.article, "test-1")
    assert not ledger.recorded(news.article, "test-2")
    assert not ledger.recorded(replace(news.article, text=news.article.text + "!"), "test-1")
    assert not ledger.recorded(replace(news.article, published="2020"), "test-1")
    assert ledger.article("a") == news.article
    assert ledger.article("zzz") is None
    assert (ledger.article_ids(), ledger.extractors()) == (["a"], {"test-1": 1})


def test_a_changed_text_replaces_the_older_claims(ledger: Ledger) -> None:
    """Nothing of the older text stays, and the view is as if it had never been."""
    names = [entity("Ford", "Brand"), entity("Facebook", "Platform"), entity("Shell", "Brand")]
    ledger.record(extraction("a", names, [claim("Ford", "PAUSED", "Facebook"), claim("Shell", "LEFT", "Facebook")]))
    ledger.refresh()
    newer = extraction("a", names[:2], [claim("Ford", "PAUSED", "Facebook")], text=f"{QUOTE} Corrected.")
    assert ledger.record(newer) == "changed"
    ledger.refresh()
    assert ledger.view() == build_view(rows_of(newer))
    assert ledger.counts() == {"articles": 1, "mentions": 2, "claims": 1, "crowds": 0, "failed": 0}


def test_a_refused_extraction_changes_nothing(ledger: Ledger) -> None:
    """Neither the article nor what its id said before is touched."""
    record_all(ledger, some_news())
    before = dump(Path(ledger.location))
    bad = extraction(
        "a", [entity("Ford", "Brand"), entity("Facebook", "Platform")], [claim("Ford", "JOINED", "Facebook")]
    )
    with pytest.raises(ArticleError):
        ledger.record(bad, "a.txt")
    assert dump(Path(ledger.location)) == before


def test_the_stored_view_is_the_pure_one(ledger: Ledger) -> None:
    """What the ledger gives is what the function makes of the rows, to the last field."""
    record_all(ledger, some_news())
    assert ledger.view() == build_view(gather(map(rows_of, some_news()))) == build_view(ledger.contents())


def test_the_sequence_stands_still_while_nothing_changes(ledger: Ledger) -> None:
    """A refresh without news, and a change that does not show in the graph, give no new number."""
    assert (ledger.sequence, ledger.refresh(), ledger.changes(0)) == (0, 0, Changes(0, 0, View()))
    record_all(ledger, some_news())
    assert ledger.sequence == ledger.refresh() == 1
    news = some_news()[0]
    elsewhere = tuple(replace(e, spans=((3, 4),)) for e in news.entities)
    longer = replace(news.article, text=news.article.text + " More.")
    ledger.record(replace(news, article=longer))
    ledger.record(replace(news, entities=elsewhere))
    assert ledger.refresh() == 1
    assert ledger.changes(1) == Changes(1, 1, View())


def test_the_text_shows_by_its_hash_and_around_the_quotes(ledger: Ledger) -> None:
    """Whoever has a text can tell that it is this one, and finds the quote in another version of it."""
    text = f"Nobody knew why. {QUOTE} And that was all that was ever said of it, then or later."
    ledger.record(extraction("x", [entity("A", "Person"), entity("B", "Campaign")], [], text=text))
    start = text.index(QUOTE)
    placed = replace(claim("A", "JOINED", "B"), char_start=start, char_end=start + len(QUOTE))
    ledger.record(extraction("y", [entity("A", "Person"), entity("B", "Campaign")], [placed], text=text))
    ledger.refresh()
    view = ledger.view()
    assert [(c.prefix, c.suffix) for c in view.claims] == [("Nobody knew why. ", " And that was all that was ever ")]
    assert {a.sha256 for a in view.articles} == {hashlib.sha256(text.encode()).hexdigest()}


def test_a_ledger_without_surroundings_gets_them(tmp_path: Path) -> None:
    """What an older version did not keep is cut out of the texts when the ledger is next opened."""
    path = tmp_path / "old.db"
    with open_ledger(path) as opened:
        record_all(opened, some_news())
        whole = opened.view()
    with sqlite3.connect(path) as connection:
        for table in ("claim", "crowd"):
            connection.execute(f"UPDATE {table} SET prefix = '', suffix = ''")
        connection.execute("UPDATE article SET sha256 = ''")
        connection.execute("UPDATE state SET value = '3' WHERE name = 'schema'")
    with open_ledger(path) as opened:
        opened.refresh()
        assert opened.view() == whole
    assert any(c.suffix for c in whole.claims)


def test_changes_bring_a_lagging_copy_level(ledger: Ledger) -> None:
    """Rows put and ids taken away since a number make the old view the new one."""
    news = some_news()
    record_all(ledger, news[:2])
    old, since = ledger.view(), ledger.sequence
    record_all(ledger, news[2:])
    ledger.forget("b")
    ledger.refresh()
    assert apply(old, ledger.changes(since)) == ledger.view()


def apply(view: View, changes: Changes) -> View:
    """Do what a graph store does with changes."""
    tables = {}
    for kind in View.__dataclass_fields__:
        rows = {key(row): row for row in getattr(view, kind)}
        rows.update({key(row): row for row in getattr(changes.upserts, kind)})
        for gone_kind, gone in changes.deletes:
            if gone_kind == kind:
                rows.pop(gone, None)
        tables[kind] = tuple(sorted(rows.values()))
    return View(**tables)


def key(row: object) -> str:
    """Give a row's id."""
    return row[0] if isinstance(row, tuple) else row.id  # type: ignore[attr-defined]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(["record", "forget", "refresh"]), st.integers(0, 3)), max_size=20))
def test_any_history_ends_in_the_view_of_what_is_left(tmp_path: Path, steps: list[tuple[str, int]]) -> None:
    """Recording, forgetting and refreshing in any order equals loading only what remains; a follower keeps level."""
    path = tmp_path / "any.db"
    for old in tmp_path.glob("any.db*"):
        old.unlink()
    news, left = some_news(), {}
    with open_ledger(path) as ledger:
        follower, seen = View(), 0
        for step, number in steps:
            if step == "record":
                ledger.record(news[number])
                left[number] = news[number]
            elif step == "forget":
                assert ledger.forget(news[number].article.id) == (left.pop(number, None) is not None)
            else:
                ledger.refresh()
                changes = ledger.changes(seen)
                follower, seen = apply(follower, changes), changes.sequence
        ledger.refresh()
        assert ledger.view() == build_view(gather(map(rows_of, left.values())))
        assert apply(follower, ledger.changes(seen)) == ledger.view()


def test_forgetting_equals_never_loading(tmp_path: Path) -> None:
    """A and B less A is B: the same articles, claims and view; forgetting all leaves an empty graph."""
    news = some_news()
    with open_ledger(tmp_path / "both.db") as both, open_ledger(tmp_path / "one.db") as one:
        record_all(both, news)
        assert both.forget("a")
        assert not both.forget("a")
        record_all(one, news[1:])
        both.refresh()
        assert both.contents() == one.contents()
        assert both.view() == one.view()
        assert InputRow("a.txt", "forgotten", "a") in both.inputs()
        for article in both.article_ids():
            both.forget(article)
        both.refresh()
        assert both.view() == View()


def test_inputs_are_noted_and_listed(ledger: Ledger) -> None:
    """A later success stands over an earlier failure."""
    ledger.note_input("bad.bin", "failed", reason="not a text")
    ledger.note_input("a.txt", "failed", reason="empty")
    ledger.record(some_news()[0], "a.txt")
    assert ledger.inputs() == [InputRow("a.txt", "loaded", "a"), InputRow("bad.bin", "failed", "", "not a text")]
    assert [row.name for row in ledger.inputs("failed")] == ["bad.bin"]
    assert ledger.counts()["failed"] == 1


HOSTILE = st.text(
    st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("'\"`;\\$\u202e\u0000")),
    min_size=1,
    max_size=60,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(HOSTILE, HOSTILE)
def test_a_hostile_name_is_data(tmp_path: Path, name: str, form: str) -> None:
    """Quotes, code, marks of direction and control characters come back as they went in."""
    with open_ledger(tmp_path / "hostile.db") as ledger:
        news = extraction(f"id {name}", [entity(name, "Person", form)], [claim(name, "SUPPORTS", name)])
        ledger.record(news, name)
        ledger.refresh()
        assert ledger.contents() == rows_of(news)
        assert [e.name for e in ledger.view().entities] == [name]
        ledger.forget(news.article.id)


def test_a_name_of_ten_thousand_characters_is_data(ledger: Ledger) -> None:
    """Its id is short all the same."""
    name = "Robert'); DROP TABLE article;-- " * 313
    ledger.record(extraction("a", [entity(name, "Person")]))
    ledger.refresh()
    only = ledger.view().entities[0]
    assert only.name == name
    assert len(only.id) < 100


def _record_some(location: str, keys: list[str]) -> None:
    """Record articles in a process of its own."""
    with open_ledger(location) as ledger:
        for name in keys:
            ledger.record(extraction(name, [entity("Ford", "Brand")]))
            ledger.refresh()


def test_two_processes_end_as_one_after_the_other(tmp_path: Path) -> None:
    """Same and different articles recorded at the same time, into a ledger that both may have to make."""
    path = tmp_path / "shared.db"
    context = multiprocessing.get_context("spawn")
    lots = [[f"n{i}" for i in range(12)], [f"n{i}" for i in range(6, 18)]]
    workers = [context.Process(target=_record_some, args=(str(path), keys)) for keys in lots]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [w.exitcode for w in workers] == [0, 0]
    with open_ledger(path) as ledger:
        ledger.refresh()
        expected = gather(rows_of(extraction(f"n{i}", [entity("Ford", "Brand")])) for i in range(18))
        assert ledger.view() == build_view(expected)
