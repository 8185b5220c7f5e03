"""Chances of overlaps, against exact enumeration on small matrices."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, stats

from joinder.graph.measures import significance, tails
from joinder.graph.measures.memberships import Memberships
from joinder.graph.measures.overlap import participants
from tests.unit.graph.measures.graphs import davis, drawn, memberships


def tail_by_enumeration(chances: list[float], least: int) -> float:
    """Add up the chances of all outcomes with so many events."""
    return sum(
        float(np.prod([c if hit else 1 - c for c, hit in zip(chances, outcome, strict=True)]))
        for outcome in itertools.product((0, 1), repeat=len(chances))
        if sum(outcome) >= least
    )


@given(st.lists(st.floats(0, 1), min_size=0, max_size=9), st.integers(-1, 10))
def test_the_tail_is_what_enumeration_gives(chances: list[float], least: int) -> None:
    """The Poisson-binomial tail equals the sum over all 2^k outcomes."""
    got = significance.poisson_binomial_tail(np.array(chances), least)
    assert got == pytest.approx(tail_by_enumeration(chances, least), abs=1e-12)


def test_equal_chances_are_a_binomial() -> None:
    """With one chance for all, the tail is SciPy's binomial, also far out where it is tiny."""
    for least in range(30):
        got = significance.poisson_binomial_tail(np.full(30, 0.1), least)
        assert got == pytest.approx(stats.binom.sf(least - 1, 30, 0.1), rel=1e-9)


@pytest.mark.parametrize("seed", range(40))
def test_the_null_model_keeps_both_degrees(seed: int) -> None:
    """Expected degrees and sizes are the observed ones, also with empty and full rows and columns."""
    found = Memberships.of(drawn(seed))
    model = significance.fit(found.degrees, found.sizes)
    assert model.chance @ model.times == pytest.approx(model.degrees, abs=1e-6)
    people = np.unique(found.degrees, return_counts=True)[1]
    assert people @ model.chance == pytest.approx(model.sizes, abs=1e-6)
    assert ((model.chance >= 0) & (model.chance <= 1)).all()


def test_the_null_model_is_the_likeliest_one() -> None:
    """On the Southern Women the chances maximise the likelihood: a general optimiser finds the same ones."""
    found = Memberships.of(davis())
    d, s = found.degrees.astype(float), found.sizes.astype(float)

    def unlikely(theta: np.ndarray) -> float:
        a, b = theta[:18], theta[18:]
        return float(np.logaddexp(0, a[:, None] + b).sum() - d @ a - s @ b)

    best = optimize.minimize(unlikely, np.zeros(32), method="BFGS", options={"gtol": 1e-7}).x
    expected = 1 / (1 + np.exp(-(best[:18, None] + best[18:])))
    model = significance.fit(found.degrees, found.sizes)
    rows, columns = np.searchsorted(model.degrees, found.degrees), np.searchsorted(model.sizes, found.sizes)
    assert model.chance[np.ix_(rows, columns)] == pytest.approx(expected, abs=1e-4)


def test_the_chance_of_an_overlap_is_that_of_drawn_matrices() -> None:
    """Drawing matrices by the null model gives overlaps as often as the tail says (within four standard errors)."""
    found = Memberships.of(davis())
    model = significance.fit(found.degrees, found.sizes)
    rows, columns = np.searchsorted(model.degrees, found.degrees), np.searchsorted(model.sizes, found.sizes)
    chance = model.chance[np.ix_(rows, columns)]
    drawn_ = np.random.default_rng(1).random((20_000, 2, 14)) < chance[[0, 12]]
    shared = drawn_.all(axis=1).sum(axis=1)
    for least in (2, 4, 6):
        expected = model.tail(int(found.degrees[0]), int(found.degrees[12]), least)
        assert abs((shared >= least).mean() - expected) < 4 * np.sqrt(expected * (1 - expected) / 20_000) + 1e-9


def test_each_kind_of_pair_is_tested_once() -> None:
    """The tails of many pairs are those of each pair, whichever of the two comes first."""
    found = Memberships.of(davis())
    model = significance.fit(found.degrees, found.sizes)
    one, other, shared = np.array([8, 2, 8]), np.array([2, 8, 7]), np.array([2, 2, 3])
    got = tails.tails(model, one, other, shared)
    assert got == pytest.approx([model.tail(2, 8, 2), model.tail(2, 8, 2), model.tail(7, 8, 3)], rel=1e-12)
    assert model.tail(2, 8, 0) == 1.0


@given(
    st.lists(
        st.lists(st.sampled_from([0.0, 1e-6, 0.02, 0.3, 0.5, 0.97, 1.0]), min_size=7, max_size=7),
        min_size=1, max_size=6,
    ),
    st.integers(0, 9),
)  # fmt: skip
def test_many_tails_at_once_are_what_enumeration_gives(chances: list[list[float]], least: int) -> None:
    """Each row of a batch has the sum over all 2^7 outcomes, also with what is certain or impossible, to ten digits."""
    shared = np.minimum(np.arange(len(chances)) + least, 8)
    got = tails.batch_tails(np.array(chances), np.ones(7, dtype=np.int64), shared)
    expected = [tail_by_enumeration(row, int(s)) for row, s in zip(chances, shared, strict=True)]
    assert got == pytest.approx(expected, rel=1e-10, abs=1e-300)


@pytest.mark.parametrize("chance", [1e-5, 0.003, 0.2, 0.8])
def test_tails_far_out_keep_their_digits(chance: float) -> None:
    """Of 5,000 events of one chance: SciPy's binomial to nine digits, from nearly 1 to less than 1e-200."""
    shared = np.array([1, 2, 5, 20, 60, 150, 900, 1100, 3900, 4100])
    expected = stats.binom.sf(shared - 1, 5_000, chance)
    got = tails.batch_tails(np.full((10, 1), chance), np.array([5_000]), shared)
    there = expected > 1e-250
    assert there.sum() >= 4
    assert got[there] == pytest.approx(expected[there], rel=1e-9)


@pytest.mark.parametrize("cells", [50, 400_000])
def test_all_pairs_of_a_large_graph_are_tested_like_one_pair(cells: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Campaigns of very different sizes: what is computed in batches is what the plain way gives for each pair."""
    monkeypatch.setattr(tails, "CELLS", cells)
    rng = np.random.default_rng(5)
    joined = {f"p{i:03}": [f"c{c:02}" for c in range(30) if rng.random() < 1 / (1 + c)] for i in range(400)}
    found = memberships(joined)
    model = significance.fit(found.sizes, found.degrees)
    one, other = np.triu_indices(len(found.campaigns), 1)
    shared = np.asarray((found.matrix.T @ found.matrix).toarray()[one, other])
    got = tails.tails(model, found.sizes[one], found.sizes[other], shared)
    pairs = zip(found.sizes[one].tolist(), found.sizes[other].tolist(), shared.tolist(), strict=True)
    assert got == pytest.approx([model.tail(*pair) for pair in pairs], rel=1e-10)


@pytest.mark.parametrize("joined", [
    {"ann": "ab", "bea": "ab", "cat": "c"},
    {"ann": "abc", "bea": "a", "cat": "ab"},  # ann is certain to be everywhere
    {"ann": "ad", "bea": "bd", "cat": "cd"},  # d is certain to have everybody
])  # fmt: skip
def test_p_is_the_share_of_all_matrices_that_overlap_as_much(joined: dict[str, str]) -> None:
    """All matrices of that size are gone through, each as likely as the null model has it; q by hand over all pairs."""
    found = memberships({name: list(campaigns) for name, campaigns in joined.items()})
    model = significance.fit(found.degrees, found.sizes)
    chance = model.chance[np.ix_(*map(np.searchsorted, (model.degrees, model.sizes), (found.degrees, found.sizes)))]
    every = np.array(list(itertools.product((0, 1), repeat=chance.size))).reshape(-1, *chance.shape)
    likely = np.where(every == 1, chance, 1 - chance).prod(axis=(1, 2))
    assert likely.sum() == pytest.approx(1)
    rows, _ = participants(found, least=1)
    assert rows
    at = {name: i for i, name in enumerate(found.participants.ids)}
    for row in rows:
        shared = (every[:, at[row.one_id]] & every[:, at[row.other_id]]).sum(axis=1)
        assert row.p == pytest.approx(likely[shared >= row.shared].sum(), rel=1e-9)
        assert row.expected == pytest.approx((likely * shared).sum(), rel=1e-9)
    ordered = sorted(row.p for row in rows)
    steps = [p * 3 / (i + 1) for i, p in enumerate(ordered)]  # three pairs are possible
    expected = {p: min(1.0, *steps[i:]) for i, p in reversed(list(enumerate(ordered)))}
    assert [row.q for row in rows] == pytest.approx([expected[row.p] for row in rows])


def test_with_equal_letters_the_hypergeometric_is_exact() -> None:
    """By enumeration: of 6 campaigns one joined 3 and the other 2; in 12 of 15 cases they share one or more."""
    assert significance.hypergeometric(6, 3, 2, 1) == pytest.approx(12 / 15)


def test_q_values_are_scipys() -> None:
    """Both corrections are those of SciPy; tests that were not made count as p = 1."""
    p = np.array([0.001, 0.04, 0.02, 0.5, 0.02])
    assert significance.corrected(p) == pytest.approx(stats.false_discovery_control(p))
    assert significance.corrected(p, dependent=True) == pytest.approx(stats.false_discovery_control(p, method="by"))
    padded = stats.false_discovery_control(np.concatenate([p, np.ones(95)]))[:5]
    assert significance.corrected(p, 100) == pytest.approx(padded)
    assert len(significance.corrected([])) == 0


def test_planted_pairs_are_found_and_a_big_letter_is_not() -> None:
    """Two who share six campaigns of two stand out; those who share one letter with everybody do not."""
    rng = np.random.default_rng(0)
    joined = {f"p{i:03}": ["letter", *(f"c{c}" for c in rng.choice(200, 5, replace=False))] for i in range(150)}
    joined |= {name: [f"tight{i}" for i in range(6)] for name in ("ann", "bea")}
    rows, _ = participants(memberships(joined), least=1)
    assert {(r.one_id, r.other_id) for r in rows if r.q < 0.05} == {("ann", "bea")}
