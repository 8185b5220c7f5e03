"""The look of the pages: templates that escape every text, filled in with what all pages share."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from joinder import __version__
from joinder.graph.rdf.addresses import checked_base
from joinder.site import layout
from joinder.site.licences import licence_address
from joinder.site.phrases import KINDS, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What pages load, by its name in the site.
ASSETS: Final = ("icon.svg", "search.js", "site.css")


@dataclass(frozen=True, slots=True)
class Settings:
    """What the one who publishes says of a site.

    Raises:
        JoinderError: base or licence are none.
    """

    base: str
    title: str
    license: str

    @classmethod
    def checked(cls, base: str, title: str, licence: str) -> Settings:
        """Make settings of a user's words."""
        licence_address(licence)
        return cls(checked_base(base), shown(title) or "Who joined what", licence)


class Look:
    """The templates under some settings."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._environment = Environment(
            loader=PackageLoader("joinder.site"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
            lstrip_blocks=True,
        )  # fmt: skip
        self._environment.globals["site"] = {
            "title": settings.title, "license": settings.license, "license_address": licence_address(settings.license),
            "kinds": KINDS, "version": __version__,
        }  # fmt: skip

    def render(self, template: str, file: str, title: str, **given: Any) -> str:
        """Fill in a template for the page ``file``; ``jsonld`` is JSON that :func:`documents.embedded` made safe."""
        parts: dict[str, Any] = {
            "root": layout.root(file), "file": file, "title": title, "about": "", "alternates": (), "address": "",
            "canonical": layout.address(self.settings.base, file), "jsonld": "", "scripted": False, "section": "",
        }  # fmt: skip
        parts |= given
        parts["jsonld"] = Markup(parts["jsonld"])  # noqa: S704 - no character of it can end its element
        return self._environment.get_template(template).render(parts) + "\n"

    def plain(self, title: str, content: Markup, root: str, links: list[tuple[str, str]]) -> str:
        """Put content of another module's making into the look of the site (for the vocabulary's page)."""
        file = layout.page(layout.VOCABULARY)
        return self.render("base.html.j2", file, title, content=content, root=root, alternates=links)


def assets() -> Iterator[tuple[str, bytes]]:
    """Give style, script and icon."""
    for name in ASSETS:
        yield f"assets/{name}", files("joinder.site").joinpath("assets", name).read_bytes()
