"""``same``, ``distinct``, ``unsure``, ``kind``, ``rename``, ``undo`` and ``judgements``: who is who, as judgements."""

import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from joinder import reports
from joinder.commands import judging, options, places
from joinder.errors import JoinderError

if TYPE_CHECKING:
    from collections.abc import Callable

    from joinder.graph.judgements import Judgement
    from joinder.graph.ledger import Ledger
    from joinder.graph.register import Register

_HELP = "A name, alias or id; NAME @ ARTICLE for the bearer of a name in that article alone."
Left = Annotated[str, typer.Argument(metavar="NAME", help=_HELP)]
Right = Annotated[str, typer.Argument(metavar="OTHER", help="The other one, in the same way.")]
Because = Annotated[str, typer.Option("--because", metavar="WHY", help="The reason, kept with the judgement.")]
By = Annotated[
    str | None,
    typer.Option("--by", metavar="WHO", envvar=judging.AUTHOR, show_default="your user name", help="Who judges."),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would change: claims, edges, ranks of `top`.")]


class Action(StrEnum):
    """What ``judgements`` does."""

    LIST = "list"
    EXPORT = "export"
    IMPORT = "import"


def same(
    left: Left,
    right: Right,
    because: Because = "",
    by: By = None,
    dry_run: DryRun = False,
    data: options.Data = options.DEFAULT_DATA,
    graph: options.Graph = "",
) -> None:
    """Judge that two names are one.

    Neither wins: all claims of both stay, the name that most articles use is shown, and the id that goes leads to the
    one that stays. It is refused where a judgement keeps the two apart, however indirectly.
    """
    judging.judge(data, graph, _pair("same", left, right, judging.author(by), because), dry_run=dry_run)


def distinct(
    left: Left,
    right: Right,
    because: Because = "",
    by: By = None,
    dry_run: DryRun = False,
    data: options.Data = options.DEFAULT_DATA,
    graph: options.Graph = "",
) -> None:
    """Judge that two names are not one.

    They are taken apart where they were merged automatically, and nothing may bring them together while it stands.
    """
    judging.judge(data, graph, _pair("distinct", left, right, judging.author(by), because), dry_run=dry_run)


def unsure(
    left: Left,
    right: Right,
    because: Because = "",
    by: By = None,
    data: options.Data = options.DEFAULT_DATA,
    graph: options.Graph = "",
) -> None:
    """Note that nobody can tell whether two names are one.

    The graph stays as it is, and `joinder review` does not ask again.
    """
    judging.judge(data, graph, _pair("unsure", left, right, judging.author(by), because), dry_run=False)


def kind(
    name: Left,
    label: Annotated[str, typer.Argument(metavar="LABEL", help="Person, Group, Brand, Platform or Campaign.")],
    because: Because = "",
    by: By = None,
    dry_run: DryRun = False,
    data: options.Data = options.DEFAULT_DATA,
    graph: options.Graph = "",
) -> None:
    """Judge what kind of thing an entity is, whatever the articles' votes say."""
    from joinder.graph.ontology import ontology  # noqa: PLC0415

    wanted = {known.lower(): known for known in ontology().labels}.get(label.strip().lower(), label)
    judging.judge(data, graph, _single("kind", name, wanted, judging.author(by), because), dry_run=dry_run)


def rename(
    name: Left,
    new: Annotated[str, typer.Argument(metavar="NEW", help="The name that is to be shown.")],
    because: Because = "",
    by: By = None,
    dry_run: DryRun = False,
    data: options.Data = options.DEFAULT_DATA,
    graph: options.Graph = "",
) -> None:
    """Choose the name under which an entity is shown; its other names stay, and its old id leads to the new one."""
    judging.judge(data, graph, _single("rename", name, new, judging.author(by), because), dry_run=dry_run)


def undo(
    judgement: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="The judgement, or the beginning of its id.")
    ] = None,
    because: Because = "",
    by: By = None,
    dry_run: DryRun = False,
    data: options.Data = options.DEFAULT_DATA,
    graph: options.Graph = "",
) -> None:
    """Take a judgement back: the last one, or the one of an id.

    The graph is then the very one that would stand without it. Taking back can be taken back too, by its id.
    """
    judging.undo(data, graph, judgement, judging.author(by), because, dry_run=dry_run)


def judgements(
    action: Annotated[Action, typer.Argument(help="What to do with them.")] = Action.LIST,
    file: Annotated[str, typer.Argument(metavar="[FILE]", help="A file of tab-separated columns, or -.")] = "-",
    every: Annotated[bool, typer.Option("--all", help="List those that do not stand any more too.")] = False,
    dry_run: DryRun = False,
    by: By = None,
    form: options.Format = options.Form.TABLE,
    data: options.Data = options.DEFAULT_DATA,
    graph: options.Graph = "",
) -> None:
    """List the judgements about identity, or write them to a text file, or read them from one.

    The file can be reviewed and kept in git. Importing it twice, or on top of others, changes nothing twice; a line
    without id and time is a new judgement.
    """
    with places.open_ledger(data) as ledger:
        if action is Action.LIST:
            reports.write(_listing(ledger.judgements(), every=every), form)
        elif action is Action.EXPORT:
            _export(ledger.judgements(), file)
        else:
            _import(ledger, data, graph, _read(file, judging.author(by)), dry_run=dry_run)


def _import(ledger: "Ledger", data: Path, graph: str, given: "list[Judgement]", *, dry_run: bool) -> None:
    """Record what a file gives, or only say what it would change."""
    if dry_run:
        judging.tell_preview(ledger, given)
        return
    new = judging.record(ledger, data, graph, given)
    reports.say(f"{len(given)} judgements read, {len(new)} of them new")
    _tell_refused(ledger)


def _pair(verdict: str, left: str, right: str, by: str, because: str) -> "Callable[[Register], Judgement]":
    from joinder.graph.judgements import make, next_instant  # noqa: PLC0415

    def decide(register: "Register") -> "Judgement":
        at = next_instant(judging.last_instant(register.contents.judgements))
        sides = (register.find(left).side, register.find(right).side)
        return make(verdict, *sides, author=by, reason=because, at=at)

    return decide


def _single(verdict: str, name: str, value: str, by: str, because: str) -> "Callable[[Register], Judgement]":
    from joinder.graph.judgements import make, next_instant  # noqa: PLC0415

    def decide(register: "Register") -> "Judgement":
        at = next_instant(judging.last_instant(register.contents.judgements))
        return make(verdict, register.find(name).side, value=value, author=by, reason=because, at=at)

    return decide


def _listing(found: "tuple[Judgement, ...]", *, every: bool) -> reports.Report:
    """Report judgements, the latest first."""
    from joinder.graph.judgements import standing  # noqa: PLC0415

    stand = {j.id for j in standing(found)}
    rows = [
        {
            "id": j.id, "verdict": j.verdict, "left": str(j.left), "right": str(j.right), "value": j.value,
            "stands": j.id in stand, "by": j.author, "because": j.reason, "at": j.at, "score": j.score,
        }
        for j in reversed(found)
        if every or j.id in stand
    ]  # fmt: skip
    columns = ("id", "verdict", "left", "right", "value", "stands", "by", "because", "at", "score")
    return reports.Report(columns, rows, brief=tuple(c for c in columns[:-1] if every or c != "stands"))


def _export(found: "tuple[Judgement, ...]", file: str) -> None:
    from joinder.graph import judgements_file  # noqa: PLC0415

    if file == "-":
        judgements_file.write(found, sys.stdout)
        return
    with Path(file).open("w", encoding="utf-8", newline="") as out:
        judgements_file.write(found, out)
    reports.say(f"{len(found)} judgements written to {file}")


def _read(file: str, by: str) -> "list[Judgement]":
    from joinder.graph import judgements_file  # noqa: PLC0415

    try:
        raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return judgements_file.read(raw.decode("utf-8"), file, by)
    except UnicodeDecodeError as error:
        raise JoinderError(f"{file} is not text in UTF-8") from error


def _tell_refused(ledger: "Ledger") -> None:
    """Warn of positive judgements that a negative one forbids: the negative one has been heeded."""
    from joinder.graph.clusters import Clustering  # noqa: PLC0415

    found = ledger.contents()
    for judgement, against in Clustering(found.mentions, found.judgements).refused:
        reports.say(f"warning: not heeded, since {against} forbids it: {judgement}")
