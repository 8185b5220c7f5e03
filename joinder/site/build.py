"""From a graph to the folder of its site."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from joinder.graph.export_view import read_view
from joinder.graph.rdf.pages import StorePages
from joinder.site import front, search
from joinder.site.contents import index
from joinder.site.descriptions import FILES, write_descriptions
from joinder.site.documents import Documents
from joinder.site.folder import Folder
from joinder.site.lines import Lines
from joinder.site.lists import Lists
from joinder.site.pages import PageWriter
from joinder.site.templates import Look, Settings, assets

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from joinder.graph.store import Store
    from joinder.site.contents import Contents
    from joinder.site.descriptions import Described


@dataclass(frozen=True, slots=True)
class Built:
    """What was done: files that are new or changed, that were right already, and that were taken away."""

    pages: int
    written: int
    unchanged: int
    removed: int


def build(store: Store, out: Path, settings: Settings, *, today: str | None = None) -> Built:
    """Write the site of a graph into a folder, which is empty or an earlier site; only what changed is written.

    The same graph and settings give the same bytes, whatever the store; only the description of the data set names
    the day (``today``; else the current one) on which it last changed.

    Raises:
        JoinderError: the folder holds something else, or cannot be written.
        StoreError: the graph was changed meanwhile.
    """
    with Folder(out) as folder:
        look = Look(settings)
        folder.expect(FILES)
        described = write_descriptions(
            out, StorePages(store), base=settings.base, title=settings.title, license=settings.license, today=today,
            page=look.plain,
        )  # fmt: skip
        for name, content in files(index(read_view(store)), look, described):
            folder.put(name, content)
        for name, text in front.maps(settings.base, folder.files):
            folder.put(name, text)
        pages = sum(name.endswith(".html") for name in folder.files)
    written = folder.written + len(described.changed)
    return Built(pages, written, len(folder.files) - written, folder.removed)


def files(contents: Contents, look: Look, described: Described) -> Iterator[tuple[str, str | bytes]]:
    """Give every file of the site but the descriptions and the site maps: its path and what it holds."""
    lines, data = Lines(contents), Documents(contents, look.settings.base)
    yield from assets()
    yield from PageWriter(contents, lines, data, look).everything()
    lists = Lists(contents, lines, data)
    yield from lists.pages(look)
    yield from search.files(search.entries(contents, lines))
    yield front.front(look, contents, lists, described)
    yield front.data(look, contents, described)
    yield front.missing(look)
