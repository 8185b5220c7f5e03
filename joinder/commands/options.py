"""Options that several commands share, declared once."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from joinder.graph.ontology import ontology

DEFAULT_DATA = Path("joinder-data")


class Form(StrEnum):
    """How rows are printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


class ClaimForm(StrEnum):
    """How the claims of ``extract`` are printed; ``jsonl`` is the exchange format."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    JSONL = "jsonl"


Data = Annotated[
    Path,
    typer.Option("--data", envvar="JOINDER_DATA", metavar="DIR", help="Folder of the ledger and the embedded graph."),
]
Graph = Annotated[
    str,
    typer.Option(
        "--graph",
        envvar="JOINDER_GRAPH",
        metavar="URL",
        show_default="the embedded graph in --data",
        help="A Neo4j server to hold the graph: neo4j://HOST or bolt://HOST "
        "(user and password from JOINDER_GRAPH_USER and JOINDER_GRAPH_PASSWORD).",
    ),
]
Format = Annotated[Form, typer.Option("--format", help="How the rows are printed.")]
ClaimFormat = Annotated[
    ClaimForm, typer.Option("--format", help="How the claims are printed; jsonl is the exchange format.")
]
Status = Annotated[
    list[str] | None,
    typer.Option("--status", metavar="STATUS", help="Count only this status (may be repeated); any: all of them."),
]
Limit = Annotated[int, typer.Option("-n", "--limit", min=0, metavar="N", help="How many rows at most; 0: all.")]
Participant = Annotated[
    str | None, typer.Option("--label", metavar="LABEL", help="Only these: Person, Group, Brand or Platform.")
]
Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH...", help="Files (text, .md, .html, .jsonl, .warc, .rss; .gz), folders, addresses, or -."
    ),
]
Published = Annotated[
    str | None, typer.Option(metavar="DATE", help="Publication date of the articles, as 2020-09-15, 2020-09 or 2020.")
]
Publisher = Annotated[str | None, typer.Option(metavar="NAME", help="Who published the articles.")]
Url = Annotated[str | None, typer.Option(metavar="URL", help="Where the article stands.")]
AsOf = Annotated[
    str, typer.Option("--as-of", metavar="DATE", help="Only from articles published by this day, month or year.")
]
Between = Annotated[
    tuple[str, str] | None, typer.Option("--between", metavar="FROM TO", help="Only what happened between two days.")
]
MinOrigins = Annotated[
    int, typer.Option("--min-origins", min=1, metavar="N", help="Only what so many origins tell (reprints count once).")
]
Jobs = Annotated[int, typer.Option(min=1, metavar="N", help="In how many processes to extract.")]
Wait = Annotated[
    float, typer.Option(min=0, metavar="SECONDS", help="How long to wait for a graph server that is away.")
]
AllowPrivate = Annotated[
    bool, typer.Option("--allow-private", help="Also fetch from loopback, private and link-local addresses.")
]


class Log(StrEnum):
    """How a load tells of itself on standard error."""

    TEXT = "text"
    JSON = "json"


LogFormat = Annotated[
    Log, typer.Option(help="How to tell what is done (standard error): text, or a JSON object a line.")
]
NoGate = Annotated[
    bool, typer.Option("--no-gate", help="Parse every article, also those that by their words tell of no campaign.")
]
ThroughGate = Annotated[
    bool, typer.Option("--gate", help="Pass over articles that by their words tell of no campaign.")
]
PipelineName = Annotated[
    str | None,
    typer.Option("--pipeline", metavar="NAME", show_default="the best one installed", help="The spaCy pipeline."),
]


def statuses(chosen: list[str] | None, default: tuple[str, ...]) -> tuple[str, ...]:
    """Read what ``--status`` says; ``any`` stands for every status of the ontology.

    Raises:
        BadParameter: there is no such status.
    """
    known = ontology().statuses
    wanted = [word.strip().lower() for words in chosen or default for word in words.split(",")]
    for word in wanted:
        if word not in {*known, "any"}:
            raise typer.BadParameter(f"{word!r} is not one of {', '.join(known)}, any", param_hint="--status")
    return known if "any" in wanted else tuple(status for status in known if status in wanted)


def filter_text(chosen: tuple[str, ...]) -> str:
    """Say which statuses were counted."""
    return f"status: {', '.join(chosen)}"


def participant_label(label: str | None) -> str | None:
    """Read what ``--label`` says, in any case.

    Raises:
        BadParameter: nothing of this label can take part in a campaign.
    """
    known = ontology().relations["JOINED"].subject
    if label is None:
        return None
    for name in known:
        if name.lower() == label.strip().lower():
            return name
    raise typer.BadParameter(f"{label!r} is not one of {', '.join(known)}", param_hint="--label")
