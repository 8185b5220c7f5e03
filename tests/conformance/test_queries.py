"""Every named query, on both stores, against the answer that was written down for it.

``python -m tests.conformance.test_queries`` writes the expected files anew from the embedded store; read what differs.
"""

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest

from joinder.errors import JoinderError, UnknownNameError
from joinder.graph.connect import open_store
from joinder.graph.lookup import find_entity
from joinder.graph.store import Store
from joinder.queries.catalog import catalog
from joinder.queries.run import run
from tests.conformance.facts import CALLS, VIEW

EXPECTED = Path(__file__).parent / "expected"


def _answers(store: Store, name: str) -> list[dict[str, Any]]:
    return [{"parameters": given, "rows": run(store, name, **given)} for given in CALLS[name]]


def test_every_query_is_tried() -> None:
    """A named query without calls and an expected answer is a failure."""
    assert sorted(CALLS) == sorted(catalog())
    assert sorted(path.stem for path in EXPECTED.glob("*.json")) == sorted(catalog())


def test_queries_give_the_expected_rows(store: Store) -> None:
    """Every named query gives, in this order, the rows that were written down."""
    for name in sorted(CALLS):
        expected = json.loads((EXPECTED / f"{name}.json").read_text(encoding="utf-8"))
        assert _answers(store, name) == expected, name


def test_queries_give_the_declared_columns(store: Store) -> None:
    """The rows of every query have the columns of its header, of the declared types."""
    types = {"text": str, "integer": int, "texts": list, "number": (int, float)}
    for name, query in catalog().items():
        for call in _answers(store, name):
            for row in call["rows"]:
                assert list(row) == [column for column, _ in query.columns], name
                assert all(isinstance(row[column], types[kind]) for column, kind in query.columns), (name, row)


def test_wrong_parameters_never_reach_the_store() -> None:
    """An unknown, missing or mistyped parameter is refused before the store is asked."""
    for name, given, said in (
        ("who_joined", {}, "needs campaign"),
        ("who_joined", {"campaign": "x", "campain": "y"}, "campain"),
        ("most_connected", {"limit": "ten"}, "integer"),
        ("who_joined", {"campaign": "x", "statuses": "done"}, "list"),
        ("who_joined", {"campaign": None}, "text"),
    ):
        with pytest.raises(JoinderError, match=said):
            run(None, name, **given)  # type: ignore[arg-type] # there is no store to be asked
    with pytest.raises(UnknownNameError) as caught:
        run(None, "who_joinde")  # type: ignore[arg-type]
    assert "who_joined" in (caught.value.hint or "")


@pytest.mark.parametrize(
    "name", ["ADA QUILL", "#adaquill", "quill", "person/ada-quill", "person/a-quill", "Ada  Quill"]
)
def test_names_are_found_however_written(store: Store, name: str) -> None:
    """Case, accents, spaces, aliases, ids and merged-away ids all lead to the entity."""
    assert find_entity(store, name)["id"] == "person/ada-quill"


def test_an_unknown_name_says_which_are_near(store: Store) -> None:
    """A name that nobody has is an error whose hint lists near ones."""
    with pytest.raises(UnknownNameError) as caught:
        find_entity(store, "Quiet Weak")
    assert "Quiet Week" in (caught.value.hint or "")
    with pytest.raises(UnknownNameError):
        find_entity(store, "Teal", labels=("Person",))


def _write() -> None:
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "graph", read_only=False) as store:
        store.replace(VIEW, 7, "ledger-1")
        for name in CALLS:
            text = json.dumps(_answers(store, name), ensure_ascii=False, indent=1)
            (EXPECTED / f"{name}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    EXPECTED.mkdir(exist_ok=True)
    _write()
