"""From mentions to entities: a pure function, whatever the order in which articles were loaded."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import product

from joinder.graph.clusters import Clustering, Unit, is_tag, vote
from joinder.graph.identity import digest, fold
from joinder.graph.judgements import Judgement, unit_of
from joinder.graph.links import STATES, Link, link_of
from joinder.graph.matching import kind_of_form, slug, without_legal_form
from joinder.graph.records import MentionRecord, Naming

# Where as many articles say one kind as another: the company that runs a platform is the platform, and an organisation
# that has its campaign's name is the campaign (the ontology's rules).
_PREFERENCE = {"Platform": 0, "Campaign": 1, "Group": 2, "Brand": 3, "Person": 4}


@dataclass(frozen=True, slots=True)
class Identity:
    """One entity: its id, its label and name by vote, what else it is called, the mentions that name it, its links."""

    id: str
    label: str
    name: str
    aliases: tuple[str, ...]
    keys: tuple[str, ...]
    mentions: tuple[str, ...]
    former: tuple[str, ...]
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Resolution:
    """All entities; which one each mention names; and where the ids lead that another vote would have given."""

    entities: tuple[Identity, ...]
    entity_of: dict[str, str]
    redirects: tuple[tuple[str, str], ...]


def resolve(mentions: Iterable[MentionRecord], judgements: Iterable[Judgement] = ()) -> Resolution:
    """Resolve mentions to entities with stable ids (``person/kim-kardashian``), heeding the judgements that stand."""
    return resolve_clustering(Clustering(mentions, judgements))


def resolve_clustering(clustering: Clustering) -> Resolution:
    """Make the entities of sets of mentions that were clustered before."""
    judged = _judged(clustering)
    groups = clustering.groups()
    found = _with_own_ids([_identity(group, judged.get(clustering.leader(group[0]))) for group in groups])
    found = [_with_merged_ids(e, group, clustering, judged) for e, group in zip(found, groups, strict=True)]
    linked = _linked(clustering)
    found = [
        replace(e, links=tuple(sorted(linked.get(clustering.leader(group[0]), ()))))
        for e, group in zip(found, groups, strict=True)
    ]
    found.sort(key=lambda e: e.id)
    return Resolution(
        tuple(found),
        {mention: entity.id for entity in found for mention in entity.mentions},
        _redirects(found),
    )


@dataclass(slots=True)
class _Judged:
    """What was judged of one entity: its label, its name (``""``: the vote decides); the last word wins."""

    label: str = ""
    name: str = ""


def _judged(clustering: Clustering) -> dict[Unit, _Judged]:
    """Gather what was judged, by the leader of the set of units that it is about."""
    found: dict[Unit, _Judged] = defaultdict(_Judged)
    for judgement in clustering.of("same", "distinct", "kind", "rename"):
        about = found[clustering.unions.find(unit_of(judgement.left))]
        if judgement.verdict == "kind":
            about.label = judgement.value
        elif judgement.verdict == "rename":
            about.name = judgement.value
        else:
            found[clustering.unions.find(unit_of(judgement.right))]  # its ids may have changed too
    return dict(found)


def _linked(clustering: Clustering) -> dict[Unit, Iterable[Link]]:
    """Gather the links to items, by the leader of the units that they are about; the last word on an item wins."""
    found: dict[Unit, dict[str, Link]] = defaultdict(dict)
    for judgement in clustering.of(*STATES):
        link = link_of(judgement)
        found[clustering.unions.find(unit_of(judgement.left))][link.item] = link
    return {leader: items.values() for leader, items in found.items()}


def _identity(group: list[Naming], judged: _Judged | None) -> Identity:
    """Make an entity of the mentions that name it."""
    votes = (_label(group), _name(group))
    label, name = (judged.label or votes[0], judged.name or votes[1]) if judged else votes
    names = {m.name for m in group}
    forms = {f for m in group for f in m.forms if kind_of_form(m.name, f, m.label) != "short"}
    aliases = sorted((names | forms) - {name})
    own = _id(label, name)
    former = {_id(m, n) for m, n in product({label, *(m.label for m in group)}, {name, *names})} - {own}
    return Identity(
        own,
        label,
        name,
        tuple(aliases),
        _keys(label, (name, *aliases)),
        tuple(sorted(m.id for m in group)),
        tuple(sorted(former)),
    )


def _keys(label: str, names: Iterable[str]) -> tuple[str, ...]:
    """Fold the names, with their legal forms and without."""
    return tuple(sorted({fold(n) for name in names for n in (name, without_legal_form(name, label))} - {""}))


def _label(group: list[Naming]) -> str:
    """Settle the label by weight of evidence: articles, then places that name it, then the ontology's preference."""
    articles = vote((m.label, article) for m in group for article in m.articles)
    places: Counter[str] = Counter()
    for mention in group:
        places[mention.label] += mention.places
    return min(articles, key=lambda label: (-articles[label], -places[label], _PREFERENCE[label]))


def _name(group: list[Naming]) -> str:
    """Choose the name that most articles use; on a tie words before hashtags, mixed case, then length."""
    articles = vote((m.name, article) for m in group for article in m.articles)
    return min(articles, key=lambda n: (-articles[n], is_tag(n), n.isupper() or n.islower(), -len(n), n))


def _id(label: str, name: str) -> str:
    return f"{label.lower()}/{slug(without_legal_form(name, label))}"


def _with_own_ids(entities: list[Identity]) -> list[Identity]:
    """Tell entities of one id apart by a hash of the articles that name them (two people of one surname, say)."""
    taken = Counter(entity.id for entity in entities)
    return [e if taken[e.id] == 1 else replace(e, id=_own_id(e.id, e.mentions[0])) for e in entities]


def _own_id(key: str, mention: str) -> str:
    return f"{key}-{digest(mention)[:8]}"


def _with_merged_ids(
    entity: Identity, group: list[Naming], clustering: Clustering, judged: dict[Unit, _Judged]
) -> Identity:
    """Add the ids of its own that the parts of a judged entity had (``person/kardashian-1a2b3c4d``), to lead to it."""
    if clustering.leader(group[0]) not in judged:
        return entity
    first: dict[Unit, str] = {}
    for mention in group:
        unit = clustering.units[mention.id]
        first[unit] = min(mention.id, first.get(unit, mention.id))
    plain = {_id(m, n) for m, n in product({m.label for m in group}, {m.name for m in group})}
    parts = {_own_id(key, mention) for key in plain for mention in first.values()}
    return replace(entity, former=tuple(sorted({*entity.former, *parts} - {entity.id})))


def _redirects(entities: list[Identity]) -> tuple[tuple[str, str], ...]:
    """Lead each id that an entity had, or would have had by another vote, to it; an id that two claim leads nowhere."""
    living = {e.id for e in entities}
    leads: dict[str, set[str]] = defaultdict(set)
    for entity in entities:
        for old in entity.former:
            leads[old].add(entity.id)
    return tuple(sorted((old, next(iter(new))) for old, new in leads.items() if len(new) == 1 and old not in living))
