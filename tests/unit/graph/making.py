"""Small articles and extractions for the tests of the ledger and of the view."""

from collections.abc import Iterable

from joinder.graph.model import Article, Claim, CrowdClaim, Entity, Extraction

QUOTE = "It happened."


def entity(name: str, label: str, *aliases: str, places: int = 1) -> Entity:
    """Make an entity that is named in so many places."""
    return Entity(name, label, aliases, tuple((i, i + 1) for i in range(places)))


def claim(
    subject: str,
    relation: str,
    target: str,
    status: str = "done",
    *,
    what: str | None = None,
    start: str | None = None,
    end: str | None = None,
    speaker: str | None = None,
) -> Claim:
    """Make a claim whose quote is the first sentence of every article made here."""
    return Claim(subject, relation, target, status, QUOTE, 0, len(QUOTE), what, start, end, speaker)


def crowd(count: float, relation: str, target: str) -> CrowdClaim:
    """Make a crowd claim."""
    return CrowdClaim(count, "more than", "companies", relation, target, "done", QUOTE, 0, len(QUOTE))


def extraction(
    key: str,
    entities: Iterable[Entity] = (),
    claims: Iterable[Claim] = (),
    crowds: Iterable[CrowdClaim] = (),
    *,
    published: str | None = None,
    text: str = f"{QUOTE} And that was all.",
    version: str = "test-1",
) -> Extraction:
    """Make an article with what it says."""
    article = Article(key, text, f"Title of {key}", None, "The Paper", published)
    return Extraction(article, tuple(entities), tuple(claims), tuple(crowds), version)


def some_news() -> list[Extraction]:
    """Give a handful of articles that merge names, close claims, count crowds and disagree on a kind."""
    kim, face = entity("Kim Kardashian", "Person", "Kardashian"), entity("Facebook", "Platform")
    return [
        extraction(
            "a",
            [kim, face, entity("Stop Hate for Profit", "Campaign", "#StopHateForProfit")],
            [
                claim("Kim Kardashian", "PAUSED", "Facebook", what="account", start="2020-09-16"),
                claim("Kim Kardashian", "JOINED", "Stop Hate for Profit", speaker="Kim Kardashian"),
            ],
            [crowd(1200, "PAUSED", "Facebook")],
            published="2020-09-15",
        ),
        extraction(
            "b",
            [kim, entity("Facebook, Inc.", "Brand")],
            [claim("Kim Kardashian", "RESUMED", "Facebook, Inc.", start="2020-09-17")],
            published="2020-09-18",
        ),
        extraction(
            "c",
            [entity("Adidas AG", "Brand"), entity("#StopHateForProfit", "Campaign"), face],
            [
                claim("Adidas AG", "JOINED", "#StopHateForProfit", "planned"),
                claim("#StopHateForProfit", "TARGETS", "Facebook"),
            ],
        ),
        extraction(
            "d",
            [entity("Adidas", "Person"), entity("Kardashian", "Person"), face],
            [claim("Kardashian", "LEFT", "Facebook", what="account"), claim("Adidas", "LEFT", "Facebook", what="ads")],
            published="2021",
        ),
    ]
