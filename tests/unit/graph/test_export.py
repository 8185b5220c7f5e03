"""The view as GraphML and CSV, and how files are written (RDF has tests of its own)."""

import csv
import hashlib
import io
import json
import subprocess
import sys
from pathlib import Path

import networkx as nx
import pytest

from joinder.errors import JoinderError
from joinder.graph import export_csv, export_files, export_graphml
from tests.unit.graph.exported import HOSTILE, view


def test_graphml_keeps_nodes_edges_and_hostile_names() -> None:
    """NetworkX reads the file back with the same nodes, edges and attributes."""
    graph = nx.read_graphml(io.BytesIO(export_graphml.to_graphml(view(HOSTILE)).encode()), force_multigraph=True)
    assert set(graph) == {"brand/ford", "campaign/shfp", "person/kim"}
    assert "DROP </script>" in graph.nodes["person/kim"]["name"]
    assert sorted(d["status"] for *_, d in graph.edges(data=True)) == ["done", "planned"]


def test_csv_has_a_line_for_each_direct_edge() -> None:
    """Each edge stands with the names and ids of its ends and the ids of its claims."""
    rows = list(csv.DictReader(io.StringIO(export_csv.to_csv(view(HOSTILE)))))
    assert [(r["subject_id"], r["relation"], r["status"], r["claims"]) for r in rows] == [
        ("brand/ford", "JOINED", "planned", "c2"),
        ("person/kim", "JOINED", "done", "c1"),
    ]
    assert rows[1]["subject"] == HOSTILE


_EXPORT = """
import pathlib, sys
sys.path.insert(0, {root!r})
from tests.unit.graph.exported import view
from joinder.graph.export_files import SUFFIXES, export
for suffix in (*SUFFIXES, ".nt.gz"):
    export(view(), pathlib.Path({folder!r}) / ("graph" + suffix))
"""


def test_two_exports_are_the_same_bytes(tmp_path: Path) -> None:
    """Another process, with another order of hashing, writes every format alike."""
    runs = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        folder.mkdir()
        code = _EXPORT.format(root=str(Path(__file__).parents[3]), folder=str(folder))
        subprocess.run([sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, check=True)
        runs.append({p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.iterdir())})
    assert runs[0] == runs[1]
    assert len(runs[0]) == len(export_files.SUFFIXES) + 1


def test_an_unknown_suffix_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    """The error names the suffixes that there are."""
    with pytest.raises(JoinderError) as caught:
        export_files.export(view(), tmp_path / "graph.xlsx")
    assert ".graphml" in str(caught.value.hint)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_missing_is_an_error_of_one_line(tmp_path: Path) -> None:
    """A file that cannot be written is said to be so, without a traceback."""
    with pytest.raises(JoinderError, match="cannot write"):
        export_files.export(view(), tmp_path / "nowhere" / "graph.ttl")


def test_a_written_file_is_whole_and_leaves_nothing_behind(tmp_path: Path) -> None:
    """The file is there in full, and no temporary one beside it."""
    export_files.export(view(), tmp_path / "graph.jsonld")
    assert [p.name for p in tmp_path.iterdir()] == ["graph.jsonld"]
    assert json.loads((tmp_path / "graph.jsonld").read_text())["@graph"]
