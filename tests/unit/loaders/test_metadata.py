"""Addresses, dates and ids."""

import pytest

from joinder.errors import JoinderError
from joinder.loaders.metadata import Metadata, canonical_url, make_article


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/a", "https://example.org/a"),
        ("HTTPS://Example.ORG:443/A#part", "https://example.org/A"),
        ("http://example.org", "http://example.org/"),
        ("http://example.org:8080/a?b=1&utm_source=x&fbclid=y", "http://example.org:8080/a?b=1"),
        ("https://example.org/a?q=a+b&empty=", "https://example.org/a?q=a+b&empty="),
        (" https://example.org/a ", "https://example.org/a"),
        ("ftp://example.org/a", None),
        ("javascript:alert(1)", None),
        ("http://[::1", None),
        ("http://example.org:port/", None),
        ("", None),
        (None, None),
    ],
)
def test_an_address_is_normalised(url: str | None, expected: str | None) -> None:
    """One story has one address, whoever shared it; what is none is none."""
    assert canonical_url(url) == expected


def test_an_id_comes_from_what_is_given_else_the_address_else_the_text() -> None:
    """The same text has the same id on every machine."""
    assert make_article({"id": 7, "url": "https://x.org/a"}, "Text.", Metadata())[0].id == "7"
    assert make_article({"url": "https://x.org/a#b"}, "Text.", Metadata())[0].id == "https://x.org/a"
    hashed = make_article({"url": "not an address"}, "Text.", Metadata())[0].id
    assert hashed == make_article({}, "Text.", Metadata())[0].id == "ef4ea54a1877eb0b"
    assert hashed != make_article({}, "Text!", Metadata())[0].id


def test_a_wrong_date_of_the_user_is_told_at_once() -> None:
    """Nothing is read under a wrong date."""
    with pytest.raises(JoinderError, match="no date") as caught:
        Metadata(published="September")
    assert "2020-09" in (caught.value.hint or "")
