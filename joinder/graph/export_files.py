"""Which file suffix is written by which module; each is imported when it is asked for."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from joinder.errors import JoinderError

if TYPE_CHECKING:
    from collections.abc import Callable

    from joinder.graph.model import View


def _turtle(view: View, base: str | None) -> str:
    from joinder.graph import rdf  # noqa: PLC0415 - rdflib is slow to import

    return rdf.to_turtle(rdf.to_graph(view, base or rdf.BASE))


def _ntriples(view: View, base: str | None) -> str:
    from joinder.graph import rdf  # noqa: PLC0415

    return rdf.to_ntriples(rdf.to_graph(view, base or rdf.BASE))


def _jsonld(view: View, base: str | None) -> str:
    from joinder.graph import rdf  # noqa: PLC0415

    return rdf.to_jsonld(rdf.to_graph(view, base or rdf.BASE))


def _graphml(view: View, _base: str | None) -> str:
    from joinder.graph import export_graphml  # noqa: PLC0415 - networkx is slow to import

    return export_graphml.to_graphml(view)


def _csv(view: View, _base: str | None) -> str:
    from joinder.graph import export_csv  # noqa: PLC0415

    return export_csv.to_csv(view)


WRITERS: Final[dict[str, Callable[[View, str | None], str]]] = {
    ".ttl": _turtle,
    ".nt": _ntriples,
    ".jsonld": _jsonld,
    ".graphml": _graphml,
    ".csv": _csv,
}


def check_suffix(path: Path) -> None:
    """Refuse a path whose suffix names no format, before anything is read.

    Raises:
        JoinderError: the suffix is not one of :data:`WRITERS`.
    """
    if path.suffix.lower() not in WRITERS:
        raise JoinderError(f"cannot tell the format of {path.name}", f"use one of the suffixes {', '.join(WRITERS)}")


def export(view: View, path: Path, base: str | None = None) -> None:
    """Write a view to a file in the format of its suffix; the file appears whole or not at all.

    Raises:
        JoinderError: the suffix is unknown, or the file cannot be written.
    """
    check_suffix(path)
    text = WRITERS[path.suffix.lower()](view, base)
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                file.write(text)
            Path(name).chmod(0o666 & ~_umask())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise JoinderError(
            f"cannot write {path}: {error.strerror}", "name a file in a folder that you may write"
        ) from error


def _umask() -> int:
    """Read the umask (there is no way but to set it)."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
