"""Which file of the site stands where.

The thing at the address ``id/person/kim`` has its page in ``id/person/kim/index.html``, which every static host
shows at that address, and its data in ``id/person/kim.ttl`` and ``id/person/kim.jsonld``. All paths are relative to
the folder, with slashes, and made of characters that need no escape.
"""

from __future__ import annotations

from typing import Final

FRONT: Final = "index.html"
DATA: Final = "data/index.html"
SITEMAP: Final = "sitemap.xml"
VOCABULARY: Final = "vocabulary"
#: Suffixes of what stands beside each page, with media types.
ALTERNATES: Final = {".ttl": "text/turtle", ".jsonld": "application/ld+json"}


def page(path: str, number: int = 1) -> str:
    """Give the file of a page; long ones go on in further files.

    >>> page("id/person/kim"), page("id/person/kim", 2)
    ('id/person/kim/index.html', 'id/person/kim/page-2/index.html')
    """
    return f"{path}/index.html" if number == 1 else f"{path}/page-{number}/index.html"


def listing(kind: str, number: int = 1) -> str:
    """Give the file of a list of all things of a kind."""
    return page(f"browse/{kind}", number)


def root(file: str) -> str:
    """Give the way from a file up to the folder, to put before the path of another.

    >>> root("index.html"), root("claim/ab/index.html")
    ('', '../../')
    """
    return "../" * file.count("/")


def address(base: str, file: str) -> str:
    """Give the address at which a host shows a page."""
    return base + file.removesuffix("index.html")
