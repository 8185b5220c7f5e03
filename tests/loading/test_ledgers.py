"""The ledger on SQLite and on PostgreSQL: any history gives the view of what is left, whoever writes at once."""

import multiprocessing
from dataclasses import replace

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from joinder.graph.ledger import Ledger, open_ledger
from joinder.graph.model import Extraction, View
from joinder.graph.records import gather, rows_of
from joinder.graph.view import build_view
from tests.unit.graph.making import entity, extraction, some_news
from tests.unit.graph.test_refresh import articles


class History(RuleBasedStateMachine):
    """Load, correct, extract anew, forget and rebuild in any order."""

    ledger: Ledger

    def __init__(self) -> None:
        super().__init__()
        for key in self.ledger.article_ids():
            self.ledger.forget(key)
        self.left: dict[str, Extraction] = {}
        self.version = 1

    @rule(news=articles())
    def load_or_correct(self, news: Extraction) -> None:
        """Record an article, or another text of a known one."""
        state = self.ledger.record_fully(news, f"{news.article.id}.txt").state
        assert (state == "new") == (news.article.id not in self.left)
        self.left[news.article.id] = news

    @rule(data=st.data())
    def forget(self, data: st.DataObject) -> None:
        """Take one back."""
        if self.left:
            key = data.draw(st.sampled_from(sorted(self.left)))
            assert self.ledger.forget(key)
            del self.left[key]

    @rule()
    def reextract(self) -> None:
        """Record all again from their kept texts, by a newer extractor."""
        self.version += 1
        for key, news in self.left.items():
            assert self.ledger.article(key) == news.article
            self.left[key] = replace(news, extractor=f"test-{self.version}")
            self.ledger.record(self.left[key])

    @rule()
    def rebuild(self) -> None:
        """Compute the whole view again: nothing changes."""
        sequence = self.ledger.refresh()
        assert self.ledger.refresh(whole=True) == sequence

    @invariant()
    def the_view_is_that_of_what_is_left(self) -> None:
        """It equals the one made from scratch."""
        self.ledger.refresh()
        assert self.ledger.view() == build_view(gather(rows_of(n) for _, n in sorted(self.left.items())))

    def teardown(self) -> None:
        """Forgetting everything leaves nothing."""
        self.ledger.forget_all(list(self.left))
        self.ledger.refresh()
        assert self.ledger.view() == View()


def test_any_history_ends_in_the_view_of_what_is_left(ledger_url: str) -> None:
    """Whatever is done in whatever order, on either database."""
    with open_ledger(ledger_url) as ledger:
        machine = type("Here", (History,), {"ledger": ledger})
        health = [HealthCheck.too_slow, HealthCheck.data_too_large]
        run_state_machine_as_test(  # type: ignore[no-untyped-call] # Hypothesis's own
            machine,
            settings=settings(max_examples=8, stateful_step_count=12, deadline=None, suppress_health_check=health),
        )


def test_what_is_stored_comes_back(ledger_url: str) -> None:
    """Rows, inputs and counts are the same on either database."""
    with open_ledger(ledger_url) as ledger:
        for news in some_news():
            ledger.record(news, f"{news.article.id}.txt")
        ledger.note_input("bad.html", "failed", reason="empty", source="/bad.html")
        ledger.refresh()
        assert ledger.contents() == _sorted(some_news())
        assert ledger.view() == build_view(ledger.contents())
        assert [row.claims for row in ledger.listed("loaded")] == [2, 1, 2, 2]
        assert ledger.listed("failed")[0].reason == "empty"
        assert ledger.faults() == []
    with open_ledger(ledger_url) as again:
        assert again.counts() == {"articles": 4, "mentions": 11, "claims": 7, "crowds": 1, "failed": 1}


def _sorted(news: list[Extraction]) -> object:
    found = gather(map(rows_of, news))
    parts = {n: tuple(sorted(getattr(found, n), key=lambda r: r.id)) for n in ("mentions", "claims", "crowds")}
    return replace(found, **parts)


def _record_some(location: str, keys: list[str]) -> None:
    """Record articles in a process of its own, the later of two texts last."""
    with open_ledger(location) as ledger:
        for name in keys:
            for text in ("It happened. Early.", "It happened. Late."):
                ledger.record_fully(extraction(name, [entity("Ford", "Brand")], text=text), keep_newer=True)
            ledger.refresh()


def test_several_loads_at_once_end_as_one_after_the_other(ledger_url: str) -> None:
    """Same and different articles at the same time, into a ledger that all of them may have to make."""
    context = multiprocessing.get_context("spawn")
    lots = [[f"n{i}" for i in range(start, start + 10)] for start in (0, 5, 10)]
    workers = [context.Process(target=_record_some, args=(ledger_url, keys)) for keys in lots]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [w.exitcode for w in workers] == [0, 0, 0]
    with open_ledger(ledger_url) as ledger:
        ledger.refresh()
        late = [extraction(f"n{i}", [entity("Ford", "Brand")], text="It happened. Late.") for i in range(20)]
        assert ledger.view() == build_view(gather(map(rows_of, late)))
        assert ledger.contents().articles == tuple(sorted(rows_of(n).articles[0] for n in late))
