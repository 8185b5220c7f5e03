"""The gold of an article beside its parse: what a cluster, a triple or a candidate is by it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from joinder.graph.identity import fold
from joinder.loaders.coreference import cluster_names
from joinder.loaders.document import Document, find_mentions

Triple = tuple[Any, str, Any]


class Truth:
    """The gold of one article: entities by folded name, required and optional claims by triple."""

    def __init__(self, gold: dict[str, Any]) -> None:
        self.gold = gold
        #: An example of a frame file tells of its own relation only.
        self.relation: str | None = gold.get("relation")
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

    def knows_nothing_of(self, triple: Triple) -> bool:
        """Whether the gold is of another relation, so that it says nothing for or against a triple."""
        return self.relation is not None and triple[1] != self.relation

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
