"""English for what the graph holds: verbs, headings, names of kinds."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Final

from joinder.graph.days import is_date

#: Kinds of pages, by the word in their lists' addresses, with the heading of the list.
KINDS: Final = {
    "person": "People", "group": "Groups", "brand": "Brands", "platform": "Platforms", "campaign": "Campaigns",
    "article": "Articles", "claim": "Claims", "crowd": "Crowds",
}  # fmt: skip
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
#: Control characters, everything that turns the direction of writing, and what no page can hold.
_UNSHOWN: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
#: No heading or title is longer: a name may have ten thousand characters.
_LONGEST: Final = 160


@cache
def _phrases() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("joinder.site").joinpath("phrases.toml").read_text(encoding="utf-8"))


def verb(relation: str, status: str) -> str:
    """Say what a subject does to an object; a relation without phrases is said by its name.

    >>> verb("JOINED", "planned")
    'plans to join'
    """
    return _phrases().get(relation, {}).get(status) or f"{relation} ({status})"


def heading(relation: str, role: str) -> str:
    """Say above an entity's claims what it is in them (``role`` is ``subject`` or ``object``)."""
    return _phrases().get(relation, {}).get(role) or f"{relation} ({role})"


def day(date: str) -> str:
    """Write a date for readers, in its own precision.

    >>> day("2020-09-16"), day("2020-07"), day("")
    ('16 September 2020', 'July 2020', '')
    """
    if not is_date(date):
        return shown(date)
    year, *rest = date.split("-")
    words = [str(int(part)) if i else _MONTHS[int(part) - 1] for i, part in enumerate(rest)]
    return " ".join([*reversed(words), year])


def shown(text: str) -> str:
    r"""Give a text as a page shows it: blanks run together, no control or direction characters (the data have them).

    >>> shown("a\n b\u202ec\x00")
    'a bc'
    """
    return _UNSHOWN.sub("", re.sub(r"[\s\u2028\u2029]+", " ", text)).strip()


def short(text: str) -> str:
    """Cut a text that is to stand in a title or a link."""
    text = shown(text)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"


def many(count: float, one: str, several: str = "") -> str:
    """Count things.

    >>> many(1, "claim"), many(1200, "person", "people")
    ('1 claim', '1,200 people')
    """
    return f"{count:,.15g} {one if count == 1 else several or one + 's'}"
