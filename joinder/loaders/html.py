"""Web pages: their main text, title, date and publisher, by trafilatura."""

import re
from itertools import pairwise
from typing import Any

from joinder.errors import ArticleError
from joinder.loaders.metadata import with_title

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)


def declared_charset(data: bytes) -> str | None:
    """Give the charset that a page declares in its first bytes."""
    found = _CHARSET.search(data[:4096])
    return found[1].decode("ascii", errors="replace") if found else None


def read_html(page: str) -> tuple[dict[str, Any], str]:
    """Find a page's metadata and its main text, a blank line between paragraphs and the title before them.

    Raises:
        ArticleError: there is no article in the page, or it cannot be parsed.
    """
    import trafilatura  # noqa: PLC0415 - heavy, and only for pages

    try:
        found = trafilatura.bare_extraction(
            page,
            with_metadata=True,
            include_comments=False,
            # Only a date that the page states: none is better than a guess.
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except Exception as error:  # the page is anybody's, and the parser below is not ours
        raise ArticleError(f"the page cannot be parsed: {type(error).__name__}: {error}") from error
    if found is None or isinstance(found, dict) or not found.text or not found.text.strip():
        raise ArticleError("no article was found in the page")
    title = " ".join((found.title or "").split()) or None
    meta = {"title": title, "published": found.date, "publisher": found.sitename, "url": found.url}
    return meta, with_title(title, _paragraphs(found.text))


def _paragraphs(text: str) -> str:
    """Set a blank line between paragraphs; items of a list stay together."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    out = lines[:1]
    for before, line in pairwise(lines):
        out.append("\n" if before.startswith("- ") and line.startswith("- ") else "\n\n")
        out.append(line)
    return "".join(out)
