"""``frames check``: whether the files that say with which words a relation is told are as they should be."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from joinder import reports
from joinder.commands import options

COLUMNS = ("file", "line", "problem")


class Action(StrEnum):
    """What can be done with frame files."""

    CHECK = "check"


def frames(
    action: Annotated[Action, typer.Argument(help="What to do with them.")],  # noqa: ARG001 - there is but one
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="One frame file; without it, all of them.")
    ] = None,
    form: options.Format = options.Form.TABLE,
) -> None:
    """Check frame files: list what is wrong, and at which line.

    A file that names no known relation, has an unknown key, a pattern that cannot match, or an example that does not
    fit its own claims is wrong, and so is one without examples of both kinds. Then the exit code is 1.
    """
    from joinder.commands.frame_checks import check_file, check_shipped  # noqa: PLC0415 - only this command needs it

    problems = check_shipped() if file is None else check_file(file)
    if not problems:
        reports.say(f"nothing is wrong with {file or 'the frame files'}")
        return
    reports.write(
        reports.Report(COLUMNS, [{"file": p.file, "line": p.line, "problem": p.what} for p in problems]), form
    )
    raise typer.Exit(1)
