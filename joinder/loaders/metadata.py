"""What is known of an article beside its text: title, date, publisher, address, id; given, found or made."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

from joinder.errors import ArticleError, JoinderError
from joinder.graph.days import is_date
from joinder.graph.identity import digest
from joinder.graph.model import Article
from joinder.loaders.decoding import check_text

#: Longer texts are no articles; the parser's memory grows with their length.
MAX_CHARACTERS = 1_000_000

_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|cmpid|ocid|smid|ref_src|ns_\w+")
_DEFAULT_PORTS = {"http": 80, "https": 443}
_TITLE_LENGTH = 300


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the user says of the articles: it stands over what they say of themselves."""

    published: str | None = None
    publisher: str | None = None
    url: str | None = None

    def __post_init__(self) -> None:
        """Refuse a date that is none, before anything is read."""
        if self.published is not None and not is_date(self.published):
            raise JoinderError(f"{self.published!r} is no date", "use 2020-09-15, 2020-09 or 2020")


def make_article(found: Mapping[str, Any], text: str, given: Metadata) -> tuple[Article, tuple[str, ...]]:
    """Make the article of a final text and its metadata; give warnings about what was left out.

    Its id is the one found; else its address, normalised; else a hash of its text.

    Raises:
        ArticleError: there is no text, or too much.
    """
    if not text.strip():
        raise ArticleError("empty: there is no text in it")
    if len(text) > MAX_CHARACTERS:
        raise ArticleError(f"too long for an article: {len(text):,} characters of at most {MAX_CHARACTERS:,}")
    warnings: list[str] = []
    published, date = given.published, _word(found.get("published"))
    if published is None and date is not None and (published := iso_date(date)) is None:
        warnings.append(f"published {date[:40]!r} is no ISO date: left out")
    url = given.url or _word(found.get("url"))
    title = _word(found.get("title"))
    publisher = given.publisher or _word(found.get("publisher"))
    key = _word(found.get("id")) or canonical_url(url) or digest("text", text)
    for part in (key, title or "", url or "", publisher or ""):
        check_text(part)
    return Article(key, text, title, url, publisher, published), tuple(warnings)


def iso_date(text: str) -> str | None:
    """Read an ISO date, or the date of an ISO date and time; anything else is no date."""
    date = re.split(r"[T ]", text.strip(), maxsplit=1)[0]
    return date if is_date(date) else None


def first_line(text: str) -> str | None:
    """Give the first line of a text as its title, unless it is a paragraph."""
    line = re.sub(r"^#{1,6}\s+", "", text.strip().split("\n", 1)[0]).strip()
    return line if 0 < len(line) <= _TITLE_LENGTH else None


def with_title(title: str | None, body: str) -> str:
    """Set the title before a text that does not begin with it: a headline says things too."""
    if not title or not body or _begins_with(body, title):
        return body
    return f"{title}\n\n{body}"


def canonical_url(url: str | None) -> str | None:
    """Normalise a web address: no fragment, no tracking parameters, small letters in scheme and host.

    >>> canonical_url("HTTPS://Example.org:443/a?utm_source=x&id=2#top")
    'https://example.org/a?id=2'
    """
    parts = _split(url or "")
    if parts is None or parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        return None
    port = f":{parts.port}" if parts.port and parts.port != _DEFAULT_PORTS[parts.scheme] else ""
    kept = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(k.lower())]
    query = f"?{urlencode(kept)}" if kept else ""
    return f"{parts.scheme}://{parts.hostname}{port}{parts.path or '/'}{query}"


def _split(url: str) -> SplitResult | None:
    """Split an address; what is none gives nothing."""
    try:
        parts = urlsplit(url.strip())
        _ = parts.port  # is checked when it is asked for
    except ValueError:
        return None
    return parts


def _begins_with(body: str, title: str) -> bool:
    """Compare letters and digits only: spaces, dashes and quotation marks vary."""
    letters = re.sub(r"[\W_]+", "", title).casefold()
    return re.sub(r"[\W_]+", "", body[: 4 * len(title) + 100]).casefold().startswith(letters)


def _word(value: object) -> str | None:
    """Take a text or number as a text; nothing else is metadata."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return str(value).strip() or None
