"""Pages that were fetched, by us or by a crawler, and what feeds list."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from joinder.errors import ArticleError
from joinder.loaders.decoding import decode
from joinder.loaders.feeds import Entry, is_feed, read_feed
from joinder.loaders.fetching import Fetcher, Page, Unchanged
from joinder.loaders.frontmatter import read_text
from joinder.loaders.html import declared_charset, read_html
from joinder.loaders.warc import Record

Found = tuple[dict[str, Any], str]
Place = tuple[str, Found | ArticleError | Unchanged, str]

#: A feed's own text of an article is read where it is at least so long: a teaser is none.
_WHOLE = 1_000


def fetch(url: str, fetcher: Fetcher | None) -> Iterator[Place]:
    """Fetch an address: a page, or all pages that a feed there lists."""
    try:
        page = _get(url, fetcher)
        if page is None:
            yield url, Unchanged(url), url
            return
        if not is_feed(page.data):
            yield url, _read_page(url, page, fetcher), url
            return
        entries = read_feed(page.data, page.url)
    except ArticleError as error:
        yield url, error, url
        return
    for entry in entries:
        yield from read_entry(entry, fetcher)
    if fetcher is not None:
        fetcher.keep(url, page, feed=True)


def read_entry(entry: Entry, fetcher: Fetcher | None) -> Iterator[Place]:
    """Read one article of a feed: its page, or the feed's own text where nothing may be fetched."""
    url = entry.url
    try:
        if fetcher is None and len(entry.page) >= _WHOLE:
            meta, text = read_html(f"<html><body><article>{entry.page}</article></body></html>")
            yield url, ({**meta, "title": entry.title, "published": entry.published, "url": url}, text), url
            return
        page = _get(url, fetcher)
        if page is None:
            yield url, Unchanged(url), url
            return
        meta, text = _read_page(url, page, fetcher)
    except ArticleError as error:
        yield url, error, url
        return
    given = {"title": entry.title or None, "published": entry.published}
    yield url, ({**given, **{name: value for name, value in meta.items() if value}}, text), url


def read_record_of_crawl(record: Record) -> Found | ArticleError:
    """Read a page out of a crawl."""
    try:
        return _read(record.url, record.data, record.content_type)
    except ArticleError as error:
        return error


def _get(url: str, fetcher: Fetcher | None) -> Page | None:
    if fetcher is None:
        raise ArticleError("addresses are not fetched here")
    return fetcher.get(url)


def _read_page(url: str, page: Page, fetcher: Fetcher | None) -> Found:
    found = _read(page.url, page.data, page.content_type)
    if fetcher is not None:
        fetcher.keep(url, page)
    return found


def _read(url: str, data: bytes, content_type: str) -> Found:
    """Read a page's bytes. It may name a better address of its own, on its own host only."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind not in {"", "text/html", "application/xhtml+xml", "text/plain"}:
        raise ArticleError(f"the page is {kind[:60]}, not an article")
    charset = content_type.lower().partition("charset=")[2].strip("\"' ;") or declared_charset(data)
    text = decode(data, charset)
    meta, text = read_text(text) if kind == "text/plain" else read_html(text)
    named = meta.get("url")
    same = named and urlsplit(str(named)).hostname == urlsplit(url).hostname
    return {**meta, "id": None, "url": named if same else url}, text
