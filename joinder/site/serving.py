"""A server on loopback to look at a site, with the content negotiation that most static hosts have not.

It is not meant for the public: there the folder lies on a static host, or behind nginx, Apache or Caddy
(:mod:`joinder.site.servers`).
"""

from __future__ import annotations

import shutil
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Final

from joinder.errors import JoinderError
from joinder.site.answering import answer

if TYPE_CHECKING:
    from pathlib import Path

LOOPBACK: Final = "127.0.0.1"


class Server(ThreadingHTTPServer):
    """Serves one folder on loopback until it is shut down. Port 0 takes a free one (``server_port`` tells it)."""

    daemon_threads = True

    def __init__(self, folder: Path, port: int = 0) -> None:
        if not folder.is_dir():
            raise JoinderError(f"{folder} is no folder", "write the site first: joinder site FOLDER")
        self.folder = folder
        try:
            super().__init__((LOOPBACK, port), _Handler)
        except (OSError, OverflowError) as error:
            raise JoinderError(f"cannot listen on port {port}: {error}", "name another port, or 0 for any") from error

    @property
    def address(self) -> str:
        """Give the address of the front page."""
        return f"http://{LOOPBACK}:{self.server_port}/"


def serve(folder: Path, port: int = 0) -> Server:
    """Make the server for a folder; ``serve_forever`` runs it, and ``Ctrl-C`` is the caller's to catch.

    Raises:
        JoinderError: the folder is none, or the port is taken.
    """
    return Server(folder, port)


class _Handler(BaseHTTPRequestHandler):
    """Answers as :func:`joinder.site.answering.answer` says."""

    server: Server
    protocol_version = "HTTP/1.1"
    server_version = "joinder"
    sys_version = ""
    timeout = 30

    def do_GET(self) -> None:
        self._answer()

    # The names that http.server calls.
    do_HEAD = do_POST = do_PUT = do_DELETE = do_OPTIONS = do_PATCH = do_GET  # noqa: N815

    def _answer(self) -> None:
        if not self._local():
            self.send_error(421, "Misdirected Request")
            return
        given = {name.title(): text for name, text in self.headers.items()}
        given["Accept"] = ", ".join(self.headers.get_all("Accept", []))
        found = answer(self.server.folder, self.command, self.path, given)
        body = found.text.encode()
        length = found.file.stat().st_size if found.file else len(body)
        self.send_response(found.status)
        for name, text in found.headers.items():
            self.send_header(name, text)
        if found.status != 304:
            self.send_header("Content-Length", str(length))
        if self.command not in {"GET", "HEAD"}:
            self.close_connection = True  # its body was not read
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command == "HEAD" or found.status == 304:
            return
        if found.file:
            with found.file.open("rb") as file:
                shutil.copyfileobj(file, self.wfile)
        else:
            self.wfile.write(body)

    def _local(self) -> bool:
        """Refuse names that were made to point to loopback (DNS rebinding)."""
        host = self.headers.get("Host", LOOPBACK).rpartition("]")[2].partition(":")[0].lower()
        return host in {LOOPBACK, "localhost"}

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the method that it replaces
        """Keep quiet: a site makes many requests."""
