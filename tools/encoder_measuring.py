"""Claims that logits make, counted against the gold of examples, and the thresholds that make the best of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from encoder_batches import ALLOWED, RELATIONS

from joinder.loaders.claims import without_rivals
from joinder.loaders.crowds import CROWDS

if TYPE_CHECKING:
    from collections.abc import Sequence

Read = tuple[dict[str, Any], tuple[np.ndarray, ...]]
Counts = dict[str, list[int]]
GRID = (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8)
#: A threshold is raised as long as the F measure of claims loses no more than this: a reporter forgives a gap sooner
#: than a falsehood, and between two and four tenths the measure hardly moves.
FORGONE = 0.005
#: Crowds are few: what is held out has too few of them to choose by. Chosen once, by hand, with precision in mind.
CROWDS_THRESHOLD = 0.3


def possible(example: dict[str, Any], logits: tuple[np.ndarray, ...]) -> dict[tuple[Any, str, Any], float]:
    """The probability of every triple in the gold's terms that the ontology allows; the crowds are left out."""
    relations, kinds, _ = logits
    count = min(len(example["entities"]), len(kinds))
    label = kinds[:count].argmax(1)
    probabilities = 1 / (1 + np.exp(-relations[:count, :count]))
    terms = [n if e is None else e for e, n in zip(example["entities"], example["names"], strict=True)]
    found: dict[tuple[Any, str, Any], float] = {}
    for subject, object_, relation in zip(*np.nonzero(probabilities > GRID[0] / 2), strict=True):
        if subject != object_ and ALLOWED[label[subject], label[object_], relation]:
            triple = (terms[subject], RELATIONS[relation], terms[object_])
            found[triple] = max(found.get(triple, 0.0), float(probabilities[subject, object_, relation]))
    return found


def accepted(found: dict[tuple[Any, str, Any], float], thresholds: dict[str, float]) -> set[tuple[Any, str, Any]]:
    """The triples at or over their relation's threshold, of two rivals the likelier."""
    return without_rivals({t: p for t, p in found.items() if p >= thresholds[t[1]]})


def measure(read: Sequence[Read], thresholds: dict[str, float]) -> Counts:
    """True positives, false positives and false negatives per relation."""
    return count([(e, possible(e, logits)) for e, logits in read], thresholds)


def count(found: Sequence[tuple[dict[str, Any], Any]], thresholds: dict[str, float]) -> Counts:
    """The same for triples whose probabilities are known."""
    counts: Counts = {r: [0, 0, 0] for r in RELATIONS}
    for example, triples in found:
        kept = accepted(triples, thresholds)
        gold = [[tuple(reading) for reading in readings] for readings in example["gold"]]
        for readings in gold:
            counts[readings[0][1]][0 if any(r in kept for r in readings) else 2] += 1
        free = {tuple(t) for readings in gold for t in readings} | {tuple(t) for t in example["free"]}
        for triple in kept - free:
            counts[triple[1]][1] += 1
    return counts


def f_measure(tp: float, fp: float, fn: float) -> float:
    """The F1 measure; 0 where nothing is found."""
    return 2 * tp / max(2 * tp + fp + fn, 1)


def totals(counts: Counts) -> list[int]:
    """The sums over all relations."""
    return [sum(c[i] for c in counts.values()) for i in range(3)]


def choose_thresholds(read: Sequence[Read]) -> dict[str, float]:
    """One threshold for all relations, the highest that loses next to nothing, and that of crowds."""
    found = [(e, possible(e, logits)) for e, logits in read]
    worth = {t: f_measure(*totals(count(found, dict.fromkeys(RELATIONS, t)))) for t in GRID}
    chosen = max(t for t in GRID if worth[t] >= max(worth.values()) - FORGONE)
    return {**dict.fromkeys(RELATIONS, chosen), CROWDS: CROWDS_THRESHOLD}


def told(counts: Counts) -> str:
    """Precision, recall and F1 of all claims, in a line."""
    tp, fp, fn = totals(counts)
    return f"P {tp / max(tp + fp, 1):.3f} R {tp / max(tp + fn, 1):.3f} F1 {f_measure(tp, fp, fn):.3f} ({tp} {fp} {fn})"
