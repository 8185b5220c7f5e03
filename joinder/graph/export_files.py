"""Which file suffix is written by which module; each is imported when it is asked for."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from joinder.errors import JoinderError
from joinder.graph.rdf import export as rdf_export
from joinder.graph.rdf.pages import Pages, ViewPages
from joinder.graph.rdf.stream import Options

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from joinder.graph.model import View


def _graphml(view: View) -> str:
    from joinder.graph import export_graphml  # noqa: PLC0415 - networkx is slow to import

    return export_graphml.to_graphml(view)


def _csv(view: View) -> str:
    from joinder.graph import export_csv  # noqa: PLC0415

    return export_csv.to_csv(view)


TABLES: Final[dict[str, Callable[[View], str]]] = {".graphml": _graphml, ".csv": _csv}
SUFFIXES: Final = (*rdf_export.FORMATS, *TABLES)


def suffix_of(path: Path) -> str:
    """Tell the format of a path, which may end with ``.gz``, before anything is read.

    Raises:
        JoinderError: the suffix is not one of :data:`SUFFIXES`.
    """
    suffix = (path.with_suffix("") if path.suffix.lower() == ".gz" else path).suffix.lower()
    if suffix not in SUFFIXES:
        raise JoinderError(f"cannot tell the format of {path.name}", f"use one of the suffixes {', '.join(SUFFIXES)}")
    return suffix


def export(view: View, path: Path, base: str | None = None) -> None:
    """Write a view to a file in the format of its suffix; the file appears whole or not at all.

    Raises:
        JoinderError: the suffix is unknown, or the file cannot be written.
    """
    suffix = suffix_of(path)
    if suffix not in TABLES:
        export_rdf(ViewPages(view), path, Options(base) if base else Options())
        return
    text = TABLES[suffix](view)
    with written(path) as file:
        rdf_export.write([text], file, zipped=path.suffix.lower() == ".gz")


def export_rdf(pages: Pages, path: Path, options: Options) -> None:
    """Write a graph to a file of RDF, page by page; the file appears whole or not at all.

    Raises:
        JoinderError: the format cannot hold what is asked for, or the file cannot be written.
    """
    pieces = rdf_export.chunks(pages, suffix_of(path), options)
    with written(path) as file:
        rdf_export.write(pieces, file, zipped=path.suffix.lower() == ".gz")


@contextlib.contextmanager
def written(path: Path) -> Iterator[BinaryIO]:
    """Open a new file beside ``path``, and put it there once it is whole.

    Raises:
        JoinderError: it cannot be written.
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
        try:
            with os.fdopen(handle, "wb") as file:
                yield file
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
