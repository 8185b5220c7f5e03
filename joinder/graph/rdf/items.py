"""Links of entities to items of Wikidata: as what linked data follows, and each judgement behind them as a node."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from joinder.errors import JoinderError
from joinder.graph.links import REJECTED, Link, parse
from joinder.graph.rdf.encode import fits, literal, moment
from joinder.graph.rdf.terms import terms

if TYPE_CHECKING:
    from collections.abc import Iterable

    from joinder.graph.model import EntityRow
    from joinder.graph.rdf.describe import Facts, Node
    from joinder.graph.rdf.triples import Facts as Known

_ITEM: Final = re.compile(r"Q[1-9]\d{0,15}")


def told(row: EntityRow) -> dict[str, tuple[str, ...]]:
    """Give the fields as the facts below tell them: what RDF can hold of them."""
    return {"wikidata": _items(row.wikidata), "links": tuple(sorted({str(link) for link in _links(row)}))}


def same(row: EntityRow) -> Facts:
    """Say in OWL's words which items an entity is, and which it was judged not to be."""
    items = _items(row.wikidata)
    others = _items({link.item for link in _links(row) if link.state == REJECTED} - set(items))
    facts = [("owl:differentFrom", [f"wd:{i}" for i in others]), ("owl:sameAs", [f"wd:{i}" for i in items])]
    return [(name, tokens) for name, tokens in facts if tokens]


def judged(row: EntityRow, subject: str) -> list[Node]:
    """Describe each judgement: the item, whether it was accepted, when, and by whom."""
    return [_node(link, f"{subject[:-1]}#link-{number}>") for number, link in enumerate(sorted(set(_links(row))), 1)]


def _node(link: Link, node: str) -> Node:
    facts: Facts = [
        ("rdf:type", ["v:Link"]), ("prov:generatedAtTime", [moment(link.at)]), ("v:item", [f"wd:{link.item}"]),
    ]  # fmt: skip
    if link.source:
        facts.append(("v:judgedBy", [literal(link.source)]))
    return node, [*facts, ("v:state", [literal(link.state)])]


def read(facts: Known, subject: str) -> dict[str, tuple[str, ...]]:
    """Read both fields back."""
    space = terms()["prefixes"]["wd"]
    same_as = [iri.removeprefix(space) for iri in facts.texts(subject, "owl:sameAs") if iri.startswith(space)]
    found = [
        Link(
            facts.need(node, "v:item").removeprefix(space), facts.need(node, "v:state"),
            facts.need(node, "prov:generatedAtTime"), facts.text(node, "v:judgedBy"),
        )
        for node in facts.texts(subject, "v:link")
    ]  # fmt: skip
    return {"wikidata": tuple(sorted(same_as)), "links": tuple(sorted(map(str, found)))}


def _items(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({name for name in names if _ITEM.fullmatch(name)}))


def _links(row: EntityRow) -> list[Link]:
    """Read the links that RDF can hold as they are: an item, an instant, a name without control characters."""
    found = []
    for text in row.links:
        try:
            link = parse(text)
        except JoinderError:
            continue
        if _ITEM.fullmatch(link.item) and moment(link.at)[-1] == ">" and fits(link.source) and str(link) == text:
            found.append(link)
    return found
