"""Files, folders, JSON Lines and standard input to articles; a bad one is told and passed over.

A text is final once it is read here: every offset refers to it. In JSON Lines it stays exactly as given, with a title
beside it or without. In front matter and web pages a title that the text does not begin with is set before it.
"""

import io
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from joinder.errors import ArticleError
from joinder.graph.model import Article
from joinder.loaders.decoding import decode
from joinder.loaders.frontmatter import read_text
from joinder.loaders.html import declared_charset, read_html
from joinder.loaders.jsonl import read_lines, read_record
from joinder.loaders.metadata import Metadata, make_article

__all__ = ["Failure", "Metadata", "Read", "ReadArticle", "read_articles"]

#: Larger files (that hold one article each) are not read.
MAX_FILE = 20_000_000
#: A file of JSON Lines with so many bad lines before a good one is none.
MAX_BAD_LINES = 100

_NOTHING_GIVEN = Metadata()


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """An article, where it came from (a path, or a path and a line), and what was left out of it."""

    input: str
    article: Article
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that could not be read, and why."""

    input: str
    reason: str


Read = ReadArticle | Failure
_Found = tuple[dict[str, Any], str]

_SUFFIXES = {
    ".txt": "text", ".text": "text", ".md": "text", ".markdown": "text",
    ".jsonl": "jsonl", ".ndjson": "jsonl",
    ".html": "html", ".htm": "html", ".xhtml": "html",
}  # fmt: skip


def read_articles(
    inputs: Iterable[str | Path], *, metadata: Metadata = _NOTHING_GIVEN, stdin: BinaryIO | None = None
) -> Iterator[Read]:
    """Read articles from paths, folders (all that is known by its suffix, in the order of names) and ``-``.

    Args:
        inputs: what to read, in this order.
        metadata: what stands over what the articles say of themselves; an address fits one article only.
        stdin: what ``-`` means; standard input if it is not given.
    """
    count = 0
    for name, found in _find(inputs, stdin):
        if isinstance(found, ArticleError):
            yield Failure(name, found.message)
            continue
        try:
            article, warnings = make_article(*found, metadata)
        except ArticleError as error:
            yield Failure(name, error.message)
            continue
        count += 1
        if metadata.url is not None and count > 1:
            yield Failure(name, "an address (--url) was given, and this is not the only article")
        else:
            yield ReadArticle(name, article, warnings)


def _find(inputs: Iterable[str | Path], stdin: BinaryIO | None) -> Iterator[tuple[str, _Found | ArticleError]]:
    """Give the name of each article's place, and its metadata and text or what is wrong."""
    for given in inputs:
        path = Path(given)
        if str(given) == "-":
            yield from _read_stream("-", _buffered(sys.stdin.buffer if stdin is None else stdin), "")
        elif path.is_dir():
            yield from _read_folder(path)
        else:
            yield from _read_file(path)


def _read_folder(folder: Path) -> Iterator[tuple[str, _Found | ArticleError]]:
    """Read the files of a folder and those below it whose suffix is known, and none that are hidden."""
    unread: list[OSError] = []
    files = []
    for root, folders, names in os.walk(folder, onerror=unread.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        files += [Path(root, n) for n in names if not n.startswith(".") and Path(n).suffix.lower() in _SUFFIXES]
    for path in sorted(files):
        yield from _read_file(path)
    for error in unread:
        yield _name(error.filename or folder), ArticleError(f"cannot be read: {error.strerror}")
    if not files and not unread:
        yield _name(folder), ArticleError(f"no article in this folder (known are {' '.join(sorted(_SUFFIXES))})")


def _read_file(path: Path) -> Iterator[tuple[str, _Found | ArticleError]]:
    """Read one file, of one article or many."""
    try:
        with path.open("rb") as file:
            yield from _read_stream(_name(path), file, path.suffix.lower())
    except OSError as error:
        yield _name(path), ArticleError(f"cannot be read: {error.strerror or error}")


def _read_stream(name: str, stream: io.BufferedReader, suffix: str) -> Iterator[tuple[str, _Found | ArticleError]]:
    """Read a stream by its suffix, else by its first bytes."""
    kind = _SUFFIXES.get(suffix) or _guess_kind(stream.peek(1024)[:1024])
    if kind == "jsonl":
        yield from _read_jsonl(name, stream)
        return
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
    return "html" if start.startswith((b"<!doctype html", b"<html", b"<?xml")) else "text"


def _name(path: str | Path) -> str:
    """Give a path as a text that any file or terminal can take."""
    return os.fsencode(path).decode("utf-8", errors="backslashreplace")
