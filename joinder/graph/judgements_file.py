"""Judgements as a text file of tab-separated columns, to be reviewed, kept in git and exchanged."""

import csv
import io
from collections.abc import Iterable
from dataclasses import replace
from typing import Final, TextIO

from joinder.errors import JoinderError
from joinder.graph.judgements import Judgement, Side, judgement_id, make, next_instant, objection

COLUMNS: Final = (
    "id", "at", "by", "verdict", "left_label", "left", "left_article", "right_label", "right", "right_article",
    "value", "score", "because",
)  # fmt: skip
_MANDATORY: Final = {"verdict", "left_label", "left"}


def write(judgements: Iterable[Judgement], out: TextIO) -> None:
    """Write judgements, the oldest first; the same judgements make the same bytes."""
    table = csv.writer(out, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    table.writerow(COLUMNS)
    for j in sorted(judgements, key=lambda j: (j.at, j.id)):
        left, right = j.left, j.right
        table.writerow(
            [j.id, j.at, j.author, j.verdict, left.label, left.name, left.article, right.label, right.name,
             right.article, j.value, "" if j.score is None else repr(j.score), j.reason]
        )  # fmt: skip


def read(text: str, source: str, author: str) -> list[Judgement]:
    """Read judgements from a file's text.

    A row without an id and a time is a new judgement, made now by ``author`` where it does not say by whom. A row with
    an id must be as it was written: whoever wants it otherwise leaves the id out.

    Raises:
        JoinderError: a row is no judgement; the message names the line.
    """
    table = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter="\t", restval="")
    names = set(table.fieldnames or ())
    if not names >= _MANDATORY or names - set(COLUMNS):
        raise JoinderError(
            f"{source} is no file of judgements",
            f"its first line must name columns out of: {', '.join(COLUMNS)} (with tabs between them)",
        )
    found: list[Judgement] = []
    for row in table:
        try:
            found.append(_judgement(row, author, found[-1].at if found else ""))
        except (JoinderError, ValueError) as error:
            raise JoinderError(f"{source}, line {table.line_num}: {error}", "nothing was imported") from error
    return found


def _judgement(row: dict[str, str], author: str, last: str) -> Judgement:
    if None in row:
        raise JoinderError("there are more columns than the first line names")
    value = {name: row.get(name, "") for name in COLUMNS}
    given = Judgement(
        value["at"] or next_instant(last),
        value["id"],
        value["verdict"],
        Side(value["left"], value["left_label"], value["left_article"]),
        Side(value["right"], value["right_label"], value["right_article"]),
        value["value"],
        value["by"] if value["id"] else value["by"] or author,
        value["because"],
        float(value["score"]) if value["score"] else None,
    )
    if not given.id:
        return make(
            given.verdict, given.left, given.right,
            value=given.value, author=given.author, reason=given.reason, score=given.score, at=given.at,
        )  # fmt: skip
    if wrong := objection(given):
        raise JoinderError(f"this is no judgement: {wrong}")
    if replace(given, id=judgement_id(given)) != given:
        raise JoinderError(f"the row is not what {given.id} says: leave the id empty for a judgement of your own")
    return given
