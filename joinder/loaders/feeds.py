"""RSS and Atom: the articles that a feed lists."""

import re
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin

from joinder.errors import ArticleError

MAX_ENTRIES = 1_000
_START = re.compile(rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*|<\?[^>]*>\s*)*<(?:rss|feed|rdf:RDF)\b", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Entry:
    """One article of a feed: where it stands, and what the feed says of it (``page`` is its text as HTML, if given)."""

    url: str
    title: str
    published: str | None
    page: str


def is_feed(data: bytes) -> bool:
    """Tell a feed by how it begins."""
    return _START.match(data[:4096].removeprefix(b"\xef\xbb\xbf")) is not None


def read_feed(data: bytes, base: str = "") -> list[Entry]:
    """Read the entries of a feed, each address once.

    Raises:
        ArticleError: it is no well-formed feed; entities in it are never expanded.
    """
    from lxml import etree  # noqa: PLC0415 - only for feeds

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ArticleError(f"the feed is not well-formed: {error}") from error
    found: dict[str, Entry] = {}
    for item in root.iter("{*}item", "{*}entry"):
        entry = _entry(item, base)
        if entry.url and len(found) < MAX_ENTRIES:
            found.setdefault(entry.url, entry)
    if not found:
        raise ArticleError("no article is listed in the feed")
    return list(found.values())


def _entry(item: Any, base: str) -> Entry:
    link = _text(item, "link") or next(
        (e.get("href") for e in item.iterfind("{*}link") if e.get("rel", "alternate") == "alternate" and e.get("href")),
        "",
    )
    guid = item.find("{*}guid")
    if not link and guid is not None and guid.get("isPermaLink", "true") == "true":
        link = _text(item, "guid")
    dated = _text(item, "pubDate") or _text(item, "published") or _text(item, "date") or _text(item, "updated")
    return Entry(
        urljoin(base, link) if link else "", _text(item, "title"), _day(dated),
        _text(item, "encoded") or _text(item, "content"),
    )  # fmt: skip


def _text(item: Any, name: str) -> str:
    found = item.find(f"{{*}}{name}")
    return "" if found is None else " ".join("".join(found.itertext()).split())


def _day(text: str) -> str | None:
    """Read a date as feeds write them (RFC 822 or ISO) to its day."""
    if re.match(r"\d{4}-\d{2}", text):
        return text.replace("T", " ").split(" ", maxsplit=1)[0]
    try:
        return parsedate_to_datetime(text).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
