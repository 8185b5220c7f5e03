"""What the encoder is trained on: windows, the linear models' findings and the gold of articles, as plain data."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from joinder.graph.ontology import ontology
from joinder.loaders.crowds import counted_heads
from joinder.loaders.joint import CROWD_KIND, KINDS
from joinder.loaders.windows import lay_windows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from truth import Truth

    from joinder.loaders.extract import Reading

#: How much the kind of an entity counts that two annotators may disagree on.
DOUBTFUL = 0.3


def example(reading: Reading, truth: Truth) -> dict[str, Any]:
    """One article's inputs and targets; clusters by number, counted crowds after them."""
    document = reading.document
    counts = list(counted_heads(document))
    windows = lay_windows(document, [place for place, _ in counts])
    linear: dict[tuple[int, str, int], float] = {}
    for c in reading.candidates:
        triple = (c.subject, c.relation, c.object)
        linear[triple] = max(linear.get(triple, 0.0), c.score)
    entities = [truth.entity(c) for c in document.clusters]
    right, unsure = _triples(truth, entities)
    right += _crowds(truth, entities, [count.value for _, count in counts], unsure)
    return {
        "id": document.article.id,
        "relation": truth.relation,
        "pieces": windows.pieces,
        "spots": [[s.cluster, s.window, s.start, s.stop] for s in windows.spots],
        "sentences": windows.sentences,
        "priors": [[c.scores.get(k, 0.0) for k in KINDS] for c in document.clusters] + [crowd_prior()] * len(counts),
        "linear": [[*triple, round(score, 5)] for triple, score in linear.items()],
        "labels": [c.label for c in document.clusters] + [CROWD_KIND] * len(counts),
        "kinds": [_kind(truth, e) for e in entities] + [["None", 0.0]] * len(counts),
        "right": right,
        "unsure": unsure,
        "gold": [[_said(truth, k) for k in truth.readings(c)] for c in truth.gold["claims"] if not c.get("optional")],
        "free": [list(triple) for triple in truth.optional],
        "entities": entities,
        "names": [c.name for c in document.clusters],
    }


def crowd_prior() -> list[float]:
    """The probabilities of a crowd's kinds: it acts as a group does."""
    return [float(k == CROWD_KIND) for k in KINDS]


def _said(truth: Truth, claim: dict[str, Any]) -> list[Any]:
    return list(truth.key(claim))


def _kind(truth: Truth, entity: int | None) -> list[Any]:
    """A cluster's gold kind, and how much it counts: nothing where the gold does not tell of kinds."""
    if truth.relation is not None:
        return ["None", 0.0]
    if entity is None:
        return ["None", 1.0]
    gold = truth.gold["entities"][entity]
    return [gold["label"], DOUBTFUL if gold.get("optional") or gold.get("also_labels") else 1.0]


def _triples(truth: Truth, entities: Sequence[int | None]) -> tuple[list[list[Any]], list[list[Any]]]:
    """The right triples of clusters with their status, and those that count neither way."""
    clusters: dict[Any, list[int]] = {}
    for number, entity in enumerate(entities):
        if entity is not None:
            clusters.setdefault(entity, []).append(number)
    primary = {truth.key(c): c["status"] for c in truth.gold["claims"] if not c.get("optional")}
    right, unsure = [], []
    for triple in truth.forms:
        for subject in clusters.get(triple[0], ()):
            for object_ in clusters.get(triple[2], ()):
                if subject == object_:
                    continue
                if triple in primary:
                    right.append([subject, triple[1], object_, primary[triple]])
                else:
                    unsure.append([subject, triple[1], object_])
    return right, unsure


def _crowds(
    truth: Truth, entities: Sequence[int | None], values: Sequence[int], unsure: list[list[Any]]
) -> list[list[Any]]:
    """The right triples of counted crowds; the optional ones are added to ``unsure``."""
    right = []
    for crowd in truth.gold["crowds"]:
        for reading in truth.readings(crowd):
            numbers = [len(entities) + i for i, value in enumerate(values) if value == reading["count"]]
            objects = [i for i, e in enumerate(entities) if e is not None and e == truth.number(reading["object"])]
            for place, number in enumerate(numbers):
                for object_ in objects:
                    if reading is crowd and not crowd.get("optional") and place == 0:
                        right.append([number, crowd["relation"], object_, crowd.get("status") or "done"])
                    else:
                        unsure.append([number, reading["relation"], object_])
    return right


def write_examples(path: Path, readings: Iterable[Reading], truths: Iterable[Truth]) -> None:
    """Write one example a line."""
    relations = list(ontology().relations)
    with path.open("w", encoding="utf-8") as file:
        for reading, truth in zip(readings, truths, strict=True):
            found = example(reading, truth)
            assert all(t[1] in relations for t in found["right"])
            file.write(json.dumps(found, ensure_ascii=False) + "\n")


def read_examples(path: Path) -> Iterator[dict[str, Any]]:
    """Read what was written."""
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)
