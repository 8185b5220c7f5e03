"""Content negotiation: which of the forms that are there does a client like best (RFC 9110, section 12.5.1)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

#: A media range with its parameters; quoted values may hold commas and semicolons.
_RANGE: Final = re.compile(r'\s*([^\s;,/]+/[^\s;,]+)\s*((?:;[^,;"]*(?:"(?:[^"\\]|\\.)*")?[^,;"]*)*)(?:,|$)')
_QUALITY: Final = re.compile(r";\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*(?=;|$)", re.IGNORECASE)
#: Types that ask for one of ours by another name.
_ALSO: Final = {
    "application/json": "application/ld+json",
    "application/x-turtle": "text/turtle",
    "application/xhtml+xml": "text/html",
}
_LONGEST: Final = 4096


def choose(accept: str | None, offered: Sequence[str]) -> str | None:
    """Choose among the offered media types, the first of which is preferred where a client likes several equally.

    Returns:
        the type, or ``None`` where the client accepts none of them.

    >>> choose("text/turtle;q=0.4, application/ld+json;q=0.9", ["text/html", "text/turtle", "application/ld+json"])
    'application/ld+json'
    """
    if not (accept or "").strip():
        return offered[0] if offered else None
    ranges = _ranges((accept or "")[:_LONGEST])
    weighed = [(_weight(kind, ranges), -place, kind) for place, kind in enumerate(offered)]
    best = max(weighed, default=(0.0, 0, ""))
    return best[2] if best[0] > 0 else None


def _ranges(accept: str) -> dict[str, float]:
    """Read an Accept header: the quality of each range."""
    found: dict[str, float] = {}
    for kind, parameters in _RANGE.findall(accept):
        given = _QUALITY.search(parameters)
        quality = float(given[1]) if given else 1.0
        for name in (kind.lower(), _ALSO.get(kind.lower(), "")):
            if name and (name == kind.lower() or name not in found):
                found[name] = quality
    return found


def _weight(kind: str, ranges: dict[str, float]) -> float:
    """Weigh a type by the most specific range that covers it."""
    for covering in (kind, kind.partition("/")[0] + "/*", "*/*"):
        if covering in ranges:
            return ranges[covering]
    return 0.0
