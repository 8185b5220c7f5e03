"""The road of one article: blocks, parse, names, kinds, references, candidates, claims."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import joinder
from joinder.loaders.blocks import split_blocks
from joinder.loaders.candidates import Candidate, CandidateFinder
from joinder.loaders.claims import gather
from joinder.loaders.coreference import cluster_names
from joinder.loaders.crowds import counted_heads
from joinder.loaders.document import Document, parse_documents
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

    from joinder.graph.model import Article, Extraction
    from joinder.loaders.linear import LinearModel


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


@dataclass(frozen=True, slots=True)
class Extractor:
    """Reads claims out of articles; a pure function of an article, its pipeline and the shipped weights."""

    pipeline: Pipeline
    weights: Weights

    @property
    def version(self) -> str:
        """What goes into the ledger as the extractor's version."""
        return f"joinder {joinder.__version__}+{data_digest()} {self.pipeline.name} {self.pipeline.version}"

    def extract(self, article: Article) -> Extraction:
        """Extract one article."""
        return next(self.stream([article]))

    def stream(self, articles: Iterable[Article]) -> Iterator[Extraction]:
        """Extract articles in order, parsed in common batches."""
        for document in self.parse(articles):
            yield gather(self.read(document), self.weights, self.version)

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
        return Reading(document, found.topics, found.finder, found.candidates, possible, joint)


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


def load_extractor(pipeline: str | None = None) -> Extractor:
    """Load the named spaCy pipeline (or the best one installed) and the shipped weights.

    Raises:
        JoinderError: there is no English pipeline.
    """
    return Extractor(load_pipeline(pipeline), weights())
