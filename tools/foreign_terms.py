"""Make the pinned list of other vocabularies' terms anew, or check it (``tests/unit/graph/rdf/foreign_terms.json``).

The terms of most vocabularies come from rdflib, which generates its namespaces from what their owners publish. It has
no Web Annotation and no Wikidata: give a copy of https://www.w3.org/ns/oa.ttl with ``--oa``, and copies of
https://www.wikidata.org/wiki/Special:EntityData/P1344.json (and so on) with ``--wikidata``. What is not given stays as
it is pinned. Nothing is fetched.
"""

import argparse
import json
import sys
from pathlib import Path

from rdflib import RDFS, Graph, URIRef, namespace

LIST = Path(__file__).parent.parent / "tests/unit/graph/rdf/foreign_terms.json"
RDFLIB = ("DCAT", "DCTERMS", "FOAF", "ORG", "OWL", "PROV", "RDF", "RDFS", "SDO", "SH", "SKOS", "VOID", "XSD")
OA = "http://www.w3.org/ns/oa#"
WIKIDATA = "http://www.wikidata.org/prop/direct/"
#: Properties of Wikidata that we speak of, with the English labels by which they are meant.
MEANT = {
    "P108": "employer",
    "P1344": "participant in",
    "P361": "part of",
    "P463": "member of",
    "P664": "organizer",
    "P710": "participant",
}


def of_rdflib() -> dict[str, set[str]]:
    """Collect the terms of the vocabularies that rdflib brings along."""
    found = {}
    for name in RDFLIB:
        space = getattr(namespace, name)
        terms = {term for kind in space.__mro__ for term in getattr(kind, "__annotations__", {}) if term[0] != "_"}
        found[str(space._NS)] = terms | set(space._extras)  # noqa: SLF001 - rdflib has no other door to them
    return found


def of_turtle(path: Path, space: str) -> set[str]:
    """Collect the terms that a vocabulary's own Turtle describes, without those that it marks as at risk."""
    graph = Graph().parse(path, format="turtle")
    found = set()
    for subject in set(graph.subjects(RDFS.isDefinedBy, URIRef(space))):
        if not any("at-risk" in str(comment) for comment in graph.objects(subject, RDFS.comment)):
            found.add(str(subject).removeprefix(space))
    return found


def of_wikidata(paths: list[Path]) -> set[str]:
    """Collect the properties that entity data describe, and make sure that each means what we take it for."""
    found = set()
    for path in paths:
        for name, entity in json.loads(path.read_text(encoding="utf-8"))["entities"].items():
            label = entity["labels"]["en"]["value"]
            if MEANT.get(name) != label:
                sys.exit(f"error: {name} is {label!r}, and we take it for {MEANT.get(name)!r}")
            found.add(name)
    if missing := MEANT.keys() - found:
        sys.exit(f"error: no entity data for {', '.join(sorted(missing))}")
    return found


def main() -> None:
    """Write the list, or say how the pinned one differs from it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="change nothing; exit with 1 where the list would change")
    parser.add_argument("--oa", type=Path, metavar="FILE")
    parser.add_argument("--wikidata", type=Path, nargs="+", metavar="FILE")
    asked = parser.parse_args()
    pinned = {space: set(terms.split()) for space, terms in json.loads(LIST.read_text(encoding="utf-8")).items()}
    made = pinned | of_rdflib()
    if asked.oa:
        made[OA] = of_turtle(asked.oa, OA)
    if asked.wikidata:
        made[WIKIDATA] = of_wikidata(asked.wikidata)
    for space in sorted(made):
        more, less = made[space] - pinned.get(space, set()), pinned.get(space, set()) - made[space]
        if more or less:
            print(f"{space}: new {' '.join(sorted(more)) or '-'}; gone {' '.join(sorted(less)) or '-'}")
    if asked.check:
        sys.exit(made != pinned)
    lines = ",\n".join(f"{json.dumps(space)}: {json.dumps(' '.join(sorted(made[space])))}" for space in sorted(made))
    LIST.write_text("{\n" + lines + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
