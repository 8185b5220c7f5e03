"""A linked-data client that knows one address finds out who joined, and according to whom."""

import threading
import urllib.request
from collections.abc import Iterator
from urllib.parse import urldefrag

import pytest
from rdflib import Graph, URIRef

from joinder.graph.rdf.graph import to_graph
from joinder.graph.rdf.terms import prefixes
from joinder.site.serving import Server, serve
from tests.unit.graph.rdf.making import news
from tests.unit.site.making import write_site

WHO_JOINED = """
SELECT DISTINCT ?who ?outlet ?quote WHERE {
  ?claim rdf:predicate v:joined ; v:status v:done ; rdf:object ?campaign ; rdf:subject/rdfs:label ?who ;
         prov:wasDerivedFrom/dct:publisher/rdfs:label ?outlet ; v:evidence/oa:hasSelector/oa:exact ?quote .
}"""


class Client:
    """Follows links: asks for one media type, knows no path but those that it was told."""

    def __init__(self, accept: str) -> None:
        self.accept = accept
        self.graph = Graph()
        self.visited: dict[str, str] = {}

    def visit(self, address: URIRef) -> None:
        """Fetch what an address says of its thing, and merge it."""
        page = urldefrag(str(address)).url
        asked = urllib.request.Request(page, headers={"Accept": self.accept})
        with urllib.request.urlopen(asked, timeout=5) as answer:
            kind = answer.headers.get_content_type()
            self.visited[page] = answer.url
            self.graph.parse(data=answer.read(), format={"text/turtle": "turtle"}.get(kind, "json-ld"))

    def only(self, query: str, base: str, **bound: URIRef) -> list[tuple[str, ...]]:
        """Ask what was merged so far."""
        found = self.graph.query(query, initNs=prefixes(base), initBindings=bound)
        return [tuple(str(part) for part in row) for row in found]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve a site whose base is the server's own address."""
    folder = tmp_path_factory.mktemp("site")
    made = serve(folder)
    write_site(folder, news(), made.address)
    thread = threading.Thread(target=made.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield made
    made.shutdown()
    made.server_close()


@pytest.mark.parametrize(("accept", "suffix"), [("text/turtle", ".ttl"), ("application/ld+json", ".jsonld")])
def test_a_client_finds_who_joined_according_to_whom(server: Server, accept: str, suffix: str) -> None:
    """It begins at the campaign, follows three links (claim, who, article), merges, and asks in SPARQL."""
    base = server.address
    client = Client(accept)
    campaign = URIRef(base + "id/campaign/stop-hate-for-profit")
    client.visit(campaign)
    assert client.visited[str(campaign)] == f"{campaign}{suffix}"
    assert client.only(WHO_JOINED, base, campaign=campaign) == []
    claims = client.only("SELECT ?claim { ?claim rdf:object ?campaign } ORDER BY ?claim", base, campaign=campaign)
    for (claim,) in claims:
        client.visit(URIRef(claim))
    ((joined,),) = client.only("SELECT ?c { ?c rdf:predicate v:joined ; v:status v:done }", base)
    ((who, article),) = client.only(
        "SELECT ?who ?article { ?claim rdf:subject ?who ; prov:wasDerivedFrom ?article . ?article dct:title ?title }",
        base, claim=URIRef(joined),
    )  # fmt: skip
    client.visit(URIRef(who))
    client.visit(URIRef(article))
    assert client.only(WHO_JOINED, base, campaign=campaign) == [("Kim Kardashian", "The Paper", "It happened.")]


def test_every_link_within_the_site_leads_to_data_about_it(server: Server) -> None:
    """Whatever address stands in the data set's description or in what it leads to, there is Turtle that tells of it.

    All together they hold the whole export.
    """
    base = server.address
    client = Client("text/turtle")
    waiting = {base + "void.ttl"}
    while waiting:
        page = min(waiting)
        client.visit(URIRef(page))
        named = {urldefrag(str(t)).url for s, p, o in client.graph for t in (s, p, o) if isinstance(t, URIRef)}
        waiting = {n for n in named if n.startswith(base) and n != base and "/dumps/" not in n} - client.visited.keys()
    subjects = {str(s) for s in client.graph.subjects()}
    named = {str(t) for _, p, o in client.graph for t in (p, o) if isinstance(t, URIRef)}
    assert {n for n in named if n.startswith(base) and n != base and "/dumps/" not in n} <= subjects
    assert set(to_graph(news(), base)) <= set(client.graph)
