"""The words that tell a date: days, months, years, weekdays and their like, read against the article's date."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from joinder.loaders.reckoning import both_readings, iso, last_before, loose, month_shift, whole


@dataclass(frozen=True, slots=True)
class DateWords:
    """A date expression without its preposition: its first and last moment, for the past and for the future."""

    start: int
    end: int
    past: tuple[str, str]
    future: tuple[str, str] | None = None
    bound: bool = True  # whether it is a date only behind a preposition ("in 2014", "in May")
    form: str = ""


_NAMES: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NUMBER: Final = MappingProxyType({name: i for i, name in enumerate(_NAMES, 1)})
_DAY_NUMBER: Final = MappingProxyType({d: i for i, d in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))})
_COUNTS: Final = MappingProxyType(
    {w: i for i, w in enumerate(("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), 1)}
    | {"a": 1, "an": 1, "eleven": 11, "twelve": 12, "couple": 2}
)
_LONG: Final = "January|February|March|April|May|June|July|August|September|October|November|December"
_LONG_UPPER: Final = f"{_LONG}|{_LONG.upper()}"
_M: Final = rf"(?:{_LONG_UPPER}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
_D: Final = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d%:]|[.,]\d)"
_Y: Final = r"(?:1[89]\d\d|20\d\d)(?![\d%s]|[.,]\d|[-–/]\d\d?\b)"
_TO: Final = r"(?: ?[-–—/] ?| to | and | until | till | through )"
_W: Final = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_LEAD: Final = (
    r"(?:(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\.?),? (?:the )?\(?)?"
)
_SOLID: Final = r"(?<![\w.,/$£€#@-])"
_DAY_MONTH: Final = re.compile(
    rf"{_SOLID}{_LEAD}(?P<d>{_D})(?:(?: of)? (?P<m>{_M}))?(?:{_TO}(?P<d2>{_D})(?: of)? (?P<m2>{_M}))?"
    rf"(?:,? (?:of )?(?P<y>{_Y}|last year|next year))?"
)
_MONTH_DAY: Final = re.compile(
    rf"{_SOLID}{_LEAD}(?P<m>{_M}) (?:the )?(?P<d>{_D})(?:{_TO}(?:(?P<m2>{_M}) )?(?P<d2>{_D}))?"
    rf"(?:,? (?P<y>{_Y}|last year|next year))?"
)
_MONTH: Final = re.compile(
    rf"{_SOLID}(?:(?P<which>[Ll]ast|[Nn]ext|[Tt]his) )?(?P<m>{_M})(?:{_TO}(?P<m2>{_M}))?"
    rf"(?:,? (?:of )?(?P<y>{_Y}|last year|next year|this year))?(?![\w-])"
)
_YEAR: Final = re.compile(rf"{_SOLID}(?P<y>{_Y})(?:{_TO}(?P<y2>{_Y}))?(?![\w-])")
_NUMERIC: Final = re.compile(
    rf"{_SOLID}(?:(?P<iso>(?:18|19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))(?![\d-])(?:T[\d:.]+Z?)?"
    r"|(?P<a>\d{1,2})[/.](?P<b>\d{1,2})[/.](?P<c>(?:19|20)\d\d)(?![\d/.]*\d))"
)
_WEEKDAY: Final = re.compile(
    rf"(?<![\w#@-])(?:(?P<which>[Ll]ast|[Nn]ext|[Tt]his(?: coming| past)?|[Cc]oming) )?(?P<w>{_W})(?![\w-])"
    r"(?: (?P<part>morning|afternoon|evening|night|lunchtime|lunch)\b)?"
    r"(?: (?P<week>last week|next week|this week|week)\b)?"
)
_NEAR: Final = re.compile(
    r"(?<![\w-])(?:(?P<day>today|tonight|tomorrow|yesterday|this (?:morning|afternoon|evening|lunchtime)|last night"
    r"|overnight|the day (?:before yesterday|after tomorrow))"
    r"|(?P<which>last|next|this|this coming|the coming|this past|the following) (?P<unit>week(?:end)?|month|year)"
    r"|(?:the|at|this|over the) (?P<weekend>weekend)(?! of\b)"
    r"|(?:the )?(?:end|rest|remainder|start|beginning|middle|close) of the (?P<whole>year|month|week)"
    r"|(?P<end>(?:the )?(?:year|month)(?:[’']s|-| )end)"
    r"|(?P<count>an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|a couple of|\d{1,3}) "
    r"(?P<each>day|week|fortnight|month|year)s? (?P<way>ago|earlier|from now|from today)"
    r"|in (?P<in>an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2}) "
    r"(?P<in_each>day|week|fortnight|month|year)(?:[’']s?|s[’']) time)(?![\w-])",
)
# Names of days and movements, and papers, that no date is told by.
_NAMED: Final = re.compile(
    r"\b(?:Black|Blackout|Cyber|Giving|Good|Ash|Bloody|Super|Easter|Palm|Fat|Shrove|Maundy|Small Business|Meatless|Mad"
    r"|Manic|Holy|Whit|Casual|Freaky|Theresa|Brian|James|Elaine|Imelda|Queen|Robert|Peter|Erwin|Fredric) $"
)
_MONTH_GOES_ON: Final = re.compile(r" (?:for|of|on|against) (?:the |our )?[A-Z]| (?:Day|Madness|Fourth|Movement)\b")
_WEEKDAY_GOES_ON: Final = re.compile(
    r" (?:Times|Mail|Mirror|Telegraph|Express|Herald|Post|Tribune|Independent|World|Night (?:Live|Football|Lights))\b"
    r"|[’']s Child"
)


def _number(word: str, table: MappingProxyType[str, int]) -> int:
    return table[word[:3].lower()]


def _day(digits: str) -> int:
    return int(digits.rstrip("stndrh"))


def _explicit_year(word: str | None, published: date | None) -> int | None:
    """Read a year, or "last year" and its like against the article's date."""
    if word is None or word.isdigit():
        return int(word) if word else None
    return published.year + {"last": -1, "next": 1, "this": 0}[word.split()[0]] if published else None


def _core(match: re.Match[str], ends: tuple[str | None, str | None], begin: tuple[int, int | None]) -> DateWords | None:
    """Make a core of the readings of its last day, and of the day and month it begins with."""
    periods = [(last_before(end, *begin), end) if end else None for end in ends]
    pairs = [(first, last) for first, last in filter(None, periods) if first is not None]
    if not pairs or (periods[0] is None):
        return None
    return DateWords(
        match.start(), match.end(), pairs[0], pairs[1] if len(pairs) > 1 and pairs[1] != pairs[0] else None
    )


def _counts_things(match: re.Match[str]) -> bool:
    """Say whether the number behind a month counts what follows ("In May 24 firms left")."""
    behind = match.string[match.end() : match.end() + 2]
    led = match.string[max(0, match.start() - 3) : match.start()].lower() == "in "
    return led and match["y"] is None and match["d2"] is None and behind[:1] == " " and behind[1:].islower()


def _calendar(match: re.Match[str], published: date | None) -> DateWords | None:
    """Read a day of a month, or a range of such days."""
    groups = match.groupdict()
    last_month = groups["m2"] or groups["m"]
    if last_month is None or (match.re is _MONTH_DAY and _counts_things(match)):
        return None
    month, end_month = (_number(word, _MONTH_NUMBER) for word in (groups["m"] or last_month, last_month))
    day, end_day = _day(groups["d"]), _day(groups["d2"] or groups["d"])
    year = _explicit_year(groups["y"], published)
    core = _core(match, both_readings(year, end_month, end_day, published), (month, day))
    if core is not None and "(" in match[0] and match.string.startswith(")", core.end):
        core = replace(core, end=core.end + 1)
    return core and replace(core, bound=False, form="range" if groups["d2"] else "day")


def _month(match: re.Match[str], published: date | None) -> DateWords | None:
    """Read a month or a range of months; one without a year is told apart from the word by what stands before it."""
    word, last_word, which = match["m"], match["m2"], (match["which"] or "").lower()
    year = _explicit_year(match["y"], published)
    if len(word.rstrip(".")) < 5 and word[:3] not in ("May", "Jun", "Jul") and year is None:
        return None
    month, end_month = (_number(w, _MONTH_NUMBER) for w in (word, last_word or word))
    ends = both_readings(year, end_month, None, published)
    if which and published and year is None:
        if which == "last" and end_month == published.month:
            ends = (iso(published.year - 1, end_month), None)
        elif which == "this":
            ends = (iso(published.year, end_month), None)
        elif which == "next" and end_month == published.month:
            ends = (iso(published.year + 1, end_month), None)
        else:
            ends = (ends[which == "next"], None)
    core = _core(match, ends, (month, None))
    return core and replace(core, bound=not which and match["y"] is None, form="range" if last_word else "month")


def _year(match: re.Match[str], _published: date | None) -> DateWords:
    """Read a year or a range of years."""
    last = match["y2"]
    past = (match["y"], last or match["y"])
    return DateWords(match.start(), match.end(), past, bound=True, form="range" if last else "year")


def _numeric(match: re.Match[str], _published: date | None) -> DateWords | None:
    """Read an ISO date, or one with slashes or stops; where day and month cannot be told apart, only the year."""
    if match["iso"]:
        told: str | None = match["iso"]
    else:
        one, two, year = int(match["a"]), int(match["b"]), int(match["c"])
        readings = {iso(year, month, day) for month, day in ((one, two), (two, one)) if month < 13} - {None}
        told = readings.pop() if len(readings) == 1 else str(year) if readings else None
    return DateWords(match.start(), match.end(), (told, told), bound=False) if told else None


def _weekday(match: re.Match[str], published: date | None) -> DateWords | None:
    """Read a weekday: the last one at or before the article's date, or the next one at or after it."""
    if published is None:
        return None
    which, week = (match["which"] or "").lower(), match["week"] or ""
    gap = (published.weekday() - _number(match["w"], _DAY_NUMBER)) % 7
    past, future = published - timedelta(gap), published + timedelta(-gap % 7)
    monday = published - timedelta(published.weekday())
    if week and week != "this week":
        shift = 14 if week == "week" else 7 if week == "next week" else -7
        past = future = monday + timedelta((past.weekday() if week != "week" else 0) + (shift if week != "week" else 0))
        if week == "week":  # "Friday week" is the one after the next
            past = future = published + timedelta((-gap) % 7 + 7)
    elif which == "last":
        past = future = published - timedelta(gap or 7)
    elif which == "next":
        past = future = monday + timedelta(7 + past.weekday())
    elif "coming" in which:
        past = future = published + timedelta(-gap % 7 or 7)
    ends = (past.isoformat(), future.isoformat())
    other = (ends[1], ends[1]) if ends[1] != ends[0] else None
    return DateWords(match.start(), match.end(), (ends[0], ends[0]), other, bound=False, form="weekday")


def _near(match: re.Match[str], published: date | None) -> DateWords | None:
    """Read "yesterday", "last month", "two weeks ago", "the end of the year" and their like."""
    if published is None:
        return None
    groups = {name: word for name, word in match.groupdict().items() if word}
    if "day" in groups:
        word = groups["day"]
        shift = {"tomorrow": 1, "yesterday": -1, "last night": -1, "overnight": 0}.get(word, 0)
        shift = -2 if "before yesterday" in word else 2 if "after tomorrow" in word else shift
        told = (published + timedelta(shift)).isoformat()
    elif "count" in groups or "in" in groups:
        told = _distance(groups, published)
    elif "weekend" in groups:
        saturday = published - timedelta((published.weekday() - 5) % 7)
        coming = saturday if published.weekday() > 4 else saturday + timedelta(7)
        told, later = (loose(day, day + timedelta(1)) for day in (saturday, coming))
        return DateWords(
            match.start(), match.end(), (told, told), (later, later) if later != told else None, bound=False
        )
    else:
        unit = groups.get("whole") or groups.get("unit") or ("year" if "year" in groups.get("end", "") else "month")
        which = groups.get("which", "this")
        step = -1 if which in ("last", "this past") else 1 if which in ("next", "the coming", "the following") else 0
        told = whole(unit, step, published)
    form = "earlier" if groups.get("way") == "earlier" else "near"
    form = "rest" if "whole" in groups and re.match(r"(?:the )?(?:rest|remainder)", match[0]) else form
    return DateWords(match.start(), match.end(), (told, told), bound=False, form=form)


def _distance(groups: dict[str, str], published: date) -> str:
    """Write the time so many days, weeks, months or years from the article's date; only days are exact."""
    word = groups.get("count") or groups["in"]
    count = int(word) if word.isdigit() else 2 if word.startswith("a couple") else _COUNTS[word]
    unit = groups.get("each") or groups["in_each"]
    sign = -1 if groups.get("way") in ("ago", "earlier") else 1
    if unit == "year":
        return f"{published.year + sign * count:04d}"
    if unit == "month":
        return month_shift(published, sign * count)
    days = sign * count * {"day": 1, "week": 7, "fortnight": 14}[unit]
    day = published + timedelta(days)
    return day.isoformat() if unit == "day" else loose(day - timedelta(3), day + timedelta(3))


# Each reader: what its expressions cannot do without (found fast), their pattern, and what they mean.
_A_MONTH: Final = re.compile("|".join(n for name in _NAMES for n in (name.capitalize(), name.upper())))
_READERS: Final[
    tuple[tuple[re.Pattern[str], re.Pattern[str], Callable[[re.Match[str], date | None], DateWords | None]], ...]
] = (
    (re.compile(r"\d"), _NUMERIC, _numeric),
    (_A_MONTH, _MONTH_DAY, _calendar),
    (_A_MONTH, _DAY_MONTH, _calendar),
    (_A_MONTH, _MONTH, _month),
    (re.compile("day"), _WEEKDAY, _weekday),
    (re.compile("day|night|tomorrow|week|month|year|morning|afternoon|evening|lunchtime"), _NEAR, _near),
    (re.compile(r"1[89]\d\d|20\d\d"), _YEAR, _year),
)


def _windows(anchor: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    """Give the stretches of a text around the anchors, those that touch joined."""
    spans: list[tuple[int, int]] = []
    for match in anchor.finditer(text):
        start, end = max(0, match.start() - 48), match.end() + 48
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def date_words(text: str, published: date | None) -> list[DateWords]:
    """Find the date expressions, apart from each other, the more telling readers first."""
    found: list[DateWords] = []
    lower = text.lower()
    lower = lower if len(lower) == len(text) else text  # a letter may have a longer lower case; then case counts
    for anchor, pattern, read in _READERS:
        source = lower if pattern is _NEAR else text
        for start, end in _windows(anchor, source):
            for match in pattern.finditer(source, start, end):
                if any(match.start() < core.end and core.start < match.end() for core in found):
                    continue
                core = read(match, published)
                if core is not None and not _is_name(text, match, core):
                    found.append(core)
    return sorted(found, key=lambda core: core.start)


def _is_name(text: str, match: re.Match[str], core: DateWords) -> bool:
    """Say whether words of a date are part of a name ("Black Friday", "Theresa May", "Sunday Times")."""
    if core.form not in ("weekday", "month"):
        return False
    before = text[max(0, match.start() - 20) : match.start()]
    beyond = _WEEKDAY_GOES_ON if core.form == "weekday" else _MONTH_GOES_ON if text[match.end() - 1].isalpha() else None
    return _NAMED.search(before) is not None or (beyond is not None and beyond.match(text, match.end()) is not None)


def read_near(text: str, at: int, published: date) -> DateWords | None:
    """Read the expression at an offset once more, against another date than the article's."""
    match = _NEAR.match(text.lower(), at)
    return _near(match, published) if match else None
