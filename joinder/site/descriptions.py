"""What describes the site as a whole: vocabulary, shapes, data set, dumps, and how servers are to serve it all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from joinder.graph.rdf import jsonld, shapes, turtle, vocabulary
from joinder.graph.rdf.addresses import checked_base
from joinder.graph.rdf.stream import Options
from joinder.site import layout, servers, vocabulary_page
from joinder.site.dataset import Dataset
from joinder.site.dumps import DUMPS, Dump, keep, write_dumps
from joinder.site.licences import licence_address

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from markupsafe import Markup

    from joinder.graph.rdf.describe import Node
    from joinder.graph.rdf.pages import Pages

    #: Puts a page's content into the site's look: title, content, way to the front page, alternates (href, type).
    Page = Callable[[str, Markup, str, list[tuple[str, str]]], str]

TEXT: Final = (
    "Who joined which boycott, pledge, campaign or movement, and who paused, left or backed what, according to which "
    "news articles: every claim with its source, its status, its date and the place of the sentence that says so."
)


#: All files that :func:`write_descriptions` writes: always these.
FILES: Final = tuple(
    sorted([
        ".well-known/void", "shapes.ttl", "void.jsonld", "void.ttl", "vocabulary.jsonld", "vocabulary.ttl",
        layout.page(layout.VOCABULARY), *servers.files("/"), *DUMPS,
    ])
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Described:
    """What was written, and what a front page shows of it.

    ``changed`` are those of :data:`FILES` whose bytes are new. ``schema_org`` is the data set, for a front page's
    JSON-LD.
    """

    changed: tuple[str, ...]
    dumps: tuple[Dump, ...]
    triples: int
    schema_org: dict[str, Any]


def write_descriptions(
    out: Path,
    source: Pages,
    *,
    base: str,
    title: str,
    license: str,  # noqa: A002 - as the command has it
    text: str = TEXT,
    today: str | None = None,
    page: Page = vocabulary_page.page,
) -> Described:
    """Write all that describes a site into its folder; files that would not change are left alone.

    These are ``vocabulary/index.html``, ``vocabulary.ttl``, ``vocabulary.jsonld``, ``shapes.ttl``, ``void.ttl``,
    ``void.jsonld``, ``.well-known/void``, ``dumps/graph.{nq,ttl,jsonld}.gz``, ``_headers``, ``.nojekyll`` and
    ``server/{nginx.conf,apache.htaccess,Caddyfile}``.

    Args:
        out: the site's folder.
        source: the graph: ``StorePages(store)``, or ``ViewPages(view)``.
        base: what all addresses begin with.
        title: what the data set is called.
        license: an SPDX id (``CC-BY-4.0``), or an address.
        text: what the data set is, in 50 to 5000 characters.
        today: the day on which it is written (ISO; default: today); an unchanged description keeps its old day.
        page: puts the vocabulary's content into the look of the site: title, content (safe HTML), the way to the
            front page (``"../"``) and the alternates as pairs of address and media type.

    Returns:
        what was written.

    Raises:
        JoinderError: base or licence are none, the graph was changed meanwhile, or a file cannot be written.
    """
    base = checked_base(base)
    address = licence_address(license)
    dumps, counts, changed = write_dumps(out, source, Options(base))
    data = Dataset(base, title, text, address, dumps, counts)
    day = _day(out, data, today)
    nodes = [*data.nodes(day), *counts.makers]
    texts = {**_vocabulary(base, page), **servers.files(urlsplit(base).path)}
    texts |= {"void.ttl": _turtle(nodes, base), "void.jsonld": jsonld.document(nodes, base)}
    texts[".well-known/void"] = texts["void.ttl"]
    changed += [path for path in sorted(texts) if keep(out / path, [texts[path]])]
    return Described(tuple(sorted(changed)), dumps, counts.triples, data.schema_org(day))


def _turtle(nodes: list[Node], base: str) -> str:
    return "".join(turtle.write([("", nodes)], base))


def _day(out: Path, data: Dataset, today: str | None) -> str:
    """Tell as of which day the data set is: where nothing else has changed, still as of the day before."""
    path = out / "void.ttl"
    if path.is_file():
        old = path.read_text(encoding="utf-8")
        for day in re.findall(r'dct:modified "(\d{4}-\d\d-\d\d)"', old)[:1]:
            if old == _turtle([*data.nodes(day), *data.counts.makers], data.base):
                return str(day)
    return today or datetime.now(UTC).date().isoformat()


def _vocabulary(base: str, page: Page) -> dict[str, str]:
    """Write the vocabulary and the shapes."""
    nodes = vocabulary.nodes(base)
    root = layout.root(layout.page(layout.VOCABULARY))
    links = [(f"{root}vocabulary{suffix}", kind) for suffix, kind in layout.ALTERNATES.items()]
    return {
        "shapes.ttl": shapes.text(base),
        "vocabulary.jsonld": jsonld.document(nodes, base),
        "vocabulary.ttl": _turtle(nodes, base),
        layout.page(layout.VOCABULARY): page(vocabulary_page.TITLE, vocabulary_page.main(base), root, links),
    }
