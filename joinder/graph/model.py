"""The values that travel through joinder: an article, what was extracted from it, and the rows of the view.

All offsets are Unicode code points into ``Article.text``, which is final once an article is read.
Dates are ISO strings with the source's own precision (``2020-09-16``, ``2020-07``, ``2020``) or ``None``.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Article:
    """A source document as loaded."""

    id: str
    text: str
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """One named thing within one article: its fullest name there, and the other forms that stand for it.

    ``spans`` are the places where it is named (not its pronouns); ``votes`` says why it has its label, for ``explain``.
    """

    name: str
    label: str
    aliases: tuple[str, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    votes: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement that one article makes; ``subject``, ``object`` and ``speaker`` are names of its entities.

    ``reason`` names the frame and the path that found it, for ``explain``.
    """

    subject: str
    relation: str
    object: str
    status: str
    quote: str
    char_start: int
    char_end: int
    what: str | None = None
    start: str | None = None
    end: str | None = None
    speaker: str | None = None
    reason: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class CrowdClaim:
    """A counted, unnamed set that does something: never turned into participants."""

    count: int | float
    bound: str
    unit: str
    relation: str
    object: str
    status: str
    quote: str
    char_start: int
    char_end: int
    what: str | None = None
    start: str | None = None
    end: str | None = None


@dataclass(frozen=True, slots=True)
class Rejection:
    """A match that was not made a claim, and which step refused it (for ``explain``)."""

    step: str
    why: str
    char_start: int
    char_end: int
    relation: str | None = None
    subject: str | None = None
    object: str | None = None


#: The step of a rejection of the whole article, before it is parsed.
GATE = "gate"


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one article says, by one extractor (``extractor`` names its version and pipeline)."""

    article: Article
    entities: tuple[Entity, ...] = ()
    claims: tuple[Claim, ...] = ()
    crowds: tuple[CrowdClaim, ...] = ()
    extractor: str = ""
    rejections: tuple[Rejection, ...] = field(default=(), compare=False)

    @property
    def skipped(self) -> str:
        """Why the article was not even parsed; empty where it was."""
        return next((f"skipped by the gate: {r.why}" for r in self.rejections if r.step == GATE), "")


# The view: what a graph store holds. Ids: an entity's is readable (``person/kim-kardashian``), all others are hashes.


@dataclass(frozen=True, slots=True, order=True)
class EntityRow:
    """A node ``Person``, ``Group``, ``Brand``, ``Platform`` or ``Campaign``.

    So many articles (``n_articles``) name it; it takes part in ``n_claims``. ``keys`` are the folded forms of its
    name and aliases, by which it is looked up (``identity.fold``). ``wikidata`` are the items that people accepted;
    ``links`` are all items that were judged, with state, time and source (``links.parse`` reads one).
    """

    id: str
    label: str
    name: str
    aliases: tuple[str, ...]
    keys: tuple[str, ...]
    n_articles: int
    n_claims: int
    wikidata: tuple[str, ...] = ()
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class ArticleRow:
    """A node ``Article`` (without its text, which stays in the ledger).

    ``origin`` is the id of the article that stands for its story: its own, or that of the one that it reprints;
    ``sha256`` is the hash of its text in UTF-8, by which whoever has a text knows that offsets are meant for it.
    """

    id: str
    title: str
    url: str
    publisher: str
    published: str
    origin: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True, order=True)
class MentionRow:
    """A node ``Mention``: one name in one article, ``(Mention)-[:IN]->(Article)`` and ``(Mention)-[:OF]->(entity)``."""

    id: str
    article: str
    entity: str
    label: str
    name: str
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True, order=True)
class ClaimRow:
    """A node ``Claim`` with its SUBJECT, OBJECT, STATED_IN and SAID_BY edges; missing text is ``""``.

    ``closed_by`` is the id of the later claim that ends it (RESUMED after PAUSED, LEFT after JOINED), or ``""``.
    ``prefix`` and ``suffix`` are the characters just before and after the quote, by which it is found in another
    version of the text.
    """

    id: str
    article: str
    subject: str
    relation: str
    object: str
    status: str
    what: str
    start_date: str
    end_date: str
    quote: str
    char_start: int
    char_end: int
    speaker: str
    extractor: str
    closed_by: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True, order=True)
class CrowdRow:
    """A node ``Crowd`` with its edges ``ABOUT`` (the object) and ``STATED_IN``.

    ``prefix`` and ``suffix`` stand around the quote, as with claims.
    """

    id: str
    article: str
    count: float
    bound: str
    unit: str
    relation: str
    object: str
    status: str
    what: str
    start_date: str
    end_date: str
    quote: str
    char_start: int
    char_end: int
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True, order=True)
class EdgeRow:
    """A direct edge of its relation's own type: all claims with these ends, relation, ``what`` and status.

    ``first_day`` and ``last_day`` are the earliest start and the latest end that a claim gives (else ``""``);
    ``first_report`` and ``last_report`` are the publication dates of the earliest and latest article that says so.
    ``n_origins`` counts articles that are reprints of one story once.
    """

    id: str
    subject: str
    relation: str
    object: str
    status: str
    what: str
    first_day: str
    last_day: str
    n_claims: int
    n_articles: int
    first_report: str
    last_report: str
    claims: tuple[str, ...]
    n_origins: int = 1


@dataclass(frozen=True, slots=True)
class View:
    """The whole graph as sorted rows: a pure function of the ledger."""

    entities: tuple[EntityRow, ...] = ()
    articles: tuple[ArticleRow, ...] = ()
    mentions: tuple[MentionRow, ...] = ()
    claims: tuple[ClaimRow, ...] = ()
    crowds: tuple[CrowdRow, ...] = ()
    edges: tuple[EdgeRow, ...] = ()
    redirects: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed in the view after sequence number ``since``, up to ``sequence``: rows to put, and ids to take away.

    ``deletes`` are pairs ``(kind, id)``, where a kind is a field name of ``View`` (``"entities"``, ``"edges"`` ...).
    """

    since: int
    sequence: int
    upserts: View
    deletes: tuple[tuple[str, str], ...] = ()
