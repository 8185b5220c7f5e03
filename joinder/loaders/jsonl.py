"""JSON Lines: an article a line, read as a stream."""

import io
import json
from collections.abc import Iterator
from typing import Any, BinaryIO, Protocol

from joinder.errors import ArticleError
from joinder.loaders.decoding import check_text, decode, utf_mark

#: Longer lines are passed over without being held in memory.
MAX_LINE = 8_000_000


def read_lines(stream: io.BufferedReader) -> Iterator[tuple[int, bytes | ArticleError]]:
    """Give the lines that are not blank with their numbers; in place of one that is too long, its error."""
    lines: _Lines = stream
    if (mark := utf_mark(stream.peek(4)[:4])) is not None:
        length, encoding = mark
        stream.read(length)
        if encoding != "utf-8":
            lines = _Recoded(stream, encoding)
    number = 0
    while line := lines.readline(MAX_LINE + 1):
        number += 1
        if len(line) > MAX_LINE:
            while line and not line.endswith(b"\n"):
                line = lines.readline(MAX_LINE)
            yield number, ArticleError(f"the line is longer than {MAX_LINE:,} bytes")
        elif line.strip():
            yield number, line


def read_record(line: bytes) -> tuple[dict[str, Any], str]:
    """Read one line's metadata and text; the text stays exactly as given.

    Raises:
        ArticleError: the line is no JSON object with a ``text``.
    """
    try:
        record = json.loads(decode(line))
    except (ValueError, RecursionError) as error:
        raise ArticleError(f"the line is no JSON: {error}") from error
    if not isinstance(record, dict):
        raise ArticleError("the line is no JSON object")
    text = record.get("text")
    if not isinstance(text, str):
        raise ArticleError('the object has no "text"')
    check_text(text)
    return record, text


class _Lines(Protocol):
    def readline(self, size: int = -1, /) -> bytes: ...


class _Recoded:
    """A stream of UTF-16 or UTF-32 read as lines of UTF-8."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self._text = io.TextIOWrapper(stream, encoding, errors="replace", newline="\n")

    def readline(self, size: int = -1, /) -> bytes:
        """Read a line, or the first ``size`` characters of it."""
        return self._text.readline(size).encode()
