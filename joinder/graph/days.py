"""Dates with the precision of their source: a day, a month or a year."""

import calendar
import re
from datetime import date

_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")


def is_date(text: str) -> bool:
    """Tell whether a text is an ISO day, month or year that exists (``2020-02-30`` does not)."""
    if _DATE.fullmatch(text) is None:
        return False
    try:
        first_and_last_day(text)
    except ValueError:
        return False
    return True


def first_and_last_day(text: str) -> tuple[str, str]:
    """Give the first and the last day that a date may mean.

    >>> first_and_last_day("2020-02")
    ('2020-02-01', '2020-02-29')
    """
    first = date.fromisoformat(text + "-01-01"[len(text) - 4 :])
    if len(text) == 4:
        return first.isoformat(), first.replace(month=12, day=31).isoformat()
    if len(text) == 7:
        return first.isoformat(), first.replace(day=calendar.monthrange(first.year, first.month)[1]).isoformat()
    return text, text
