"""What stands once in a site: the front page, the page about the data, the page for what is not there, site maps."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from joinder.graph.ontology import ontology
from joinder.graph.rdf import addresses
from joinder.graph.rdf.vocabulary import SCHEMES
from joinder.site import layout
from joinder.site.documents import embedded
from joinder.site.lines import Link
from joinder.site.phrases import KINDS, many

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from joinder.site.contents import Contents
    from joinder.site.descriptions import Described
    from joinder.site.lists import Lists
    from joinder.site.templates import Look

    File = tuple[str, str]

CAMPAIGNS: Final = 20
LATEST: Final = 10
#: The protocol allows so many addresses in one file.
_ADDRESSES: Final = 50_000
_DESCRIBED: Final = {
    "vocabulary/index.html": "The vocabulary: every term, and what it means",
    "vocabulary.ttl": "The vocabulary in Turtle",
    "vocabulary.jsonld": "The vocabulary in JSON-LD",
    "shapes.ttl": "What the data must look like: SHACL shapes",
    "void.ttl": "The data set in VoID and DCAT, in Turtle",
    "void.jsonld": "The data set in VoID and DCAT, in JSON-LD",
}
_SERVERS: Final = {
    "_headers": "Types and headers, as Netlify and Cloudflare Pages read them",
    "server/nginx.conf": "Content negotiation with nginx",
    "server/apache.htaccess": "Content negotiation with Apache",
    "server/Caddyfile": "Content negotiation with Caddy",
}


def front(look: Look, contents: Contents, lists: Lists, described: Described) -> File:
    """Write the front page: search, lists, the largest campaigns, the latest claims, what statuses mean."""
    counts = {kind: len(things) for kind, things in lists.things.items()}
    about = (
        f"Who joined what, on whose word: {many(counts['campaign'], 'campaign')} and who joined, paused, left or "
        "only said that they would, in "
        f"{many(counts['claim'], 'claim')} of {many(counts['article'], 'article')}."
    )
    most = sorted(lists.things["campaign"], key=lambda row: (-row.n_claims, contents.order(row.id), row.id))
    known = [layout.listing(kind) for kind in KINDS]
    kinds = [(Link(KINDS[k], file), f"{counts[k]:,}", lists.means[k]) for k, file in zip(KINDS, known, strict=True)]
    means = SCHEMES["statuses"][1]
    return layout.FRONT, look.render(
        "front.html.j2", layout.FRONT, look.settings.title, about=about, scripted=True, kinds=kinds,
        campaigns=[lists.named(row) for row in most[:CAMPAIGNS]], latest=lists.things["claim"][:LATEST],
        statuses={status: means.get(status, status) for status in ontology().statuses},
        jsonld=embedded(json.dumps(described.schema_org, ensure_ascii=False, indent=1)),
    )  # fmt: skip


def data(look: Look, contents: Contents, described: Described) -> File:
    """Write the page that says which data there are and how to use them."""
    named = contents.view.entities[0].id if contents.view.entities else "campaign/stop-hate-for-profit"
    dumps = [{"path": d.path, "title": d.title, "size": _size(d.size)} for d in described.dumps]
    return layout.DATA, look.render(
        "data.html.j2", layout.DATA, "Data", triples=many(described.triples, "statement"), dumps=dumps,
        example=look.settings.base + addresses.entity_path(named) + ".ttl",
        described=list(_DESCRIBED.items()), servers=list(_SERVERS.items()),
        about="Dumps, vocabulary, descriptions, and how to fetch one thing at a time.",
    )  # fmt: skip


def _size(size: int) -> str:
    """Write a file's size for readers.

    >>> _size(1_234_567)
    '1.2 MB'
    """
    kilobytes = size / 1000
    return f"{kilobytes:,.0f} kB" if kilobytes < 1000 else f"{kilobytes / 1000:,.1f} MB"


def missing(look: Look) -> File:
    """Write the page that hosts show where there is none: at any address, so its links are whole ones."""
    name = "404.html"
    return name, look.render("missing.html.j2", name, "Not here", root=look.settings.base, canonical="")


def maps(base: str, files: Iterable[str]) -> Iterator[File]:
    """Write the site map (several with a list of them where one cannot hold all pages) and ``robots.txt``."""
    pages = sorted(file for file in files if file.endswith("index.html"))
    cut = [pages[at : at + _ADDRESSES] for at in range(0, len(pages), _ADDRESSES)]
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    names = [layout.SITEMAP] if len(cut) <= 1 else [f"sitemap-{number}.xml" for number in range(1, len(cut) + 1)]
    for name, part in zip(names, cut, strict=False):
        places = "".join(f"<url><loc>{escape(layout.address(base, file))}</loc></url>\n" for file in part)
        yield name, f"{head}<urlset {space}>\n{places}</urlset>\n"
    if len(cut) > 1:
        places = "".join(f"<sitemap><loc>{escape(base + name)}</loc></sitemap>\n" for name in names)
        yield layout.SITEMAP, f"{head}<sitemapindex {space}>\n{places}</sitemapindex>\n"
    yield "robots.txt", f"User-agent: *\nAllow: /\n\nSitemap: {base}{layout.SITEMAP}\n"
