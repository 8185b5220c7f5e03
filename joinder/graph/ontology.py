"""The ontology: labels, relations with their allowed ends, statuses and ``what`` values (``ontology.toml``)."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from joinder.errors import DataFileError


@dataclass(frozen=True, slots=True)
class Relation:
    """One kind of claim: which labels may stand at its ends, and what its ``what`` may be.

    ``what`` is ``"none"`` (the relation takes none), ``"listed"`` (one of the ontology's ``whats``) or ``"free"``
    (any text).
    """

    name: str
    subject: tuple[str, ...]
    object: tuple[str, ...]
    what: Literal["none", "listed", "free"]
    means: str


@dataclass(frozen=True, slots=True)
class Ontology:
    """Everything that a graph may say."""

    labels: dict[str, str]
    relations: dict[str, Relation]
    statuses: tuple[str, ...]
    whats: tuple[str, ...]
    bounds: tuple[str, ...]

    def allows(self, relation: str, subject: str, object: str) -> bool:  # noqa: A002 - the ontology's own word
        """Tell whether ``relation`` may run from the label ``subject`` to the label ``object``."""
        ends = self.relations.get(relation)
        return ends is not None and subject in ends.subject and object in ends.object

    def objections(self, relation: str, subject: str, object: str, status: str, what: str | None) -> list[str]:  # noqa: A002
        """List what is wrong with a claim of these parts (empty: nothing)."""
        kind = self.relations.get(relation)
        if kind is None:
            return [f"unknown relation {relation}"]
        wrong = []
        if not self.allows(relation, subject, object):
            wrong.append(f"{relation} may not run from {subject} to {object}")
        if status not in self.statuses:
            wrong.append(f"unknown status {status}")
        if what is not None and (kind.what == "none" or (kind.what == "listed" and what not in self.whats)):
            wrong.append(f"{relation} may not carry what={what}")
        return wrong


@cache
def ontology() -> Ontology:
    """Read ``ontology.toml`` (once).

    Raises:
        DataFileError: the file is not what this module expects.
    """
    raw = tomllib.loads(files("joinder.graph").joinpath("ontology.toml").read_text(encoding="utf-8"))
    try:
        relations = {
            name: Relation(name, tuple(r["subject"]), tuple(r["object"]), r.get("what", "none"), r["means"])
            for name, r in raw["relations"].items()
        }
        found = Ontology(raw["labels"], relations, tuple(raw["statuses"]), tuple(raw["whats"]), tuple(raw["bounds"]))
    except (KeyError, TypeError, AttributeError) as error:
        raise DataFileError(f"ontology.toml: {error!r} is missing or of the wrong type") from error
    for relation in relations.values():
        unknown = {*relation.subject, *relation.object} - found.labels.keys()
        if unknown or relation.what not in {"none", "listed", "free"}:
            raise DataFileError(f"ontology.toml: relation {relation.name}: {unknown or relation.what!r} is not known")
    return found
