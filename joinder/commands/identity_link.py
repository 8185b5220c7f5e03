"""``link``: entities to items of Wikidata, by hand, or proposed by a reconciliation service."""

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from joinder import __version__, reports
from joinder.commands import judging, options, places
from joinder.commands.identity import Because, By
from joinder.errors import JoinderError

if TYPE_CHECKING:
    from collections.abc import Callable

    from joinder.graph.judgements import Judgement
    from joinder.graph.ledger import Ledger
    from joinder.graph.register import Register

PROPOSALS = "reconciliation.jsonl"
CONTACT = "JOINDER_CONTACT"
COLUMNS = ("name", "item", "state", "item_name", "description", "score", "source", "at", "entity")


def link(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="A name, alias or id.")] = None,
    item: Annotated[str | None, typer.Argument(metavar="[ITEM]", help="A Wikidata item, as Q3895.")] = None,
    reject: Annotated[bool, typer.Option("--reject", help="It is not this item.")] = False,
    reconcile: Annotated[
        str | None, typer.Option(metavar="URL", help="Ask a service that speaks the Reconciliation API 0.2.")
    ] = None,
    fallback: Annotated[
        str, typer.Option(metavar="URL", help="A wbsearchentities API to ask where that service fails.")
    ] = "",
    because: Because = "",
    by: By = None,
    limit: options.Limit = 100,
    form: options.Format = options.Form.TABLE,
    data: options.Data = options.DEFAULT_DATA,
    graph: options.Graph = "",
) -> None:
    """Link an entity to its item in Wikidata, or list the links with their source and state.

    Without an item the links are listed: accepted, rejected, or proposed. With --reconcile a service is asked for the
    name, or for all entities, those of most claims first; its answers are proposals only, kept in the data folder, so
    that a run that was cut off goes on where it ended. Where it fails, --fallback (such as
    https://www.wikidata.org/w/api.php) is asked for the rest. Put an address into JOINDER_CONTACT for their keepers.
    """
    if item is not None and name is not None:
        decide = _decision(name, _item(item), judging.author(by), because, data / PROPOSALS, reject=reject)
        judging.judge(data, graph, decide, dry_run=False)
        return
    with places.open_ledger(data) as ledger:
        report = _listing(ledger, (reconcile or "", fallback), data / PROPOSALS, name, limit)
    reports.write(report, form)


def _item(text: str) -> str:
    """Read an item's number."""
    wanted = text.strip().upper()
    if not re.fullmatch(r"Q[1-9]\d{0,11}", wanted):
        raise JoinderError(f"{text!r} is no item of Wikidata", "an item is a Q and a number, as Q3895")
    return wanted


def _listing(ledger: "Ledger", urls: tuple[str, str], file: Path, name: str | None, limit: int) -> reports.Report:
    """Report the links, those that a service proposes now (the first of ``urls``, else the other) among them."""
    from joinder.graph.register import Register  # noqa: PLC0415

    register = Register(ledger.contents())
    if urls[0]:
        _reconcile(register, urls, file, name, limit)
    entity = register.find(name).entity.id if name else None
    rows = [row for row in _links(register, file) if entity in (None, row["entity"])]
    return reports.Report(COLUMNS, rows[: limit or None], brief=COLUMNS[:6])


def _decision(
    name: str, item: str, by: str, because: str, file: Path, *, reject: bool
) -> "Callable[[Register], Judgement]":
    """Make the judgement; where a service proposed the item, that is its reason unless another is given."""
    from joinder.graph.judgements import make, next_instant  # noqa: PLC0415
    from joinder.graph.wikidata_reconciliation import proposals  # noqa: PLC0415

    def decide(register: "Register") -> "Judgement":
        at = next_instant(judging.last_instant(register.contents.judgements))
        found = register.find(name)
        asked = [p for p in proposals(file) if (p.name, p.label) == (found.entity.name, found.entity.label)]
        proposed = {i.id: (f"proposed by {p.url}", i.score) for p in asked for i in p.items}
        why, score = proposed.get(item, ("", None))
        verdict = "unlink" if reject else "link"
        return make(verdict, found.side, value=item, author=by, reason=because or why, score=score, at=at)

    return decide


def _reconcile(register: "Register", urls: tuple[str, str], file: Path, name: str | None, limit: int) -> None:
    """Ask the service, and say how many were answered."""
    from joinder.graph.wikidata_reconciliation import reconcile  # noqa: PLC0415

    entities = [register.find(name).entity] if name else sorted(
        register.resolution.entities, key=lambda e: (-len(e.mentions), e.id)
    )[: limit or None]  # fmt: skip
    contact = os.environ.get(CONTACT, "").strip()
    agent = f"joinder/{__version__}" + (f" ({contact})" if contact else "")
    url, fallback = urls
    wanted = [(e.name, e.label) for e in entities]
    found = reconcile(url, wanted, file, agent=agent, fallback=fallback, warn=reports.say)
    answered = sum(1 for _ in found)
    reports.say(f"{len(entities)} names, {answered} asked for, {len(entities) - answered} known from before")


def _links(register: "Register", file: Path) -> list[dict[str, Any]]:
    """List what was decided, then what is proposed and not decided yet, the best first."""
    from joinder.graph.wikidata_reconciliation import proposals  # noqa: PLC0415

    rows: list[dict[str, Any]] = []
    for judgement in register.clustering.of("link", "unlink"):
        entity = register.entity_of(judgement.left)
        rows.append(
            {
                "name": entity.name if entity else judgement.left.name, "item": judgement.value, "score": None,
                "state": "accepted" if judgement.verdict == "link" else "rejected", "source": judgement.author,
                "at": judgement.at, "entity": entity.id if entity else "", "description": judgement.reason,
            }
        )  # fmt: skip
    decided = {(row["entity"], row["item"]) for row in rows}
    by_name = {(e.name, e.label): e.id for e in register.resolution.entities}
    for found in proposals(file):
        key = by_name.get((found.name, found.label))
        rows += [
            {
                "name": found.name, "item": i.id, "item_name": i.name, "state": "proposed", "score": i.score,
                "description": i.description, "source": found.url, "at": found.at, "entity": key,
            }
            for i in found.items
            if key is not None and (key, i.id) not in decided
        ]  # fmt: skip
    return rows
