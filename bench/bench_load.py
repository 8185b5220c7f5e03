"""Claims a second into the ledger and each graph, beside the naive and the fastest way on the same claims.

``python bench/bench_load.py --articles 50000 [--neo4j bolt://…]``: deterministic articles of five claims each.
"""

import argparse
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from joinder.graph.connect import open_store
from joinder.graph.ledger import Ledger, open_ledger
from joinder.graph.model import Article, Claim, Entity, Extraction
from joinder.graph.publish import publish
from joinder.graph.rows import edges, entity_labels, nodes

CLAIMS = 5
_QUOTE = "It happened."
NAIVE = 1_000


def articles(count: int, first: int = 0) -> Iterator[Extraction]:
    """Make articles in which popular names come back often and rare ones seldom."""
    for number in range(first, first + count):
        chance = random.Random(number)
        entities = {"Facebook": "Platform"}
        claims = []
        for _ in range(CLAIMS):
            brand = f"Maker {int(20_000 * chance.random() ** 3)} Works"
            entities[brand] = "Brand"
            campaign = f"Campaign For {int(500 * chance.random() ** 2)} Days"
            joins = chance.random() < 0.6
            if joins:
                entities[campaign] = "Campaign"
            target, relation, what = (campaign, "JOINED", None) if joins else ("Facebook", "PAUSED", "ads")
            claims.append(Claim(brand, relation, target, "done", _QUOTE, 0, len(_QUOTE), what))
        text = f"{_QUOTE} " + " ".join(f"w{chance.randrange(5_000)}" for _ in range(120))
        named = tuple(Entity(n, label, (), ((0, 2),)) for n, label in entities.items())
        yield Extraction(Article(f"bench-{number}", text), named, tuple(dict.fromkeys(claims)), (), "bench 1")


def record(ledger: Ledger, count: int) -> tuple[int, float, float]:
    """Record articles: number of claims, seconds, and the rate of the last tenth over that of the first."""
    claims, tenths, began = 0, [], time.perf_counter()
    last = began
    for number, news in enumerate(articles(count), 1):
        ledger.record(news)
        claims += len(news.claims)
        if number % max(count // 10, 1) == 0:
            now = time.perf_counter()
            tenths.append(now - last)
            last = now
    return claims, time.perf_counter() - began, tenths[0] / tenths[-1]


def bring(ledger: Ledger, place: str | Path) -> tuple[str, float]:
    """Bring a graph level: what was done, and seconds."""
    began = time.perf_counter()
    with open_store(place, read_only=False) as store:
        done = publish(store, view=ledger.view, changes=ledger.changes, sequence=ledger.sequence, ledger=ledger.key)
    return done, time.perf_counter() - began


def naive(ledger: Ledger, uri: str) -> float:
    """Write claims one by one with MERGE, as a beginner would; give claims a second (the database is emptied)."""
    from neo4j import GraphDatabase

    claims = ledger.view().claims[:NAIVE]
    with GraphDatabase.driver(uri) as driver, driver.session() as session:
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS").consume()
        began = time.perf_counter()
        for c in claims:
            session.run(
                "MERGE (s:Naive {id: $s}) MERGE (o:Naive {id: $o}) MERGE (a:NaiveArticle {id: $a}) "
                "MERGE (k:NaiveClaim {id: $k}) SET k.quote = $q MERGE (k)-[:SUBJECT]->(s) MERGE (k)-[:OBJECT]->(o) "
                "MERGE (k)-[:STATED_IN]->(a)",
                s=c.subject, o=c.object, a=c.article, k=c.id, q=c.quote,
            ).consume()  # fmt: skip
        took = time.perf_counter() - began
        session.run("MATCH (n) DETACH DELETE n").consume()
    return len(claims) / took


def limit(ledger: Ledger, uri: str) -> float:
    """UNWIND … CREATE in batches of 10,000 into an indexed database; claims a second (the database is emptied)."""
    from neo4j import GraphDatabase

    view = ledger.view()
    with GraphDatabase.driver(uri) as driver, driver.session() as session:
        made = nodes(view)
        for label in made:
            session.run(f"CREATE CONSTRAINT IF NOT EXISTS FOR (n:`{label}`) REQUIRE n.id IS UNIQUE").consume()
        session.run("CALL db.awaitIndexes(60)").consume()
        began = time.perf_counter()
        for label, found in made.items():
            for start in range(0, len(found), 10_000):
                session.run(f"UNWIND $r AS r CREATE (n:`{label}`) SET n = r", r=found[start : start + 10_000]).consume()
        for (kind, left, right), found in edges(view, entity_labels(view).get).items():
            ends = f"MATCH (a:`{left}` {{id: r._from}}), (b:`{right}` {{id: r._to}})"
            text = f"UNWIND $r AS r {ends} CREATE (a)-[:`{kind}`]->(b)"
            for start in range(0, len(found), 10_000):
                session.run(text, r=found[start : start + 10_000]).consume()
        took = time.perf_counter() - began
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS").consume()
    return len(view.claims) / took


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=50_000)
    parser.add_argument("--neo4j", default="", help="an EMPTY database: it is emptied again")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, open_ledger(Path(folder) / "ledger.db") as ledger:
        claims, took, steady = record(ledger, options.articles)
        print(f"ledger: {claims} claims, {claims / took:.0f} claims/s, last tenth {steady:.0%} of the first")
        began = time.perf_counter()
        ledger.refresh()
        print(f"view from scratch: {time.perf_counter() - began:.1f} s")
        rates = {}
        if options.neo4j:
            rates = {"naive MERGE": naive(ledger, options.neo4j), "UNWIND CREATE": limit(ledger, options.neo4j)}
        places = {"embedded": Path(folder) / "graph.lbdb", **({"neo4j": options.neo4j} if options.neo4j else {})}
        for name, place in places.items():
            done, took = bring(ledger, place)
            print(f"{name}: {done}, {claims / took:.0f} claims/s ({took:.1f} s)")
        for name, rate in rates.items():
            print(f"neo4j, {name}: {rate:.0f} claims/s")
        for news in articles(100, options.articles):
            ledger.record(news)
        began = time.perf_counter()
        ledger.refresh()
        print(f"100 articles more: view {time.perf_counter() - began:.2f} s")
        for name, place in places.items():
            done, took = bring(ledger, place)
            print(f"100 articles more, {name}: {done} in {took:.2f} s")
    print(f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
