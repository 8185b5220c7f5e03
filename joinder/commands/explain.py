"""``explain``: why a claim was made of an article, and why another was not."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from joinder import reports
from joinder.commands import options

if TYPE_CHECKING:
    from joinder.graph.model import Extraction

COLUMNS = ("verdict", "subject", "relation", "object", "status", "why", "sentence")


def explain(
    article: Annotated[str, typer.Argument(metavar="FILE", help="The article.")],
    subject: Annotated[str, typer.Option(help="Only claims with this subject, made or not.")] = "",
    obj: Annotated[str, typer.Option("--object", help="Only claims with this object, made or not.")] = "",
    names: Annotated[bool, typer.Option("--names", help="Tell of each name why it has its label.")] = False,
    form: options.Format = options.Form.TABLE,
    pipeline: options.PipelineName = None,
) -> None:
    """Tell why each claim of an article is made, and why others are not.

    Each row has the trigger, the paths to its arguments and what the match weighs. With --subject and --object, a pair of
    names that share no sentence with a frame is said to have none.
    """
    from joinder.loaders.articles import read_articles  # noqa: PLC0415 - spaCy is slow to import
    from joinder.loaders.extract import load_extractor  # noqa: PLC0415

    extractor = load_extractor(pipeline)
    for read in read_articles([article]):
        if not hasattr(read, "article"):
            reports.say(f"{read.input}: {read.reason}")
            continue
        found = extractor.extract(read.article)
        rows = _names(found) if names else _rows(found, subject, obj)
        if rows or names:
            reports.write(reports.Report(tuple(rows[0]) if rows else COLUMNS, rows), form)
        else:
            reports.say(_silence(found, subject, obj))


def _names(found: "Extraction") -> list[dict[str, Any]]:
    return [
        {"name": e.name, "label": e.label, "also": ", ".join(e.aliases), "votes": "; ".join(e.votes)} for e in found.entities
    ]


def _matches(name: str, wanted: str) -> bool:
    from joinder.graph.identity import fold  # noqa: PLC0415

    return not wanted or fold(wanted) in fold(name)


def _rows(found: "Extraction", subject: str, obj: str) -> list[dict[str, Any]]:
    text = found.article.text
    made = [("made", c, c.status, c.reason) for c in found.claims]
    refused = [(f"refused by {r.step}", r, "", r.why) for r in found.rejections] if subject or obj else []
    return [
        {
            "verdict": verdict, "subject": c.subject, "relation": c.relation, "object": c.object, "status": status,
            "why": why, "sentence": text[c.char_start : c.char_end],
        }
        for verdict, c, status, why in [*made, *refused]
        if _matches(c.subject or "", subject) and _matches(c.object or "", obj)
    ]  # fmt: skip


def _silence(found: "Extraction", subject: str, obj: str) -> str:
    """What to say where no claim and no refused match has these ends."""
    for role, wanted in (("subject", subject), ("object", obj)):
        known = [e for e in found.entities if any(_matches(form, wanted) for form in (e.name, *e.aliases))]
        if wanted and not known:
            return f"no name like {wanted!r} ({role}) was found in the article: see --names"
    return "no claim, and no frame or position that would make one of these names likely enough to weigh"
