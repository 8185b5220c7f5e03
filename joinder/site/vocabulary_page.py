"""The vocabulary as a page: every term of ours with what it means, where it is used, and what it is among others'."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from joinder import __version__
from joinder.graph.ontology import ontology
from joinder.graph.rdf import vocabulary
from joinder.graph.rdf.encode import value
from joinder.graph.rdf.terms import VOCABULARY, prefixes, term
from joinder.graph.rdf.usage import usage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jinja2 import Template

    from joinder.graph.rdf.describe import Node

TITLE: Final = "The vocabulary of joinder"
SECTIONS: Final = {
    "owl:Class": "Classes",
    "owl:ObjectProperty": "Relations",
    "rdf:Property": "Properties",
    "skos:ConceptScheme": "Schemes",
    "skos:Concept": "Concepts",
}
#: What a fact about a term is called on the page.
_SAID: Final = {
    "rdfs:subClassOf": "is a kind of",
    "rdfs:subPropertyOf": "is a kind of",
    "rdfs:seeAlso": "is near",
    "skos:inScheme": "in the scheme",
    "skos:hasTopConcept": "concepts",
}


@dataclass(frozen=True, slots=True)
class Link:
    """A term with its short name and its address."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Term:
    """One term as the page shows it: ``facts`` are what is said of it, each with terms as links, or with text."""

    name: str
    label: str
    comment: str
    facts: tuple[tuple[str, tuple[Link, ...], str], ...]


def main(base: str) -> Markup:
    """Write the page's content (without what stands around it on every page)."""
    sections: dict[str, list[Term]] = {title: [] for title in SECTIONS.values()}
    names = prefixes(base)
    used = usage(base)
    for node in vocabulary.nodes(base):
        kinds = dict(node[1])["rdf:type"]
        if title := next((SECTIONS[kind] for kind in kinds if kind in SECTIONS), ""):
            sections[title].append(_term(node, names, used))
    parts = {"sections": sections, "version": __version__, "namespace": base + VOCABULARY}
    return Markup(_template("vocabulary.html.j2").render(**parts))  # noqa: S704 - the template escapes


def page(title: str, content: Markup, root: str, links: Iterable[tuple[str, str]] = ()) -> str:
    """Put content into a plain page of its own, for a site whose pages have no look yet."""
    return _template("plain.html.j2").render(title=title, content=content, root=root, links=list(links))


@cache
def _template(name: str) -> Template:
    made = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return made.from_string(files("joinder.site").joinpath(name).read_text(encoding="utf-8"))


def _term(node: Node, names: dict[str, str], used: dict[str, tuple[tuple[str, ...], tuple[str, ...], bool]]) -> Term:
    subject, held = node[0], dict(node[1])
    comment = held.get("rdfs:comment") or held.get("skos:definition") or ['""']
    label = held.get("rdfs:label") or held["skos:prefLabel"]
    facts = [(_SAID[name], _links(tokens, names), "") for name, tokens in held.items() if name in _SAID]
    name = subject.partition(":")[2]
    relation = {term(r): ontology().relations[r] for r in ontology().relations}.get(name)
    if relation:
        facts.insert(0, ("from", _links([f"v:{label}" for label in relation.subject], names), ""))
        facts.insert(1, ("to", _links([f"v:{label}" for label in relation.object], names), ""))
    elif subject in used:
        classes, kinds, single = used[subject]
        facts.insert(0, ("used on", _links(classes, names), ""))
        facts.insert(1, ("values", _links(kinds, names), "at most one" if single else ""))
    return Term(name, value(label[0]), value(comment[0]), tuple(f for f in facts if f[1] or f[2]))


def _links(tokens: Iterable[str], names: dict[str, str]) -> tuple[Link, ...]:
    found = []
    for token in tokens:
        prefix, _, rest = token.partition(":")
        found.append(Link(rest if prefix == "v" else token, f"#{rest}" if prefix == "v" else names[prefix] + rest))
    return tuple(found)
