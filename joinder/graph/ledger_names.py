"""The names in the ledger by the keys through which they may meet, so that news looks up only those that it touches.

All mentions of one label, name and forms (a *profile*) mean the same, but for a surname that stands alone and for what
was judged in one article. So a name that thousands of articles use is one bundle with its counts, not thousands of
rows.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, fields
from typing import Any

from sqlalchemy import Connection, Select, bindparam, delete, func, insert, select, update

from joinder.graph import ledger_rows
from joinder.graph import ledger_schema as schema
from joinder.graph.identity import digest
from joinder.graph.judgements import Judgement
from joinder.graph.ledger_rows import profile_id
from joinder.graph.linking import Profile, bridge, link_keys, linked, surname
from joinder.graph.model import MentionRow
from joinder.graph.records import Bundle, MentionRecord, Naming
from joinder.graph.resolution import Resolution
from joinder.graph.sequence import batches, chunks

#: Stands between the ids of articles in a list that the database makes; hardly any id has it.
_BETWEEN = "\x1f"
#: A key that stands for "somebody has this surname"; no other key has a colon and a space.
_BEARER = "surname: "
_LONG = 200
_profiles = schema.profiles.c
_keys = schema.profile_keys.c
_mentions = schema.mentions.c


@dataclass(slots=True)
class Meeting:
    """What is resolved anew: the namings, what each meant so far, the profile of each, and the surnames among them."""

    namings: list[Naming] = field(default_factory=list)
    meant: dict[str, str | None] = field(default_factory=dict)
    alone: Collection[str] = ()

    def bundles(self) -> Iterator[Bundle]:
        """Give those that stand for many mentions."""
        return (naming for naming in self.namings if isinstance(naming, Bundle))

    def moved(self, resolution: Resolution) -> set[str]:
        """Give the articles in which a name means another entity now."""
        changed = (n for n in self.namings if resolution.entity_of[n.id] != self.meant[n.id])
        return {article for naming in changed for article in naming.articles}


def rewrite(connection: Connection, mentions: Iterable[MentionRow]) -> None:
    """Make the whole index anew, from the mentions of a whole view."""
    meant: dict[Profile, set[str]] = defaultdict(set)
    for row in mentions:
        meant[row.label, row.name, row.forms].add(row.entity)
    connection.execute(delete(schema.profile_keys))
    connection.execute(delete(schema.profiles))
    _add(connection, {profile: _one(found) for profile, found in meant.items()})


def meet(
    connection: Connection, articles: Collection[str], former: Iterable[MentionRow], judgements: Collection[Judgement]
) -> Meeting:
    """Bring the index up to what some changed articles name, and gather all that their names may meet.

    Args:
        connection: a transaction that writes.
        articles: the articles that were recorded, corrected or forgotten.
        former: the mentions that the view shows of them so far.
        judgements: what was judged about identity.
    """
    seeds = {(row.label, row.name, row.forms) for row in former}
    for part in chunks(articles):
        query = select(_mentions.label, _mentions.name, _mentions.forms).where(_mentions.article.in_(part)).distinct()
        seeds |= {(label, name, ledger_rows.forms_of(forms)) for label, name, forms in connection.execute(query)}
    # Only the first bearer of a surname, or the last, may change what it means where it stands alone.
    bearers = {surname(profile) for profile in _synchronise(connection, seeds)} - {""}
    wanted = linked(seeds, lambda keys: _sharing(connection, keys), map(bridge, judgements), bearers)
    return _gather(connection, {profile_id(*profile): profile for profile in wanted}, judgements)


def settle(connection: Connection, met: Meeting, resolution: Resolution) -> None:
    """Keep which entity each profile means now, where all its mentions mean one."""
    meant: dict[str, set[str]] = defaultdict(set)
    for naming in met.namings:
        meant[profile_id(naming.label, naming.name, naming.forms)].add(resolution.entity_of[naming.id])
    known = {key: entity for part in chunks(meant) for key, entity in connection.execute(_entities(part))}
    values = [{"id_": k, "entity_": _one(e)} for k, e in meant.items() if known.get(k) != _one(e)]
    if values:
        table = schema.profiles
        query = update(table).where(table.c.id == bindparam("id_")).values(entity=bindparam("entity_"))
        connection.execute(query, values)


def _entities(keys: list[str]) -> Select[Any]:
    return select(_profiles.id, _profiles.entity).where(_profiles.id.in_(keys))


def _one(entities: set[str]) -> str:
    return next(iter(entities)) if len(entities) == 1 else ""


def _stored_keys(profile: Profile) -> set[str]:
    """Give the keys under which a profile stands in the index."""
    bearer = surname(profile)
    return {_short(key) for key in link_keys(profile)} | ({_short(_BEARER + bearer)} if bearer else set())


def _short(key: str) -> str:
    """Keep a key short enough for any database's index."""
    return key if len(key) <= _LONG else digest("key", key)


def _add(connection: Connection, meant: dict[Profile, str]) -> None:
    rows: list[dict[str, Any]] = []
    keys: list[dict[str, Any]] = []
    for (label, name, forms), entity in meant.items():
        key = profile_id(label, name, forms)
        packed = json.dumps(forms, ensure_ascii=False)
        rows.append({"id": key, "label": label, "name": name, "forms": packed, "entity": entity})
        keys += [{"key": k, "profile": key} for k in _stored_keys((label, name, forms))]
    for part in batches(rows):
        connection.execute(insert(schema.profiles), part)
    for part in batches(sorted(keys, key=lambda k: (k["key"], k["profile"]))):
        connection.execute(insert(schema.profile_keys), part)


def _synchronise(connection: Connection, seeds: set[Profile]) -> Iterator[Profile]:
    """Add the profiles that have mentions now, take away those that have none any more; give both."""
    ids = {profile_id(*profile): profile for profile in seeds}
    known: set[str] = set()
    named: set[str] = set()
    for part in chunks(ids):
        known |= set(connection.execute(select(_profiles.id).where(_profiles.id.in_(part))).scalars())
        query = select(_mentions.profile).where(_mentions.profile.in_(part)).distinct()
        named |= set(connection.execute(query).scalars())
    _add(connection, {ids[key]: "" for key in sorted(named - known)})
    for part in chunks(known - named):
        connection.execute(delete(schema.profile_keys).where(_keys.profile.in_(part)))
        connection.execute(delete(schema.profiles).where(_profiles.id.in_(part)))
    return (ids[key] for key in named ^ known)


def _sharing(connection: Connection, keys: set[str]) -> Iterator[Profile]:
    """Give the profiles in the index that have one of some keys."""
    table = schema.profiles
    query = select(_profiles.label, _profiles.name, _profiles.forms).join_from(
        schema.profile_keys, table, _keys.profile == _profiles.id
    )
    for part in chunks({_short(key) for key in keys}):
        for label, name, forms in connection.execute(query.where(_keys.key.in_(part))):
            yield label, name, ledger_rows.forms_of(forms)


def _gather(connection: Connection, wanted: dict[str, Profile], judgements: Collection[Judgement]) -> Meeting:
    """Read what is wanted: like mentions as bundles, and one by one those for which their article matters."""
    sides = [side for j in judgements for side in (j.left, j.right) if side.article]
    apart = {key for side in sides for key in link_keys(("Person", side.name, ()))}
    words = {key for profile in wanted.values() if profile[0] == "Person" for key in link_keys(profile)}
    met = Meeting(alone=_borne(connection, words))
    meant: dict[str, str] = {}
    for part in chunks(wanted):
        meant |= {key: entity for key, entity in connection.execute(_entities(part))}  # noqa: C416 - has keys()
    alike = {
        key
        for key, profile in wanted.items()
        if meant.get(key) and not link_keys(profile) & (apart | set(met.alone if profile[0] == "Person" else ()))
    }
    bundled: set[str] = set()
    for part in chunks(alike):
        for bundle, key in _bundles(connection, part, wanted):
            met.namings.append(bundle)
            met.meant[bundle.id] = meant[key]
            bundled.add(key)
    for part in chunks(wanted.keys() - bundled):
        for record, entity in _mentions_of(connection, part):
            met.namings.append(record)
            met.meant[record.id] = entity
    return met


def _borne(connection: Connection, words: set[str]) -> set[str]:
    """Give those of some words that are the surname of somebody."""
    found: set[str] = set()
    by_key = {_short(_BEARER + word): word for word in words}
    for part in chunks(by_key):
        query = select(_keys.key).where(_keys.key.in_(part)).distinct()
        found |= {by_key[key] for key in connection.execute(query).scalars()}
    return found


def _bundles(connection: Connection, profiles: list[str], wanted: dict[str, Profile]) -> Iterator[tuple[Bundle, str]]:
    """Read all mentions of each profile as one, where that can be."""
    places = func.sum(func.length(_mentions.spans) - func.length(func.replace(_mentions.spans, "[", "")) - 1)
    articles = func.aggregate_strings(_mentions.article, _BETWEEN)
    columns = (_mentions.profile, func.min(_mentions.id), func.count(), places, articles)
    query = select(*columns).where(_mentions.profile.in_(profiles)).group_by(_mentions.profile)
    for key, first, count, named, listed in connection.execute(query):
        found = tuple(str(listed).split(_BETWEEN))
        if len(found) == count:  # else somebody's id has the mark in it
            yield Bundle(str(first), found[0], *wanted[key], found, int(named)), key


def _mentions_of(connection: Connection, profiles: list[str]) -> Iterator[tuple[MentionRecord, str | None]]:
    """Read all mentions of some profiles, each with the entity that the stored view takes it for."""
    rows = schema.rows.c
    here = (rows.kind == "mentions") & (rows.id == _mentions.id)
    columns = [_mentions[f.name] for f in fields(MentionRecord)]
    query = select(*columns, rows.subject).join_from(schema.mentions, schema.rows, here, isouter=True)
    for *values, entity in connection.execute(query.where(_mentions.profile.in_(profiles))):
        yield ledger_rows.mention(*values), entity
