"""From ids to IRIs: which resource has which address under a base."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from joinder.errors import JoinderError
from joinder.graph.identity import digest

_SAFE: Final = re.compile(r"[A-Za-z0-9_-]{1,120}")
_HASHED: Final = re.compile(r"x-[0-9a-f]{16}")
_BASE: Final = re.compile(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?(/[A-Za-z0-9._~-]+)*/?")


def checked_base(base: str) -> str:
    """Make sure that a base is one: an absolute http(s) address without query; it ends with a slash.

    Raises:
        JoinderError: it is none.
    """
    if _BASE.fullmatch(base) is None:
        raise JoinderError(f"{base!r} cannot be a base of IRIs", "give an address such as https://data.example.org/")
    return base if base.endswith("/") else base + "/"


@lru_cache(maxsize=1 << 16)
def local(name: str) -> str:
    """Give the part of an IRI (and of a file's name) for an id: itself where that is safe, else a hash of it.

    >>> local("kardashian-freeze"), local("../etc")
    ('kardashian-freeze', 'x-e1087588fab84e62')
    """
    if _SAFE.fullmatch(name) and not _HASHED.fullmatch(name):
        return name
    return f"x-{digest('id', name)}"


def entity_path(name: str) -> str:
    """Give the path of an entity: its id begins with its kind (``person/...``), which stays readable."""
    kind, slash, rest = name.partition("/")
    return f"id/{local(kind)}/{local(rest)}" if slash else f"id/x/{local(name)}"


def article_path(name: str) -> str:
    """Give the path of an article."""
    return f"article/{local(name)}"


def claim_path(name: str) -> str:
    """Give the path of a claim."""
    return f"claim/{local(name)}"


def crowd_path(name: str) -> str:
    """Give the path of a crowd claim."""
    return f"crowd/{local(name)}"


def reading(extractor: str) -> str:
    """Give the fragment of an article's IRI that names its reading by an extractor."""
    return f"reading-{_short(extractor)}"


def agent(extractor: str) -> str:
    """Give the path of an extractor, which the data set's description holds."""
    return f"void.ttl#extractor-{_short(extractor)}"


def publisher(name: str) -> str:
    """Give the path of a publisher, which the data set's description holds too."""
    return f"void.ttl#publisher-{_short(name)}"


@lru_cache(maxsize=1 << 12)
def _short(name: str) -> str:
    return digest("name", name)[:12]
