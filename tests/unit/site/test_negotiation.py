"""Which form a client gets."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from joinder.site.negotiation import choose

HTML, TURTLE, JSON = "text/html", "text/turtle", "application/ld+json"
FORMS = [HTML, TURTLE, JSON]


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, HTML),
        ("", HTML),
        ("*/*", HTML),
        ("text/turtle", TURTLE),
        ("TEXT/Turtle", TURTLE),
        ("application/ld+json", JSON),
        ("application/json", JSON),
        ("text/*", HTML),
        ("application/*", JSON),
        ("text/turtle;q=0.4, application/ld+json;q=0.9", JSON),
        ("text/turtle;q=1.0,text/html;q=0.999", TURTLE),
        ("text/html;q=0, */*;q=0.1", TURTLE),
        ("*/*;q=0.8, text/turtle", TURTLE),
        ("text/*;q=0.3, text/html;q=0.2, application/ld+json;q=0.1", TURTLE),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", HTML),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#expanded, x";q=0.5, text/turtle;q=0.4', JSON),
        ("application/rdf+xml, text/turtle;q=0.5", TURTLE),
        ("image/png", None),
        ("text/html;q=0, text/turtle;q=0, application/ld+json;q=0", None),
        ("text/turtle;q=0.0", None),
        ("nonsense", None),
        (" text/turtle ; q = 0.5 ", TURTLE),
    ],
)
def test_the_form_that_is_liked_best_is_chosen(accept: str | None, chosen: str | None) -> None:
    """By quality, then by how specific the range is, then by the order of the server."""
    assert choose(accept, FORMS) == chosen


@given(st.text(max_size=200) | st.text('text/urle*;q=0.15, jsonhml+pcaid"\\', max_size=200))
@settings(deadline=None)
def test_no_header_breaks_it(accept: str) -> None:
    """Whatever a client sends, the answer is a form that is there, or none."""
    assert choose(accept, FORMS) in {*FORMS, None}


def test_a_long_header_takes_no_time() -> None:
    """A megabyte of semicolons is cut off."""
    assert choose("text/turtle" + ";a" * 500_000, FORMS) in {*FORMS, None}
    assert choose('a/b;"' * 100_000, FORMS) is None


def test_nothing_offered_is_nothing_chosen() -> None:
    """There is nothing to choose from."""
    assert choose("*/*", []) is None
    assert choose(None, []) is None
