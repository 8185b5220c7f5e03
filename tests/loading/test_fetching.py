"""Fetching from a local server that misbehaves in every way."""

import gzip
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from joinder.errors import ArticleError
from joinder.graph.ledger import Ledger, open_ledger
from joinder.loaders import fetching
from joinder.loaders.addresses import resolve
from joinder.loaders.fetching import Fetcher
from joinder.loading import load
from tests.cli.world import Scribe

STORY = (
    "<html><head><title>A story</title></head><body><article><h1>A story</h1>"
    + "".join(
        f"<p>Sentence number {i} of a story that is long enough to be one, for all we know.</p>" for i in range(9)
    )
    + "</article></body></html>"
).encode()


class Site(BaseHTTPRequestHandler):
    """A site that behaves as its paths say; it remembers all requests."""

    seen: list[tuple[str, float, str]]
    robots: tuple[int, bytes]

    def do_GET(self) -> None:
        """Answer."""
        self.seen.append((self.path, time.monotonic(), self.headers.get("User-Agent", "")))
        name = self.path.strip("/").split("/")[0].split("?")[0].replace(".", "_").replace("-", "_")
        getattr(self, f"give_{name}", self.give_missing)()

    def log_message(self, *_: object) -> None:
        """Be quiet."""

    def send(self, data: bytes, status: int = 200, **headers: str) -> None:
        """Send a whole answer."""
        self.send_response(status)
        for header, value in {"Content-Type": "text/html", "Content-Length": str(len(data)), **headers}.items():
            self.send_header(header.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def give_missing(self) -> None:
        """Answer missing."""
        self.send(b"no", 404)

    def give_robots_txt(self) -> None:
        """Answer robots txt."""
        self.send(self.robots[1], self.robots[0], Content_Type="text/plain")

    def give_story(self) -> None:
        """Answer story."""
        if self.headers.get("If-None-Match") == '"one"':
            self.send(b"", 304)
        else:
            self.send(STORY, ETag='"one"')

    give_secret = give_story

    def give_feed(self) -> None:
        """Answer feed."""
        host = self.headers["Host"]
        items = "".join(f"<item><title>T{i}</title><link>http://{host}/story?{i}</link></item>" for i in range(2))
        self.send(f"<rss><channel>{items}</channel></rss>".encode(), Content_Type="application/rss+xml", ETag='"f"')

    def give_away(self) -> None:
        """Answer away."""
        self.send(b"", 302, Location=self.path.partition("=")[2])

    def give_round(self) -> None:
        """Answer round."""
        self.send(b"", 302, Location="/round")

    def give_large(self) -> None:
        """Answer large."""
        self.send_response(200)
        self.end_headers()
        for _ in range(400):
            self.wfile.write(b"x" * 100_000)

    def give_bomb(self) -> None:
        """Answer bomb."""
        self.send(gzip.compress(b"\0" * 60_000_000), Content_Encoding="gzip")

    def give_drip(self) -> None:
        """Answer drip."""
        self.send_response(200)
        self.end_headers()
        for _ in range(100):
            self.wfile.write(b"x")
            self.wfile.flush()
            time.sleep(0.1)

    def give_picture(self) -> None:
        """Answer picture."""
        self.send(b"\x89PNG....", Content_Type="image/png")

    def give_cut(self) -> None:
        """Answer cut."""
        self.send_response(200)
        self.send_header("Content-Length", "100000")
        self.end_headers()
        self.wfile.write(b"<html>")

    def give_nothing(self) -> None:
        """Answer nothing."""
        self.close_connection = True

    def give_broken(self) -> None:
        """Answer broken."""
        self.send(b"", 500)


@pytest.fixture
def site() -> Iterator[type[Site]]:
    """Run the site; its address is ``site.address``."""
    kind = type("Here", (Site,), {"seen": [], "robots": (200, b"User-agent: *\nDisallow: /secret\n")})
    server = ThreadingHTTPServer(("127.0.0.1", 0), kind)
    server.daemon_threads = True
    kind.address = f"http://127.0.0.1:{server.server_port}"  # type: ignore[attr-defined] # for the tests
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield kind
    server.shutdown()
    server.server_close()


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Open an empty ledger."""
    with open_ledger(tmp_path / "ledger.db") as opened:
        yield opened


def guest(**options: object) -> Fetcher:
    """Make a fetcher that may fetch from here and does not wait."""
    return Fetcher(allow_private=True, pause=0.0, **options)  # type: ignore[arg-type] # of the class


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("secret", "robots.txt does not allow"),
        ("round", "redirected more than"),
        ("large", "too large"),
        ("bomb", "too large"),
        ("drip", "too slow"),
        ("picture", "image/png"),
        ("cut", "cannot be fetched"),
        ("nothing", "cannot be fetched"),
        ("broken", "answered 500"),
        ("missing", "answered 404"),
        ("away?to=file:///etc/passwd", "only http"),
        ("away?to=/secret", "robots.txt does not allow"),
        ("away?to=ftp://example.org/", "only http"),
    ],
)
def test_a_misbehaving_server_is_left(site: type[Site], ledger: Ledger, path: str, said: str) -> None:
    """Each way has its reason in the ledger, and the good page beside it is loaded."""
    address = f"{site.address}/{path}"  # type: ignore[attr-defined] # see the fixture
    began = time.monotonic()
    fetcher = guest(visits=ledger.visits(), deadline=1.5)
    summary = load([address, f"{site.address}/story"], ledger, Scribe(), fetcher=fetcher)  # type: ignore[attr-defined]
    assert time.monotonic() - began < 10
    assert (summary.new, [f.input for f in summary.failed]) == (1, [address])
    assert said in ledger.inputs("failed")[0].reason


def test_the_next_run_asks_only_for_what_is_new(site: type[Site], ledger: Ledger) -> None:
    """Pages and feeds are asked for by their version, until their article is forgotten."""
    feed = f"{site.address}/feed"  # type: ignore[attr-defined] # see the fixture
    for new, unchanged in ((2, 0), (0, 2)):
        summary = load([feed], ledger, Scribe(), fetcher=guest(visits=ledger.visits()))
        assert (summary.new, summary.unchanged, summary.failed) == (new, unchanged, [])
    story = f"{site.address}/story?0"  # type: ignore[attr-defined] # see the fixture
    assert load([story], ledger, Scribe(), fetcher=guest(visits=ledger.visits())).unchanged == 1
    assert ledger.forget(ledger.find(story)[0])
    assert load([story], ledger, Scribe(), fetcher=guest(visits=ledger.visits())).new == 1


def test_a_guest_says_who_it_is_and_waits(site: type[Site]) -> None:
    """One request a second to a host, with joinder's name."""
    fetcher = Fetcher(allow_private=True)
    fetcher.get(f"{site.address}/story")  # type: ignore[attr-defined] # see the fixture
    (_, first, agent), (_, second, _) = site.seen
    assert second - first >= 0.95
    assert agent.startswith("joinder/")


@pytest.mark.parametrize("status", [500, 503])
def test_where_robots_cannot_be_read_nothing_is_fetched(site: type[Site], status: int) -> None:
    """A site that cannot say is left alone; one that has no robots.txt is open."""
    site.robots = (status, b"")
    with pytest.raises(ArticleError, match=r"robots\.txt cannot be read"):
        guest().get(f"{site.address}/story")  # type: ignore[attr-defined] # see the fixture
    site.robots = (404, b"")
    assert guest().get(f"{site.address}/story") is not None  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "localhost", "[::1]", "10.1.2.3", "192.168.0.1", "172.16.0.9", "169.254.169.254", "0.0.0.0",
        "[::ffff:127.0.0.1]", "[fe80::1]", "[fc00::1]", "2130706433", "0x7f.1", "100.64.0.1", "224.0.0.1",
        "[64:ff9b::7f00:1]", "[2002:7f00:1::]",
    ],
)  # fmt: skip
def test_private_addresses_are_refused(host: str) -> None:
    """However they are written; before anything is sent."""
    with pytest.raises(ArticleError):
        resolve(f"http://{host}/latest/meta-data")


def test_a_redirect_into_the_house_is_refused(site: type[Site], monkeypatch: pytest.MonkeyPatch) -> None:
    """Every hop is looked at, not only the first."""
    real = fetching.resolve
    first = f"{site.address}/away?to=http://169.254.169.254/"  # type: ignore[attr-defined] # see the fixture

    def outside(url: str, *, allow_private: bool = False) -> object:
        return real(url, allow_private=url.startswith(site.address) or allow_private)  # type: ignore[attr-defined]

    monkeypatch.setattr(fetching, "resolve", outside)
    with pytest.raises(ArticleError, match=r"private address 169\.254"):
        Fetcher(pause=0.0).get(first)
