"""How the pinned list of other vocabularies' terms is made and checked."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pyoxigraph as ox
import pytest

from tests.unit.graph.rdf.making import news, quads
from tests.unit.graph.rdf.test_vocabulary import PINNED

TOOL = Path(__file__).parents[4] / "tools" / "foreign_terms.py"


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    """Load the script."""
    spec = importlib.util.spec_from_file_location("foreign_terms", TOOL)
    assert spec
    assert spec.loader
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def test_what_we_use_stands_in_rdflibs_copies(tool: ModuleType) -> None:
    """Whatever version of rdflib is installed, its lists, made from the owners' files, have our terms."""
    theirs = tool.of_rdflib()
    assert theirs.keys() | {tool.OA, tool.WIKIDATA} == PINNED.keys()
    for quad in quads(news(), ".nq"):
        for term in (quad.predicate, quad.object):
            for space, names in theirs.items():
                if isinstance(term, ox.NamedNode) and term.value.startswith(space):
                    assert term.value.removeprefix(space) in names


def test_terms_of_a_vocabularys_own_turtle_are_collected(tool: ModuleType, tmp_path: Path) -> None:
    """Those that it marks as at risk are not: the recommendation has dropped them."""
    path = tmp_path / "oa.ttl"
    path.write_text("""
        @prefix oa: <http://www.w3.org/ns/oa#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        oa:exact rdfs:isDefinedBy oa: ; rdfs:comment "a copy of the text" .
        oa:Composite rdfs:isDefinedBy oa: ; rdfs:comment "This class is at-risk." .
        oa: rdfs:label "Web Annotation" .""")
    assert tool.of_turtle(path, tool.OA) == {"exact"}


def entity(folder: Path, name: str, label: str) -> Path:
    """Write entity data as Wikidata gives them."""
    path = folder / f"{name}.json"
    path.write_text(json.dumps({"entities": {name: {"labels": {"en": {"language": "en", "value": label}}}}}))
    return path


def test_properties_of_wikidata_must_mean_what_we_take_them_for(tool: ModuleType, tmp_path: Path) -> None:
    """A label that is another, or a property without its data, is an error."""
    paths = [entity(tmp_path, name, label) for name, label in tool.MEANT.items()]
    assert tool.of_wikidata(paths) == set(PINNED[tool.WIKIDATA])
    with pytest.raises(SystemExit, match="no entity data for P"):
        tool.of_wikidata(paths[1:])
    paths[0] = entity(tmp_path, "P108", "spouse")
    with pytest.raises(SystemExit, match="P108 is 'spouse'"):
        tool.of_wikidata(paths)
