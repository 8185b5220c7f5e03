"""What the site answers to a request: a pure function of the folder, so that it can be tested without a socket."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from email.utils import formatdate, parsedate_to_datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from joinder.site.media import ALWAYS, DATA, PAGE, POLICY, content_type
from joinder.site.negotiation import choose
from joinder.site.servers import THINGS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_DOCUMENTS: Final = ("vocabulary", "shapes", "void")
_TAGS: Final = re.compile(r'(?:W/)?"[^"]*"')


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: its status, its headers, and the file or the text that is its body."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    file: Path | None = None
    text: str = ""


def answer(folder: Path, method: str, target: str, headers: Mapping[str, str]) -> Answer:
    """Answer a request for a target (the path of its address, perhaps with a query).

    A thing's address is answered with 303 and the document that the client likes best, or with 406 where it likes
    none; a document's with itself, or with 304 where the client has it.
    """
    if method not in {"GET", "HEAD"}:
        return _plain(405, "only GET and HEAD are answered", {"Allow": "GET, HEAD"})
    name = _name(target)
    if name is None:
        return _missing(folder)
    if name == ".well-known/void":
        return Answer(302, {**ALWAYS, "Location": "/void.ttl"})
    path = _inside(folder, name)
    if path is None:
        return _missing(folder)
    if name.split("/")[0] in (*THINGS, *_DOCUMENTS) and not name.endswith("/") and not path.is_file():
        return _negotiated(folder, path, name, headers.get("Accept"))
    if name.endswith("/") or not name:
        path /= "index.html"
    elif path.is_dir():
        return Answer(301, {**ALWAYS, "Location": f"/{name}/"})
    return _document(path, headers) if path.is_file() else _missing(folder)


def _name(target: str) -> str | None:
    """Give the path that a target names, without its query; ``None`` for one that no file of a site has."""
    path = target.partition("?")[0].partition("#")[0]
    if not path.startswith("/") or len(path) > 2000:
        return None
    name = unquote(path[1:])
    parts = name.split("/")
    odd = "\\" in name or "\0" in name or "//" in name or any(p in {".", ".."} or len(p) > 200 for p in parts)
    return None if odd or name.startswith(".joinder") else name


def _inside(folder: Path, name: str) -> Path | None:
    """Give the path of a name, unless it leads out of the folder (by a link, say)."""
    path = folder / name
    try:
        return path if path.resolve().is_relative_to(folder.resolve()) else None
    except (OSError, RuntimeError, ValueError):
        return None


def _negotiated(folder: Path, path: Path, name: str, accept: str | None) -> Answer:
    """Send a client on to the document about a thing that it likes best."""
    forms = {kind: f"/{name}/" for kind in PAGE.values() if (path / "index.html").is_file()}
    forms |= {kind: f"/{name}{suffix}" for suffix, kind in DATA.items() if path.with_name(path.name + suffix).is_file()}
    if not forms:
        return _missing(folder)
    links = ", ".join(f'<{place}>; rel="alternate"; type="{kind}"' for kind, place in forms.items())
    varied = {**ALWAYS, "Vary": "Accept", "Link": links}
    if (chosen := choose(accept, list(forms))) is None:
        text = "it is there as " + ", ".join(f"{kind} ({place})" for kind, place in forms.items())
        return Answer(406, {**varied, "Content-Type": content_type(".txt")}, text=text + "\n")
    return Answer(303, {**varied, "Location": forms[chosen]})


def _document(path: Path, headers: Mapping[str, str]) -> Answer:
    """Give a file, or say that the client has it."""
    held = path.stat()
    with path.open("rb") as file:
        tag = f'"{hashlib.file_digest(file, "sha256").hexdigest()[:32]}"'
    known = {
        **ALWAYS, "ETag": tag, "Last-Modified": formatdate(held.st_mtime, usegmt=True), "Cache-Control": "no-cache",
    }  # fmt: skip
    if _has(headers, tag, held.st_mtime):
        return Answer(304, known)
    more = {"Content-Security-Policy": POLICY} if path.suffix == ".html" else {}
    return Answer(200, {**known, **more, "Content-Type": content_type(path.name)}, path)


def _has(headers: Mapping[str, str], tag: str, modified: float) -> bool:
    """Tell whether a client has this very file: its tag decides where it gives one, else its date."""
    if (given := headers.get("If-None-Match")) is not None:
        return given.strip() == "*" or tag in (found.removeprefix("W/") for found in _TAGS.findall(given))
    if (since := headers.get("If-Modified-Since")) is not None:
        try:
            return int(modified) <= parsedate_to_datetime(since).timestamp()
        except (TypeError, ValueError, OverflowError):
            return False
    return False


def _missing(folder: Path) -> Answer:
    """Say that there is nothing, with the site's own page for it where it has one."""
    page = folder / "404.html"
    if page.is_file():
        return Answer(404, {**ALWAYS, "Content-Security-Policy": POLICY, "Content-Type": content_type(page.name)}, page)
    return _plain(404, "there is nothing of this name")


def _plain(status: int, text: str, headers: Mapping[str, str] | None = None) -> Answer:
    return Answer(status, {**ALWAYS, "Content-Type": content_type(".txt"), **(headers or {})}, text=text + "\n")
