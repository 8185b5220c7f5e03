"""Which file has which media type, and what a page may load."""

from __future__ import annotations

from typing import Final

#: Media types by suffix: what is data first, in the order in which a server prefers them.
DATA: Final = {
    ".ttl": "text/turtle",
    ".jsonld": "application/ld+json",
    ".nt": "application/n-triples",
    ".nq": "application/n-quads",
    ".trig": "application/trig",
    ".rdf": "application/rdf+xml",
    ".rq": "application/sparql-query",
}
PAGE: Final = {".html": "text/html"}
OTHER: Final = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".json": "application/json",
    ".xml": "application/xml",
    ".txt": "text/plain",
    ".conf": "text/plain",
    ".svg": "image/svg+xml",
    ".gz": "application/gzip",
    ".png": "image/png",
    ".ico": "image/x-icon",
}
TYPES: Final = {**PAGE, **DATA, **OTHER}
#: Types of bytes; all else is text in UTF-8.
_BYTES: Final = {"application/gzip", "image/png", "image/x-icon"}
#: A page shows what stands on this site and nothing else.
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
#: What every answer says: data may be read from any other site, and a file is never taken for another type.
ALWAYS: Final = {"Access-Control-Allow-Origin": "*", "X-Content-Type-Options": "nosniff"}


def content_type(name: str) -> str:
    """Give the Content-Type of a file by its suffix.

    >>> content_type("a/b.ttl"), content_type("all.nq.gz")
    ('text/turtle; charset=utf-8', 'application/gzip')
    """
    _, dot, suffix = name.rpartition("/")[2].rpartition(".")
    kind = TYPES.get(dot + suffix, "application/octet-stream")
    return kind if kind in _BYTES or kind == "application/octet-stream" else f"{kind}; charset=utf-8"
