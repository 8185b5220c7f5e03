"""A linear classifier over named features: plain weights that can be read, a few additions to apply them.

Multinomial logistic regression with an L2 penalty (Hastie, Tibshirani and Friedman 2009, section 4.4), fitted by L-BFGS
from zero, so the same examples give the same weights.
"""

from __future__ import annotations

import json
import math
from array import array
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Weights per feature, one number per class; the first class is the reference of ``"bias"`` only by name."""

    classes: tuple[str, ...]
    weights: dict[str, tuple[float, ...]]
    _margins: dict[str, dict[str, float]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def scores(self, features: Iterable[str]) -> list[float]:
        """The sum of weights per class."""
        rows = [self.weights.get("bias", (0.0,) * len(self.classes)), *filter(None, map(self.weights.get, features))]
        return [sum(column) for column in zip(*rows, strict=True)]

    def margins(self, groups: Collection[str]) -> dict[str, dict[str, float]]:
        """How much more each feature adds to the second class than to the first, by group.

        The features of a group are those whose names begin with it and a bar, here without both; all others stand
        under the empty text.
        """
        if not self._margins:
            self._margins.update({group: {} for group in ("", *groups)})
            for name, row in self.weights.items():
                group, _, feature = name.partition("|")
                if group in self._margins and feature:
                    self._margins[group][feature] = row[1] - row[0]
                else:
                    self._margins[""][name] = row[1] - row[0]
        return self._margins

    def probabilities(self, features: Iterable[str]) -> dict[str, float]:
        """The classes' probabilities given the features that hold."""
        scores = self.scores(features)
        top = max(scores)
        powers = [math.exp(s - top) for s in scores]
        whole = sum(powers)
        return {c: p / whole for c, p in zip(self.classes, powers, strict=True)}

    def best(self, features: Iterable[str]) -> tuple[str, float]:
        """The most probable class with its probability; a tie goes to the earlier class."""
        found = self.probabilities(features)
        label = max(self.classes, key=lambda c: (found[c], -self.classes.index(c)))
        return label, found[label]

    def reasons(self, features: Iterable[str], label: str, count: int = 4) -> list[str]:
        """The features that speak most for a class, strongest first, with their weights."""
        column = self.classes.index(label)
        votes = sorted(
            ((self.weights[f][column], f) for f in set(features) if f in self.weights), key=lambda v: (-v[0], v[1])
        )
        return [f"{feature} {weight:+.2f}" for weight, feature in votes[:count] if weight > 0]

    def to_json(self) -> str:
        """One feature a line, sorted, so that two trainings can be compared."""
        rows = ",\n".join(
            f"  {json.dumps(f, ensure_ascii=False)}: {json.dumps(list(w))}" for f, w in sorted(self.weights.items())
        )
        return f'{{"classes": {json.dumps(list(self.classes))}, "weights": {{\n{rows}\n}}}}\n'

    @classmethod
    def from_json(cls, text: str) -> LinearModel:
        """Read what ``to_json`` wrote."""
        raw = json.loads(text)
        return cls(tuple(raw["classes"]), {f: tuple(w) for f, w in raw["weights"].items()})

    def save(self, path: Path) -> None:
        """Write the weights to a file."""
        path.write_text(self.to_json(), encoding="utf-8")


def fit(
    examples: Sequence[tuple[Sequence[str], str, float]],
    classes: Sequence[str],
    penalty: float = 1.0,
    minimum: int = 2,
    iterations: int = 100,
) -> LinearModel:
    """Fit a model to examples ``(features, class, weight)``, without the features that stand in few of them.

    Args:
        examples: features that hold, the right class, and how much the example counts.
        classes: all classes, in the order of the weights.
        penalty: half the L2 penalty's factor on the weights (not on the bias).
        minimum: how many examples a feature must stand in.
        iterations: the bound on L-BFGS steps.
    """
    import numpy as np  # noqa: PLC0415 - training only
    from scipy.optimize import minimize  # noqa: PLC0415
    from scipy.sparse import csr_matrix  # noqa: PLC0415

    counts: dict[str, int] = {}
    for features, _, _ in examples:
        for feature in set(features):
            counts[feature] = counts.get(feature, 0) + 1
    names = sorted(f for f, n in counts.items() if n >= minimum)
    column = {f: i for i, f in enumerate(names)}
    columns, ends = array("i"), array("q", [0])
    for features, _, _ in examples:
        columns.extend(sorted({column[f] for f in features if f in column}))
        ends.append(len(columns))
    shape = (len(examples), len(names))
    matrix = csr_matrix((np.ones(len(columns), np.float32), columns, ends), shape=shape)
    transposed = matrix.T.tocsr()
    target = np.zeros((len(examples), len(classes)))
    for row, (_, label, _) in enumerate(examples):
        target[row, list(classes).index(label)] = 1.0
    weight = np.array([w for _, _, w in examples])[:, None]

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        parameters = flat.reshape(len(names) + 1, len(classes))
        scores = matrix @ parameters[1:] + parameters[0]
        scores = scores - scores.max(axis=1, keepdims=True)
        logs = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
        error = (np.exp(logs) - target) * weight
        gradient = np.vstack([error.sum(axis=0), transposed @ error + penalty * parameters[1:]])
        value = -(target * logs * weight).sum() + 0.5 * penalty * (parameters[1:] ** 2).sum()
        return float(value), gradient.ravel()

    start = np.zeros((len(names) + 1) * len(classes))
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": iterations}).x
    table = found.reshape(len(names) + 1, len(classes))
    weights = {f: tuple(round(float(w), 3) for w in table[i + 1]) for f, i in column.items()}
    kept = {f: w for f, w in weights.items() if any(w)}
    kept["bias"] = tuple(round(float(w), 3) for w in table[0])
    return LinearModel(tuple(classes), kept)
