"""Our terms and those of others: what ``terms.toml`` says, and the names that follow from the ontology."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Final

from joinder.graph.ontology import ontology

#: A name reserved for examples: who publishes an export gives an own base.
BASE: Final = "https://joinder.example/"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
#: Where our vocabulary stands under a base.
VOCABULARY: Final = "vocabulary#"


@cache
def terms() -> dict[str, Any]:
    """Read ``terms.toml`` (once)."""
    return tomllib.loads(files("joinder.graph.rdf").joinpath("terms.toml").read_text(encoding="utf-8"))


@cache
def term(relation: str) -> str:
    """Name the RDF property of a relation: ``MEMBER_OF`` is ``memberOf``.

    >>> term("MEMBER_OF")
    'memberOf'
    """
    first, *rest = relation.lower().split("_")
    return str(terms()["names"].get(relation, first + "".join(part.capitalize() for part in rest)))


@cache
def relation_of() -> dict[str, str]:
    """Map our properties back to relations."""
    return {term(name): name for name in ontology().relations}


def prefixes(base: str) -> dict[str, str]:
    """Give all prefixes that an export under ``base`` may use, by name."""
    return {"v": base + VOCABULARY, **dict(sorted(terms()["prefixes"].items()))}
