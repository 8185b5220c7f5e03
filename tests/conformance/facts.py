"""A small invented world, as the view that a ledger would give: what both stores must answer from."""

from dataclasses import replace

from joinder.graph.identity import fold
from joinder.graph.model import (
    ArticleRow,
    ClaimRow,
    CrowdRow,
    EdgeRow,
    EntityRow,
    MentionRow,
    View,
)


def entity(key: str, label: str, name: str, *aliases: str, articles: int = 1, claims: int = 1) -> EntityRow:
    """Make an entity with its keys."""
    return EntityRow(
        f"{label.lower()}/{key}",
        label,
        name,
        aliases,
        tuple(sorted({fold(n) for n in (name, *aliases)})),
        articles,
        claims,
    )


ADA = entity("ada-quill", "Person", "Ada Quill", "Quill", articles=3, claims=7)
BO = entity("bo-marsh", "Person", "Bo Mårsh", articles=2, claims=3)
CY = entity("cy-vane", "Person", "Cy Vane")
CHOIR = entity("river-choir", "Group", "The River Choir", articles=1, claims=2)
TEAL = entity("teal-soap", "Brand", "Teal Soap", "Teal", articles=2, claims=4)
OXBOW = replace(
    entity("oxbow", "Brand", "Oxbow"),
    wikidata=("Q42",),
    links=("Q42 accepted 2026-01-31T12:00:00.000000Z Ada Quill", "Q43 rejected 2026-01-31T12:00:01.000000Z bo"),
)
CHIRPER = entity("chirper", "Platform", "Chirper", articles=3, claims=5)
QUIET = entity("quiet-week", "Campaign", "Quiet Week", "#QuietWeek", articles=3, claims=6)
LIGHTS = entity("lights-out", "Campaign", "Lights Out", articles=2, claims=4)
ENTITIES = (ADA, BO, CY, CHOIR, TEAL, OXBOW, CHIRPER, QUIET, LIGHTS)

ARTICLES = (
    ArticleRow("a1", "A week of silence", "https://news.example/silence", "The Example", "2021-03-02", "a1"),
    ArticleRow("a2", "Soap maker returns", "https://news.example/soap", "The Example", "2021-05", "a2"),
    ArticleRow("a3", "Undated note", "", "", "", "a3"),
    ArticleRow("a4", "Lights go out", "https://paper.example/lights", "Paper", "2020-11-30", "a4"),
)

# id, article, subject, relation, object, status, what, start, end, speaker, closed by
_CLAIMS = (
    ("k01", "a1", ADA, "JOINED", QUIET, "done", "", "2021-03-01", "", None, ""),
    ("k02", "a2", ADA, "JOINED", QUIET, "done", "", "", "", None, ""),
    ("k03", "a1", BO, "JOINED", QUIET, "planned", "", "2021-03-05", "", ADA, ""),
    ("k04", "a1", TEAL, "JOINED", QUIET, "done", "", "2021-03", "", None, ""),
    ("k05", "a3", CHOIR, "JOINED", QUIET, "declined", "", "", "", None, ""),
    ("k06", "a4", ADA, "JOINED", LIGHTS, "done", "", "2020-11-28", "2020-11-29", None, ""),
    ("k07", "a4", TEAL, "JOINED", LIGHTS, "ended", "", "", "", None, ""),
    ("k08", "a3", BO, "JOINED", LIGHTS, "done", "", "", "", None, ""),
    ("k09", "a1", TEAL, "PAUSED", CHIRPER, "done", "ads", "2021-03-01", "2021-04", None, "k11"),
    ("k10", "a1", ADA, "PAUSED", CHIRPER, "planned", "account", "2021-03-03", "", None, ""),
    ("k11", "a2", TEAL, "RESUMED", CHIRPER, "done", "ads", "2021-04-20", "", TEAL, ""),
    ("k12", "a3", CY, "LEFT", CHIRPER, "done", "account", "2021", "", None, ""),
    ("k13", "a2", OXBOW, "LEFT", CHIRPER, "declined", "ads", "", "", None, ""),
    ("k14", "a4", CHOIR, "ORGANIZED", LIGHTS, "done", "", "", "", None, ""),
    ("k15", "a1", QUIET, "TARGETS", CHIRPER, "done", "", "", "", None, ""),
    ("k16", "a2", BO, "MEMBER_OF", CHOIR, "done", "", "", "", None, ""),
    ("k17", "a2", ADA, "CRITICIZED", OXBOW, "done", "", "", "", ADA, ""),
)


def _claim(row: tuple) -> ClaimRow:  # type: ignore[type-arg] # a table of plain values
    key, article, subject, relation, object_, status, what, start, end, speaker, closed = row
    quote = f"{subject.name}: {relation.lower()} “{object_.name}” ({key})."
    at = int(key[1:]) * 10
    return ClaimRow(
        key, article, subject.id, relation, object_.id, status, what, start, end, quote, at, at + len(quote),
        speaker.id if speaker else "", "rules 1", closed,
    )  # fmt: skip


CLAIMS = tuple(_claim(row) for row in _CLAIMS)


def _edges() -> tuple[EdgeRow, ...]:
    published = {a.id: a.published for a in ARTICLES}
    groups: dict[tuple[str, str, str, str, str], list[ClaimRow]] = {}
    for claim in CLAIMS:
        groups.setdefault((claim.subject, claim.relation, claim.object, claim.status, claim.what), []).append(claim)
    made = []
    for number, (parts, claims) in enumerate(sorted(groups.items())):
        subject, relation, object_, status, what = parts
        reports = sorted(filter(None, (published[c.article] for c in claims))) or [""]
        made.append(
            EdgeRow(
                f"e{number:02}", subject, relation, object_, status, what,
                min(filter(None, (c.start_date for c in claims)), default=""),
                max((c.end_date for c in claims), default=""),
                len(claims), len({c.article for c in claims}), reports[0], reports[-1],
                tuple(sorted(c.id for c in claims)), len({c.article for c in claims}),
            )
        )  # fmt: skip
    return tuple(made)


MENTIONS = (
    MentionRow("m1", "a1", ADA.id, "Person", "Ada Quill", ("Ada Quill", "Quill")),
    MentionRow("m2", "a1", TEAL.id, "Brand", "Teal Soap", ("Teal Soap",)),
    MentionRow("m3", "a2", TEAL.id, "Brand", "Teal", ("Teal",)),
)
CROWDS = (
    CrowdRow("c1", "a1", 1200.0, "more than", "bands", "JOINED", QUIET.id, "done", "", "", "", "1,200 bands", 5, 16),
    CrowdRow(
        "c2", "a4", 2.5, "about", "million people", "JOINED", LIGHTS.id, "planned", "", "", "", "2.5 million", 0, 11
    ),
)

VIEW = View(
    tuple(sorted(ENTITIES)), ARTICLES, MENTIONS, CLAIMS, CROWDS, _edges(), (("person/a-quill", ADA.id),)
)  # fmt: skip

CALLS: dict[str, list[dict[str, object]]] = {
    "who_joined": [
        {"campaign": "#quietweek"},
        {"campaign": "Lights out", "statuses": ["declined", "ended"]},
        {"campaign": "Quiet Week", "min_origins": 2},
    ],
    "join_claims": [{}, {"campaign": "Quiet Week", "statuses": ["done"]}],
    "joined_what": [
        {"participant": "QUILL"},
        {"participant": "group/river-choir", "statuses": ["declined"]},
        {"participant": "Ada Quill", "min_origins": 2},
    ],
    "paused_on": [
        {"platform": "chirper"},
        {"platform": "Chirper", "what": "ads"},
        {"platform": "Chirper", "min_origins": 2},
    ],
    "left_what": [{}, {"participant": "oxbow", "statuses": ["declined"]}, {"min_origins": 2}],
    "evidence": [
        {"subject": "ada quill"},
        {"subject": "Teal", "relation": "PAUSED", "object": "CHIRPER"},
        {"subject": "ada quill", "min_origins": 2},
    ],
    "most_connected": [{}, {"label": "Person", "limit": 1}, {"cap": 3}, {"min_origins": 2}],
    "shared_campaigns": [
        {"one": "Ada Quill", "other": "teal"},
        {"one": "Ada Quill", "other": "Ada Quill"},
        {"one": "Ada Quill", "other": "teal", "min_origins": 2},
    ],
    "co_participants": [{"participant": "bo marsh"}, {"participant": "bo marsh", "min_origins": 2}],
    "campaigns": [{}, {"statuses": ["declined"]}, {"min_origins": 2}],
    "timeline": [
        {"entity": "Chirper"},
        {"entity": "quiet week", "relations": ["JOINED", "TARGETS"]},
        {"entity": "quiet week", "min_origins": 2},
    ],
    "planned_not_done": [{}, {"relation": "PAUSED"}, {"min_origins": 2}],
    "path_between": [
        {"start": "Cy Vane", "goal": "ada quill"},
        {"start": "bo marsh", "goal": "teal"},
        {"start": "Ada Quill", "goal": "Quiet Week", "min_origins": 2},
        {"start": "Teal", "goal": "Quiet Week", "min_origins": 2},
    ],
    "entity_by_key": [{"entity": "river choir"}, {"entity": "brand/oxbow"}, {"entity": "Teal", "labels": ["Person"]}],
    "redirected": [{"merged": "person/a-quill"}, {"merged": "person/ada-quill"}],
    "near_names": [{}, {"labels": ["Brand"]}],
    "entity_card": [{"entity": "Teal Soap"}, {"entity": "nobody"}],
    "who": [
        {"campaign": "Quiet Week"},
        {"campaign": "lights out", "statuses": ["done", "ended"]},
        {"campaign": "Quiet Week", "min_origins": 2},
    ],
    "contents": [{}],
}
"""How each named query is tried: a query that is not here fails its test."""
