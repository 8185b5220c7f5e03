"""WARC files: the pages of a crawl, record by record, none larger than an article may be."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from joinder.errors import ArticleError

MAX_RECORD = 20_000_000
_MAX_LINE = 65_536
_MAX_HEADERS = 200
_TEXT = re.compile(r"text/(?:html|plain)|application/xhtml\+xml", re.IGNORECASE)
_SKIP = 1 << 20


@dataclass(frozen=True, slots=True)
class Record:
    """One page: its address and the bytes of its body."""

    url: str
    data: bytes
    content_type: str


def read_warc(stream: BinaryIO) -> Iterator[tuple[int, Record | ArticleError]]:
    """Give the pages among a WARC's records, numbered from 1 among all records; a bad record gives its error.

    Requests, images, redirects and errors that the crawl met are passed over in silence.
    """
    number = 0
    while (found := _next_start(stream)) is not None:
        number += 1
        if found:
            yield number, ArticleError("there is no WARC record where one should begin")
        try:
            page = _record(stream, _headers(stream))
        except ArticleError as error:
            yield number, error
            continue
        if page is not None:
            yield number, page


def _next_start(stream: BinaryIO) -> bool | None:
    """Read on to the line that begins a record; tell whether anything else stood before it (None: at the end)."""
    stray = False
    while line := stream.readline(_MAX_LINE):
        if line.startswith(b"WARC/"):
            return stray
        stray = stray or bool(line.strip())
    return True if stray else None


def _headers(stream: BinaryIO) -> dict[str, str]:
    """Read header lines up to a blank one."""
    found: dict[str, str] = {}
    for _ in range(_MAX_HEADERS):
        line = stream.readline(_MAX_LINE)
        if not line.strip():
            return found
        name, colon, value = line.decode("utf-8", errors="replace").partition(":")
        if not colon:
            raise ArticleError("a header of the record is no header")
        found[name.strip().lower()] = value.strip()
    raise ArticleError("the record has too many headers")


def _record(stream: BinaryIO, headers: dict[str, str]) -> Record | None:
    """Read the block of a record; give its page, if it is one."""
    length = headers.get("content-length", "")
    if not length.isascii() or not length.isdigit() or len(length) > 15:
        raise ArticleError("the record does not say how long it is")
    kind = headers.get("warc-type", "")
    url = headers.get("warc-target-uri", "").strip("<>")
    if kind not in {"response", "resource"} or not url.lower().startswith(("http://", "https://")):
        _skip(stream, int(length))
        return None
    if int(length) > MAX_RECORD:
        _skip(stream, int(length))
        raise ArticleError(f"too large for an article: more than {MAX_RECORD:,} bytes")
    block = stream.read(int(length))
    if len(block) < int(length):
        raise ArticleError("the record is cut off")
    content_type = headers.get("content-type", "")
    if kind == "resource":
        return Record(url, block, content_type) if _TEXT.match(content_type) else None
    return _response(url, block)


def _skip(stream: BinaryIO, length: int) -> None:
    while length > 0 and (block := stream.read(min(length, _SKIP))):
        length -= len(block)


def _response(url: str, block: bytes) -> Record | None:
    """Take a page out of an HTTP answer; anything but a page that was found gives nothing."""
    head, blank, body = block.partition(b"\r\n\r\n")
    if not blank:
        head, blank, body = block.partition(b"\n\n")
    status, *lines = head.decode("latin-1").splitlines() or [""]
    words = status.split()
    if not blank or len(words) < 2 or not words[0].startswith("HTTP/"):
        raise ArticleError("the record holds no HTTP answer")
    headers = {n.strip().lower(): v.strip() for n, _, v in (line.partition(":") for line in lines)}
    if words[1] != "200" or not _TEXT.match(headers.get("content-type", "")):
        return None
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body = _joined(body)
    return Record(url, _unpacked(body, headers.get("content-encoding", "").lower()), headers["content-type"])


def _joined(body: bytes) -> bytes:
    """Join a body that was sent in chunks; one that is stored joined already stays as it is."""
    parts: list[bytes] = []
    at = 0
    while (end := body.find(b"\r\n", at, at + 20)) > 0:
        try:
            size = int(body[at:end].split(b";")[0], 16)
        except ValueError:
            break
        if size <= 0:
            return b"".join(parts)
        parts.append(body[end + 2 : end + 2 + size])
        at = end + 2 + size + 2
    return b"".join(parts) if parts and at >= len(body) else body


def _unpacked(body: bytes, encoding: str) -> bytes:
    if encoding in {"", "identity"}:
        return body
    if encoding not in {"gzip", "x-gzip", "deflate"}:
        raise ArticleError(f"the page is packed as {encoding[:20]}, which cannot be read")
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
    try:
        found = unpacker.decompress(body, MAX_RECORD)
    except zlib.error:
        return body  # many crawlers store it unpacked under its old header
    if unpacker.unconsumed_tail:
        raise ArticleError(f"too large for an article: unpacks to more than {MAX_RECORD:,} bytes")
    return found
