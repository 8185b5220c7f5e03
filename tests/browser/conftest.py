"""One session of a headless Chromium per colour scheme, in which all main kinds of pages are opened."""

import json
import os
import re
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from joinder.graph.model import View
from joinder.graph.rdf import addresses
from joinder.site.media import content_type
from tests.servers import browser
from tests.unit.site.worlds import ATTACKS, crowded, hostile, make

RUNNER = (Path(__file__).parent / "runner.html").read_bytes()
QUERIES = ("person 12", "thecamp", "many JOINED", "nobody is called so", "unicode", "script", "p", "السلام", "🎉")
#: A phone, for every page; a desk for those of another layout there.
PHONE, DESK = 360, 1200
SECONDS = 500


@dataclass(slots=True)
class Session:
    """What a browser told, what its consoles said, and what it asked the server for."""

    told: dict[str, Any]
    console: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


def _missing(why: str) -> None:
    """Say that there is no browser: a failure where one is required, else a skip that nobody overlooks."""
    if os.environ.get("JOINDER_REQUIRE_BROWSER") == "1":
        pytest.fail(f"NO BROWSER, and JOINDER_REQUIRE_BROWSER=1: {why}", pytrace=False)
    line = f"NO BROWSER: pages are not looked at ({why})"
    print(f"\n{line}", file=sys.__stderr__, flush=True)
    pytest.skip(line)


def _world() -> View:
    """Put the hostile and the crowded graph together."""
    one, two = hostile(), crowded()
    own = tuple(row for row in one.entities if row.id != "campaign/c")
    names = ("articles", "mentions", "claims", "crowds", "edges")
    rows = {name: tuple(sorted({*getattr(one, name), *getattr(two, name)})) for name in names}
    return View(entities=tuple(sorted((*own, *two.entities))), redirects=one.redirects, **rows)


def pages() -> list[str]:
    """Name a page of every kind, those with hostile texts above all."""
    claim, article, long = (addresses.local(ATTACKS[i]) for i in (0, 4, 11))
    person = addresses.entity_path(f"person/{ATTACKS[4]}")
    return [
        "index.html", "data/index.html", "vocabulary/index.html", "404.html", "browse/person/index.html",
        "browse/claim/index.html", "browse/article/index.html", "browse/crowd/index.html",
        "id/campaign/c/index.html", "id/campaign/c/page-2/index.html", f"{person}/index.html",
        f"{addresses.entity_path('platform/' + ATTACKS[11])}/index.html",
        f"{addresses.entity_path('person/old ' + ATTACKS[1])}/index.html",
        f"claim/{claim}/index.html", f"claim/{long}/index.html", "claim/misfit/index.html", f"crowd/{claim}/index.html",
        f"article/{article}/index.html", f"article/{long}/index.html",
    ]  # fmt: skip


class Handler(BaseHTTPRequestHandler):
    """Serves runner, task, axe and site, and takes what was told."""

    server: "Server"

    def log_message(self, *_: object) -> None:
        """Keep still."""

    def do_POST(self) -> None:
        """Take the result."""
        self.server.session.told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self._answer(b"", "text/plain")
        self.server.done.set()

    def do_GET(self) -> None:
        """Give a file."""
        path = self.path.partition("?")[0]
        self.server.session.asked.append(path)
        file = self.server.site / path.removeprefix("/site/")
        if path in self.server.given:
            self._answer(*self.server.given[path])
        elif path.startswith("/site/") and file.is_file():
            self._answer(file.read_bytes(), content_type(file.name))
        else:
            self.send_error(404)

    def _answer(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Server(ThreadingHTTPServer):
    """The server of a run: the site stands at the address that its pages say."""

    daemon_threads = True

    def __init__(self, site: Path, script: str) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.site = site
        self.address = f"http://127.0.0.1:{self.server_port}/"
        self.given = {"/": (RUNNER, "text/html"), "/axe.js": (script.encode(), "text/javascript")}
        self.start(dark=False)

    def start(self, *, dark: bool) -> None:
        """Set the task: everything in light; in dark, contrasts, since nothing else depends on colours."""
        visits = [(page, PHONE) for page in pages()]
        task = {"visits": visits + [(page, DESK) for page in wide()], "queries": QUERIES, "rules": []}
        if dark:
            task = {"visits": visits, "queries": QUERIES[:1], "rules": ["color-contrast"]}
        self.given["/task"] = (json.dumps(task).encode(), "application/json")
        self.session, self.done = Session({}), threading.Event()


def wide() -> list[str]:
    """Name the pages that are looked at on a desk too."""
    return [page for page in pages() if page.startswith(("index", "data", "browse/person", "claim/misfit", "article/"))]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Build the site that is looked at, and serve it."""
    try:
        browser.chromium()
        script = browser.axe()
    except browser.BrowserError as error:
        _missing(str(error))
    folder = tmp_path_factory.mktemp("site")
    with Server(folder / "out", script) as made:
        make(folder, _world(), folder / "out", base=made.address + "site/")
        threading.Thread(target=made.serve_forever, daemon=True).start()
        yield made
        made.shutdown()


@pytest.fixture(scope="session", params=["light", "dark"])
def session(request: pytest.FixtureRequest, server: Server, tmp_path_factory: pytest.TempPathFactory) -> Session:
    """Let the browser look at everything, in light and in dark."""
    dark = request.param == "dark"
    server.start(dark=dark)
    scheme = f"--blink-settings=preferredColorScheme={0 if dark else 1}"
    with browser.opened(server.address, tmp_path_factory.mktemp(request.param), scheme) as log:
        finished = server.done.wait(SECONDS)
        said = log.read_text(errors="replace")
    found = server.session
    found.console = re.findall(r":CONSOLE[^\]]*\] (.*)", said)
    assert finished, f"the browser told nothing in {SECONDS} seconds: {said[-2000:]}"
    assert "error" not in found.told, found.told["error"]
    assert found.told["dark"] == dark
    return found
