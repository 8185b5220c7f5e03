"""Train the extractor's weights from the annotated corpus: python tools/train.py [CORPUS ...] [--folds 5].

Reads folders with text/<id>.txt and gold/<id>.json, writes joinder/loaders/data/weights/, prints cross-validated figures.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import zlib
from collections import Counter, defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from joinder.graph.identity import fold
from joinder.graph.model import Article
from joinder.loaders import kinds
from joinder.loaders.claims import accepted
from joinder.loaders.extract import Extractor, find_candidates
from joinder.loaders.labelling import settle_described
from joinder.loaders.linear import LinearModel, fit
from joinder.loaders.parsing import load_pipeline
from joinder.loaders.scoring import Weights, claim_features, score_claims, status_features, what_features
from joinder.loaders.targets import find_targets

WEIGHTS = Path(__file__).resolve().parent.parent / "joinder/loaders/data/weights"
STATUSES = ("done", "planned", "declined", "ended")
WHATS = ("none", "ads", "account", "posting", "sales", "content", "sponsorship")


def read_corpus(folders):
    """Yield (article, gold) of every annotated article in the folders, sorted."""
    for folder in folders:
        for path in sorted(Path(folder, "gold").glob("*.json")):
            gold = json.loads(path.read_text(encoding="utf-8"))
            text = Path(folder, "text", f"{path.stem}.txt").read_text(encoding="utf-8")
            yield Article(path.stem, text, gold.get("title"), published=gold.get("published")), gold


class Truth:
    """What the gold says of one article, in terms of its clusters."""

    def __init__(self, gold):
        self.gold = gold
        self.index = {}
        for number, entity in enumerate(gold["entities"]):
            for name in [entity["name"], *entity.get("aliases", [])]:
                self.index.setdefault(fold(name), number)
        self.label = {}
        for number, entity in enumerate(gold["entities"]):
            self.label[number] = entity["label"]
        self.claims = {}
        self.optional = set()
        for claim in gold["claims"]:
            forms = [claim, *({**claim, **change} for change in claim.get("also", []))]
            for form in forms:
                key = (self.number(form["subject"]), form["relation"], self.number(form["object"]))
                if claim.get("optional"):
                    self.optional.add(key)
                else:
                    self.claims.setdefault(key, []).append(claim)
        self.all = {}
        for claim in gold["claims"]:
            forms = [claim, *({**claim, **change} for change in claim.get("also", []))]
            for form in forms:
                key = (self.number(form["subject"]), form["relation"], self.number(form["object"]))
                self.all.setdefault(key, []).append(form)
        self.required = sum(not c.get("optional") for c in gold["claims"])

    def number(self, name):
        return self.index.get(fold(name), name)

    def entity(self, cluster):
        for form in cluster.forms:
            if fold(form) in self.index:
                return self.index[fold(form)]
        return None

    def triple(self, document, candidate):
        clusters = document.clusters
        s, o = self.entity(clusters[candidate.subject]), self.entity(clusters[candidate.object])
        return (s, candidate.relation, o)


def fold_of(article, folds):
    return zlib.crc32(article.id.encode()) % folds


def kind_examples(documents, truths):
    rows = []
    for document, truth in zip(documents, truths):
        for cluster in document.clusters:
            number = truth.entity(cluster)
            label = "None" if number is None else truth.label[number]
            rows.append((document, cluster, kinds.features(document, cluster), label))
    return rows


def train_kinds(documents, truths, penalty):
    documents = [restore(d) for d in documents]
    rows = kind_examples(documents, truths)
    first = fit([(f, y, 1.0) for _, _, f, y in rows], kinds.CLASSES, penalty)
    for _, cluster, _, label in rows:
        cluster.label = label
    second = fit([(f + kinds.companions(d, c), y, 1.0) for d, c, f, y in rows], kinds.CLASSES, penalty)
    return first, second


def claim_examples(readings, truths):
    rows = []
    for reading, truth in zip(readings, truths):
        for candidate in reading.candidates:
            triple = truth.triple(reading.document, candidate)
            if triple in truth.claims:
                rows.append((claim_features(candidate), "yes", 1.0))
            elif triple in truth.optional:
                rows.append((claim_features(candidate), "yes", 0.25))
            else:
                rows.append((claim_features(candidate), "no", 1.0))
    return rows


def status_and_what_examples(readings, truths):
    status, what = [], []
    for reading, truth in zip(readings, truths):
        for candidate in reading.candidates:
            forms = truth.all.get(truth.triple(reading.document, candidate))
            if not forms:
                continue
            weight = min(1.0, 0.2 + candidate.score)
            statuses = {f["status"] for f in forms}
            label = forms[0]["status"]
            if candidate.relation not in {"WORKS_FOR", "MEMBER_OF", "TARGETS"}:
                status.append((status_features(candidate), label, weight / (2 if len(statuses) > 1 else 1)))
            if candidate.relation in {"PAUSED", "LEFT", "RESUMED"}:
                what.append((what_features(candidate), w if (w := forms[0].get("what")) in WHATS else "none", weight))
    return status, what


def evaluate(readings, truths, weights):
    """Claims: tp, fp, fn per relation at given thresholds."""
    table = defaultdict(lambda: [0, 0, 0])
    for reading, truth in zip(readings, truths):
        hit = set()
        for candidate in accepted(reading, weights):
            triple = truth.triple(reading.document, candidate)
            if triple in truth.claims:
                for claim in truth.claims[triple]:
                    hit.add(id(claim))
            elif triple not in truth.optional:
                table[candidate.relation][1] += 1
        for claim in truth.gold["claims"]:
            if not claim.get("optional"):
                table[claim["relation"]][0 if id(claim) in hit else 2] += 1
    return table


def f1(tp, fp, fn):
    return 2 * tp / max(2 * tp + fp + fn, 1)


def choose_thresholds(readings, truths, base):
    """Per relation the threshold with the best F1, precision weighed a little more."""
    chosen = {}
    grid = [0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75]
    results = {}
    for t in grid:
        w = Weights(*base, thresholds=defaultdict(lambda: t))
        w = Weights(base[0], base[1], base[2], base[3], base[4], {r: t for r in RELS})
        results[t] = evaluate(readings, truths, w)
    for relation in RELS:

        def value(t):
            tp, fp, fn = results[t][relation]
            beta2 = 0.8
            return (1 + beta2) * tp / max((1 + beta2) * tp + fp + beta2 * fn, 1)

        chosen[relation] = max(grid, key=lambda t: (round(value(t), 4), t))
    return chosen


RELS = (
    "JOINED",
    "SUPPORTS",
    "ORGANIZED",
    "TARGETS",
    "PAUSED",
    "LEFT",
    "RESUMED",
    "BOYCOTTED",
    "CRITICIZED",
    "URGED",
    "DONATED",
    "MEMBER_OF",
    "WORKS_FOR",
    "PART_OF",
)


def train_models(documents, truths, penalties, score_first=True):
    first, second = train_kinds(documents, truths, penalties["kinds"])
    readings = []
    for document, truth in zip(documents, truths):
        document = restore(document)
        label(document, first, second)
        readings.append(find_candidates(document, None))
    early = [r.candidates for r in readings]
    rows = claim_examples(readings, truths)
    claims = fit([r for r in rows if "t=targets" not in r[0]], ("no", "yes"), penalties["claims"])
    for reading in readings:
        plain = [c for c in reading.candidates if c.relation != "TARGETS" or c.trigger != "targets"]
        score_claims(plain, claims)
        reading.candidates[:] = plain + list(find_targets(reading.document, reading.topics, plain))
    rows = claim_examples(readings, truths)
    claims = fit(rows, ("no", "yes"), penalties["claims"])
    for reading in readings:
        score_claims(reading.candidates, claims)
    status, what = status_and_what_examples(readings, truths)
    return first, second, claims, fit(status, STATUSES, penalties["status"]), fit(what, WHATS, penalties["what"])


def label(document, first, second):
    from joinder.loaders.labelling import label_clusters

    label_clusters(document, first, second)


def restore(document):
    """A fresh document over the same parse: names clustered, nothing labelled."""
    from joinder.loaders.coreference import cluster_names
    from joinder.loaders.document import Document, find_mentions

    fresh = Document(document.article, document.passages)
    find_mentions(fresh)
    cluster_names(fresh)
    return fresh


def read_with(documents, models):
    readings = []
    weights = Weights(*models, thresholds={})
    for document in documents:
        document = restore(document)
        label(document, models[0], models[1])
        readings.append(find_candidates(document, weights))
    return readings


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("corpus", nargs="*")
    parser.add_argument("--folds", type=int, default=4)
    parser.add_argument("--test", action="append", default=[])
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--penalty", type=float, default=2.0)
    args = parser.parse_args()
    penalties = {"kinds": 1.0, "claims": args.penalty, "status": 2.0, "what": 2.0}
    t = time.time()
    pairs = list(read_corpus(args.corpus))
    extractor = Extractor(load_pipeline(), None)
    documents = list(extractor.parse(a for a, _ in pairs))
    truths = [Truth(g) for _, g in pairs]
    print(f"{len(pairs)} articles parsed in {time.time() - t:.1f} s", file=sys.stderr)
    folds = [fold_of(a, args.folds) for a, _ in pairs]
    held = []
    if args.folds > 1:
        for k in range(args.folds):
            train = [i for i, f in enumerate(folds) if f != k]
            test = [i for i, f in enumerate(folds) if f == k]
            models = train_models([documents[i] for i in train], [truths[i] for i in train], penalties)
            readings = read_with([documents[i] for i in test], models)
            held += [(i, r, models) for i, r in zip(test, readings)]
            print(f"fold {k} {time.time() - t:.1f} s", file=sys.stderr)
        held.sort(key=lambda h: h[0])
        base = held[0][2]
        thresholds = choose_thresholds([h[1] for h in held], [truths[h[0]] for h in held], base)
        report([h[1] for h in held], [truths[h[0]] for h in held], Weights(*base, thresholds=thresholds))
    else:
        thresholds = {r: 0.35 for r in RELS}
    if args.write or args.test:
        models = train_models(documents, truths, penalties)
        if args.write:
            WEIGHTS.mkdir(exist_ok=True)
            for name, model in zip(("kinds", "kinds_in_lists", "claims", "status", "what"), models):
                model.save(WEIGHTS / f"{name}.json")
            (WEIGHTS / "thresholds.json").write_text(json.dumps(thresholds, indent=1) + "\n")
        for folder in args.test:
            test = list(read_corpus([folder]))
            docs = list(extractor.parse(a for a, _ in test))
            print(folder)
            report(read_with(docs, models), [Truth(g) for _, g in test], Weights(*models, thresholds=thresholds))


def report(readings, truths, weights):
    table = evaluate(readings, truths, weights)
    total = [sum(v[i] for v in table.values()) for i in range(3)]
    for relation in RELS:
        tp, fp, fn = table[relation]
        print(
            f"{relation:11} P {tp / max(tp + fp, 1):.2f} R {tp / max(tp + fn, 1):.2f} F1 {f1(tp, fp, fn):.2f}  {tp:4} {fp:4} {fn:4}  t={weights.thresholds.get(relation)}"
        )
    tp, fp, fn = total
    print(
        f"{'all':11} P {tp / max(tp + fp, 1):.3f} R {tp / max(tp + fn, 1):.3f} F1 {f1(tp, fp, fn):.3f}  {tp} {fp} {fn}"
    )
    # what no candidate reached
    reach = Counter()
    for reading, truth in zip(readings, truths):
        have = {truth.triple(reading.document, c) for c in reading.candidates}
        for key, claims in truth.claims.items():
            pass
        for claim in truth.gold["claims"]:
            if claim.get("optional"):
                continue
            forms = [claim, *({**claim, **ch} for ch in claim.get("also", []))]
            ok = any((truth.number(f["subject"]), f["relation"], truth.number(f["object"])) in have for f in forms)
            reach[claim["relation"], ok] += 1
    print("reachable:", {r: f"{reach[r, True]}/{reach[r, True] + reach[r, False]}" for r in RELS})
    # entities
    tp = fp = fn = lab = 0
    for reading, truth in zip(readings, truths):
        found = {}
        for c in reading.document.clusters:
            if c.label != "None":
                n = truth.entity(c)
                if n is None:
                    fp += 1
                else:
                    found[n] = c.label
        for n, e in enumerate(truth.gold["entities"]):
            if e.get("optional"):
                continue
            if n in found:
                tp += 1
                lab += found[n] in {e["label"], *e.get("also_labels", [])}
            else:
                fn += 1
    print(f"entities P {tp / max(tp + fp, 1):.3f} R {tp / max(tp + fn, 1):.3f}  label right {lab / max(tp, 1):.3f}")


if __name__ == "__main__":
    main()
