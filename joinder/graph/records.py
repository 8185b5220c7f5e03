"""The ledger's rows as values, and how an extraction becomes them: ids from content, evidence checked."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace

from joinder.errors import ArticleError
from joinder.graph.days import is_date
from joinder.graph.duplicates import signature
from joinder.graph.identity import digest
from joinder.graph.judgements import Judgement
from joinder.graph.model import Article, Claim, CrowdClaim, Entity, Extraction
from joinder.graph.ontology import ontology

#: So many characters before and after a quote are kept beside it.
CONTEXT = 32


@dataclass(frozen=True, slots=True, order=True)
class ArticleRecord:
    """An article without its text, the version of the extractor that read it last, and the signature of its text."""

    id: str
    title: str | None
    url: str | None
    publisher: str | None
    published: str | None
    fingerprint: str
    extractor: str
    signature: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True, order=True)
class MentionRecord:
    """One name in one article: its label there, the other forms that stand for it, and where it is named."""

    id: str
    article: str
    label: str
    name: str
    forms: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]

    @property
    def articles(self) -> tuple[str, ...]:
        """The articles that name it so: its own."""
        return (self.article,)

    @property
    def places(self) -> int:
        """In how many places it is named so."""
        return len(self.spans)


@dataclass(frozen=True, slots=True)
class Bundle:
    """All mentions of one label, name and forms, where it makes no difference which article they are in.

    ``id`` is the least of theirs, and ``article`` the article of one of them.
    """

    id: str
    article: str
    label: str
    name: str
    forms: tuple[str, ...]
    articles: tuple[str, ...]
    places: int


#: What resolution looks at: a mention, or a bundle of like ones.
Naming = MentionRecord | Bundle


@dataclass(frozen=True, slots=True)
class ClaimRecord:
    """One claim; ``subject``, ``object`` and ``speaker`` are ids of mentions of the same article."""

    id: str
    article: str
    subject: str
    relation: str
    object: str
    status: str
    what: str | None
    start_date: str | None
    end_date: str | None
    speaker: str | None
    quote: str
    char_start: int
    char_end: int
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class CrowdRecord:
    """One crowd claim; ``object`` is the id of a mention."""

    id: str
    article: str
    count: float
    bound: str
    unit: str
    relation: str
    object: str
    status: str
    what: str | None
    start_date: str | None
    end_date: str | None
    quote: str
    char_start: int
    char_end: int
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a ledger (or one extraction) says, as rows; the view is a pure function of it."""

    articles: tuple[ArticleRecord, ...] = ()
    mentions: tuple[MentionRecord, ...] = ()
    claims: tuple[ClaimRecord, ...] = ()
    crowds: tuple[CrowdRecord, ...] = ()
    judgements: tuple[Judgement, ...] = ()


def fingerprint(article: Article) -> str:
    """Hash all that an extractor sees of an article: equal fingerprints need no second extraction."""
    return digest(article.text, article.title, article.url, article.publisher, article.published)


def text_hash(text: str) -> str:
    """Hash an article's text, by which it is known again."""
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


def surroundings(text: str, start: int, end: int) -> tuple[str, str]:
    """Give the characters just before and just after a quote.

    >>> surroundings("She said no.", 4, 8)
    ('She ', ' no.')
    """
    return text[max(start - CONTEXT, 0) : start], text[end : end + CONTEXT]


def rows_of(extraction: Extraction) -> Contents:
    """Turn an extraction into the ledger's rows.

    Raises:
        ArticleError: evidence that is not in the text, a name that is no entity of the article, or a claim that the
            ontology objects to. Nothing of such an article may be stored: its extractor is at fault.
    """
    article = extraction.article
    mentions = _mentions(article, extraction.entities)
    named = {m.name: m for m in mentions}
    claims: dict[str, ClaimRecord] = {}
    for claim in sorted(extraction.claims, key=_claim_order):
        record = _claim(article, claim, named)
        if (known := claims.get(record.id)) is not None and known != record:
            # The same act told twice in one sentence, of two days or by two speakers: both stand.
            record = replace(record, id=digest(record.id, record.start_date, record.end_date, record.speaker))
        claims.setdefault(record.id, record)
    crowds = {r.id: r for r in (_crowd(article, c, named) for c in extraction.crowds)}
    return Contents(
        (_article(article, extraction.extractor),),
        mentions,
        tuple(claims[i] for i in sorted(claims)),
        tuple(crowds[i] for i in sorted(crowds)),
    )


def gather(parts: Iterable[Contents]) -> Contents:
    """Put the rows of several articles together."""
    listed = list(parts)
    return Contents(*(tuple(row for p in listed for row in getattr(p, f.name)) for f in fields(Contents)))


def _article(article: Article, extractor: str) -> ArticleRecord:
    if article.published is not None and not is_date(article.published):
        raise ArticleError(f"{article.id}: published {article.published!r} is no date")
    return ArticleRecord(
        article.id, article.title, article.url, article.publisher, article.published, fingerprint(article), extractor,
        signature(article.text), text_hash(article.text),
    )  # fmt: skip


def _mentions(article: Article, entities: Iterable[Entity]) -> tuple[MentionRecord, ...]:
    """Make one mention per name; entities of one name are one mention, of the label with more spans."""
    by_name: dict[str, list[Entity]] = {}
    for entity in entities:
        by_name.setdefault(entity.name, []).append(entity)
    records = []
    for name, same in by_name.items():
        label = min(same, key=lambda e: (-len(e.spans), e.label)).label
        if label not in ontology().labels:
            raise ArticleError(f"{article.id}: {name!r} has the unknown label {label}")
        forms = sorted({a for e in same for a in e.aliases} - {name})
        spans = sorted({(int(s), int(e)) for entity in same for s, e in entity.spans})
        records.append(
            MentionRecord(digest("mention", article.id, name), article.id, label, name, tuple(forms), tuple(spans))
        )
    return tuple(sorted(records, key=lambda m: m.id))


def _claim_order(claim: Claim) -> tuple[str, ...]:
    """Order claims by all their parts, so that what an extractor found first never matters."""
    parts = (
        claim.subject,
        claim.relation,
        claim.object,
        claim.status,
        claim.what,
        claim.start,
        claim.end,
        claim.speaker,
    )
    return (*(p or "" for p in parts), f"{claim.char_start:012d}")


def _claim(article: Article, claim: Claim, named: dict[str, MentionRecord]) -> ClaimRecord:
    """Check one claim and give it its id."""
    subject, target = _mention(article, claim.subject, named), _mention(article, claim.object, named)
    speaker = _mention(article, claim.speaker, named).id if claim.speaker else None
    wrong = ontology().objections(claim.relation, subject.label, target.label, claim.status, claim.what)
    _check(article, claim, wrong)
    span = (claim.char_start, claim.char_end, claim.quote)
    key = digest("claim", article.id, claim.relation, subject.id, target.id, claim.what, claim.status, *span)
    return ClaimRecord(
        key, article.id, subject.id, claim.relation, target.id, claim.status, claim.what, claim.start, claim.end,
        speaker, claim.quote, claim.char_start, claim.char_end, *surroundings(article.text, *span[:2]),
    )  # fmt: skip


def _crowd(article: Article, crowd: CrowdClaim, named: dict[str, MentionRecord]) -> CrowdRecord:
    """Check one crowd claim and give it its id."""
    target = _mention(article, crowd.object, named)
    relation = ontology().relations.get(crowd.relation)
    subject = relation.subject[0] if relation else ""  # a crowd has no label: any that the relation allows
    wrong = ontology().objections(crowd.relation, subject, target.label, crowd.status, crowd.what)
    if crowd.bound not in ontology().bounds:
        wrong.append(f"unknown bound {crowd.bound}")
    _check(article, crowd, wrong)
    act = (float(crowd.count), crowd.bound, crowd.unit, crowd.relation, target.id, crowd.status, crowd.what)
    span = (crowd.start, crowd.end, crowd.quote, crowd.char_start, crowd.char_end)
    return CrowdRecord(
        digest("crowd", article.id, *act, *span), article.id, float(crowd.count), crowd.bound, crowd.unit,
        crowd.relation, target.id, crowd.status, crowd.what, crowd.start, crowd.end,
        crowd.quote, crowd.char_start, crowd.char_end,
        *surroundings(article.text, crowd.char_start, crowd.char_end),
    )  # fmt: skip


def _mention(article: Article, name: str, named: dict[str, MentionRecord]) -> MentionRecord:
    try:
        return named[name]
    except KeyError:
        raise ArticleError(f"{article.id}: a claim names {name!r}, which is no entity of the article") from None


def _check(article: Article, claim: Claim | CrowdClaim, wrong: list[str]) -> None:
    """Refuse a claim whose evidence is not in the text or which the ontology objects to."""
    start, end = claim.char_start, claim.char_end
    if not 0 <= start < end <= len(article.text) or article.text[start:end] != claim.quote:
        wrong = [*wrong, f"text[{start}:{end}] is not its quote {claim.quote[:60]!r}"]
    wrong += [f"{day!r} is no date" for day in (claim.start, claim.end) if day is not None and not is_date(day)]
    if wrong:
        raise ArticleError(f"{article.id}: refused {claim.relation} {claim.object[:60]!r}: {'; '.join(wrong)}")
