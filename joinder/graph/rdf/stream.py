"""The whole graph as a stream of blocks: the default graph's resources, then one graph per article."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from joinder.graph.rdf import vocabulary
from joinder.graph.rdf.addresses import article_path
from joinder.graph.rdf.describe import Describer
from joinder.graph.rdf.terms import BASE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from joinder.graph.model import ClaimRow, EdgeRow
    from joinder.graph.rdf.describe import Node
    from joinder.graph.rdf.pages import ArticlePage, Pages

#: The name of a graph ("" for the default one) and some of its nodes.
Block = tuple[str, list["Node"]]


@dataclass(frozen=True, slots=True)
class Options:
    """What an export is to hold.

    ``quotes``: the quotes themselves, not only their places and hashes. ``min_origins``: only claims that so many
    independent stories make. ``rdf12``: every claim also as the reifier of its triple (RDF 1.2).
    """

    base: str = BASE
    quotes: bool = True
    min_origins: int = 1
    rdf12: bool = False


def blocks(pages: Pages, options: Options, *, graphs: bool) -> Iterator[Block]:
    """Describe everything, in a fixed order.

    Args:
        pages: where the rows are.
        options: what to hold.
        graphs: whether articles have graphs of their own. Then an article's graph holds the direct triples that it
            asserts, so that they go when it is dropped; else they stand with the entities, each once.
    """
    mapping = Describer(options.base, quotes=options.quotes, annotate=options.rdf12)
    wanted = _corroborated(pages, options.min_origins)
    yield "", vocabulary.nodes(mapping.base)
    for page in pages.entities():
        done = {} if graphs else _done(page.edges, options.min_origins)
        for row in page.entities:
            yield "", mapping.entity(row, mapping.links(done.get(row.id, ())))
    for old, new in pages.redirects():
        yield "", mapping.redirect(old, new)
    for articles in pages.articles():
        yield from article_blocks(mapping, articles, wanted, graphs=graphs)
    yield "", mapping.makers()


def article_blocks(
    mapping: Describer, page: ArticlePage, wanted: Callable[[str], bool], *, graphs: bool
) -> Iterator[Block]:
    """Describe the articles of a page, each with what it says."""
    mentions, claims, crowds = (_by_article(rows) for rows in (page.mentions, page.claims, page.crowds))
    for row in page.articles:
        said = [_closed(claim, wanted) for claim in claims.get(row.id, ()) if wanted(claim.id)]
        nodes = mapping.article(row, {claim.extractor for claim in said})
        for mention in mentions.get(row.id, ()):
            nodes += mapping.mention(mention)
        for claim in said:
            nodes += mapping.claim(claim)
        for crowd in crowds.get(row.id, ()):
            nodes += mapping.crowd(crowd)
        if graphs:
            nodes += mapping.asserted(said)
        yield mapping.iri(article_path(row.id)) if graphs else "", nodes


def _closed(claim: ClaimRow, wanted: Callable[[str], bool]) -> ClaimRow:
    """Leave out that a claim is closed where the claim that closes it is not exported."""
    return claim if not claim.closed_by or wanted(claim.closed_by) else replace(claim, closed_by="")


def _by_article(rows: Iterable[object]) -> dict[str, list]:  # type: ignore[type-arg]  # rows of any one kind
    found: dict[str, list[object]] = defaultdict(list)
    for row in rows:
        found[row.article].append(row)  # type: ignore[attr-defined]
    return found


def origins(edge: EdgeRow) -> int:
    """Tell how many independent stories an edge has."""
    return int(getattr(edge, "n_origins", edge.n_articles))


def _done(edges: Iterable[EdgeRow], least: int) -> dict[str, list[tuple[str, str]]]:
    """Collect the direct triples by their subject: only what is done."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for edge in edges:
        if edge.status == "done" and origins(edge) >= least:
            found[edge.subject].append((edge.relation, edge.object))
    return found


def _corroborated(pages: Pages, least: int) -> Callable[[str], bool]:
    """Make the test whether a claim, by its id, is to be exported."""
    if least < 2:
        return lambda _: True
    known = {claim for edge in pages.edges() if origins(edge) >= least for claim in edge.claims}
    return lambda claim: claim in known
