"""What the server on loopback answers."""

import http.client
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from joinder.errors import JoinderError
from joinder.site.answering import Answer, answer
from joinder.site.serving import Server, serve
from tests.unit.graph.exported import BASE, view
from tests.unit.site.making import write_site

KIM = "/id/person/kim"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a site, with a secret beside it."""
    out = tmp_path_factory.mktemp("web") / "site"
    out.mkdir()
    write_site(out, view(), BASE)
    (out.parent / "secret.txt").write_text("secret")
    (out / "leak.txt").symlink_to(out.parent / "secret.txt")
    (out / ".joinder-site").write_text("list")
    return out


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    """Serve it."""
    made = serve(folder)
    thread = threading.Thread(target=made.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield made
    made.shutdown()
    made.server_close()
    thread.join(5)


def get(folder: Path, target: str, method: str = "GET", **headers: str) -> Answer:
    """Ask without a socket."""
    return answer(folder, method, target, {name.replace("_", "-").title(): text for name, text in headers.items()})


@pytest.mark.parametrize(
    ("accept", "place"),
    [
        ("text/turtle", f"{KIM}.ttl"),
        ("application/ld+json", f"{KIM}.jsonld"),
        ("text/html", f"{KIM}/"),
        ("*/*", f"{KIM}/"),
        ("text/turtle;q=0.5, text/html;q=0.1", f"{KIM}.ttl"),
    ],
)
def test_a_thing_is_answered_with_a_document_about_it(folder: Path, accept: str, place: str) -> None:
    """303 See Other, to the form that the client likes best; caches are told that it depends on Accept."""
    found = get(folder, KIM, accept=accept)
    assert (found.status, found.headers["Location"], found.headers["Vary"]) == (303, place, "Accept")
    assert f'<{KIM}.ttl>; rel="alternate"; type="text/turtle"' in found.headers["Link"]
    assert get(folder, place, accept=accept).status == 200


def test_a_form_that_is_not_there_is_not_acceptable(folder: Path) -> None:
    """406 lists the forms that there are, and varies too."""
    found = get(folder, KIM, accept="image/png")
    assert (found.status, found.headers["Vary"]) == (406, "Accept")
    assert f"{KIM}.ttl" in found.text


@pytest.mark.parametrize("path", ["/vocabulary", "/claim/c1", "/article/a1", "/crowd/w1", "/id/person/kim-west"])
def test_every_kind_of_thing_has_turtle(folder: Path, path: str) -> None:
    """So do the vocabulary and merged-away ids."""
    assert get(folder, path, accept="text/turtle").headers["Location"] == f"{path}.ttl"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        (f"{KIM}.ttl", "text/turtle; charset=utf-8"),
        (f"{KIM}.jsonld", "application/ld+json; charset=utf-8"),
        ("/void.ttl", "text/turtle; charset=utf-8"),
        ("/dumps/graph.nq.gz", "application/gzip"),
        ("/vocabulary/", "text/html; charset=utf-8"),
    ],
)
def test_documents_have_their_types(folder: Path, path: str, kind: str) -> None:
    """And may be read from any other site, but never guessed at."""
    found = get(folder, path)
    assert (found.status, found.headers["Content-Type"]) == (200, kind)
    assert found.headers["Access-Control-Allow-Origin"] == "*"
    assert found.headers["X-Content-Type-Options"] == "nosniff"
    assert ("Content-Security-Policy" in found.headers) == kind.startswith("text/html")


def test_shapes_and_void_have_addresses_without_suffix(folder: Path) -> None:
    """``shapes#claim`` leads to ``shapes.ttl``; the well-known address of VoID to ``void.ttl``."""
    assert get(folder, "/shapes").headers["Location"] == "/shapes.ttl"
    found = get(folder, "/.well-known/void")
    assert (found.status, found.headers["Location"]) == (302, "/void.ttl")


def test_what_the_client_has_is_not_sent_again(folder: Path) -> None:
    """304 by tag, weak or strong, or by date where no tag is given."""
    known = get(folder, f"{KIM}.ttl").headers
    tag, day = known["ETag"], known["Last-Modified"]
    for headers in ({"if_none_match": tag}, {"if_none_match": f'"x", W/{tag}'}, {"if_none_match": "*"}):
        found = get(folder, f"{KIM}.ttl", **headers)
        assert (found.status, found.file, found.headers["ETag"]) == (304, None, tag)
    assert get(folder, f"{KIM}.ttl", if_modified_since=day).status == 304
    assert get(folder, f"{KIM}.ttl", if_none_match='"old"', if_modified_since=day).status == 200
    assert get(folder, f"{KIM}.ttl", if_modified_since="yesterday").status == 200
    assert get(folder, f"{KIM}.ttl", if_modified_since="Thu, 01 Jan 1970 00:00:00 GMT").status == 200


@pytest.mark.parametrize(
    "target",
    [
        "/../secret.txt", "/id/../../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/%2e%2e%2fsecret.txt",
        "/id/person/..\\..\\..\\secret.txt", "//etc/passwd", "/%2fetc/passwd", "/leak.txt", "/a%00b", "/.joinder-site",
        "/id/%ff", "/" + "a" * 300, "/" + "a" * 3000, "http://other.example/", "*", "", "/id/person/nobody",
        "/id/person", "/nothing/",
    ],
)  # fmt: skip
def test_nothing_outside_the_folder_is_given(folder: Path, target: str) -> None:
    """Not by dots, escapes, backslashes, links or names too long; what is not there is 404."""
    found = get(folder, target, accept="text/turtle")
    assert found.status == 404
    assert "secret" not in found.text


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_only_reading_is_answered(folder: Path, method: str) -> None:
    """405 says what is."""
    found = get(folder, "/", method)
    assert (found.status, found.headers["Allow"]) == (405, "GET, HEAD")


def test_a_folder_without_its_slash_is_sent_on(folder: Path) -> None:
    """As static hosts do, so that relative links on the page hold."""
    (folder / "browse").mkdir(exist_ok=True)
    found = get(folder, "/browse")
    assert (found.status, found.headers["Location"]) == (301, "/browse/")


def test_a_page_for_what_is_not_there_is_used(tmp_path: Path) -> None:
    """``404.html`` is the site's own."""
    (tmp_path / "404.html").write_text("gone")
    found = get(tmp_path, "/nothing")
    assert (found.status, found.file) == (404, tmp_path / "404.html")


def test_get_and_head_by_socket(server: Server) -> None:
    """HEAD has the headers of GET and no body; a connection serves several requests."""
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=5)
    connection.request("GET", f"{KIM}.ttl")
    got = connection.getresponse()
    body = got.read()
    connection.request("HEAD", f"{KIM}.ttl")
    head = connection.getresponse()
    assert (head.status, head.read()) == (200, b"")
    assert head.headers["Content-Length"] == got.headers["Content-Length"] == str(len(body))
    assert head.headers["ETag"] == got.headers["ETag"]
    connection.request("GET", KIM, headers={"Accept": "text/turtle"})
    sent_on = connection.getresponse()
    assert (sent_on.status, sent_on.read(), sent_on.headers["Location"]) == (303, b"", f"{KIM}.ttl")
    connection.request("GET", f"{KIM}.ttl", headers={"If-None-Match": got.headers["ETag"]})
    assert connection.getresponse().status == 304
    connection.close()


def test_other_methods_and_hosts_by_socket(server: Server) -> None:
    """POST is refused; so is a name of another host that was made to point here."""
    for method, headers, status in (("POST", {}, 405), ("GET", {"Host": "evil.example"}, 421)):
        connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=5)
        connection.request(method, "/", body=b"x" if method == "POST" else None, headers=headers)
        assert connection.getresponse().status == status
        connection.close()


def test_it_listens_on_loopback_alone(server: Server) -> None:
    """Nobody else can look at it."""
    assert server.socket.getsockname()[0] == "127.0.0.1"
    assert server.address == f"http://127.0.0.1:{server.server_port}/"


def test_a_taken_port_and_a_missing_folder_are_told(server: Server, tmp_path: Path) -> None:
    """Each is one line with what to do."""
    with pytest.raises(JoinderError, match="cannot listen"):
        serve(tmp_path, server.server_port)
    with pytest.raises(JoinderError, match="cannot listen"):
        serve(tmp_path, 99999)
    with pytest.raises(JoinderError, match="no folder"):
        serve(tmp_path / "nothing")


def test_a_client_that_goes_away_breaks_nothing(server: Server) -> None:
    """The next one is served."""
    with socket.create_connection(("127.0.0.1", server.server_port)) as gone:
        gone.sendall(b"GET / HTTP/1.1\r\n")
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=5)
    connection.request("GET", "/")
    assert connection.getresponse().status == 200
    connection.close()
