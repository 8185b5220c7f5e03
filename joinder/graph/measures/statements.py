"""Claims as they were made, each with its quote, article, date and speaker: what stands behind a figure."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection

    from joinder.graph.store import Store

#: What a statement has of its article; all the rest is the claim's.
OF_ARTICLE: Final = ("title", "publisher", "published", "url")


@dataclass(frozen=True, slots=True)
class Statement:
    """One claim with its evidence (missing text is ``""``)."""

    claim: str
    subject: str
    relation: str
    object: str
    status: str
    what: str
    start_date: str
    end_date: str
    quote: str
    speaker: str
    article: str
    title: str
    publisher: str
    published: str
    url: str

    @property
    def shown(self) -> str:
        """The quote with its speaker, article and date, in one line."""
        facts = ", ".join(filter(None, (self.publisher, self.published)))
        source = f"{self.title or 'untitled'} ({facts})" if facts else self.title or "untitled"
        said = f" — said by {self.speaker}" if self.speaker else ""
        return f"“{self.quote}”{said} — {source}"


def statements(store: Store, relations: Collection[str] = (), statuses: Collection[str] = ()) -> list[Statement]:
    """Read claims of these relations and statuses (none given: all), in the order of their ids."""
    names = [f.name for f in fields(Statement) if f.name not in ("claim", *OF_ARTICLE)]
    found = store.columns(
        "MATCH (k:Claim) WHERE (size($relations) = 0 OR k.relation IN $relations) "
        "AND (size($statuses) = 0 OR k.status IN $statuses) "
        "RETURN k.id AS claim, " + ", ".join(f"k.{name} AS {name}" for name in names),
        relations=list(relations),
        statuses=list(statuses),
    )
    rows = zip(*(found[name].tolist() for name in ("claim", *names)), strict=True)
    known = store.columns(
        "MATCH (a:Article) RETURN a.id AS id, " + ", ".join(f"a.{name} AS {name}" for name in OF_ARTICLE)
    )
    facts = zip(*(known[name].tolist() for name in ("id", *OF_ARTICLE)), strict=True)
    articles = {key: rest for key, *rest in facts}
    at = 1 + names.index("article")
    return sorted((Statement(*row, *articles[row[at]]) for row in rows), key=lambda s: s.claim)


def names_of(store: Store) -> dict[str, str]:
    """Map the ids of all entities to their names."""
    from joinder.graph.projection import nodes_of  # noqa: PLC0415 - it imports this package

    return {node: name for node, (_, name, _) in nodes_of(store).items()}


def earliest(said: Collection[Statement]) -> Statement:
    """Choose the one of the earliest dated article; among equals, the claim with the smallest id."""
    return min(said, key=lambda s: (s.published or "9999", s.claim))
