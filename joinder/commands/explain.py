"""``explain``: why a claim was made of an article, and why another was not."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from joinder import reports
from joinder.commands import options, running

if TYPE_CHECKING:
    from joinder.graph.model import Claim, Extraction, Rejection

COLUMNS = ("verdict", "subject", "relation", "object", "status", "why", "sentence")
NAMES = ("name", "label", "also", "votes")


def explain(
    article: Annotated[str, typer.Argument(metavar="FILE", help="The article.")],
    subject: Annotated[str, typer.Option(help="Only claims with this subject, made or not.")] = "",
    obj: Annotated[str, typer.Option("--object", help="Only claims with this object, made or not.")] = "",
    names: Annotated[bool, typer.Option("--names", help="Tell of each name why it has its label.")] = False,
    form: options.Format = options.Form.TABLE,
    pipeline: options.PipelineName = None,
    no_gate: options.NoGate = False,
) -> None:
    """Tell why each claim of an article is made, and why others are not.

    Each row has the trigger, the paths to its arguments and what the match weighs. With --subject and --object, a
    pair of names that share no sentence with a frame is said to have none.
    """
    found = list(_extractions(article, pipeline, no_gate=no_gate))
    for one in found:
        if one.skipped:
            reports.say(f"{one.article.id}: {one.skipped} (--no-gate reads it all the same)")
    found = [one for one in found if not one.skipped]
    rows = [row for one in found for row in (_names(one) if names else _rows(one, subject, obj))]
    if rows or names:
        reports.write(reports.Report(NAMES if names else COLUMNS, rows), form)
        return
    for one in found:
        reports.say(_silence(one, subject, obj))


def _extractions(path: str, pipeline: str | None, *, no_gate: bool) -> Iterator["Extraction"]:
    """Extract from every article of a file; say what could not be read."""
    from joinder.loaders.articles import Failure, ReadArticle, read_articles  # noqa: PLC0415 - its libraries take their time

    extractor = running.loader(pipeline, gate=not no_gate)()
    for read in read_articles([path]):
        if isinstance(read, ReadArticle):
            yield extractor.extract(read.article)
        elif isinstance(read, Failure):
            reports.say(f"{read.input}: {read.reason}")


def _names(found: "Extraction") -> list[dict[str, Any]]:
    """List the names of an article with what spoke for their labels."""
    return [
        {"name": e.name, "label": e.label, "also": ", ".join(e.aliases), "votes": "; ".join(e.votes)}
        for e in found.entities
    ]


def _matches(name: str, wanted: str) -> bool:
    from joinder.graph.identity import fold  # noqa: PLC0415 - for --subject and --object alone

    return not wanted or fold(wanted) in fold(name)


def _rows(found: "Extraction", subject: str, obj: str) -> list[dict[str, Any]]:
    """List the claims with the ends asked for, then the matches of that kind that were refused, if ends were given."""
    made = [_row(found, "made", c, c.status, c.reason) for c in found.claims]
    refused = [_row(found, f"refused by {r.step}", r, "", r.why) for r in found.rejections if subject or obj]
    rows = [*made, *refused]
    return [row for row in rows if _matches(row["subject"], subject) and _matches(row["object"], obj)]


def _row(found: "Extraction", verdict: str, match: "Claim | Rejection", status: str, why: str) -> dict[str, Any]:
    sentence = found.article.text[match.char_start : match.char_end]
    ends = {"subject": match.subject or "", "relation": match.relation or "", "object": match.object or ""}
    return {"verdict": verdict, **ends, "status": status, "why": why, "sentence": sentence}


def _silence(found: "Extraction", subject: str, obj: str) -> str:
    """Say why no claim and no refused match has these ends."""
    for role, wanted in (("subject", subject), ("object", obj)):
        known = [e for e in found.entities if any(_matches(form, wanted) for form in (e.name, *e.aliases))]
        if wanted and not known:
            return f"no name like {wanted!r} ({role}) was found in the article: see --names"
    return "no claim, and no frame or position that would make one of these names likely enough to weigh"
