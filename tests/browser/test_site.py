"""The site in a real browser: readable for everybody, still, and found by its search."""

import pytest

from tests.browser.conftest import Session, pages, wide

pytestmark = pytest.mark.xdist_group("browser")


def test_axe_finds_nothing(session: Session) -> None:
    """On every main kind of page, at the width of a phone and of a desk: no violation; nor of contrast in dark."""
    seen, dark = session.told["seen"], session.told["dark"]
    assert len(seen) == len(pages()) + (0 if dark else len(wide()))
    found = [(row["page"], row["width"], *violation) for row in seen for violation in row["violations"]]
    assert found == []
    assert min(row["passes"] for row in seen) >= (1 if dark else 10)


def test_no_page_scrolls_sideways(session: Session) -> None:
    """Not even one with a name of ten thousand letters, on a phone."""
    assert [(row["page"], row["width"], row["wide"]) for row in session.told["seen"] if row["wide"] > 0] == []


def test_no_text_runs(session: Session) -> None:
    """The attacks in names, titles and quotes set nothing, on pages and among search results."""
    assert not any(row["attacked"] for row in (*session.told["seen"], *session.told["searched"]))


def test_consoles_stay_empty_and_nothing_else_is_asked_for(session: Session) -> None:
    """No error, no refused policy, no missing file, no other host."""
    assert session.console == []
    assert {path for path in session.asked if not path.startswith("/site/")} <= {"/", "/task", "/axe.js"}


def test_search_finds_without_a_server(session: Session) -> None:
    """By beginnings of words, aliases, titles, without accents; it says so when there is nothing."""
    found = {row["query"]: row for row in session.told["searched"]}
    if session.told["dark"]:
        assert found["person 12"]["found"]
        return
    assert all(row["visible"] for row in found.values())
    assert [name for name, _ in found["person 12"]["found"]] == [f"Person {i}" for i in range(120, 130)]
    assert found["thecamp"]["found"][0][0] == "The Campaign"
    assert found["many JOINED"]["found"][0][1].endswith("/article/a/index.html")
    assert found["nobody is called so"] | {"hash": ""} == {
        "query": "nobody is called so", "note": "Nothing is called so.", "found": [], "hash": "", "visible": True,
        "attacked": False,
    }  # fmt: skip
    assert "Ünïcödé Nàmé" in [name for name, _ in found["unicode"]["found"]]
    assert found["script"]["found"]
    assert "first 50" in found["p"]["note"]
    assert found["السلام"]["found"]
    assert found["🎉"]["found"]
    assert found["thecamp"]["hash"] == "#q=thecamp"


def test_the_keyboard_reaches_everything(session: Session) -> None:
    """The first stop skips to the content, and no stop has an order of its own."""
    assert session.told["keyboard"] == {"first": "Skip to the content", "target": "#main-content", "odd": 0}
