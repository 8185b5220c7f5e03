"""Drawn worlds, asked on both engines: the embedded one has lost rows and made up others in joins that looked innocent.

Nobody writes the answers down: the engines are held against each other, on every named query and some free Cypher.
"""

import random
from pathlib import Path
from typing import Any

import pytest

from joinder.errors import UnknownNameError
from joinder.graph.connect import open_store
from joinder.graph.model import Extraction, View
from joinder.graph.ontology import ontology
from joinder.graph.records import gather, rows_of
from joinder.graph.store import Store
from joinder.graph.view import build_view
from joinder.queries.catalog import catalog
from joinder.queries.run import run
from tests.servers.fixture import Place
from tests.unit.graph.making import claim, entity, extraction

pytestmark = [pytest.mark.neo4j, pytest.mark.xdist_group("neo4j")]

NAMES = {
    "Person": ["Ada Quill", "Bo Marsh", "Cy Vane", "Di Oakes"],
    "Brand": ["Teal Soap", "Oxbow"],
    "Group": ["River Choir", "Hill Band"],
    "Platform": ["Chirper", "Vidora"],
    "Campaign": ["Quiet Week", "Lights Out", "Fair Cup"],
}
#: What a person types who counts, filters an edge, and hops on.
FREE = [
    "MATCH (p)-[j:JOINED]->(c:Campaign) RETURN c.name, j.status, count(*) ORDER BY c.name, j.status",
    """MATCH (p:Person)-[j:JOINED]->(c:Campaign)<-[k:JOINED]-(q:Person) WHERE p.id < q.id
    RETURN p.name, q.name, c.name, j.status, k.status
    ORDER BY p.name, q.name, c.name, j.status, k.status, j.id, k.id""",
    """MATCH (a)-[e:PAUSED|LEFT]->(b) WITH a, b, e WHERE e.status <> 'declined' MATCH (a)-[j:JOINED]->(c:Campaign)
    RETURN a.name, b.name, c.name, e.id, j.id ORDER BY a.name, b.name, c.name, e.id, j.id""",
    "MATCH (p:Person) OPTIONAL MATCH (p)-[j:JOINED]->(c:Campaign) RETURN p.name, count(c) ORDER BY p.name",
]


def world(dice: random.Random) -> View:
    """Some articles in which drawn names do drawn things, as the view of a ledger that holds them."""
    kinds = {name: label for label, names in NAMES.items() for name in names}
    relations = ontology().relations
    news: list[Extraction] = []
    for number in range(dice.randint(2, 7)):
        said = []
        for _ in range(dice.randint(1, 9)):
            name = dice.choice(list(relations))
            ends = relations[name]
            subject = dice.choice([n for n, k in kinds.items() if k in ends.subject])
            object_ = dice.choice([n for n, k in kinds.items() if k in ends.object])
            if subject != object_:
                what = dice.choice([None, "ads"]) if name in {"PAUSED", "LEFT", "RESUMED"} else None
                status = dice.choice(["done", "done", "planned", "declined", "ended"])
                said.append(claim(subject, name, object_, status, what=what, start=dice.choice([None, "2021-03-02"])))
        named = sorted({end for c in said for end in (c.subject, c.object)})
        published = dice.choice([None, "2021-03-04", f"2021-0{dice.randint(1, 9)}-11"])
        news.append(extraction(f"a{number}", [entity(n, kinds[n]) for n in named], said, published=published))
    return build_view(gather(map(rows_of, news)))


def draw(dice: random.Random, parameter: Any) -> Any:
    """A value for a parameter that has no default: a name, where one is asked for."""
    labels = {"campaign": ["Campaign"], "platform": ["Platform"]}.get(parameter.name, list(NAMES))
    return dice.choice([name for label in labels for name in NAMES[label]])


def answer(store: Store, name: str, given: dict[str, Any]) -> Any:
    """The rows of a named query, or that it knows no such name."""
    try:
        return run(store, name, **given)
    except UnknownNameError:
        return "unknown"


@pytest.mark.parametrize("seed", range(8))
def test_both_engines_answer_alike(seed: int, tmp_path: Path, neo4j_uri: Place) -> None:
    """Every named query with drawn names, and free Cypher, gives equal rows in equal order."""
    dice = random.Random(seed)
    view = world(dice)
    server = open_store(neo4j_uri.uri, neo4j_uri.user, neo4j_uri.password, read_only=False)
    with open_store(tmp_path / "graph.lbdb", read_only=False) as embedded, server as remote:
        for store in (embedded, remote):
            store.prepare()
            store.replace(view, 1, f"drawn-{seed}")
        for name, query in catalog().items():
            for _ in range(2):
                given = {p.name: draw(dice, p) for p in query.parameters if p.required}
                assert answer(embedded, name, given) == answer(remote, name, given), (name, given)
        for cypher in FREE:
            assert embedded.ask(cypher) == remote.ask(cypher), cypher
