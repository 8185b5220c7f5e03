"""The client of the Reconciliation API, against a server on this machine."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qs

import pytest

from joinder.errors import JoinderError
from joinder.graph.wikidata_reconciliation import proposals, reconcile


class Service(BaseHTTPRequestHandler):
    """Answers each name with one item; ``codes`` are what it answers first."""

    codes: ClassVar[list[int]] = []
    seen: ClassVar[list[dict[str, Any]]] = []
    agents: ClassVar[list[str]] = []

    def do_POST(self) -> None:
        """Answer one batch."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.agents.append(self.headers["User-Agent"])
        if self.codes:
            self.send_response(self.codes.pop(0))
            self.send_header("Retry-After", "3")
            self.end_headers()
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

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class calls it so
        """Say nothing."""


@pytest.fixture
def url() -> Iterator[str]:
    """Run the service on a free port."""
    Service.codes, Service.seen, Service.agents = [], [], []
    server = HTTPServer(("127.0.0.1", 0), Service)
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
        out.write("\n")
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
