"""Train the extractor's weights from annotated articles: python tools/train.py FOLDER ... [--test FOLDER] [--write].

A folder holds practice prose (corpus/README.md) or the exchange format's text/ and gold/. The figures printed
are cross-fitted: every article is read by models that
have not seen it. With --write the weights go to joinder/loaders/data/weights/, trained on all articles given.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import zlib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotated import read_annotated

from joinder.graph.identity import fold
from joinder.graph.ontology import ontology
from joinder.loaders import kinds
from joinder.loaders.blocks import split_blocks
from joinder.loaders.claims import accepted
from joinder.loaders.consensus import possibilities, reconsider
from joinder.loaders.coreference import cluster_names
from joinder.loaders.document import Document, find_mentions, parse_documents
from joinder.loaders.extract import Extractor, Reading, find_candidates
from joinder.loaders.labelling import label_clusters
from joinder.loaders.linear import LinearModel, fit
from joinder.loaders.parsing import load_pipeline
from joinder.loaders.scoring import Weights, claim_features, score_claims, status_features, what_features
from joinder.loaders.targets import find_targets
from joinder.loaders.topics import action_nouns, topic_features

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

WEIGHTS = Path(__file__).resolve().parent.parent / "joinder/loaders/data/weights"
STATUSES = ontology().statuses
WHATS = ("none", *ontology().whats)
RELATIONS = tuple(ontology().relations)
NO_STATUS = {"WORKS_FOR", "MEMBER_OF", "TARGETS"}
GRID = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8)
PENALTY = {"kinds": 1.0, "topics": 2.0, "claims": 10.0, "consensus": 4.0, "status": 2.0, "what": 2.0}
#: Precision counts for more than recall in choosing thresholds: beta squared of the F measure (van Rijsbergen 1979).
BETA2 = 0.6

Triple = tuple[Any, str, Any]


class Truth:
    """The gold of one article: entities by folded name, required and optional claims by triple."""

    def __init__(self, gold: dict[str, Any]) -> None:
        self.gold = gold
        self.index: dict[str, int] = {}
        for number, entity in enumerate(gold["entities"]):
            for name in [entity["name"], *entity.get("aliases", [])]:
                self.index.setdefault(fold(name), number)
        self.labels = [entity["label"] for entity in gold["entities"]]
        self.required: dict[Triple, list[dict[str, Any]]] = {}
        self.forms: dict[Triple, list[dict[str, Any]]] = {}
        self.optional: set[Triple] = set()
        for claim in gold["claims"]:
            for form in self.readings(claim):
                key = self.key(form)
                self.forms.setdefault(key, []).append(form)
                if claim.get("optional"):
                    self.optional.add(key)
                else:
                    self.required.setdefault(key, []).append(claim)

    @staticmethod
    def readings(claim: dict[str, Any]) -> list[dict[str, Any]]:
        """A gold claim in every form in which it is right."""
        return [claim, *({**claim, **change} for change in claim.get("also", []))]

    def number(self, name: str) -> int | str:
        """The entity's number, or the name itself where the gold has none."""
        return self.index.get(fold(name), name)

    def key(self, form: dict[str, Any]) -> Triple:
        """The triple of a gold claim."""
        return self.number(form["subject"]), form["relation"], self.number(form["object"])

    def entity(self, cluster: Any) -> int | None:
        """The gold entity that a cluster is."""
        return next((self.index[f] for f in map(fold, cluster.forms) if f in self.index), None)

    def triple(self, document: Document, triple: tuple[int, str, int]) -> Triple:
        """The gold's terms for a triple of cluster numbers."""
        subject, relation, object_ = triple
        return self.entity(document.clusters[subject]), relation, self.entity(document.clusters[object_])


@dataclass
class Sample:
    """A parsed article and its gold."""

    document: Document
    truth: Truth
    fold: int

    def fresh(self) -> Document:
        """A new document over the same parse: names clustered, nothing labelled."""
        fresh = Document(self.document.article, self.document.passages)
        find_mentions(fresh)
        cluster_names(fresh)
        return fresh


def train_kinds(samples: Sequence[Sample]) -> tuple[LinearModel, LinearModel]:
    """Fit the two models of labels."""
    rows = []
    for sample in samples:
        document = sample.fresh()
        for cluster in document.clusters:
            number = sample.truth.entity(cluster)
            label = "None" if number is None else sample.truth.labels[number]
            rows.append((document, cluster, kinds.features(document, cluster), label))
    first = fit([(f, y, 1.0) for _, _, f, y in rows], kinds.CLASSES, PENALTY["kinds"])
    for _, cluster, _, label in rows:
        cluster.label = label
    second = fit([(f + kinds.companions(d, c), y, 1.0) for d, c, f, y in rows], kinds.CLASSES, PENALTY["kinds"])
    return first, second


def label(samples: Sequence[Sample], models: tuple[LinearModel, LinearModel]) -> list[Document]:
    """Documents of the samples with their clusters labelled."""
    documents = [s.fresh() for s in samples]
    for document in documents:
        label_clusters(document, *models)
    return documents


def train_topics(documents: Sequence[Document], truths: Sequence[Truth]) -> LinearModel:
    """Fit the model of what an article's actions are about: the objects of its claims but for posts."""
    rows = []
    for document, truth in zip(documents, truths, strict=True):
        objects: dict[Any, float] = defaultdict(float)
        for claim in truth.gold["claims"]:
            if claim["relation"] not in {"WORKS_FOR", "MEMBER_OF"}:
                objects[truth.number(claim["object"])] += 0.5 if claim.get("optional") else 1.0
        nouns = action_nouns(document)
        campaigns = [fold(c.name) for c in document.clusters if c.label == "Campaign"]
        for number, cluster in enumerate(document.clusters):
            if cluster.label == "None":
                continue
            count = objects.get(truth.entity(cluster), 0.0)
            label = "yes" if count >= 2 or (count >= 1 and len(objects) <= 3) else "no"
            rows.append((topic_features(document, number, nouns, campaigns), label, 0.3 if count == 1 else 1.0))
    return fit(rows, ("no", "yes"), PENALTY["topics"])


def claim_rows(readings: Sequence[Reading], truths: Sequence[Truth]) -> list[tuple[list[str], str, float]]:
    """Candidates with their labels. Once they are scored, only the best of a claim's candidates speak for it."""
    rows = []
    for reading, truth in zip(readings, truths, strict=True):
        triples = [truth.triple(reading.document, (c.subject, c.relation, c.object)) for c in reading.candidates]
        best: dict[Triple, float] = defaultdict(float)
        for candidate, triple in zip(reading.candidates, triples, strict=True):
            best[triple] = max(best[triple], candidate.score)
        for candidate, triple in zip(reading.candidates, triples, strict=True):
            if triple in truth.required:
                if candidate.score >= 0.6 * best[triple]:
                    rows.append((claim_features(candidate), "yes", 1.0))
            elif triple in truth.optional:
                if candidate.score >= 0.6 * best[triple]:
                    rows.append((claim_features(candidate), "yes", 0.25))
            elif 0 < candidate.score < 0.02:  # the plainly wrong ones are many and alike: a quarter stands for all
                if zlib.crc32(f"{triple}{candidate.token.i}".encode()) % 4 == 0:
                    rows.append((claim_features(candidate), "no", 4.0))
            else:
                rows.append((claim_features(candidate), "no", 1.0))
    return rows


def with_targets(reading: Reading) -> None:
    """Add the candidates that depend on the scores of the others."""
    late = list(find_targets(reading.document, reading.topics, reading.candidates))
    for candidate in late:
        candidate.score = 0.5
    reading.candidates.extend(late)


def train_consensus(readings: Sequence[Reading], truths: Sequence[Truth]) -> LinearModel:
    """Fit the model of the second look on articles read by models that had not seen them."""
    rows = []
    for reading, truth in zip(readings, truths, strict=True):
        for possibility in reading.possibilities:
            triple = truth.triple(reading.document, possibility.triple)
            if triple in truth.required:
                rows.append((possibility.features, "yes", 1.0))
            elif triple in truth.optional:
                rows.append((possibility.features, "yes", 0.25))
            else:
                rows.append((possibility.features, "no", 1.0))
    return fit(rows, ("no", "yes"), PENALTY["consensus"])


def train_status_and_what(readings: Sequence[Reading], truths: Sequence[Truth]) -> tuple[LinearModel, LinearModel]:
    """Fit the models of a claim's status and ``what`` on the matches that speak for true claims."""
    status, what = [], []
    for reading, truth in zip(readings, truths, strict=True):
        for possibility in reading.possibilities:
            forms = truth.forms.get(truth.triple(reading.document, possibility.triple))
            if not forms:
                continue
            for rank, candidate in enumerate(possibility.matches[:3]):
                weight = 1.0 if rank == 0 else 0.3
                if candidate.relation not in NO_STATUS:
                    doubt = 2 if len({f["status"] for f in forms}) > 1 else 1
                    status.append((status_features(candidate), forms[0]["status"], weight / doubt))
                if candidate.relation in {"PAUSED", "LEFT", "RESUMED"}:
                    value = forms[0].get("what")
                    what.append((what_features(candidate), value if value in WHATS else "none", weight))
    return fit(status, STATUSES, PENALTY["status"]), fit(what, WHATS, PENALTY["what"])


Table = dict[str, list[int]]


def count(readings: Sequence[Reading], truths: Sequence[Truth], thresholds: dict[str, float]) -> Table:
    """True positives, false positives and false negatives of claims, per relation."""
    table: Table = {r: [0, 0, 0] for r in RELATIONS}
    for reading, truth in zip(readings, truths, strict=True):
        hit = set()
        for possibility in accepted(reading, thresholds):
            triple = truth.triple(reading.document, possibility.triple)
            if triple in truth.required:
                hit.update(id(claim) for claim in truth.required[triple])
            elif triple not in truth.optional:
                table[triple[1]][1] += 1
        for claim in truth.gold["claims"]:
            if not claim.get("optional"):
                table[claim["relation"]][0 if id(claim) in hit else 2] += 1
    return table


def f_measure(tp: int, fp: int, fn: int, beta2: float = 1.0) -> float:
    """The F measure; 0 where nothing is found."""
    return (1 + beta2) * tp / max((1 + beta2) * tp + fp + beta2 * fn, 1)


def choose_thresholds(readings: Sequence[Reading], truths: Sequence[Truth]) -> dict[str, float]:
    """Per relation the threshold with the best F measure."""
    tables = {t: count(readings, truths, dict.fromkeys(RELATIONS, t)) for t in GRID}
    return {r: max(GRID, key=lambda t: (round(f_measure(*tables[t][r], BETA2), 4), t)) for r in RELATIONS}


def report(title: str, readings: Sequence[Reading], truths: Sequence[Truth], thresholds: dict[str, float]) -> None:
    """Print precision, recall and F1 of claims per relation."""
    table = count(readings, truths, thresholds)
    print(title)
    rows = [(r, *table[r], thresholds[r]) for r in RELATIONS]
    rows.append(("all", *(sum(v[i] for v in table.values()) for i in range(3)), ""))
    for relation, tp, fp, fn, threshold in rows:
        precision, recall = tp / max(tp + fp, 1), tp / max(tp + fn, 1)
        print(
            f"{relation:11} P {precision:.3f}  R {recall:.3f}  F1 {f_measure(tp, fp, fn):.3f}"
            f"  {tp:5} {fp:5} {fn:5}  {threshold}"
        )
    reached = total = 0
    for reading, truth in zip(readings, truths, strict=True):
        have = {truth.triple(reading.document, (c.subject, c.relation, c.object)) for c in reading.candidates}
        for claim in truth.gold["claims"]:
            if not claim.get("optional"):
                total += 1
                reached += any(truth.key(f) in have for f in truth.readings(claim))
    print(f"reached by a candidate: {reached} of {total}", flush=True)


def load_samples(folders: Iterable[str], folds: int) -> list[Sample]:
    """Parse the articles of the folders."""
    pairs = list(read_annotated(folders))
    blocks = ((a, split_blocks(a.text, a.title)) for a, _ in pairs)
    documents = list(parse_documents(blocks, load_pipeline()))
    return [Sample(d, Truth(g), zlib.crc32(a.id.encode()) % folds) for d, (a, g) in zip(documents, pairs, strict=True)]


def train_claims(readings: Sequence[Reading], truths: Sequence[Truth]) -> LinearModel:
    """Fit the claim model."""
    return fit(claim_rows(readings, truths), ("no", "yes"), PENALTY["claims"])


def others(samples: Sequence[Sample], k: int) -> list[int]:
    """The indexes of the samples that are not of fold k."""
    return [i for i, s in enumerate(samples) if s.fold != k]


def cross_fit(samples: Sequence[Sample], folds: int, tell: Any) -> list[Reading]:
    """Read every article with labels, topics and scores of models that have not seen it.

    Each later step is trained on what the earlier ones get wrong on unseen articles, as it will be used.
    """
    truths = [s.truth for s in samples]
    documents: dict[int, Document] = {}
    for k in range(folds):
        models = train_kinds([samples[i] for i in others(samples, k)])
        test = [i for i, s in enumerate(samples) if s.fold == k]
        documents.update(zip(test, label([samples[i] for i in test], models), strict=True))
    tell("labels cross-fitted")
    readings: dict[int, Reading] = {}
    for k in range(folds):
        train = others(samples, k)
        topics = train_topics([documents[i] for i in train], [truths[i] for i in train])
        for i, sample in enumerate(samples):
            if sample.fold == k:
                readings[i] = find_candidates(documents[i], topics, None)
    tell("topics cross-fitted")
    for late in (False, True):
        fitted = {}
        for k in range(folds):
            train = others(samples, k)
            fitted[k] = train_claims([readings[i] for i in train], [truths[i] for i in train])
        for i, sample in enumerate(samples):
            score_claims(readings[i].candidates, fitted[sample.fold])
            if not late:
                with_targets(readings[i])
        tell("claims cross-fitted" + (" with targets" if late else ""))
    for reading in readings.values():
        reading.possibilities.extend(possibilities(reading.document, reading.topics, reading.candidates))
    return [readings[i] for i in range(len(samples))]


def second_look(samples: Sequence[Sample], readings: Sequence[Reading], folds: int) -> dict[str, float]:
    """Score the readings by consensus models of the other folds, and choose thresholds on that."""
    for k in range(folds):
        train = others(samples, k)
        model = train_consensus([readings[i] for i in train], [samples[i].truth for i in train])
        for i, sample in enumerate(samples):
            if sample.fold == k:
                reconsider(readings[i].possibilities, model)
    return choose_thresholds(readings, [s.truth for s in samples])


def main() -> None:
    """Train, report and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--folds", type=int, default=3)
    parser.add_argument("--test", action="append", default=[], help="a folder to measure on that is not trained on")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    started = time.monotonic()

    def tell(text: str) -> None:
        print(f"{time.monotonic() - started:6.0f} s  {text}", file=sys.stderr, flush=True)

    samples = load_samples(args.folders, args.folds)
    truths = [s.truth for s in samples]
    tell(f"{len(samples)} articles parsed")
    readings = cross_fit(samples, args.folds, tell)
    thresholds = second_look(samples, readings, args.folds)
    report("cross-fitted", readings, truths, thresholds)
    consensus = train_consensus(readings, truths)
    status, what = train_status_and_what(readings, truths)
    first, second = train_kinds(samples)
    topics = train_topics([r.document for r in readings], truths)
    claims = train_claims(readings, truths)
    trained = Weights(first, second, topics, claims, consensus, status, what, thresholds)
    tell("final models")
    for folder in args.test:
        unseen = load_samples([folder], args.folds)
        extractor = Extractor(load_pipeline(), trained)
        report(folder, [extractor.read(s.fresh()) for s in unseen], [s.truth for s in unseen], thresholds)
    if args.write:
        WEIGHTS.mkdir(exist_ok=True)
        for name, model in (
            ("kinds", first),
            ("kinds_in_lists", second),
            ("topics", topics),
            ("claims", claims),
            ("consensus", consensus),
            ("status", status),
            ("what", what),
        ):
            model.save(WEIGHTS / f"{name}.json")
        (WEIGHTS / "thresholds.json").write_text(json.dumps(thresholds, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
