"""How firm a rank is: ranges without single sources, and what merging doubtful pairs would change."""

import numpy as np
import pytest

from joinder.graph import analysis
from joinder.graph.measures import honesty, ranking, robustness
from joinder.graph.measures.memberships import Memberships
from joinder.graph.measures.robustness import Duplicate
from joinder.graph.measures.support import Support
from tests.unit.graph.measures.graphs import memberships

#: Ann has two campaigns, Bea one: by the order of participants and campaigns, joinings 0, 1 and 2.
FOUND = memberships({"ann": ["x", "y"], "bea": ["z"]})


def told(sources: dict[str, tuple[list[int], str, str]]) -> Support:
    """Make support from articles: which joinings each states, its outlet, and its origin."""
    pairs = [(edge, at) for at, (edges, _, _) in enumerate(sources.values()) for edge in edges]
    edge, article = np.array(sorted(pairs), dtype=np.int64).T
    outlets, origins = ([facts[i] for facts in sources.values()] for i in (1, 2))
    return Support(edge, article, tuple(sources), tuple(outlets), ("",) * len(sources), tuple(origins), 3)


@pytest.mark.parametrize("measure", sorted(analysis.MEASURES))
def test_a_reprinted_story_falls_as_one(measure: str) -> None:
    """Two papers say all of Ann, no article alone: with them as one origin she may well be second, else never."""
    apart = told({"a": ([0, 1], "P", "a"), "b": ([0, 1], "Q", "b"), "c": ([2], "P", "c"), "d": ([2], "Q", "d")})
    copied = told({"a": ([0, 1], "P", "a"), "b": ([0, 1], "Q", "a"), "c": ([2], "P", "c"), "d": ([2], "Q", "d")})
    rows = ranking.rank(FOUND, measure)
    firm, note = robustness.with_ranges(FOUND, rows, measure, apart)
    assert all(row.low == row.high for row in firm)
    assert "origins" in note
    ann = next(row for row in robustness.with_ranges(FOUND, rows, measure, copied)[0] if row.id == "ann")
    assert (ann.low, ann.high) == (1, 2)


def test_counting_gives_the_ranges_of_computing_anew() -> None:
    """For campaigns the quick way and the plain way agree, for every source of a drawn graph."""
    rng = np.random.default_rng(4)
    found = memberships({f"p{i:02}": [f"c{c}" for c in range(6) if rng.random() < 0.4] for i in range(20)})
    rows = ranking.rank(found, "campaigns")
    cases = [np.sort(rng.choice(len(found), 7, replace=False)) for _ in range(12)]
    ids = [row.id for row in rows]
    quick = list(robustness._by_counting(found, ids, "campaigns", cases, None))
    assert quick == list(robustness._anew(found, ids, "campaigns", cases, None))


def test_too_much_work_is_refused_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where measures would have to be computed too often there is no range, and the note says so."""
    monkeypatch.setattr(robustness, "WORK", 1)
    support = told({"a": ([0, 1], "P", "a"), "b": ([2], "Q", "b")})
    rows, note = robustness.with_ranges(FOUND, ranking.rank(FOUND, "pagerank"), "pagerank", support)
    assert {row.low for row in rows} == {0}
    assert "not computed" in note


def test_unsettled_pairs_are_told_with_the_ranks_that_merging_gives() -> None:
    """Bea and Cat are open: as one they have two campaigns and tie with Ann; who joined nothing moves nobody."""
    found = memberships({"ann": ["x", "y"], "bea": ["z"], "cat": ["x"]})
    top = ranking.rank(found, "campaigns")
    pairs = [Duplicate("bea", "cat", "Bea", "Cat"), Duplicate("ann", "nobody", "Ann", "Nobody")]
    text = honesty.doubts(found, top, "campaigns", pairs)
    assert text.startswith("2 pairs near the top, open in the ledger's review (Bea / Cat; Ann / Nobody); ranks if all")
    assert "Bea 2= to 1" in text
    assert honesty.doubts(found, top, "campaigns", []) == "none near the top, open in the ledger's review"
    assert honesty.doubts(found, top, "campaigns") == "none near the top, by their names"


def test_names_alone_are_compared_where_no_ledger_tells() -> None:
    """Like names, or one within the other, of one label; what merging would change is said."""
    found = memberships(
        {"johanna smithson": ["x"], "johanna smythson": ["y"], "smithson": ["z"], "bea": ["x", "y", "z"]}
    )
    text = honesty.doubts(found, ranking.rank(found, "campaigns"), "campaigns")
    assert text.startswith("2 pairs near the top, by their names")


def test_nothing_is_ranged_where_nothing_is() -> None:
    """An empty graph has neither ranges nor doubts."""
    found = FOUND.keep(np.zeros(len(FOUND), dtype=bool))
    none = np.zeros(0, dtype=np.int64)
    support = Support(none, none, (), (), (), (), 0)
    assert isinstance(found, Memberships)
    assert robustness.with_ranges(found, [], "campaigns", support)[0] == []
    assert robustness.duplicates(found, []) == []
