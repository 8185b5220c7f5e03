"""The client of the Reconciliation API, against a server on this machine."""

import contextlib
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest

from joinder.errors import JoinderError
from joinder.graph import service_calls
from joinder.graph.wikidata_reconciliation import proposals, reconcile


class Service(BaseHTTPRequestHandler):
    """Answers each name with one item; ``codes`` are what it answers first."""

    codes: ClassVar[list[int]] = []
    seen: ClassVar[list[dict[str, Any]]] = []
    agents: ClassVar[list[str]] = []

    bodies: ClassVar[list[bytes]] = []
    searched: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        """Answer as wbsearchentities does."""
        asked = parse_qs(urlsplit(self.path).query)
        self.searched.append(asked["search"][0])
        found = {"id": "Q7", "label": asked["search"][0].title(), "description": asked["action"][0]}
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps({"search": [found, {"id": "Q8"}]}).encode())

    def do_POST(self) -> None:
        """Answer one batch."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.agents.append(self.headers["User-Agent"])
        if self.codes:
            self.send_response(self.codes.pop(0))
            self.send_header("Retry-After", "3")
            self.end_headers()
            return
        if self.bodies:
            self.misbehave(self.bodies.pop(0))
            return
        queries = json.loads(parse_qs(body)["queries"][0])
        self.seen.append(queries)
        answer = {
            key: {"result": [{"id": "Q1", "name": q["query"].upper(), "score": 99, "match": True, "description": "it"}]}
            for key, q in queries.items()
        }
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())

    def misbehave(self, body: bytes) -> None:
        """Answer with bytes of any kind; ``cut`` promises more than it sends, ``drip`` never comes to an end."""
        self.send_response(200)
        if body == b"cut":
            self.send_header("Content-Length", "1000")
        self.end_headers()
        with contextlib.suppress(OSError):
            for _ in range(200 if body == b"drip" else 1):
                self.wfile.write(body)
                time.sleep(0.05 if body == b"drip" else 0)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class calls it so
        """Say nothing."""


@pytest.fixture
def url() -> Iterator[str]:
    """Run the service on a free port."""
    Service.codes, Service.seen, Service.agents = [], [], []
    Service.bodies, Service.searched = [], []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/en/api"
    server.shutdown()
    server.server_close()


NAMES = [(f"Name {i}", "Person" if i % 2 else "Brand") for i in range(23)]


def test_names_are_asked_in_batches_once(url: str, tmp_path: Path) -> None:
    """Ten a request, with the type of a person; a second run asks nothing, and nothing is accepted by itself."""
    file = tmp_path / "r.jsonl"
    found = list(reconcile(url, NAMES, file, agent="joinder/test (me@example.org)"))
    assert [len(batch) for batch in Service.seen] == [10, 10, 3]
    assert Service.seen[0]["q1"] == {"query": "Name 1", "limit": 5, "type": "Q5"}
    assert "type" not in Service.seen[0]["q0"]
    assert set(Service.agents) == {"joinder/test (me@example.org)"}
    assert found[0].items[0].id == "Q1"
    assert list(reconcile(url, NAMES, file, agent="a")) == []
    assert proposals(file) == found


def test_a_run_that_was_cut_off_goes_on(url: str, tmp_path: Path) -> None:
    """What was answered is kept, half a line is passed over, and only the rest is asked for."""
    file = tmp_path / "r.jsonl"
    run = reconcile(url, NAMES, file, agent="a")
    next(run)
    run.close()
    with file.open("a") as out:
        out.write('{"url": "http://')
    list(reconcile(url, NAMES, file, agent="a"))
    assert [len(batch) for batch in Service.seen] == [10, 10, 3]
    assert len(proposals(file)) == 23


def test_a_busy_service_is_waited_for(url: str, tmp_path: Path) -> None:
    """As long as it says; after five times it is left, with a hint to run again."""
    Service.codes[:] = [429, 503]
    waited: list[float] = []
    assert len(list(reconcile(url, NAMES[:2], tmp_path / "r", agent="a", sleep=waited.append))) == 2
    assert waited == [3.0, 3.0]
    Service.codes[:] = [429] * 5
    with pytest.raises(JoinderError, match="429") as error:
        list(reconcile(url, NAMES[2:4], tmp_path / "r", agent="a", sleep=waited.append))
    assert "run the same command again" in (error.value.hint or "")


def test_what_will_not_pass_is_not_waited_for(url: str, tmp_path: Path) -> None:
    """A wrong address, nobody there, or another scheme: one clear error."""
    Service.codes[:] = [404]
    waited: list[float] = []
    with pytest.raises(JoinderError, match="404"):
        list(reconcile(url, NAMES[:1], tmp_path / "r", agent="a", sleep=waited.append))
    assert waited == []
    with pytest.raises(JoinderError, match="cannot be reached"):
        list(reconcile("http://127.0.0.1:9/", NAMES[:1], tmp_path / "r", agent="a", sleep=waited.append))
    with pytest.raises(JoinderError, match="no address"):
        list(reconcile("file:///etc/passwd", NAMES[:1], tmp_path / "r", agent="a"))


@pytest.mark.parametrize(
    "body",
    [
        b"<html>502 in disguise</html>", b"", b"null", b"[]", b"{}", b'{"q0": null}', b'{"q0": {"result": "many"}}',
        b'{"q0": {"result": [{"name": "no id"}]}}', b'{"q0": {"result": [{"id": "Q1", "name": "x", "score": [1]}]}}',
        b"[" * 100_000, b"\xff\xfe", b'{"q0": {"result": {"Q1": 1}}}',
    ],
    ids=lambda body: body[:20].decode("ascii", "replace"),
)  # fmt: skip
def test_nonsense_is_told_and_nothing_of_it_is_kept(url: str, tmp_path: Path, body: bytes) -> None:
    """One clear error, whatever it sends; the next run asks again and gets an answer."""
    Service.bodies[:] = [body]
    with pytest.raises(JoinderError, match="does not answer as the Reconciliation API"):
        list(reconcile(url, NAMES[:1], tmp_path / "r", agent="a"))
    assert proposals(tmp_path / "r") == []
    assert len(list(reconcile(url, NAMES[:1], tmp_path / "r", agent="a"))) == 1


def test_an_answer_that_never_ends_is_cut_off(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that trickles, one that is too long, and one that breaks off are asked for again, five times in all."""
    monkeypatch.setattr(service_calls, "LARGEST", 1000)
    for body in (b"drip", b"x" * 5000, b"cut"):
        Service.bodies[:] = [body] * 5
        waited: list[float] = []
        with pytest.raises(JoinderError, match=r"cannot be reached: (its answer|Incomplete)"):
            list(reconcile(url, NAMES[:1], tmp_path / "r", agent="a", sleep=waited.append, timeout=0.2))
        assert waited == [1, 2, 4, 8]
        assert Service.bodies == []


def test_a_fallback_is_asked_where_the_service_fails(url: str, tmp_path: Path) -> None:
    """For all that is left, name by name; what the service had answered stays, and nothing is asked for twice."""
    file = tmp_path / "r"
    other = url.replace("/en/api", "/w/api.php")
    list(reconcile(url, NAMES[:10], file, agent="a", fallback=other))
    Service.codes[:] = [410]
    told: list[str] = []
    found = list(reconcile(url, NAMES[:13], file, agent="a", fallback=other, warn=told.append))
    assert Service.searched == [name for name, _ in NAMES[10:13]]
    assert [(p.url, [(i.id, i.name, i.match) for i in p.items]) for p in found[:1]] == [
        (other, [("Q7", "Name 10", False), ("Q8", "Q8", False)])
    ]
    assert "410" in told[0]
    assert other in told[0]
    assert list(reconcile(url, NAMES[:13], file, agent="a", fallback=other)) == []
    assert [len(batch) for batch in Service.seen] == [10]
    Service.codes[:] = [410]
    with pytest.raises(JoinderError, match="cannot be reached"):
        list(reconcile(url, NAMES[13:], file, agent="a", fallback="http://127.0.0.1:9/", sleep=lambda _: None))
