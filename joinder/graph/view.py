"""From the ledger's rows to the graph's: entities, claims between them, and the direct edges. A pure function."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from joinder.graph.closures import close_claims
from joinder.graph.duplicates import origins
from joinder.graph.identity import digest
from joinder.graph.links import accepted
from joinder.graph.model import ArticleRow, ClaimRow, CrowdRow, EdgeRow, EntityRow, MentionRow, View
from joinder.graph.ontology import ontology
from joinder.graph.records import ArticleRecord, ClaimRecord, Contents, CrowdRecord
from joinder.graph.resolution import Identity, Resolution, resolve

#: Goes up when the same ledger gives another view: stored views are computed anew.
VIEW_VERSION = "4"


def build_view(contents: Contents) -> View:
    """Build the whole graph of a ledger's contents, sorted, whatever the order of the rows."""
    resolution = resolve(contents.mentions, contents.judgements)
    entity_of = resolution.entity_of
    published = {a.id: a.published or "" for a in contents.articles}
    origin = origins((a.id, a.published, a.signature) for a in contents.articles)
    claims = close_claims(claim_rows(contents, entity_of), published)
    labels = {e.id: e.label for e in resolution.entities}
    return View(
        entities=tuple(_entities(contents, resolution, claims)),
        articles=tuple(sorted(article_row(a, origin) for a in contents.articles)),
        mentions=mention_rows(contents, entity_of),
        claims=tuple(sorted(claims)),
        crowds=crowd_rows(contents, entity_of),
        edges=tuple(sorted(direct_edges(claims, labels.__getitem__, published, origin))),
        redirects=resolution.redirects,
    )


def article_row(record: ArticleRecord, origin: dict[str, str]) -> ArticleRow:
    """Make the row of an article, with its origin."""
    key = record.id
    return ArticleRow(
        key, record.title or "", record.url or "", record.publisher or "", record.published or "", origin[key],
        record.sha256,
    )  # fmt: skip


def mention_rows(contents: Contents, entity_of: dict[str, str]) -> tuple[MentionRow, ...]:
    """Make the rows of all mentions, sorted."""
    found = (MentionRow(m.id, m.article, entity_of[m.id], m.label, m.name, m.forms) for m in contents.mentions)
    return tuple(sorted(found))


def claim_rows(contents: Contents, entity_of: dict[str, str]) -> list[ClaimRow]:
    """Make the rows of all claims, none closed yet."""
    extractor = {a.id: a.extractor for a in contents.articles}
    return [_claim(c, entity_of, extractor[c.article]) for c in contents.claims]


def crowd_rows(contents: Contents, entity_of: dict[str, str]) -> tuple[CrowdRow, ...]:
    """Make the rows of all crowd claims, sorted."""
    return tuple(sorted(_crowd(c, entity_of) for c in contents.crowds))


def _claim(record: ClaimRecord, entity_of: dict[str, str], extractor: str) -> ClaimRow:
    return ClaimRow(
        record.id,
        record.article,
        entity_of[record.subject],
        record.relation,
        entity_of[record.object],
        record.status,
        record.what or "",
        record.start_date or "",
        record.end_date or "",
        record.quote,
        record.char_start,
        record.char_end,
        entity_of[record.speaker] if record.speaker else "",
        extractor,
        "",
        record.prefix,
        record.suffix,
    )


def _crowd(record: CrowdRecord, entity_of: dict[str, str]) -> CrowdRow:
    return CrowdRow(
        record.id,
        record.article,
        record.count,
        record.bound,
        record.unit,
        record.relation,
        entity_of[record.object],
        record.status,
        record.what or "",
        record.start_date or "",
        record.end_date or "",
        record.quote,
        record.char_start,
        record.char_end,
        record.prefix,
        record.suffix,
    )


def _entities(contents: Contents, resolution: Resolution, claims: Iterable[ClaimRow]) -> Iterable[EntityRow]:
    """Make the rows of the entities, with how many articles name them and in how many claims they take part."""
    articles: dict[str, set[str]] = defaultdict(set)
    for mention in contents.mentions:
        articles[resolution.entity_of[mention.id]].add(mention.article)
    parts: dict[str, int] = defaultdict(int)
    for claim in claims:
        for entity in {claim.subject, claim.object}:
            parts[entity] += 1
    for e in resolution.entities:
        yield entity_row(e, len(articles[e.id]), parts[e.id])


def entity_row(e: Identity, n_articles: int, n_claims: int) -> EntityRow:
    """Make the row of an entity that so many articles name and that takes part in so many claims."""
    return EntityRow(
        e.id, e.label, e.name, e.aliases, e.keys, n_articles, n_claims, accepted(e.links), tuple(map(str, e.links))
    )


def direct_edges(
    claims: Iterable[ClaimRow], label_of: Callable[[str], str], published: dict[str, str], origin: dict[str, str]
) -> Iterator[EdgeRow]:
    """Aggregate the claims of equal ends, relation, ``what`` and status to one edge each.

    A claim whose ends fell together, or whose settled labels its relation may not join, has no edge: it stays a claim.
    """
    together: dict[tuple[str, str, str, str, str], list[ClaimRow]] = defaultdict(list)
    for claim in claims:
        fits = ontology().allows(claim.relation, label_of(claim.subject), label_of(claim.object))
        if fits and claim.subject != claim.object:
            together[claim.subject, claim.relation, claim.object, claim.status, claim.what].append(claim)
    for key, same in together.items():
        articles = {c.article for c in same}
        reports = sorted(d for d in (published[a] for a in articles) if d)
        yield EdgeRow(
            digest("edge", *key),
            *key,
            first_day=min((c.start_date for c in same if c.start_date), default=""),
            last_day=max((c.end_date for c in same if c.end_date), default=""),
            n_claims=len(same),
            n_articles=len(articles),
            first_report=reports[0] if reports else "",
            last_report=reports[-1] if reports else "",
            claims=tuple(sorted(c.id for c in same)),
            n_origins=len({origin[a] for a in articles}),
        )
