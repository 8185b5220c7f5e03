"""Other ways to write the same claims, for ``bench_load.py``: one by one, in bulk, and LangChain's."""

import json
import subprocess
import sys
import time
import venv
from operator import attrgetter
from pathlib import Path
from typing import Any

from joinder.graph import embedded_file
from joinder.graph.ladybug_store import Connection
from joinder.graph.model import View
from joinder.graph.rows import edges, entity_labels, nodes, values

HERE = Path(__file__).resolve().parent
_EMPTY = "MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS"
_ONE = (
    "MERGE (s:Naive {id: $s}) MERGE (o:Naive {id: $o}) MERGE (a:NaiveArticle {id: $a}) "
    "MERGE (k:NaiveClaim {id: $k}) SET k.quote = $q, k.relation = $r, k.status = $t, k.what = $w "
    "MERGE (k)-[:SUBJECT]->(s) MERGE (k)-[:OBJECT]->(o) MERGE (k)-[:STATED_IN]->(a) MERGE (s)-[e:NAIVE_ACT]->(o)"
)


def _parameters(view: View, count: int) -> list[dict[str, str]]:
    return [
        {"s": c.subject, "o": c.object, "a": c.article, "k": c.id, "q": c.quote, "r": c.relation, "t": c.status,
         "w": c.what} for c in view.claims[:count]
    ]  # fmt: skip


def empty(driver: Any) -> None:
    """Take everything out of a Neo4j database, constraints too."""
    with driver.session() as session:
        session.run(_EMPTY).consume()
        for row in list(session.run("SHOW CONSTRAINTS YIELD name RETURN name")):
            session.run(f"DROP CONSTRAINT `{row['name']}`").consume()


def naive_neo4j(driver: Any, view: View, count: int) -> float:
    """Write claims one by one with MERGE, by indexed keys; give claims a second."""
    with driver.session() as session:
        for label in ("Naive", "NaiveArticle", "NaiveClaim"):
            session.run(f"CREATE CONSTRAINT FOR (n:{label}) REQUIRE n.id IS UNIQUE").consume()
        session.run("CALL db.awaitIndexes(300)").consume()
        began = time.perf_counter()
        for parameters in (given := _parameters(view, count)):
            session.run(_ONE, parameters).consume()
        return len(given) / (time.perf_counter() - began)


def limit_neo4j(driver: Any, view: View) -> float:
    """UNWIND … CREATE in batches of 10,000 into an empty, indexed database; claims a second."""
    made, joined = nodes(view), edges(view, entity_labels(view).get)
    with driver.session() as session:
        for label in made:
            session.run(f"CREATE CONSTRAINT FOR (n:`{label}`) REQUIRE n.id IS UNIQUE").consume()
        session.run("CALL db.awaitIndexes(300)").consume()
        began = time.perf_counter()
        for label, found in made.items():
            for start in range(0, len(found), 10_000):
                given = [values(row) for row in found[start : start + 10_000]]
                session.run(f"UNWIND $r AS r CREATE (n:`{label}`) SET n = r", r=given).consume()
        for (kind, left, right), table in joined.items():
            ends = f"MATCH (a:`{left}` {{id: r.a}}) MATCH (b:`{right}` {{id: r.b}})"
            text = f"UNWIND $r AS r {ends} CREATE (a)-[e:`{kind}`]->(b) SET e = r.own"
            read = attrgetter(table.source, table.target)
            for start in range(0, len(table.rows), 10_000):
                part = [(*read(row), values(row) if table.own else {}) for row in table.rows[start : start + 10_000]]
                session.run(text, r=[{"a": a, "b": b, "own": own} for a, b, own in part]).consume()
        return len(view.claims) / (time.perf_counter() - began)


def naive_embedded(folder: Path, view: View, count: int) -> float:
    """Write claims one by one with MERGE into the embedded engine; claims a second."""
    connection = Connection(folder / "naive.lbdb", read_only=False)
    claim = ", quote STRING, relation STRING, status STRING, what STRING"
    for label, more in {"Naive": "", "NaiveArticle": "", "NaiveClaim": claim}.items():
        connection.execute(f"CREATE NODE TABLE {label}(id STRING PRIMARY KEY{more})")
    ends = {"SUBJECT": "Naive", "OBJECT": "Naive", "STATED_IN": "NaiveArticle"}
    for kind, right in ends.items():
        connection.execute(f"CREATE REL TABLE {kind}(FROM NaiveClaim TO {right})")
    connection.execute("CREATE REL TABLE NAIVE_ACT(FROM Naive TO Naive)")
    began = time.perf_counter()
    for parameters in (given := _parameters(view, count)):
        connection.execute(_ONE, parameters)
    took = time.perf_counter() - began
    connection.close()
    return len(given) / took


def limit_embedded(folder: Path, view: View) -> float:
    """COPY rows that lie ready in memory into a new file, without looking them over; claims a second."""
    made, joined = nodes(view), edges(view, entity_labels(view).get)
    connection = Connection(folder / "limit.lbdb", read_only=False)
    for statement in embedded_file.ddl():
        connection.execute(statement)
    began = time.perf_counter()
    embedded_file.copy(connection, made, joined)
    connection.execute("CHECKPOINT")
    took = time.perf_counter() - began
    connection.close()
    return len(view.claims) / took


def fetch_apoc(plugins: Path) -> None:
    """Fetch the procedures that LangChain's writer calls into a server's folder of plugins."""
    plugins.mkdir(parents=True, exist_ok=True)
    command = ["mvn", "-q", "-B", "-f", str(HERE / "load_apoc.xml"), "dependency:copy-dependencies"]
    subprocess.run([*command, "-DincludeScope=runtime", f"-DoutputDirectory={plugins}"], check=True)


def langchain(place: Any, view: View, folder: Path, count: int) -> float:
    """Write the claims of some articles by LangChain, in an environment made for it; claims a second."""
    python = folder / "langchain" / "bin" / "python"
    if not python.exists():
        venv.create(python.parents[1], with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "langchain-neo4j>=0.4,<1"], check=True)
    label = entity_labels(view)
    chosen = {c.article for c in view.claims[:count]}
    lines, written, of = [], 0, _of(view)
    for article in sorted(chosen):
        claims = of[article]
        written += len(claims)
        ends = sorted({(end, label[end]) for c in claims for end in (c.subject, c.object)})
        facts = [[c.subject, c.relation, c.object, {k: v for k, v in values(c).items() if v}] for c in claims]
        text = " ".join(c.quote for c in claims)
        lines.append(json.dumps({"id": article, "text": text, "nodes": ends, "edges": facts}))
    script = [python, str(HERE / "load_langchain.py"), place.uri, place.user or "neo4j", place.password or "neo4j"]
    done = subprocess.run(script, input="\n".join(lines), capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stderr[-2000:], file=sys.stderr)
        raise SystemExit("LangChain's writer failed")
    return written / float(done.stdout)


def _of(view: View) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for claim in view.claims:
        found.setdefault(claim.article, []).append(claim)
    return found
