"""``review``: pairs that may be one, asked one by one, or listed."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from joinder import reports
from joinder.commands import judging, options, places
from joinder.commands.identity import By
from joinder.errors import JoinderError

if TYPE_CHECKING:
    from pathlib import Path

    from joinder.graph.ledger import Ledger
    from joinder.graph.model import View
    from joinder.review.evidence import Evidence
    from joinder.review.queue import Queue

CANDIDATES = "candidates.db"


def review(
    listed: Annotated[bool, typer.Option("--list", help="List the pairs instead of asking.")] = False,
    kinds: Annotated[bool, typer.Option("--kinds", help="List the names whose kind the articles disagree on.")] = False,
    limit: options.Limit = 100,
    by: By = None,
    form: options.Format = options.Form.TABLE,
    data: options.Data = options.DEFAULT_DATA,
    graph: options.Graph = "",
) -> None:
    """Review pairs of names that may be one, most influence first, with the sentences of both sides.

    y: they are the same; n: they are not; ?: nobody can tell; s: skip; u: take the last answer back; Y and N answer
    for a whole run of equal pairs, and a chooses that the next answer is for all pairs with the same reasons; q: end.
    Every answer is recorded at once; the graph is brought up to date at the end, or by the next command that writes,
    should the review be killed.
    """
    with places.open_ledger(data) as ledger:
        ledger.refresh()
        if kinds:
            reports.write(_kinds(ledger.view(), limit), form)
        elif listed:
            reports.write(_pairs(ledger, data, judging.author(by), limit), form)
        else:
            _review(ledger, data, graph, judging.author(by))


def _review(ledger: "Ledger", data: "Path", graph: str, author: str) -> None:
    """Ask, bring the graph up to date, and say how far it went."""
    from joinder.review.evidence import Evidence  # noqa: PLC0415

    view = ledger.view()
    queue = _queue(ledger, view, data, author)
    _ask(queue, Evidence(view))
    if queue.answers:
        with places.open_graph(data, graph, write=True) as store:
            places.publish(ledger, store)
    reports.say(f"{len(queue.answers)} answers recorded, {len(queue.questions) - queue.place} questions left")


def _queue(ledger: "Ledger", view: "View", data: "Path", author: str) -> "Queue":
    from joinder.graph.register import Register  # noqa: PLC0415
    from joinder.loaders.gazetteer import gazetteer  # noqa: PLC0415
    from joinder.review.finding import find  # noqa: PLC0415
    from joinder.review.queue import Queue  # noqa: PLC0415

    found = find(ledger, view.entities, data / CANDIDATES, gazetteer().nicknames)
    return Queue(ledger, Register(ledger.contents()), found, author)


def _ask(queue: "Queue", evidence: "Evidence") -> None:
    from joinder.review.screen import ReviewScreen  # noqa: PLC0415 - Textual is slow to import

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise JoinderError("a review needs a terminal", "`joinder review --list` prints the pairs")
    if queue.question is not None:
        ReviewScreen(queue, evidence).run()


def _pairs(ledger: "Ledger", data: "Path", author: str, limit: int) -> reports.Report:
    """Report the pairs that a review would ask about."""
    view = ledger.view()
    queue = _queue(ledger, view, data, author)
    known = {e.id: e for e in view.entities}
    rows = [
        {
            "left": known[c.left].name, "right": known[c.right].name, "score": c.score, "because": "; ".join(c.reasons),
            "claims": min(known[c.left].n_claims, known[c.right].n_claims), "pairs": len(question.candidates),
            "left_id": c.left, "right_id": c.right,
        }
        for question in queue.questions[: limit or None]
        for c in question.candidates[:1]
    ]  # fmt: skip
    columns = ("left", "right", "score", "because", "claims", "pairs", "left_id", "right_id")
    return reports.Report(columns, rows, brief=columns[:6])


def _kinds(view: "View", limit: int) -> reports.Report:
    """Report the names whose kind the articles disagree on."""
    from joinder.review.evidence import Evidence  # noqa: PLC0415

    rows = [
        {
            "name": c.name, "settled": c.label, "votes": ", ".join(f"{label} in {n}" for label, n in c.kinds),
            "claims": c.n_claims, "id": c.id,
        }
        for c in Evidence(view).conflicts()[: limit or None]
    ]  # fmt: skip
    return reports.Report(("name", "settled", "votes", "claims", "id"), rows)
