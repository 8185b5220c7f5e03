"""Fit the gate: a sparse logistic regression over an article's words, and the score below which it refuses."""

from __future__ import annotations

import zlib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from joinder.loaders.claims import BACKGROUND
from joinder.loaders.gate import SHORT, Gate, features, stem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from joinder.graph.model import Article

#: A word must stand in so many articles, and in no more than such a share of them.
SEEN, COMMON = 15, 0.5
#: So many features are kept.
KEPT = 800
#: The factors of the sum and of half the square sum of the weights, beside a loss that is 1,000 times the mean.
SPARSE, SMALL = 0.3, 10.0
#: An article with so many claims of campaigns counts in full; one that makes a single remark of one counts less.
FULL = 3
FOLDS = 5
#: The share of claims of campaigns that may be lost.
LOSS = 0.005


@dataclass(frozen=True, slots=True)
class Row:
    """An article with how many claims its gold holds, optional ones left out: all, and those of campaigns."""

    article: Article
    features: frozenset[str]
    claims: int
    acts: int

    @property
    def long(self) -> bool:
        """Whether the gate judges it at all."""
        return len(self.article.text.split()) >= SHORT

    @property
    def fold(self) -> int:
        """The fold that it is measured in."""
        return zlib.crc32(self.article.id.encode()[::-1]) % FOLDS


def read_rows(annotated: Iterable[tuple[Article, dict[str, Any]]]) -> list[Row]:
    """Take words and counts from annotated articles."""
    rows = []
    for article, gold in annotated:
        claims = [c for c in gold["claims"] if not c.get("optional")]
        crowds = sum(not c.get("optional") for c in gold["crowds"])
        acts = sum(c["relation"] not in BACKGROUND for c in claims) + crowds
        rows.append(Row(article, frozenset(features(article)), len(claims) + crowds, acts))
    return rows


def names(rows: Sequence[Row]) -> set[str]:
    """The stems of words that stand with a capital in most of their uses."""
    upper: Counter[str] = Counter()
    lower: Counter[str] = Counter()
    for row in rows:
        for word in row.article.text.replace("’", "'").split():
            bare = word.strip("'\"“”‘.,;:!?()[]-–—")
            if bare[:1].isalpha():
                (upper if bare[0].isupper() else lower)[stem(bare.lower())] += 1
    return {word for word, count in upper.items() if count > lower[word]}


def vocabulary(rows: Sequence[Row]) -> list[str]:
    """The features to weigh: seen often enough, not in most articles, and no names."""
    counts = Counter(feature for row in rows for feature in row.features)
    capitals = names(rows)
    most = COMMON * len(rows)
    wanted = (f for f, n in counts.items() if SEEN <= n <= most and capitals.isdisjoint(f.removesuffix(" x2").split()))
    return sorted(wanted)


def fit(rows: Sequence[Row]) -> Gate:
    """Fit the weights to the long articles among the rows; the threshold is left at 0.

    The features are fitted twice: the strongest of the first time are fitted again by themselves.
    """
    rows = [row for row in rows if row.long]
    words = vocabulary(rows)
    target = np.array([row.acts > 0 for row in rows])
    weight = np.array([min(1.0, row.acts / FULL) if row.acts else 1.0 for row in rows])
    for side in (target, ~target):
        weight[side] /= weight[side].sum()
    weight *= 1000 / weight.sum()
    matrix = _matrix(rows, words)
    found, bias = _regress(matrix, target, weight, SPARSE)
    if np.count_nonzero(found) > KEPT:
        spread = np.sqrt(np.asarray(matrix.mean(axis=0)).ravel())
        kept = np.sort(np.argsort(-np.abs(found) * spread, kind="stable")[:KEPT])
        words = [words[i] for i in kept]
        found, bias = _regress(matrix[:, kept].tocsr(), target, weight, SPARSE / 3)
    weights = {f: round(float(w), 3) for f, w in zip(words, found, strict=True)}
    return Gate(round(float(bias), 3), 0.0, {f: w for f, w in weights.items() if w})


def _matrix(rows: Sequence[Row], words: Sequence[str]) -> csr_matrix:
    column = {f: i for i, f in enumerate(words)}
    columns = [sorted(column[f] for f in row.features if f in column) for row in rows]
    ends = np.cumsum([0, *map(len, columns)])
    flat = np.array([c for part in columns for c in part], dtype=np.int32)
    return csr_matrix((np.ones(len(flat)), flat, ends), shape=(len(rows), len(words)))


def _regress(matrix: csr_matrix, target: np.ndarray, weight: np.ndarray, sparse: float) -> tuple[np.ndarray, float]:
    """Logistic regression with both penalties, by L-BFGS-B from zero: a weight is the difference of two."""
    size = matrix.shape[1]
    transposed = matrix.T.tocsr()
    sign = np.where(target, 1.0, -1.0)

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights = flat[:size] - flat[size:-1]
        margin = sign * (matrix @ weights + flat[-1])
        pull = -weight * sign / (1 + np.exp(np.clip(margin, -500, 500)))
        slope = transposed @ pull + SMALL * weights
        value = (weight * np.logaddexp(0, -margin)).sum() + sparse * flat[:-1].sum() + SMALL / 2 * (weights @ weights)
        return float(value), np.concatenate([slope + sparse, sparse - slope, [pull.sum()]])

    bounds = [(0.0, None)] * (2 * size) + [(None, None)]
    found = minimize(
        loss, np.zeros(2 * size + 1), jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 300}
    ).x
    return found[:size] - found[size:-1], float(found[-1])


def cross_fit(rows: Sequence[Row]) -> list[float]:
    """Score each article by a gate that has not seen it; short articles pass any threshold."""
    gates = [fit([row for row in rows if row.fold != fold]) for fold in range(FOLDS)]
    return [score(gates[row.fold], row) for row in rows]


def score(gate: Gate, row: Row) -> float:
    """The score of an article; a short one passes any threshold."""
    return gate.bias + sum(gate.weights.get(f, 0.0) for f in sorted(row.features)) if row.long else float("inf")


def threshold(rows: Sequence[Row], scores: Sequence[float], loss: float = LOSS) -> float:
    """The highest score below which the articles hold no more than a share of all claims of campaigns."""
    allowed = loss * sum(row.acts for row in rows)
    lost = 0
    for value, acts in sorted((s, row.acts) for s, row in zip(scores, rows, strict=True) if row.acts):
        lost += acts
        if lost > allowed:
            return value
    return float("-inf")


@dataclass(frozen=True, slots=True)
class Misses:
    """What a gate loses and what it lets pass, of how many."""

    acts_lost: int
    acts: int
    claims_lost: int
    claims: int
    passed: int
    background: int

    def __str__(self) -> str:
        def of(lost: int, whole: int) -> str:
            return f"{lost} of {whole} ({lost / max(whole, 1):.1%})"

        return (
            f"claims of campaigns lost {of(self.acts_lost, self.acts)}; "
            f"all claims of such articles lost {of(self.claims_lost, self.claims)}; "
            f"background articles passed {of(self.passed, self.background)}"
        )


def misses(rows: Sequence[Row], scores: Sequence[float], least: float) -> Misses:
    """Count what is lost and passed at a threshold; short articles count among the claims, not in the background.

    All claims are those of articles that make any claim of a campaign: their posts and memberships too.
    """
    refused = [row for row, s in zip(rows, scores, strict=True) if s < least]
    background = [row for row in rows if row.long and not row.acts]
    return Misses(
        sum(row.acts for row in refused),
        sum(row.acts for row in rows),
        sum(row.claims for row in refused if row.acts),
        sum(row.claims for row in rows if row.acts),
        len(background) - sum(not row.acts for row in refused),
        len(background),
    )
