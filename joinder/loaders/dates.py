"""The dates that a text names, absolute or told from the article's date, with the precision of the source.

Words that leave it open whether a past or a coming date is meant ("on Friday", "in July") give both readings; the tense
of the verb, which only the caller knows, decides. Weeks and weekends are told as their month, or as their year where
they lie in two months: "last week" is not known to the day. Of a date like 04/07/2019, which is April to some and July
to others, only the year is told: a guess would be wrong for half of the publishers.
Nothing is ever told from the clock: without an article's date, only dates with their year are found.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from joinder.loaders.date_words import DateWords, date_words, read_near

Relation = Literal["on", "since", "until", "range", "by"]
Period = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in a text: its span with the preposition, and the ends of its period as ISO strings.

    ``first`` and ``last`` are the reading for what has happened, ``future`` the other where the words leave it open.
    """

    start: int
    end: int
    first: str | None
    last: str | None
    relation: Relation
    future: Period | None = None

    def reading(self, tense: Literal["past", "future"]) -> Period:
        """Give the period under a tense of the verb."""
        return self.future if tense == "future" and self.future is not None else (self.first, self.last)


_LEFT: Final = re.compile(
    r"(?:^|(?<=[\s(“\"—–-]))(?:(?P<since>since|starting|beginning|effective|dating back to|(?:as )?from)"
    r"|(?P<until>until|till|through(?! on\b)|up to|(?:for )?the (?:rest|remainder) of|for all the rest of)"
    r"|(?P<by>by|no later than|not later than|before)"
    r"|(?P<none>after|following|ahead of|every|each|than)"
    r"|(?P<on>on|in|during|throughout|for|as of|over|of|dated|at|back in|late|early|mid|between|to|around|about))[ -]"
    r"(?:the |end of |end |start of |beginning of |middle of |close of |month of |months of |whole of |all of "
    r"|year |week |at least |(?:very )?(?:early|late|mid)[ -]|(?:on|in|of|from|about|around|until|as) "
    r"|(?:rest|remainder) of )*$",
    re.IGNORECASE,
)
_QUALIFIED: Final = re.compile(r"(?:^|\W)(?:late|early|mid|earlier|later)[ -]$", re.IGNORECASE)
_JOINT: Final = re.compile(
    r"(?: ?[-–—] ?| to | until | till | through | and |,? ending (?:on )?)(?:the (?:end of )?)?(?:on )?$"
)


def find_dates(text: str, published: str | None = None) -> list[DateMention]:
    """Find the dates of a text, in order, read against the article's date where they need it."""
    day = _published(published)
    mentions: list[DateMention] = []
    joint: DateWords | None = None
    for found in date_words(text, day):
        core = found
        if core.form == "earlier" and mentions and core.start - mentions[-1].end < 250:
            core = _reckoned(text, core, mentions[-1])
        left = _LEFT.search(text, max(core.start - 48, mentions[-1].end if mentions else 0), core.start)
        between = text[mentions[-1].end : core.start] if mentions else "\n"
        if joint is not None and mentions and _JOINT.fullmatch(between):
            mentions[-1], joint = _joined(mentions[-1], core), None
            continue
        if core.bound and left is None and not _QUALIFIED.search(text[max(0, core.start - 12) : core.start]):
            continue
        if left is not None and left["none"]:
            continue
        mention = _mention(core, left)
        opening = left is not None and (left[0].lower().startswith(("from", "between", "as from", "on", "in")))
        joint = core if opening else None
        mentions.append(mention)
    return mentions


def _reckoned(text: str, core: DateWords, before: DateMention) -> DateWords:
    """Read "three days earlier" from the date named before it, where that one is known to the day."""
    day = _published(before.first)
    return (read_near(text, core.start, day) if day else None) or core


def _published(published: str | None) -> date | None:
    """Read the article's date, which may have a time behind it; one without a day is none to reckon from."""
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


def _joined(begin: DateMention, end: DateWords) -> DateMention:
    """Join two dates to a range ("from Monday to Friday"); a future reading is kept where one of them has it."""
    future = None
    if begin.future or end.future:
        future = (begin.reading("future")[0] or begin.first, (end.future or end.past)[1])
    first = begin.first
    if first is not None and first > end.past[1]:
        return DateMention(begin.start, end.end, first, (end.future or end.past)[1], "range", future)
    return DateMention(begin.start, end.end, first, end.past[1], "range", future)


def _mention(core: DateWords, left: re.Match[str] | None) -> DateMention:
    """Make a mention of a core and the preposition on its left."""
    relation: Relation = "range" if core.form == "range" or core.past[0] != core.past[1] else "on"
    if left is not None and relation == "on":
        relation = next((r for r in ("since", "until", "by") if left[r]), "on")
    if core.form == "rest" and relation == "on":
        relation = "until"
    start = left.start() if left is not None else core.start
    return DateMention(
        start,
        core.end,
        *_open(core.past, relation),
        relation,
        _open(core.future, relation) if core.future else None,
    )


def _open(period: tuple[str, str], relation: Relation) -> Period:
    """Leave the end open that a relation says nothing of."""
    first, last = period
    return (first, None) if relation == "since" else (None, last) if relation in ("until", "by") else (first, last)
