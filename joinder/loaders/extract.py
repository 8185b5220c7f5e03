"""The road of one article: blocks, parse, names, kinds, references, candidates, claims."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import TYPE_CHECKING

import joinder
from joinder.graph.model import GATE, Extraction, Rejection
from joinder.loaders.blocks import split_blocks
from joinder.loaders.candidates import CandidateFinder
from joinder.loaders.claims import gather
from joinder.loaders.coreference import cluster_names
from joinder.loaders.crowds import counted_heads
from joinder.loaders.document import Document, parse_documents
from joinder.loaders.gate import load_gate
from joinder.loaders.joint import JointReading
from joinder.loaders.labelling import label_clusters, relabel
from joinder.loaders.parsing import Pipeline, load_pipeline
from joinder.loaders.possibilities import Possibility, weigh
from joinder.loaders.posts import find_posts
from joinder.loaders.reference import References
from joinder.loaders.scoring import Weights, score_claims, weights
from joinder.loaders.targets import find_targets
from joinder.loaders.topics import Topics, find_topics

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from joinder.graph.model import Article
    from joinder.loaders.candidate import Candidate
    from joinder.loaders.counts import Count
    from joinder.loaders.gate import Gate
    from joinder.loaders.linear import LinearModel
    from joinder.loaders.windows import Place

#: So many articles are judged by the gate, and those that pass parsed, before the next ones are taken.
_TOGETHER = 64


@cache
def data_digest() -> str:
    """Hash frames, word lists and weights to eight digits, so that a change of any of them shows in the version."""
    hashed = hashlib.sha256()
    folder = files("joinder.loaders").joinpath("data")
    for part in (folder, *map(folder.joinpath, ("frames", "weights", "encoder"))):
        for entry in sorted(part.iterdir(), key=lambda e: e.name):
            if entry.is_file():
                hashed.update(entry.name.encode() + entry.read_bytes())
    return hashed.hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class Matched:
    """A document whose names have labels, with all matches of frames in it."""

    document: Document
    topics: Topics
    finder: CandidateFinder
    candidates: list[Candidate]


@dataclass(frozen=True, slots=True)
class Reading(Matched):
    """Everything that was found on the way to an extraction, for ``explain`` and training."""

    possibilities: list[Possibility]
    joint: JointReading
    counts: list[tuple[Place, Count]]


@dataclass(frozen=True, slots=True)
class Extractor:
    """Reads claims out of articles; a pure function of an article, its pipeline and the shipped weights.

    What its gate refuses is not parsed; without a gate every article is.
    """

    pipeline: Pipeline
    weights: Weights
    gate: Gate | None = None

    @property
    def version(self) -> str:
        """What goes into the ledger as the extractor's version."""
        gate = "" if self.gate else " without gate"
        return f"joinder {joinder.__version__}+{data_digest()}{gate} {self.pipeline.name} {self.pipeline.version}"

    def extract(self, article: Article) -> Extraction:
        """Extract one article."""
        return next(self.stream([article]))

    def stream(self, articles: Iterable[Article]) -> Iterator[Extraction]:
        """Extract articles in order; those that the gate lets pass are parsed in common batches."""
        left = iter(articles)
        version = self.version
        while part := list(islice(left, _TOGETHER)):
            yield from self._extract(part, version)

    def _extract(self, articles: list[Article], version: str) -> list[Extraction]:
        """Extract a few articles. Whatever spaCy keeps of their words is forgotten at the end: memory stays flat."""
        refusals = [self.gate.refusal(article) if self.gate else "" for article in articles]
        judged = list(zip(articles, refusals, strict=True))
        if all(refusals):
            return [_refused(article, why, version) for article, why in judged]
        with self.pipeline.forgetting():
            documents = self.parse(article for article, why in judged if not why)
            return [
                _refused(article, why, version) if why else gather(self.read(next(documents)), self.weights, version)
                for article, why in judged
            ]

    def parse(self, articles: Iterable[Article]) -> Iterator[Document]:
        """Split, parse and cluster articles."""
        for document in parse_documents(((a, split_blocks(a.text, a.title)) for a in articles), self.pipeline):
            cluster_names(document)
            yield document

    def read(self, document: Document) -> Reading:
        """Label, resolve, match and weigh one parsed document."""
        trained = self.weights
        label_clusters(document, trained.kinds, trained.kinds_in_lists)
        counts = list(counted_heads(document))
        joint = JointReading(document, [place for place, _ in counts])
        relabel(document, joint.kinds([c.scores for c in document.clusters]))
        found = find_candidates(document, trained.topics, trained.claims)
        possible = weigh(document, found.candidates, joint)
        return Reading(document, found.topics, found.finder, found.candidates, possible, joint, counts)


def _refused(article: Article, why: str, version: str) -> Extraction:
    """An extraction without claims, with what the gate says."""
    return Extraction(article, extractor=version, rejections=(Rejection(GATE, why, 0, 0),))


def find_candidates(document: Document, topics_model: LinearModel, claims_model: LinearModel | None) -> Matched:
    """Find and (given weights) score all candidates of a document whose clusters have their labels."""
    topics = find_topics(document, topics_model)
    references = References(document, topics)
    finder = CandidateFinder(document, references, topics)
    candidates = list(finder.find())
    candidates += find_posts(document, references)
    if claims_model is not None:
        score_claims(candidates, claims_model)
        late = list(find_targets(document, topics, candidates))
        score_claims(late, claims_model)
        candidates += late
    return Matched(document, topics, finder, candidates)


def load_extractor(pipeline: str | None = None, *, gate: bool = True) -> Extractor:
    """Load the named spaCy pipeline (or the best one installed) and the shipped weights.

    Args:
        pipeline: the pipeline's name.
        gate: whether articles are judged by their words before they are parsed.

    Raises:
        JoinderError: there is no English pipeline.
    """
    return Extractor(load_pipeline(pipeline), weights(), load_gate() if gate else None)
