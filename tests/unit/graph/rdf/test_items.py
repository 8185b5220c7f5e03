"""Links to Wikidata in the export and back."""

from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from joinder.errors import JoinderError
from joinder.graph.links import Link
from joinder.graph.model import View
from joinder.graph.rdf import check, encode
from joinder.graph.rdf.read import read_file
from tests.unit.graph.exported import HOSTILE, view
from tests.unit.graph.rdf.making import SUFFIXES, iri, quads, text, triples, v

AT = "2026-11-24T18:00:00.000000Z"
LINKS = (str(Link("Q3895", "accepted", AT, "ada")), str(Link("Q42", "rejected", AT, "Ada Lovelace")))
OWL = "http://www.w3.org/2002/07/owl#"
WD = "http://www.wikidata.org/entity/"
FORD = iri("id/brand/ford")


def linked(items: tuple[str, ...] = ("Q3895",), links: tuple[str, ...] = LINKS) -> View:
    """Make a graph in which Ford is linked."""
    made = view()
    ford, *others = made.entities
    return replace(made, entities=(replace(ford, wikidata=items, links=links), *others))


def test_an_accepted_item_is_the_same_and_a_rejected_one_is_different() -> None:
    """In OWL's words and in schema.org's; each judgement says when and by whom."""
    found = triples(quads(linked(), ".nq"))
    item = ox.NamedNode(WD + "Q3895")
    assert (FORD, ox.NamedNode(OWL + "sameAs"), item) in found
    assert (FORD, ox.NamedNode("https://schema.org/sameAs"), item) in found
    assert (FORD, ox.NamedNode(OWL + "differentFrom"), ox.NamedNode(WD + "Q42")) in found
    node = iri("id/brand/ford#link-1")
    assert (FORD, v("link"), node) in found
    assert (node, v("state"), ox.Literal("accepted")) in found
    assert (node, v("judgedBy"), ox.Literal("ada")) in found
    assert not any(p == v("raw") for s, p, _ in found if s == FORD)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_links_come_back_whole(suffix: str, tmp_path: Path) -> None:
    """Both fields are equal after export and import."""
    path = tmp_path / f"graph{suffix}"
    path.write_text(text(linked(), suffix), encoding="utf-8", newline="")
    assert read_file(path).entities == linked().entities


names = st.text(max_size=20) | st.sampled_from([HOSTILE, "", "a b", " ", "\x00"])
made_links = st.builds(
    "{} {} {} {}".format, st.sampled_from(["Q1", "Q2", "Q0", "nowhere", ""]),
    st.sampled_from(["accepted", "rejected", "doubtful"]), st.sampled_from([AT, "2026-02-30T00:00:00Z", "then"]), names,
)  # fmt: skip


@given(links=st.lists(made_links, max_size=4), items=st.lists(st.sampled_from(["Q1", "Q2", "x y"]), max_size=3))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_odd_links_come_back_whole(links: list[str], items: list[str], tmp_path: Path) -> None:
    """Also those that are no links, stand twice, or hold what RDF cannot."""
    path = tmp_path / "graph.nq"
    made = linked(tuple(items), tuple(links))
    path.write_text(text(made, ".nq"), encoding="utf-8", newline="")
    assert read_file(path).entities == made.entities


def test_links_conform_and_broken_ones_do_not(tmp_path: Path) -> None:
    """The shape wants one item, one state and one instant of each judgement."""
    path = tmp_path / "graph.ttl"
    whole = text(linked(), ".ttl")
    path.write_text(whole, encoding="utf-8")
    assert check.check(path) == []
    for old, new, message in (
        ('v:state "accepted"', 'v:state "perhaps"', "accepted or rejected"),
        ("v:item wd:Q3895 ;", "", "one item"),
        (AT, "2026-02-30T18:00:00Z", "not a valid xsd:dateTime"),
    ):
        assert old in whole
        path.write_text(whole.replace(old, new), encoding="utf-8")
        assert any(message in row["message"] for row in check.check(path)), message


def test_a_link_whose_judgement_is_missing_is_refused(tmp_path: Path) -> None:
    """A file that was cut says what it lacks."""
    path = tmp_path / "graph.nt"
    lines = text(linked(), ".nt").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith(f"<{FORD.value}#link-1>")))
    with pytest.raises(JoinderError, match="has no v:item"):
        read_file(path)


@pytest.mark.parametrize("moment", ["2026-11-24", "2026-13-01T00:00:00Z", "2026-11-24T18:00:00", "now", ""])
def test_what_is_no_instant_is_not_typed_as_one(moment: str) -> None:
    """It stays text, which is always valid."""
    assert encode.moment(moment) == f'"{moment}"'
