"""The view's direct edges as CSV: one line each, with the names of both ends and the ids of its claims."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from joinder.graph.model import View

COLUMNS: Final = (
    "subject", "subject_label", "relation", "object", "object_label", "status", "what", "first_day", "last_day",
    "n_claims", "n_articles", "first_report", "last_report", "subject_id", "object_id", "claims",
)  # fmt: skip


def to_csv(view: View) -> str:
    """Write the direct edges of a view as CSV (lists joined by ``|``)."""
    named = {row.id: row for row in view.entities}
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(COLUMNS)
    for edge in view.edges:
        subject, target = named[edge.subject], named[edge.object]
        table.writerow((
            subject.name, subject.label, edge.relation, target.name, target.label, edge.status, edge.what,
            edge.first_day, edge.last_day, edge.n_claims, edge.n_articles, edge.first_report, edge.last_report,
            edge.subject, edge.object, "|".join(edge.claims),
        ))  # fmt: skip
    return out.getvalue()
