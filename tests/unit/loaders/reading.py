"""Read sentences for tests: parsed by the installed pipeline, names labelled by hand: no trained weight matters."""

from collections.abc import Mapping

from joinder.graph.model import Article
from joinder.loaders.blocks import split_blocks
from joinder.loaders.coreference import cluster_names
from joinder.loaders.document import Document, parse_documents
from joinder.loaders.parsing import load_pipeline
from joinder.loaders.tokens import Token


def document(text: str, labels: Mapping[str, str] | None = None) -> Document:
    """A text parsed and clustered; clusters not in ``labels`` name nothing."""
    article = Article("a", text)
    read = next(iter(parse_documents([(article, split_blocks(text, None))], load_pipeline())))
    cluster_names(read)
    for cluster in read.clusters:
        cluster.label = (labels or {}).get(cluster.name, "None")
    return read


def token(read: Document, text: str) -> Token:
    """The last token of a document with this text."""
    return [t for p in read.passages for t in p.doc if t.text == text][-1]


def groups(text: str) -> dict[str, list[str]]:
    """The clusters of a text: name and the texts of the mentions."""
    return {c.name: [m.text for m in c.mentions] for c in document(text).clusters}
