"""`joinder site`, on both stores."""

import threading
import urllib.request
from pathlib import Path

import pytest

from joinder.site import serving
from tests.cli.conftest import Joinder
from tests.unit.site.worlds import contents

NEEDED = ("--base", "https://data.example.org/", "--license", "CC-BY-4.0")


def test_a_site_is_the_same_whatever_the_store(loaded: Joinder, tmp_path: Path) -> None:
    """Written from a graph, and from its export in an embedded one: the same bytes in every file."""
    one, two, export = tmp_path / "one", tmp_path / "two", tmp_path / "graph.nq"
    result = loaded("site", str(one), *NEEDED, "--title", "Joined & <paused>")
    assert result.code == 0, result.err
    assert "0 unchanged, 0 removed" in result.err
    assert "<title>Joined &amp; &lt;paused&gt;</title>" in (one / "index.html").read_text()
    other = ("--data", str(tmp_path / "restored"), "--graph", "")
    assert loaded("export", str(export)).code == 0
    assert loaded("import", str(export), *other).code == 0
    assert loaded("site", str(two), *NEEDED, "--title", "Joined & <paused>", *other).code == 0
    assert contents(one) == contents(two)
    again = loaded("site", str(one), *NEEDED, "--title", "Joined & <paused>")
    assert "0 written" in again.err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "no folder is named"),
        (("out",), "needs a licence"),
        (("out", "--license", "not one!"), "is no licence"),
        (("out", "--license", "CC-BY-4.0", "--base", "ftp://x/"), "base of IRIs"),
    ],
)
def test_a_site_that_lacks_something_is_refused(joinder: Joinder, words: tuple[str, ...], message: str) -> None:
    """One line says what, before anything is written."""
    result = joinder("site", *words)
    assert (result.code, message in result.err) == (1, True), result.err
    assert not Path("out").exists()


def test_a_preview_is_served_until_it_is_interrupted(loaded: Joinder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without folder, base and licence: pages, and Turtle for who asks for it, at one address."""
    asked: dict[str, str] = {}

    def once(server: serving.Server, *_: object) -> None:
        running = threading.Thread(target=super(serving.Server, server).serve_forever)
        running.start()
        for kind in ("text/html", "text/turtle"):
            address = server.address + "id/person/kim-kardashian"
            with urllib.request.urlopen(urllib.request.Request(address, headers={"Accept": kind})) as answer:
                asked[kind] = answer.read().decode()
        server.shutdown()
        running.join()
        raise KeyboardInterrupt

    monkeypatch.setattr(serving.Server, "serve_forever", once)
    result = loaded("site", "--serve", "--port", "0")
    assert result.code == 0, result.err
    assert "<h1><bdi>Kim Kardashian</bdi></h1>" in asked["text/html"]
    assert "@base <http://127.0.0.1:" in asked["text/turtle"]
