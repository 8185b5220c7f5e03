"""From the view to a store's rows, and from an engine's values to plain ones."""

import dataclasses
import sys
from datetime import date, timedelta
from decimal import Decimal

import pytest

from joinder.errors import StoreError
from joinder.graph import embedded_file, neo4j_write, rows
from joinder.graph.model import Changes, EntityRow, View
from joinder.graph.ontology import ontology
from joinder.graph.schema import schema
from joinder.graph.shaping import column, from_ladybug, plain
from tests.conformance.facts import VIEW


def test_the_schema_follows_the_ontology() -> None:
    """Every label and relation has its kind of node or edge, between the ends that it may have."""
    known = schema()
    assert set(ontology().labels) < set(known.nodes)
    for name, relation in ontology().relations.items():
        ends = {(s, o) for s in relation.subject for o in relation.object}
        assert set(known.edges[name].ends) == ends
        assert ("n_claims", "integer") in known.edges[name].properties
    ddl = "\n".join(embedded_file.ddl())
    assert "CREATE NODE TABLE `Group`(" in ddl
    assert "FROM `Person` TO `Campaign`" in ddl
    assert any("`JOINED`" in statement for statement in neo4j_write.ddl())


def test_its_version_follows_from_its_content() -> None:
    """Another property makes another version, so that an old graph is not read as a new one."""
    other = dataclasses.replace(schema(), nodes=schema().nodes | {"Person": (("id", "text"),)})
    assert other.version != schema().version == schema().version


def test_rows_go_to_the_tables_of_their_ends() -> None:
    """A direct edge goes by its relation and the labels of its ends; a claim makes three edges, or four."""
    found = rows.edges(VIEW, rows.entity_labels(VIEW).get)
    assert {(s, e) for kind, s, e in found if kind == "JOINED"} == {
        ("Person", "Campaign"), ("Brand", "Campaign"), ("Group", "Campaign"),
    }  # fmt: skip
    assert sum(len(r.rows) for (kind, *_), r in found.items() if kind == "SUBJECT") == len(VIEW.claims)
    assert len(found["NAMED_IN", "Mention", "Article"].rows) == len(VIEW.mentions)


def test_a_doubled_id_is_refused_before_it_is_written() -> None:
    """Doubled keys would corrupt the embedded file."""
    double = dataclasses.replace(VIEW, entities=(*VIEW.entities, VIEW.entities[0]))
    with pytest.raises(StoreError, match="twice"):
        rows.check_ids(rows.nodes(double))


def test_batches_and_transactions_are_of_limited_size() -> None:
    """No statement has more rows than a batch, no transaction many more than its limit, and no batch is empty."""
    people = tuple(EntityRow(f"person/{i}", "Person", "x", (), ("x",), 0, 0) for i in range(25_001))
    deletes = tuple(("claims", f"k{i}") for i in range(5_001))
    steps = list(neo4j_write.steps(Changes(1, 2, View(people), deletes), "L", lambda *_, **__: []))
    assert all(0 < len(step.rows) <= neo4j_write.BATCH for step in steps)
    packs = list(neo4j_write.transactions(steps))
    assert [step for pack in packs for step in pack] == steps
    assert all(sum(len(s.rows) for s in pack) <= neo4j_write.TRANSACTION for pack in packs)
    assert steps[-1].rows == [{"id": "graph", "sequence": 2, "ledger": "L", "schema": schema().version}]


def test_nothing_changed_still_moves_the_number() -> None:
    """Empty changes are one statement: the sequence number."""
    assert len(list(neo4j_write.steps(Changes(1, 2, View()), "L", lambda *_, **__: []))) == 1


def test_ends_that_are_not_among_the_changes_are_looked_up() -> None:
    """The labels of entities that did not change are read from the graph."""
    asked = []

    def read(text: str, **parameters: object) -> list[dict[str, object]]:
        asked.append(parameters["ids"])
        return (
            [{"id": "person/ada-quill"}]
            if "`Person`" in text
            else [{"id": "campaign/quiet-week"}]
            if "`Campaign`" in text
            else []
        )

    edge = next(e for e in VIEW.edges if e.claims == ("k01", "k02"))
    found = list(neo4j_write.steps(Changes(1, 2, View(edges=(edge,))), "L", read))
    assert any("(a:`Person` {id: r[0]}) MATCH (b:`Campaign` {id: r[1]})" in step.statement for step in found)
    assert asked[0] == ["campaign/quiet-week", "person/ada-quill"]


def test_an_unknown_kind_of_row_is_an_error() -> None:
    """A delete of something that no view has is a mistake in the caller."""
    with pytest.raises(StoreError, match="persons"):
        list(neo4j_write.steps(Changes(1, 2, View(), (("persons", "x"),)), "L", lambda *_, **__: []))


def test_values_become_plain() -> None:
    """Whole decimals are integers, maps are sorted, internal keys of nodes and edges go."""
    assert plain(Decimal(7)) == 7
    assert plain(Decimal("1.5")) == 1.5
    assert from_ladybug({"b": [Decimal(1)], "a": None}) == {"a": None, "b": [1]}
    node = {"_ID": {"offset": 0, "table": 0}, "_LABEL": "Redirect", "id": "x", "target": "y", "name": None}
    assert from_ladybug(node) == {"_label": "Redirect", "id": "x", "target": "y"}


def test_dates_paths_and_relationships_become_plain() -> None:
    """Dates are ISO text; a path is its nodes and relationships, each with its own properties only."""
    assert plain(date(2020, 9, 16)) == "2020-09-16"
    assert plain(timedelta(days=1)) == "1 day, 0:00:00"
    edge = {"_SRC": {}, "_DST": {}, "_ID": {}, "_LABEL": "OF", "name": None}
    path = {"_NODES": [{"_ID": {}, "_LABEL": "Redirect", "id": "x", "target": "y"}], "_RELS": [edge]}
    assert from_ladybug(path) == {
        "nodes": [{"_label": "Redirect", "id": "x", "target": "y"}],
        "relationships": [{"_type": "OF"}],
    }


def test_columns_have_numbers_or_objects() -> None:
    """A column of numbers is numeric; texts and lists are objects, also where the lists are of equal length."""
    assert column([1, 2]).dtype.kind == "i"
    assert column([1, 2.5]).dtype.kind == "f"
    assert column([["a"], ["b"]]).tolist() == [["a"], ["b"]]
    assert column([]).dtype == object


def test_the_seam_imports_no_driver() -> None:
    """Neither the drivers nor arrow come with the store's protocol, the catalog or publishing."""
    import subprocess

    names = "neo4j ladybug pyarrow pandas numpy rapidfuzz"
    code = (
        "import sys, joinder.graph.connect, joinder.graph.publish, joinder.queries.run, joinder.graph.lookup\n"
        f"print([n for n in '{names}'.split() if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
