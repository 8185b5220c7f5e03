"""The trained weights: kinds of names, which candidates are claims, their status and their ``what``."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from joinder.graph.ontology import ontology
from joinder.loaders.linear import LinearModel

if TYPE_CHECKING:
    from collections.abc import Iterable

    from joinder.loaders.candidate import Candidate

WEIGHTS = ("kinds", "kinds_in_lists", "topics", "claims", "status", "what")


@dataclass(frozen=True, slots=True)
class Weights:
    """All models of the extractor, and from which probability on a candidate of each relation is a claim."""

    kinds: LinearModel
    kinds_in_lists: LinearModel
    topics: LinearModel
    claims: LinearModel
    status: LinearModel
    what: LinearModel
    thresholds: dict[str, float]


@cache
def weights() -> Weights:
    """Read the shipped weights (once)."""
    folder = files("joinder.loaders").joinpath("data/weights")
    models = {n: LinearModel.from_json(folder.joinpath(f"{n}.json").read_text(encoding="utf-8")) for n in WEIGHTS}
    thresholds = json.loads(folder.joinpath("thresholds.json").read_text(encoding="utf-8"))
    return Weights(**models, thresholds=thresholds)


#: Evidence that speaks alike for all relations: paths, ways of referring, what is asserted.
_SHARED = ("sp=", "sw=", "op=", "ol=", "ow=", "str=", "gov", "neg", "mark", "question", "if-", "t=", "explicit", "dir=")


def claim_features(candidate: Candidate) -> list[str]:
    """The features of a candidate for the claim model: each for all relations and for its own."""
    r = candidate.relation
    shared = [f for f in candidate.features if f.startswith(_SHARED)]
    return [r, *shared, *(f"{r}|{f}" for f in candidate.features)]


def status_features(candidate: Candidate) -> list[str]:
    """The features of a candidate for the status model."""
    t = candidate.trigger
    r = candidate.relation
    cues = candidate.cues
    pairs = [
        f"{a}&{b}"
        for i, a in enumerate(cues)
        for b in cues[i + 1 :]
        if ("gov" in a or "aux" in a or "neg" in a or "tag" in a)
    ]
    return [f"r={r}", f"t={t}", f"r={r}&t={t}", *cues, *(f"r={r}&{c}" for c in cues), *pairs[:40]]


def what_features(candidate: Candidate) -> list[str]:
    """The features of a candidate for the ``what`` model."""
    r = candidate.relation
    kept = [
        f
        for f in candidate.features
        if f.startswith(("w=", "t=", "dobj=", "theme=", "so=", "o=", "s=", "cw=", "gd=")) and "&" not in f
    ]
    whats = candidate.what_words
    return [f"r={r}", *kept, *(f"r={r}&{f}" for f in kept), f"first={whats[0] if whats else '-'}", f"n={len(whats)}"]


def score_claims(candidates: Iterable[Candidate], model: LinearModel) -> None:
    """Write each candidate's probability of being a claim into its ``score``."""
    tables = model.margins(ontology().relations)
    for_all = tables[""]
    bias = for_all.get("bias", 0.0)
    for candidate in candidates:
        # What ``claim_features`` names, in its order, without making the names.
        found = candidate.features
        margin = sum(filter(None, map(for_all.get, found)), bias + for_all.get(candidate.relation, 0.0))
        margin = sum(filter(None, map(tables[candidate.relation].get, found)), margin)
        power = math.exp(-abs(margin))
        candidate.score = (1.0 if margin > 0 else power) / (1 + power)


def what_of(candidate: Candidate, trained: Weights) -> str | None:
    """The ``what`` of a candidate: one of the ontology's for a pause, an exit or a return, the post for a post."""
    if candidate.relation in {"PAUSED", "LEFT", "RESUMED"}:
        found = trained.what.best(what_features(candidate))[0]
        return None if found == "none" else found
    if candidate.relation == "WORKS_FOR":
        return next((w for w in candidate.what_words if w), None)
    return None
