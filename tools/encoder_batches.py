"""Examples as padded arrays, each in the smallest of a few shapes that it fits, so that few are compiled."""

from __future__ import annotations

from typing import Any

import numpy as np

from joinder.graph.ontology import ontology
from joinder.loaders.joint import KINDS, geometry, linear_logits, prior_logs

RELATIONS = tuple(ontology().relations)
STATUSES = ontology().statuses
#: Pieces a window, clusters, mentions. An article with more of any is cut to the last.
SHAPES = ((96, 12, 24), (256, 24, 64), (384, 32, 80), (512, 56, 192))
WINDOWS = 3
#: How much a counted crowd's triples count: crowds are few beside names.
CROWDS_COUNT = 2.0
Arrays = dict[str, np.ndarray]


def allowed_ends() -> np.ndarray:
    """Which kinds of subject and object each relation allows: kinds x kinds x relations, 0 or 1."""
    allowed = np.zeros((len(KINDS), len(KINDS), len(RELATIONS)), np.float32)
    for number, relation in enumerate(RELATIONS):
        ends = ontology().relations[relation]
        for subject in ends.subject:
            for object_ in ends.object:
                if subject in KINDS and object_ in KINDS:
                    allowed[KINDS.index(subject), KINDS.index(object_), number] = 1
    return allowed


ALLOWED = allowed_ends()


def inputs(example: dict[str, Any]) -> tuple[np.ndarray, Arrays]:
    """The pieces (windows x pieces) and the other inputs of an example."""
    windows = example["pieces"][:WINDOWS]
    count, mentions = len(example["sentences"]), len(example["spots"])
    shape = (max(map(len, windows)), min(count, SHAPES[-1][1]), min(mentions, SHAPES[-1][2]))
    length, size, most = next((s for s in SHAPES if all(a >= b for a, b in zip(s, shape, strict=True))), SHAPES[-1])
    pieces, mask = np.zeros((len(windows), length), np.int32), np.zeros((len(windows), length), np.float32)
    for row, numbers in enumerate(windows):
        pieces[row, : len(numbers)] = numbers
        mask[row, : len(numbers)] = 1
    flags = np.zeros((len(windows), length), np.int32)
    pooled, belongs = np.zeros((most, len(windows) * length), np.float32), np.zeros((size, most), np.float32)
    spots = [s for s in example["spots"] if s[1] < len(windows) and s[0] < size][:most]
    for row, (cluster, window, start, stop) in enumerate(spots):
        flags[window, start:stop] = 2
        flags[window, start] = 1
        pooled[row, window * length + start : window * length + stop] = 1 / (stop - start)
        belongs[cluster, row] = 1
    near = min(count, size)
    priors, place = np.zeros((size, len(KINDS)), np.float32), np.zeros((size, size, 5), np.float32)
    priors[:near] = prior_logs([dict(zip(KINDS, p, strict=True)) for p in example["priors"][:near]])
    pairs = [(i, j) for i in range(near) for j in range(near) if i != j]
    linear = np.full((size, size, len(RELATIONS)), -1.0, np.float32)
    if pairs:
        found = {(s, r, o): p for s, r, o, p in example["linear"]}
        linear[tuple(np.array(pairs).T)] = linear_logits(pairs, found)
    for i, j in pairs:
        place[i, j] = geometry(example["sentences"][i], example["sentences"][j])
    named = {"mask": mask, "flags": flags, "mentions": pooled, "belongs": belongs, "priors": priors}
    return pieces, {**named, "place": place, "linear": linear}


def targets(example: dict[str, Any], size: int) -> Arrays:
    """What is right of an example with ``size`` clusters: per triple whether it is, and whether it counts."""
    shape = (size, size, len(RELATIONS))
    claims, counts, statuses = np.zeros(shape, np.float32), np.zeros(shape, np.float32), np.full(shape, -1, np.int32)
    kinds, weight = np.full(size, KINDS.index("None"), np.int32), np.zeros(size, np.float32)
    near = min(len(example["kinds"]), size)
    read = [KINDS.index(k) for k in example["labels"][:near]]
    for i, (kind, count) in enumerate(example["kinds"][:near]):
        kinds[i], weight[i] = KINDS.index(kind), count
    for i in range(near):
        for j in range(near):
            if i != j:
                counts[i, j] = np.maximum(ALLOWED[kinds[i], kinds[j]], ALLOWED[read[i], read[j]])
    if example["relation"] is not None:
        only = RELATIONS.index(example["relation"])
        counts[..., [r for r in range(len(RELATIONS)) if r != only]] = 0
    for subject, relation, object_ in example["unsure"]:
        if subject < size and object_ < size:
            counts[subject, object_, RELATIONS.index(relation)] = 0
    for subject, relation, object_, status in example["right"]:
        if subject < size and object_ < size:
            cell = (subject, object_, RELATIONS.index(relation))
            claims[cell], counts[cell], statuses[cell] = 1, 1, STATUSES.index(status)
    counts[len(example["names"]) : near] *= CROWDS_COUNT
    return {"claims": claims, "counts": counts, "statuses": statuses, "kinds": kinds, "kinds.count": weight}
