"""Train the linear models from annotated articles: python tools/train.py FOLDER ... [--test FOLDER] [--write].

A folder holds practice prose (corpus/README.md) or the exchange format's text/ and gold/. The figures printed
are cross-fitted: every article is read by models that
have not seen it. With --write the weights go to joinder/loaders/data/weights/, trained on all articles given.
"""

from __future__ import annotations

import argparse
import sys
import time
import zlib
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotated import read_annotated, read_examples
from encoder_examples import write_examples
from truth import Sample, Triple, Truth

from joinder.graph.identity import fold
from joinder.graph.ontology import ontology
from joinder.loaders import kinds
from joinder.loaders.blocks import split_blocks
from joinder.loaders.claims import BACKGROUND
from joinder.loaders.document import Document, parse_documents
from joinder.loaders.extract import Matched, find_candidates
from joinder.loaders.labelling import label_clusters
from joinder.loaders.linear import LinearModel, fit
from joinder.loaders.parsing import load_pipeline
from joinder.loaders.possibilities import grouped
from joinder.loaders.scoring import claim_features, score_claims, status_features, what_features
from joinder.loaders.targets import find_targets
from joinder.loaders.topics import action_nouns, topic_features

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

WEIGHTS = Path(__file__).resolve().parent.parent / "joinder/loaders/data/weights"
STATUSES = ontology().statuses
WHATS = ("none", *ontology().whats)
NO_STATUS = BACKGROUND | {"TARGETS"}
PENALTY = {"kinds": 1.0, "topics": 2.0, "claims": 10.0, "status": 2.0, "what": 2.0}


def train_kinds(samples: Sequence[Sample]) -> tuple[LinearModel, LinearModel]:
    """Fit the two models of labels."""
    rows = []
    for sample in samples:
        if sample.truth.relation is not None:
            continue  # an example says what is claimed, not what everything is
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
        if truth.relation is not None:
            continue
        objects: dict[Any, float] = defaultdict(float)
        for claim in truth.gold["claims"]:
            if claim["relation"] not in BACKGROUND:
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


def claim_rows(readings: Sequence[Matched], truths: Sequence[Truth]) -> list[tuple[list[str], str, float]]:
    """Candidates with their labels. Once they are scored, only the best of a claim's candidates speak for it."""
    rows = []
    for reading, truth in zip(readings, truths, strict=True):
        triples = [truth.triple(reading.document, (c.subject, c.relation, c.object)) for c in reading.candidates]
        best: dict[Triple, float] = defaultdict(float)
        for candidate, triple in zip(reading.candidates, triples, strict=True):
            best[triple] = max(best[triple], candidate.score)
        for candidate, triple in zip(reading.candidates, triples, strict=True):
            if truth.knows_nothing_of(triple):
                continue
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


def with_targets(reading: Matched) -> None:
    """Add the candidates that depend on the scores of the others."""
    late = list(find_targets(reading.document, reading.topics, reading.candidates))
    for candidate in late:
        candidate.score = 0.5
    reading.candidates.extend(late)


def train_status_and_what(readings: Sequence[Matched], truths: Sequence[Truth]) -> tuple[LinearModel, LinearModel]:
    """Fit the models of a claim's status and ``what`` on the matches that speak for true claims."""
    status, what = [], []
    for reading, truth in zip(readings, truths, strict=True):
        for triple, matches in grouped(reading.candidates).items():
            forms = truth.forms.get(truth.triple(reading.document, triple))
            if not forms:
                continue
            for rank, candidate in enumerate(matches[:3]):
                weight = 1.0 if rank == 0 else 0.3
                if candidate.relation not in NO_STATUS:
                    doubt = 2 if len({f["status"] for f in forms}) > 1 else 1
                    status.append((status_features(candidate), forms[0]["status"], weight / doubt))
                if candidate.relation in {"PAUSED", "LEFT", "RESUMED"}:
                    value = forms[0].get("what")
                    what.append((what_features(candidate), value if value in WHATS else "none", weight))
    return fit(status, STATUSES, PENALTY["status"]), fit(what, WHATS, PENALTY["what"])


def load_samples(folders: Iterable[str], folds: int, *, examples: bool = False) -> list[Sample]:
    """Parse the articles of the folders, and the frames' own examples if wanted."""
    pairs = list(read_annotated(folders)) + (list(read_examples()) if examples else [])
    blocks = ((a, split_blocks(a.text, a.title)) for a, _ in pairs)
    documents = list(parse_documents(blocks, load_pipeline()))
    return [Sample(d, Truth(g), zlib.crc32(a.id.encode()) % folds) for d, (a, g) in zip(documents, pairs, strict=True)]


def train_claims(readings: Sequence[Matched], truths: Sequence[Truth]) -> LinearModel:
    """Fit the claim model."""
    return fit(claim_rows(readings, truths), ("no", "yes"), PENALTY["claims"])


def others(samples: Sequence[Sample], k: int) -> list[int]:
    """The indexes of the samples that are not of fold k."""
    return [i for i, s in enumerate(samples) if s.fold != k]


def cross_fit(samples: Sequence[Sample], folds: int, tell: Any) -> list[Matched]:
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
    readings: dict[int, Matched] = {}
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
    return [readings[i] for i in range(len(samples))]


def main() -> None:
    """Train, report and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--folds", type=int, default=3)
    parser.add_argument("--test", action="append", default=[], help="a folder to measure on that is not trained on")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--examples", type=Path, default=Path(".cache/encoder-examples.jsonl"))
    args = parser.parse_args()
    started = time.monotonic()

    def tell(text: str) -> None:
        print(f"{time.monotonic() - started:6.0f} s  {text}", file=sys.stderr, flush=True)

    samples = load_samples(args.folders, args.folds, examples=True)
    truths = [s.truth for s in samples]
    tell(f"{len(samples)} articles parsed")
    readings = cross_fit(samples, args.folds, tell)
    args.examples.parent.mkdir(exist_ok=True)
    write_examples(args.examples, readings, truths)
    status, what = train_status_and_what(readings, truths)
    first, second = train_kinds(samples)
    topics = train_topics([r.document for r in readings], truths)
    claims = train_claims(readings, truths)
    tell("final models")
    unseen = load_samples(args.test, args.folds)
    tested = [find_candidates(document, topics, claims) for document in label(unseen, (first, second))]
    write_examples(args.examples.with_suffix(".test.jsonl"), tested, [s.truth for s in unseen])
    if args.write:
        models = {"kinds": first, "kinds_in_lists": second, "topics": topics, "claims": claims}
        for name, model in {**models, "status": status, "what": what}.items():
            model.save(WEIGHTS / f"{name}.json")


if __name__ == "__main__":
    main()
