"""Reckoning with dates as ISO strings that have no more precision than is known: day, month or year."""

from datetime import date, timedelta


def iso(year: int, month: int | None = None, day: int | None = None) -> str | None:
    """Write a date with the precision given; none for a day that the month lacks."""
    if month is None:
        return f"{year:04d}"
    if day is None:
        return f"{year:04d}-{month:02d}"
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def around(published: date, month: int, day: int | None) -> tuple[str | None, str | None]:
    """Give the last such day or month at or before the article's date, and the next one at or after it."""
    before, after = published.year, published.year
    if (month, day or 0) > (published.month, published.day if day else 0):
        before -= 1
    elif (month, day or 0) < (published.month, published.day if day else 0):
        after += 1
    return iso(before, month, day), iso(after, month, day)


def loose(first: date, last: date) -> str:
    """Write what is known of a stretch of days: their month, else the year of their middle."""
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.year:04d}-{first.month:02d}"
    middle = first + (last - first) / 2
    return f"{middle.year:04d}"


def month_shift(day: date, months: int) -> str:
    """Write the month that lies so many months from a day's."""
    index = day.year * 12 + day.month - 1 + months
    return f"{index // 12:04d}-{index % 12 + 1:02d}"


def both_readings(
    year: int | None, month: int, day: int | None, published: date | None
) -> tuple[str | None, str | None]:
    """Give a day or month in its year, else its readings for the past and for the future."""
    if year is not None:
        return iso(year, month, day), None
    return around(published, month, day) if published else (None, None)


def last_before(end: str, month: int, day: int | None) -> str | None:
    """Give the last such day or month at or before a date: the beginning of a range that ends there."""
    year, end_month, *rest = map(int, end.split("-"))
    return iso(year - ((month, day or 0) > (end_month, rest[0] if rest else 0)), month, day)


def whole(unit: str, step: int, published: date) -> str:
    """Write the week, weekend, month or year that lies so many steps from the article's date."""
    if unit == "year":
        return f"{published.year + step:04d}"
    if unit == "month":
        return month_shift(published, step)
    monday = published + timedelta(7 * step - published.weekday())
    return loose(monday + timedelta(5 if unit == "weekend" else 0), monday + timedelta(6))
