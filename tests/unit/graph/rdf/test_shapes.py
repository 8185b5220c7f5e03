"""The shapes: our exports conform, and what is broken does not."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from joinder.errors import JoinderError
from joinder.graph.rdf import check, shapes
from joinder.graph.records import gather, rows_of
from joinder.graph.view import build_view
from tests.unit.graph.exported import HOSTILE, view
from tests.unit.graph.making import some_news
from tests.unit.graph.rdf.making import BASE, dev_view, news, text

Change = Callable[[str], str]


def checked(content: str, tmp_path: Path, suffix: str = ".ttl") -> list[dict[str, str]]:
    """Check the text of an export."""
    path = tmp_path / f"graph{suffix}"
    path.write_text(content, encoding="utf-8")
    return check.check(path)


def test_the_dev_set_conforms(tmp_path: Path) -> None:
    """Nothing is wrong with the export of the whole dev set."""
    assert checked(text(dev_view(), ".nq"), tmp_path, ".nq") == []


@pytest.mark.parametrize("quotes", [True, False])
def test_hostile_names_conform(quotes: bool, tmp_path: Path) -> None:
    """Nor with one of hostile names, with quotes and without."""
    assert checked(text(view(HOSTILE), ".ttl", quotes=quotes), tmp_path) == []


def test_what_two_stories_tell_conforms_by_itself(tmp_path: Path) -> None:
    """A claim that is closed by one that is left out does not point to it."""
    found = [*some_news(), *(replace(e, article=replace(e.article, id=e.article.id + "2")) for e in some_news()[:1])]
    twice = build_view(gather(rows_of(e) for e in found))
    origins = {a.id: replace(a, origin=a.id) for a in twice.articles}
    edges = [replace(e, n_origins=2) if e.relation == "PAUSED" else e for e in twice.edges]
    view = replace(twice, articles=tuple(origins.values()), edges=tuple(edges))
    assert any(c.closed_by for c in view.claims)
    content = text(view, ".ttl", min_origins=2)
    assert "v:paused" in content
    assert checked(content, tmp_path) == []


def replaced(old: str, new: str) -> Change:
    """Make a change that replaces the first place of a text, which must be there."""

    def change(content: str) -> str:
        assert old in content
        return content.replace(old, new, 1)

    return change


MUTATIONS: dict[str, tuple[Change, str]] = {
    "a missing date": (replaced('dct:issued "', 'dct:alternative "'), "an article has its date"),
    "a month typed as a day": (replaced('"2020-09-16"^^xsd:date', '"2020-09"^^xsd:date'), "not a valid xsd:date"),
    "two subjects": (
        replaced("rdf:subject <id/person/kim-kardashian>", "rdf:subject <id/person/kim-kardashian>, <id/brand/adidas>"),
        "a claim has one subject",
    ),
    "a JOINED to a person": (
        replaced("v:joined <id/campaign/stop-hate-for-profit>", "v:joined <id/person/kim-kardashian>"),
        "the object of joined is of another kind",
    ),
    "a claim of joining a person": (
        replaced(
            "rdf:object <id/campaign/stop-hate-for-profit> ;\n    rdf:predicate <vocabulary#joined>",
            "rdf:object <id/person/kim-kardashian> ;\n    rdf:predicate <vocabulary#joined>",
        ),
        "the object of joined is of another kind",
    ),
    "no status": (replaced("v:status v:done ;", ""), "it has one status of the scheme"),
    "an unknown status": (replaced("v:status v:done", "v:status v:perhaps"), "it has one status of the scheme"),
    "no evidence": (replaced("v:evidence <claim", "v:hint <claim"), "it has its evidence"),
    "an unknown relation": (
        replaced("rdf:predicate <vocabulary#joined>", "rdf:predicate <vocabulary#liked>"),
        "relation",
    ),
    "a dangling subject": (
        replaced("rdf:subject <id/person/kim-kardashian>", "rdf:subject <id/person/nobody>"),
        "subject of .* is of another kind",
    ),
    "no article": (
        replaced("prov:wasDerivedFrom <article/a> ;\n    prov:wasGeneratedBy", "prov:wasGeneratedBy"),
        "one article",
    ),
    "an offset that is none": (
        replaced('oa:start "0"^^xsd:nonNegativeInteger', 'oa:start "-1"^^xsd:nonNegativeInteger'),
        "not a valid",
    ),
    "offsets the wrong way round": (replaced('oa:start "0"', 'oa:start "99"'), "LessThan|less|<"),
    "an unknown bound": (replaced('v:bound "more than"', 'v:bound "lots"'), "a count has a bound"),
    "an entity without a name": (
        replaced('skos:prefLabel "Adidas', 'skos:hiddenLabel "Adidas'),
        "an entity has one name",
    ),
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_broken_export_does_not_conform(name: str, tmp_path: Path) -> None:
    """Each mutation is found, and where it is a claim's, the claim is named."""
    change, message = MUTATIONS[name]
    found = checked(change(text(news(), ".ttl")), tmp_path)
    assert any(re.search(message, row["message"]) for row in found), found
    if "claim" in "".join(row["focus"] for row in found):
        assert any(row["claim"].startswith(f"{BASE}claim/") for row in found)


def test_a_direct_triple_that_does_not_conform_is_about_its_claim(tmp_path: Path) -> None:
    """The claim behind a wrong direct triple is found by its subject and relation."""
    change, _ = MUTATIONS["a JOINED to a person"]
    (row,) = [r for r in checked(change(text(news(), ".ttl")), tmp_path) if "object of joined" in r["message"]][:1]
    assert row["claim"].startswith(f"{BASE}claim/")


def test_the_shapes_follow_from_the_ontology() -> None:
    """Each relation has shapes for both of its ends, and nothing in them needs more than SHACL's core."""
    found = shapes.text(BASE)
    assert (
        "<shapes#memberOf-object> a sh:NodeShape ;\n    sh:targetObjectsOf v:memberOf ;\n    sh:class v:Group" in found
    )
    assert "sh:sparql" not in found


def test_somebody_elses_file_is_refused(tmp_path: Path) -> None:
    """A file without our vocabulary cannot be checked by our shapes."""
    with pytest.raises(JoinderError, match="nothing of joinder"):
        checked("<http://a> <http://b> <http://c> .", tmp_path)
