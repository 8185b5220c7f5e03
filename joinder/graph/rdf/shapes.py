"""Our SHACL shapes, which follow from the ontology: what every export conforms to. Core constraints only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from joinder.graph.ontology import ontology
from joinder.graph.rdf.terms import term
from joinder.graph.rdf.turtle import head

if TYPE_CHECKING:
    from collections.abc import Iterable

_DATE: Final = "sh:or ( [ sh:datatype xsd:date ] [ sh:datatype xsd:gYearMonth ] [ sh:datatype xsd:gYear ] )"
_ONE: Final = "sh:minCount 1 ; sh:maxCount 1"


def text(base: str) -> str:
    """Write the shapes for exports under a base, as Turtle."""
    return head(base) + "\n".join([*_claims(), *_evidence(), *_things(), *_direct()])


def _shape(name: str, target: str, *parts: str) -> str:
    return f"<shapes#{name}> a sh:NodeShape ;\n    {target} ;\n    " + " ;\n    ".join(parts) + " .\n"


def _property(path: str, *constraints: str) -> str:
    return f"sh:property [ sh:path {path} ; {' ; '.join(constraints)} ]"


def _classes(labels: Iterable[str]) -> str:
    """Want one of some classes."""
    names = list(labels)
    if len(names) == 1:
        return f"sh:class v:{names[0]}"
    return f"sh:or ( {' '.join(f'[ sh:class v:{name} ]' for name in names)} )"


def _act() -> list[str]:
    """Want what claims and crowd claims share."""
    statuses = " ".join(f"v:{status}" for status in ontology().statuses)
    return [
        _property("prov:wasDerivedFrom", _ONE, "sh:class schema:NewsArticle", 'sh:message "it stands in one article"'),
        _property("v:status", _ONE, f"sh:in ( {statuses} )", 'sh:message "it has one status of the scheme"'),
        _property("v:evidence", _ONE, "sh:class oa:SpecificResource", 'sh:message "it has its evidence"'),
        _property("v:start", "sh:maxCount 1", _DATE, 'sh:message "it begins on a day, in a month or in a year"'),
        _property("v:end", "sh:maxCount 1", _DATE, 'sh:message "it ends on a day, in a month or in a year"'),
        _property("v:what", "sh:maxCount 1"),
        _property("v:raw", "sh:maxCount 1", "sh:datatype xsd:string"),
    ]


def _claims() -> list[str]:
    relations = " ".join(f"v:{term(name)}" for name in ontology().relations)
    bounds = " ".join(f'"{bound}"' for bound in ontology().bounds)
    everything = _classes(ontology().labels)
    ends = [
        _property(path, _ONE, "sh:nodeKind sh:IRI", f'sh:message "a claim has one {path[4:]}"')
        for path in ("rdf:subject", "rdf:object")
    ]
    return [
        _shape(
            "claim", "sh:targetClass v:Claim", *ends,
            _property("prov:wasGeneratedBy", _ONE, "sh:class prov:Activity", 'sh:message "some extractor read it"'),
            _property("v:saidBy", "sh:maxCount 1", everything, 'sh:message "an entity is quoted for it"'),
            _property("v:closedBy", "sh:maxCount 1", "sh:class v:Claim", 'sh:message "a claim closes it"'),
            _property("v:misfit", "sh:maxCount 1", "sh:datatype xsd:boolean"),
            *_act(),
        ),
        _shape(
            "statement", "sh:targetClass rdf:Statement",
            _property("rdf:predicate", _ONE, f"sh:in ( {relations} )", 'sh:message "a claim has one relation of ours"'),
        ),
        _shape(
            "settled", "sh:targetClass v:Claim",
            f"sh:or ( [ sh:class rdf:Statement ] [ {_property('v:misfit', 'sh:hasValue true')} ] )",
            'sh:message "a claim is a statement, or says that it is none"',
        ),
        _shape(
            "crowd", "sh:targetClass v:CrowdClaim",
            _property("v:about", _ONE, everything, 'sh:message "a crowd does it to one entity"'),
            _property("v:relation", _ONE, f"sh:in ( {relations} )", 'sh:message "a crowd claim has one relation"'),
            _property("v:bound", _ONE, f"sh:in ( {bounds} )", 'sh:message "a count has a bound"'),
            _property("v:count", _ONE, "sh:or ( [ sh:datatype xsd:integer ] [ sh:datatype xsd:double ] )"),
            _property("v:unit", "sh:maxCount 1", "sh:datatype xsd:string"),
            *_act(),
        ),
    ]  # fmt: skip


def _evidence() -> list[str]:
    offset = "sh:datatype xsd:nonNegativeInteger"
    return [
        _shape(
            "evidence", "sh:targetClass oa:SpecificResource",
            _property("oa:hasSource", _ONE, "sh:nodeKind sh:IRI", 'sh:message "evidence stands in one text"'),
            _property("oa:hasSelector", "sh:minCount 1", 'sh:message "evidence has a place"'),
            _property("v:quoteSha256", "sh:maxCount 1", "sh:datatype xsd:string", 'sh:pattern "^[0-9a-f]{64}$"'),
        ),
        _shape(
            "position", "sh:targetClass oa:TextPositionSelector",
            _property("oa:start", _ONE, offset, "sh:lessThan oa:end"), _property("oa:end", _ONE, offset),
        ),
        _shape(
            "quote", "sh:targetClass oa:TextQuoteSelector", _property("oa:exact", _ONE, "sh:datatype xsd:string"),
            _property("oa:prefix", "sh:maxCount 1", "sh:datatype xsd:string"),
            _property("oa:suffix", "sh:maxCount 1", "sh:datatype xsd:string"),
        ),
        _shape(
            "text", "sh:targetSubjectsOf v:sha256",
            _property("v:sha256", "sh:maxCount 1", "sh:datatype xsd:string", 'sh:pattern "^[0-9a-f]{64}$"'),
        ),
    ]  # fmt: skip


def _things() -> list[str]:
    targets = " ;\n    ".join(f"sh:targetClass v:{label}" for label in ontology().labels)
    kinds = " ".join(f"v:{label}" for label in ontology().labels)
    identified = _property("dct:identifier", _ONE, "sh:datatype xsd:string", 'sh:message "it has one id"')
    return [
        _shape(
            "entity", targets, identified,
            _property("skos:prefLabel", _ONE, "sh:datatype xsd:string", 'sh:message "an entity has one name"'),
            _property("v:articles", _ONE, "sh:datatype xsd:integer"),
            _property("v:claims", _ONE, "sh:datatype xsd:integer"),
            _property("v:key", "sh:datatype xsd:string"), _property("v:link", "sh:class v:Link"),
            _property("owl:sameAs", "sh:nodeKind sh:IRI"),
        ),
        _shape(
            "article", "sh:targetClass schema:NewsArticle", identified,
            _property("dct:issued", "sh:maxCount 1", _DATE, 'sh:message "it is dated by day, month or year"'),
            _property("dct:source", "sh:maxCount 1", "sh:nodeKind sh:IRI"),
            _property("v:origin", "sh:maxCount 1", "sh:class schema:NewsArticle"),
            _property("v:undated", "sh:maxCount 1", "sh:datatype xsd:boolean"),
        ),
        _shape(
            "article-date", "sh:targetClass schema:NewsArticle",
            "sh:xone ( [ sh:property [ sh:path dct:issued ; sh:minCount 1 ] ]"
            " [ sh:property [ sh:path v:undated ; sh:hasValue true ] ] )",
            'sh:message "an article has its date, or says that it has none"',
        ),
        _shape(
            "mention", "sh:targetClass v:Mention",
            _property("v:mentionOf", _ONE, _classes(ontology().labels), 'sh:message "a name stands for one entity"'),
            _property("v:kind", _ONE, f"sh:in ( {kinds} )"),
        ),
        _shape(
            "link", "sh:targetClass v:Link",
            _property("v:item", _ONE, "sh:nodeKind sh:IRI", 'sh:message "one item was judged"'),
            _property("v:state", _ONE, 'sh:in ( "accepted" "rejected" )', 'sh:message "it was accepted or rejected"'),
            _property("v:judgedBy", "sh:maxCount 1", "sh:datatype xsd:string"),
            _property("prov:generatedAtTime", _ONE, "sh:datatype xsd:dateTime", 'sh:message "it was judged once"'),
        ),
        _shape("moved", "sh:targetSubjectsOf dct:isReplacedBy", _property("owl:deprecated", "sh:hasValue true")),
        _shape(
            "concept", "sh:targetClass skos:Concept",
            _property("skos:prefLabel", "sh:minCount 1", "sh:uniqueLang true"),
            _property("skos:inScheme", "sh:minCount 1", "sh:class skos:ConceptScheme"),
        ),
    ]  # fmt: skip


def _direct() -> list[str]:
    """Want ends that the ontology allows, of direct triples and of all claims of a relation.

    The ends of a relation's claims are reached from the relation, so that each entity is looked at once.
    """
    found = []
    for relation in ontology().relations.values():
        name = term(relation.name)
        for end, target, labels in (
            ("subject", "sh:targetSubjectsOf", relation.subject), ("object", "sh:targetObjectsOf", relation.object),
        ):  # fmt: skip
            message = f'sh:message "the {end} of {name} is of another kind"'
            found.append(_shape(f"{name}-{end}", f"{target} v:{name}", _classes(labels), message))
            path = f"( [ sh:inversePath rdf:predicate ] rdf:{end} )"
            found.append(
                f"<shapes#claim-{name}-{end}> a sh:PropertyShape ;\n    sh:targetNode v:{name} ;\n"
                f"    sh:path {path} ;\n    {_classes(labels)} ;\n    {message} .\n"
            )
    return found
