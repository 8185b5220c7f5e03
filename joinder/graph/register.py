"""The names in a ledger, as a user speaks of them: which entity and which side of a judgement a word means."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property

from joinder.errors import JoinderError, UnknownNameError
from joinder.graph.clusters import Clustering, Unit, side_of, surnames
from joinder.graph.identity import fold
from joinder.graph.judgements import Judgement, Side, unit_of
from joinder.graph.records import Contents, MentionRecord
from joinder.graph.resolution import Identity, resolve_clustering

#: "John Smith @ ARTICLE" is the John Smith of that article alone.
IN_ARTICLE = " @ "


@dataclass(frozen=True, slots=True)
class Named:
    """An entity, and what a judgement about it should name."""

    entity: Identity
    side: Side


class Register:
    """All entities of a ledger's contents by id, former id and folded name."""

    def __init__(self, contents: Contents) -> None:
        self.contents = contents
        self.clustering = Clustering(contents.mentions, contents.judgements)
        self.resolution = resolve_clustering(self.clustering)
        self._mentions = {m.id: m for m in contents.mentions}
        self._by_id = {e.id: e for e in self.resolution.entities}
        self._by_key: dict[str, list[Identity]] = defaultdict(list)
        for entity in self.resolution.entities:
            for key in entity.keys:
                self._by_key[key].append(entity)

    @cached_property
    def _surnames(self) -> set[str]:
        return surnames(self.contents.mentions)

    def find(self, name: str) -> Named:
        """Find what a name, an id or ``NAME @ ARTICLE`` means.

        Raises:
            UnknownNameError: nothing is called so; the hint lists near names.
            JoinderError: several are called so; the hint lists their ids.
        """
        found = self._entities(name)
        bare, _, article = name.rpartition(IN_ARTICLE)
        if not found and bare:
            return self._in_article(bare.strip(), article.strip())
        if not found:
            raise UnknownNameError(f"nothing in the ledger is called {name[:80]!r}", self._near(name))
        if len(found) > 1:
            which = "; ".join(f"{e.id} ({e.name}, named in {_articles(self._of(e))})" for e in found[:6])
            raise JoinderError(f"{len(found)} are called {name[:80]!r}", f"name one by its id: {which}")
        return Named(found[0], self._side(found[0], name))

    def side(self, entity: str) -> Side:
        """Give the side of a judgement that means an entity, by its id."""
        found = self._by_id[entity]
        return self._side(found, found.name)

    def entity_of(self, side: Side) -> Identity | None:
        """Give the entity that a judgement's side is about now; none where nothing is called so any more."""
        return self._by_leader.get(self.clustering.unions.find(unit_of(side)))

    @cached_property
    def _by_leader(self) -> dict[Unit, Identity]:
        of = self.resolution.entity_of
        return {self.clustering.leader(m): self._by_id[of[m.id]] for m in self.contents.mentions}

    def conflict(self, judgement: Judgement) -> str:
        """Say which standing judgement a new one contradicts (``""``: none)."""
        standing = {j.id: j for j in self.clustering.standing}
        if judgement.verdict == "same":
            against = self.clustering.unions.forbids(*map(unit_of, (judgement.left, judgement.right)))
            return f"kept apart by {standing[against]}" if against else ""
        if judgement.verdict != "distinct":
            return ""
        sides = {unit_of(judgement.left), unit_of(judgement.right)}
        direct = [j for j in self.clustering.of("same") if {unit_of(j.left), unit_of(j.right)} == sides]
        before = {j.id for j, _ in self.clustering.refused}
        after = Clustering(self.contents.mentions, (*self.contents.judgements, judgement)).refused
        refused = direct or [j for j, _ in after if j.id not in before]
        return f"judged to be one by {'; '.join(map(str, refused))}" if refused else ""

    def _entities(self, name: str) -> list[Identity]:
        """Find entities by id, else by a former id, else by name; the very spelling wins over what only folds alike."""
        wanted = name.strip()
        if wanted in self._by_id:
            return [self._by_id[wanted]]
        targets = [target for old, target in self.resolution.redirects if old == wanted]
        if targets:
            return [self._by_id[t] for t in targets]
        found = self._by_key.get(fold(wanted), [])
        spelt = [e for e in found if wanted in (e.name, *e.aliases)]
        return spelt if len(spelt) == 1 else found

    def _in_article(self, name: str, article: str) -> Named:
        """Find the bearer of a name in one article."""
        for mention in self.contents.mentions:
            if mention.article == article and fold(mention.name) == fold(name):
                entity = self._by_id[self.resolution.entity_of[mention.id]]
                return Named(entity, Side(mention.name, mention.label, article))
        raise UnknownNameError(
            f"no article {article[:80]!r} names {name[:80]!r}", "`joinder show NAME` lists the articles of a name"
        )

    def _of(self, entity: Identity) -> list[MentionRecord]:
        return [self._mentions[i] for i in entity.mentions]

    def _side(self, entity: Identity, name: str) -> Side:
        """Choose the name that was meant where a mention has it, else the most used one of the entity."""
        votes = Counter(side_of(m, self._surnames) for m in self._of(entity))
        meant = [s for s in votes if fold(s.name) == fold(name)]
        own = [s for s in votes if s.name == entity.name]
        return min(meant or own or votes, key=lambda s: (bool(s.article), -votes[s], s))

    def _near(self, name: str) -> str:
        from rapidfuzz import fuzz, process  # noqa: PLC0415 - only a name that is not found needs it

        names = {key: e.name for key, same in self._by_key.items() for e in same}
        best = process.extract(fold(name), list(names), scorer=fuzz.WRatio, score_cutoff=60, limit=3)
        near = dict.fromkeys(names[key] for key, _, _ in best)
        return f"near names: {'; '.join(near)}" if near else "`joinder top` shows who is in the graph"


def _articles(mentions: list[MentionRecord]) -> str:
    count = len({m.article for m in mentions})
    return f"{count} article" + ("" if count == 1 else "s")
