"""Files, folders, crawls, feeds, addresses and standard input to articles; a bad one is told and passed over.

A text is final once it is read here: every offset refers to it. In JSON Lines it stays exactly as given, with a title
beside it or without. In front matter and web pages a title that the text does not begin with is set before it.
"""

import io
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, cast

from joinder.errors import ArticleError
from joinder.graph.model import Article
from joinder.loaders.addresses import is_address
from joinder.loaders.decoding import decode
from joinder.loaders.feeds import is_feed, read_feed
from joinder.loaders.fetching import Fetcher, Unchanged
from joinder.loaders.frontmatter import read_text
from joinder.loaders.html import declared_charset, read_html
from joinder.loaders.jsonl import read_lines, read_record
from joinder.loaders.metadata import Metadata, make_article
from joinder.loaders.packed import Unpacked
from joinder.loaders.pages import fetch, read_entry, read_record_of_crawl
from joinder.loaders.warc import read_warc

__all__ = ["Failure", "Metadata", "Read", "ReadArticle", "read_articles"]

#: Larger files (that hold one article each) are not read.
MAX_FILE = 20_000_000
#: A file of JSON Lines with so many bad lines before a good one is none.
MAX_BAD_LINES = 100

_NOTHING_GIVEN = Metadata()


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """An article, where it came from (a path, or a path and a line), and what was left out of it.

    ``source`` is the file or address to read again for it; ``fetched`` says that it is what stands there now.
    """

    input: str
    article: Article
    warnings: tuple[str, ...] = ()
    source: str = ""
    fetched: bool = False


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that could not be read, and why."""

    input: str
    reason: str
    source: str = field(default="", compare=False)


Read = ReadArticle | Failure | Unchanged
_Found = tuple[dict[str, Any], str]
#: What one place gives: its name, its metadata and text or what is wrong, and what to read again for it.
_Place = tuple[str, _Found | ArticleError | Unchanged, str]

_SUFFIXES = {
    ".txt": "text", ".text": "text", ".md": "text", ".markdown": "text",
    ".jsonl": "jsonl", ".ndjson": "jsonl",
    ".html": "html", ".htm": "html", ".xhtml": "html",
    ".warc": "warc", ".rss": "feed", ".atom": "feed",
}  # fmt: skip


def read_articles(
    inputs: Iterable[str | Path],
    *,
    metadata: Metadata = _NOTHING_GIVEN,
    stdin: BinaryIO | None = None,
    fetcher: Fetcher | None = None,
) -> Iterator[Read]:
    """Read articles from paths, folders, addresses and ``-``.

    Of a folder is read, in the order of names, all that is known by its suffix, and what begins as a feed.

    Args:
        inputs: what to read, in this order.
        metadata: what stands over what the articles say of themselves; an address fits one article only.
        stdin: what ``-`` means; standard input if it is not given.
        fetcher: what fetches addresses, and the articles that feeds list; without one they fail.
    """
    count = 0
    for name, found, source in _find(inputs, stdin, fetcher):
        if isinstance(found, Unchanged):
            yield found
            continue
        if isinstance(found, ArticleError):
            yield Failure(name, found.message, source)
            continue
        try:
            article, warnings = make_article(*found, metadata)
        except ArticleError as error:
            yield Failure(name, error.message, source)
            continue
        count += 1
        if metadata.url is not None and count > 1:
            yield Failure(name, "an address (--url) was given, and this is not the only article", source)
        else:
            yield ReadArticle(name, article, warnings, source, is_address(source))


def _find(inputs: Iterable[str | Path], stdin: BinaryIO | None, fetcher: Fetcher | None) -> Iterator[_Place]:
    """Give the name of each article's place, and its metadata and text or what is wrong."""
    for given in inputs:
        path = Path(given)
        if is_address(str(given)):
            yield from fetch(str(given), fetcher)
        elif str(given) == "-":
            stream = _buffered(sys.stdin.buffer if stdin is None else stdin)
            yield from ((name, found, "") for name, found in _read_stream("-", stream, "", fetcher))
        elif path.is_dir():
            yield from _read_folder(path, fetcher)
        else:
            yield from _read_file(path, fetcher)


def _read_folder(folder: Path, fetcher: Fetcher | None) -> Iterator[_Place]:
    """Read the files of a folder and those below it whose suffix is known, and none that are hidden."""
    unread: list[OSError] = []
    files = []
    for root, folders, names in os.walk(folder, onerror=unread.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        files += [path for n in names if not n.startswith(".") and _is_known(path := Path(root, n))]
    for path in sorted(files):
        yield from _read_file(path, fetcher)
    for error in unread:
        yield _name(error.filename or folder), ArticleError(f"cannot be read: {error.strerror}"), _source(folder)
    if not files and not unread:
        known = " ".join(sorted(_SUFFIXES))
        yield _name(folder), ArticleError(f"no article in this folder (known are {known})"), _source(folder)


def _is_known(path: Path) -> bool:
    """Tell by its suffix whether a file of a folder is read; an ``.xml`` may be anything: a feed tells itself."""
    if path.suffix.lower() != ".xml":
        return _suffix(path)[0] in _SUFFIXES
    try:
        with path.open("rb") as file:
            return is_feed(file.read(4096))
    except OSError:
        return False


def _suffix(path: Path) -> tuple[str, bool]:
    """Give a file's suffix in small letters, without ``.gz``, and whether it has that."""
    last = path.suffix.lower()
    return (Path(path.stem).suffix.lower(), True) if last == ".gz" else (last, False)


def _read_file(path: Path, fetcher: Fetcher | None) -> Iterator[_Place]:
    """Read one file, of one article or many."""
    suffix, packed = _suffix(path)
    name, source = _name(path), _source(path)
    try:
        with path.open("rb") as file:
            stream: io.BufferedReader = io.BufferedReader(Unpacked(file)) if packed else file
            for place, found in _read_stream(name, stream, suffix, fetcher):
                yield place, found, source
    except ArticleError as error:
        yield name, error, source
    except OSError as error:
        yield name, ArticleError(f"cannot be read: {error.strerror or error}"), source


def _read_stream(
    name: str, stream: io.BufferedReader, suffix: str, fetcher: Fetcher | None
) -> Iterator[tuple[str, _Found | ArticleError | Unchanged]]:
    """Read a stream by its suffix, else by its first bytes."""
    kind = _SUFFIXES.get(suffix) or _guess_kind(stream.peek(1024)[:1024])
    if kind == "jsonl":
        yield from _read_jsonl(name, stream)
    elif kind == "warc":
        number = 0
        for number, record in read_warc(stream):
            yield f"{name}:{number}", record if isinstance(record, ArticleError) else read_record_of_crawl(record)
        if not number:
            yield name, ArticleError("no page of a crawl is in it")
    elif kind == "feed":
        for entry in read_feed(_read_whole(stream)):
            yield from ((place, found) for place, found, _ in read_entry(entry, fetcher))
    else:
        try:
            data = _read_whole(stream)
            yield name, read_html(decode(data, declared_charset(data))) if kind == "html" else read_text(decode(data))
        except ArticleError as error:
            yield name, error


def _read_whole(stream: io.BufferedReader) -> bytes:
    """Read a stream that holds one article."""
    data = stream.read(MAX_FILE + 1)
    if len(data) > MAX_FILE:
        raise ArticleError(f"too large for an article: more than {MAX_FILE:,} bytes")
    if not data.strip():
        raise ArticleError("empty: there is no text in it")
    return data


def _read_jsonl(name: str, stream: io.BufferedReader) -> Iterator[tuple[str, _Found | ArticleError]]:
    """Read JSON Lines; a file that begins with nothing but bad lines is given up."""
    good = bad = 0
    for number, line in read_lines(stream):
        found = _read_line(line)
        yield f"{name}:{number}", found
        good += not isinstance(found, ArticleError)
        bad += isinstance(found, ArticleError)
        if not good and bad >= MAX_BAD_LINES:
            yield name, ArticleError(f"given up: its first {bad} lines are no articles")
            return
    if not good and not bad:
        yield name, ArticleError("empty: there is no article in it")


def _read_line(line: bytes | ArticleError) -> _Found | ArticleError:
    """Read one line of JSON Lines, or say what is wrong with it."""
    if isinstance(line, ArticleError):
        return line
    try:
        return read_record(line)
    except ArticleError as error:
        return error


def _buffered(stream: BinaryIO) -> io.BufferedReader:
    """Let a stream be looked into without taking from it."""
    return stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(cast("io.RawIOBase", stream))


def _guess_kind(head: bytes) -> str:
    """Tell JSON Lines and web pages from plain text by how they begin."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"{"):
        return "jsonl"
    if start.startswith(b"warc/"):
        return "warc"
    if is_feed(head):
        return "feed"
    return "html" if start.startswith((b"<!doctype html", b"<html", b"<?xml")) else "text"


def _name(path: str | Path) -> str:
    """Give a path as a text that any file or terminal can take."""
    return os.fsencode(path).decode("utf-8", errors="backslashreplace")


def _source(path: Path) -> str:
    """Give the path by which a file is found again from another folder."""
    return _name(path.absolute())
