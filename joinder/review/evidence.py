"""What a reviewer sees of an entity: its names, the articles' votes on its kind, and sentences that name it."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from joinder.graph.model import ArticleRow, ClaimRow, View

#: So many sentences are shown of each side.
QUOTES = 5


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence and where it stands."""

    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Card:
    """One side of a question."""

    id: str
    name: str
    label: str
    aliases: tuple[str, ...]
    n_articles: int
    n_claims: int
    kinds: tuple[tuple[str, int], ...]
    quotes: tuple[Quote, ...]

    @property
    def conflict(self) -> str:
        """Say how many articles see it as another kind (``""``: none does)."""
        others = [f"{label} in {count}" for label, count in self.kinds if label != self.label]
        return f"but {', '.join(others)}" if others else ""


class Evidence:
    """The cards of all entities of a view."""

    def __init__(self, view: View) -> None:
        self._entities = {e.id: e for e in view.entities}
        self._articles = {a.id: a for a in view.articles}
        self._claims: dict[str, list[ClaimRow]] = defaultdict(list)
        for claim in view.claims:
            for entity in {claim.subject, claim.object, claim.speaker} - {""}:
                self._claims[entity].append(claim)
        self._kinds: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for mention in view.mentions:
            self._kinds[mention.entity].add((mention.label, mention.article))

    def card(self, entity_id: str) -> Card:
        """Make the card of an entity."""
        e = self._entities[entity_id]
        return Card(
            e.id, e.name, e.label, e.aliases, e.n_articles, e.n_claims, self.kinds(entity_id), self._quotes(entity_id)
        )

    def kinds(self, entity_id: str) -> tuple[tuple[str, int], ...]:
        """Count the articles for each kind that they see in an entity, the most first."""
        votes = Counter(label for label, _ in self._kinds[entity_id])
        return tuple(sorted(votes.items(), key=lambda v: (-v[1], v[0])))

    def conflicts(self) -> list[Card]:
        """Give the entities whose articles disagree about their kind, those of most claims first."""
        found = [self.card(e) for e, seen in self._kinds.items() if len({label for label, _ in seen}) > 1]
        return sorted(found, key=lambda c: (-c.n_claims, c.id))

    def _quotes(self, entity_id: str) -> tuple[Quote, ...]:
        """Choose sentences, one an article before a second one."""
        seen: Counter[str] = Counter()
        ordered = []
        for claim in sorted(self._claims[entity_id], key=lambda c: (c.article, c.char_start, c.id)):
            seen[claim.article] += 1
            ordered.append((seen[claim.article], claim.article, claim.quote))
        texts = dict.fromkeys((quote, article) for _, article, quote in sorted(ordered))
        return tuple(Quote(quote, _source(self._articles[article])) for quote, article in list(texts)[:QUOTES])


def _source(article: ArticleRow) -> str:
    facts = ", ".join(filter(None, (article.publisher, article.published)))
    return f"{article.title or article.id} ({facts})" if facts else article.title or article.id
