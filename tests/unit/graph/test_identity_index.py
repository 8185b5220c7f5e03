"""Candidates kept up to date: whatever comes, changes and goes, they are those that all names together would give."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from joinder.graph import identity_blocks, identity_index
from joinder.graph.identity_candidates import candidates
from joinder.graph.identity_index import CandidateIndex
from joinder.graph.model import EntityRow

PEOPLE = (
    "Ann Lee",
    "Anne Lee",
    "Lee",
    "Ann",
    "Ann B. Lee",
    "Ann Lee Roe",
    "Bo Lee",
    "Anna Lee",
    "A. Lee",
    "Annie Leigh",
)
BODIES = ("Ford", "Ford Motor", "Ford Fund", "WW", "Weight Watchers", "World Watch", "Wide Web", "FM", "Twitter", "X")


def nicknames(name: str) -> frozenset[str]:
    """Know one."""
    return frozenset({"anne"} if name == "ann" else ())


@contextmanager
def small_blocks(cap: int, few: int) -> Iterator[None]:
    """Make blocks so small that a handful of names overfills them."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (identity_blocks, identity_index):
            patch.setattr(module, "CAP", cap)
            patch.setattr(module, "FEW", few)
        yield


entities = st.builds(
    lambda number, of, claims, also, items: EntityRow(f"e{number}", of[0], of[1], also, (), 1, claims, items),
    st.integers(0, 14),
    st.sampled_from([("Person", n) for n in PEOPLE] + [(label, n) for label in ("Brand", "Group") for n in BODIES]),
    st.integers(0, 3),
    st.sampled_from([(), (), ("Ann Leigh",), ("Ford Co",)]),
    st.sampled_from([(), (), (), ("Q1",), ("Q2",), ("Q1", "Q2")]),
)
step = st.tuples(st.lists(entities, max_size=6), st.sets(st.integers(0, 14).map(lambda n: f"e{n}"), max_size=4))


@settings(max_examples=int(os.environ.get("JOINDER_TEST_EXAMPLES", "25")), deadline=None)
@given(first=st.lists(entities, max_size=14), steps=st.lists(step, max_size=4), cap=st.integers(2, 5))
def test_news_gives_what_all_would_give(
    first: list[EntityRow], steps: list[tuple[list[EntityRow], set[str]]], cap: int
) -> None:
    """Blocks that overfill, that have room again, and other names with the most claims included."""
    known = {e.id: e for e in first}
    with small_blocks(cap, cap - 1), CandidateIndex(Path(":memory:"), nicknames) as index:
        index.build(known.values(), "L", 1)
        for number, (changed, gone) in enumerate(steps, 2):
            fresh = {e.id: e for e in changed}
            known = {key: e for key, e in (known | fresh).items() if key in fresh or key not in gone}
            index.update(fresh.values(), gone - fresh.keys(), number)
            assert index.candidates() == candidates(known.values(), nicknames)
            assert index.sequence("L") == number


def test_news_costs_what_the_news_costs(tmp_path: Path) -> None:
    """Ten new names among thousands are compared alone, not the thousands."""
    crowd = [EntityRow(f"e{i}", "Brand", f"Maker {i * 7919 % 10_007} of {i}", (), (), 1, 1) for i in range(1_000)]
    with CandidateIndex(tmp_path / "c.db", nicknames) as index:
        index.build(crowd, "L", 1)
        news = [EntityRow(f"n{i}", "Person", name, (), (), 1, 1) for i, name in enumerate(PEOPLE)]
        assert index.update(news, [], 2) < 20
        assert index.candidates() == candidates([*crowd, *news], nicknames)


def test_what_is_cut_off_is_not_done(tmp_path: Path) -> None:
    """A failure half-way leaves the file as it was, also when it is made anew; another ledger's file is none."""
    news = [EntityRow(f"n{i}", "Person", name, (), (), 1, 1) for i, name in enumerate(PEOPLE)]
    with CandidateIndex(tmp_path / "c.db", nicknames) as index:
        index.build(news[:5], "L", 1)
        before = index.candidates()
        with pytest.raises(sqlite3.IntegrityError):
            index.build([*news, *news], "L", 2)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(identity_index, "scored", lambda *_: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                index.update(news[5:], ["n0"], 3)
        assert (index.sequence("L"), index.candidates()) == (1, before)
        assert index.sequence("other") == 0


def test_wikidata_settles_what_names_cannot() -> None:
    """Two with one accepted item are a candidate whatever they are called; two with different items are none."""
    one, other, third = (
        EntityRow(f"e{i}", "Group", name, (), (), 1, 1, items)
        for i, (name, items) in enumerate((("Blackwater", ("Q1",)), ("Academi", ("Q1",)), ("Academy", ("Q2",))))
    )
    (found,) = candidates([one, other, third], nicknames)
    assert (found.pair, found.reasons) == (("e0", "e1"), ("both are Q1 in Wikidata",))
