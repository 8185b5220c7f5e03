"""The site of a view, without a store."""

from pathlib import Path

from joinder.graph.model import View
from joinder.graph.rdf.pages import ViewPages
from joinder.site.build import files
from joinder.site.contents import index
from joinder.site.descriptions import FILES, Described, write_descriptions
from joinder.site.folder import Folder
from joinder.site.templates import Look, Settings


def write_site(out: Path, view: View, base: str) -> None:
    """Write the whole site, as the command does."""
    with Folder(out) as folder:
        look = Look(Settings.checked(base, "News", "CC-BY-4.0"))
        folder.expect(FILES)
        described = write_descriptions(
            out, ViewPages(view), base=base, title="News", license="CC-BY-4.0", today="2026-01-02", page=look.plain
        )
        for name, content in files(index(view), look, described):
            folder.put(name, content)


def describe(out: Path, view: View, base: str, today: str = "2026-01-02") -> Described:
    """Write the descriptions alone."""
    return write_descriptions(out, ViewPages(view), base=base, title="News", license="CC-BY-4.0", today=today)
