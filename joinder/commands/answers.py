"""What the commands print: rows of queries made into reports."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from joinder import reports
from joinder.errors import JoinderError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from joinder.graph.store import Row, Store

WHO = ("participant", "label", "status", "first_day", "last_day", "articles", "sentence", "source")
CARD = ("relation", "other", "what", "status", "first_day", "articles", "sentence", "source")
PARTICIPANTS = ("Person", "Group", "Brand", "Platform")


def campaign(store: Store, name: str) -> Row:
    """Find a campaign by its name; where it is something else, say what.

    Raises:
        UnknownNameError: there is no campaign of this name; the hint lists near ones.
    """
    from joinder.graph.lookup import find_entity  # noqa: PLC0415

    try:
        return find_entity(store, name, labels=("Campaign",))
    except UnknownNameError as unknown:
        try:
            other = find_entity(store, name, labels=PARTICIPANTS)
        except UnknownNameError:
            raise unknown from None
        hint = (
            f"`joinder show '{other['name']}'` shows what it joined; `joinder query --name campaigns` lists campaigns"
        )
        raise UnknownNameError(f"{other['name']} is a {other['label']}, not a campaign", hint) from None


def who_report(rows: list[Row]) -> reports.Report:
    """Report who joined a campaign."""
    return reports.Report(_columns("who"), list(map(sourced, rows)), brief=WHO)


def sourced(row: Row) -> Row:
    """Add what a table shows of evidence: the quote as a ``sentence``, and its article as one ``source``."""
    facts = [row[name] for name in ("publisher", "published") if row.get(name)]
    title = row.get("article") or "untitled"
    source = f"{title} ({', '.join(facts)})" if facts else title
    return {**row, "sentence": f"“{row.get('quote', '')}”", "source": f"— {source}"}


def _columns(query: str) -> tuple[str, ...]:
    from joinder.queries.catalog import catalog  # noqa: PLC0415

    return tuple(name for name, _ in catalog()[query].columns)


def print_card(entity: Row, claims: list[Row], form: str, limit: int | None) -> None:
    """Print an entity's card: a heading and a line for each thing said, or the entity with its claims as JSON."""
    if form == "json":
        sys.stdout.write(reports.json_text({**entity, "claims": claims[:limit]}) + "\n")
    elif form == "csv":
        reports.write(reports.Report(_columns("entity_card"), claims[:limit]), form)
    else:
        lines = card_lines(entity["id"], claims)
        reports.write(reports.Report(CARD, lines[:limit], head=card_head(entity)), form)
        if len(lines) > len(lines[:limit]):
            reports.say(f"… and {len(lines) - len(lines[:limit])} more (--limit 0 shows all)")


def card_head(entity: Row) -> tuple[str, ...]:
    """Write a card's heading: name, label, id, other names, and in how much it appears."""
    named = f"named in {_count(entity['n_articles'], 'article')}, in {_count(entity['n_claims'], 'claim')}"
    aliases = f"also {', '.join(entity['aliases'])}" if entity["aliases"] else ""
    heading = f"{entity['name']} ({entity['label']}, {entity['id']})"
    return tuple(line for line in (heading, aliases, named, *_link_lines(entity)) if line)


def _link_lines(entity: Row) -> list[str]:
    """Write the items of Wikidata that were judged to be an entity, or not to be."""
    from joinder.graph.links import parse  # noqa: PLC0415

    links = map(parse, entity["links"])
    return [f"Wikidata {link.item}: {link.state} by {link.source or 'somebody'} ({link.at[:10]})" for link in links]


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


def card_lines(entity_id: str, claims: list[Row]) -> list[Row]:
    """Gather claims that say the same (relation, other end, ``what``, status) into one line each.

    A line shows the quote of its earliest dated article. What the entity does comes first, then what others do to
    it, then what it is quoted for about others.
    """
    lines: dict[tuple[Any, ...], Row] = {}
    articles: dict[tuple[Any, ...], set[str]] = {}
    places = {"SUBJECT": 0, "OBJECT": 1, "SAID_BY": 2}
    for claim in sorted(claims, key=lambda c: (places[c["role"]], c["relation"], c["published"] or "9", c["claim"])):
        if claim["role"] == "SAID_BY" and claim["subject_id"] == entity_id:
            continue  # it stands there already, as something that the entity does
        relation, other = _seen_from(claim)
        key = (relation, other, claim["what"], claim["status"])
        articles.setdefault(key, set()).add(claim["article_id"])
        line = lines.setdefault(key, {**claim, "relation": relation, "other": other, "first_day": ""})
        line["first_day"] = min(filter(None, (line["first_day"], claim["start_date"])), default="")
        line["articles"] = len(articles[key])
    return list(map(sourced, lines.values()))


def _seen_from(claim: Row) -> tuple[str, str]:
    """Name a claim's relation and its other end from where the entity stands."""
    if claim["role"] == "SUBJECT":
        return claim["relation"], claim["object_name"]
    if claim["role"] == "OBJECT":
        return f"{claim['relation']} by", claim["subject_name"]
    return "said that", f"{claim['subject_name']} {claim['relation']} {claim['object_name']}"


def named(store: Store, name: str, words: Sequence[str]) -> reports.Report:
    """Run a named query with the parameters of a command line."""
    from joinder.graph.lookup import find_entity  # noqa: PLC0415
    from joinder.queries.catalog import named as query_named  # noqa: PLC0415
    from joinder.queries.run import run  # noqa: PLC0415

    query = query_named(name)
    given = query.parse(words)
    rows = run(store, name, **given)
    if not rows:
        for wanted in (given[p.name] for p in query.parameters if p.type == "name" and given.get(p.name)):
            find_entity(store, wanted)  # says which near names there are, where nobody has this one
    columns = tuple(column for column, _ in query.columns)
    if "quote" in columns:
        rows = list(map(sourced, rows))
    return reports.Report(columns, rows, brief=_brief(columns))


def _brief(columns: Sequence[str]) -> tuple[str, ...]:
    """Choose what a table shows: no ids, offsets and addresses, and the evidence as a sentence and its source."""
    programs = {"claim", "char_start", "char_end", "url", "id", "ids"}
    evidence = {"quote", "article", "publisher", "published"} if "quote" in columns else set()
    shown = [c for c in columns if not c.endswith("_id") and c not in programs | evidence]
    return (*shown, "sentence", "source") if evidence else tuple(shown)


def free(store: Store, words: Sequence[str], timeout: float) -> reports.Report:
    """Run a user's Cypher; the words after it are parameters."""
    cypher, *rest = words
    given = dict(map(parameter, rest))
    answer = store.steady(lambda: store.ask(cypher, given, timeout))
    return reports.Report(tuple(answer.columns), answer.rows)


def parameter(word: str) -> tuple[str, Any]:
    """Read ``name=value``; a value that is JSON (a number, a list, "a text") is read as such, else it is text.

    Raises:
        JoinderError: the word has no ``=``.
    """
    name, equals, value = word.partition("=")
    if not equals or not name.isidentifier():
        raise JoinderError(f"{word!r} is not name=value", "quote the whole query, so that it is one word")
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value


def catalog_report() -> reports.Report:
    """Report the named queries."""
    from joinder.queries.catalog import catalog  # noqa: PLC0415

    rows = [
        {
            "name": query.name,
            "parameters": " ".join(
                f"{p.name}=…" if p.required else f"[{p.name}={p.shown_default}]" for p in query.parameters
            ),
            "answers": query.doc.splitlines()[0],
        }
        for query in catalog().values()
    ]
    return reports.Report(("name", "answers", "parameters"), rows)
