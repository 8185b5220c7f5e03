"""A real Neo4j server for tests and demonstrations, from Maven Central's jars.

It needs a Java 17 or later that can compile a single file, and Maven for the first time.

``python -m tests.servers.neo4j --home DIR --port N`` runs one in the foreground until it is interrupted.
"""

import argparse
import contextlib
import fcntl
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
OPENED = ("java.nio", "java.io", "sun.nio.ch")


class ServerError(RuntimeError):
    """No server could be started; the message says why and what is missing."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: how to reach it, and its process."""

    uri: str
    process: "subprocess.Popen[str]"
    user: str | None = None
    password: str | None = None

    def stop(self) -> None:
        """End the server and wait for it."""
        self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(20)
        self.process.kill()


def cache() -> Path:
    """Tell where the jars are kept: ``$JOINDER_CACHE/neo4j``, else ``.cache/neo4j`` in the repository."""
    base = os.environ.get("JOINDER_CACHE")
    return (Path(base) if base else HERE.parents[1] / ".cache") / "neo4j"


def jars() -> Path:
    """Fetch the server's jars once (under a lock) and return their folder."""
    lib = cache() / "lib"
    cache().mkdir(parents=True, exist_ok=True)
    with (cache() / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if lib.is_dir():
            return lib
        if shutil.which("mvn") is None:
            raise ServerError("Maven (mvn) is not installed: it fetches Neo4j's jars once")
        fresh = Path(tempfile.mkdtemp(dir=cache()))
        command = ["mvn", "-q", "-B", "-f", str(HERE / "pom.xml"), "dependency:copy-dependencies"]
        done = subprocess.run(
            [*command, "-DincludeScope=runtime", f"-DoutputDirectory={fresh}"],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            shutil.rmtree(fresh, ignore_errors=True)
            raise ServerError(f"Maven could not fetch Neo4j's jars: {(done.stdout + done.stderr).strip()[-600:]}")
        fresh.rename(lib)
    return lib


def free_port() -> int:
    """Find a free loopback port."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


def start(
    home: Path, port: int | None = None, *, auth: bool = False, owner: int | None = None, passing: bool = False
) -> Server:
    """Start a server in the foreground of this run and wait until it answers.

    Args:
        home: the folder of its data.
        port: the loopback port; a free one where it is not given.
        auth: whether it wants a password (a fresh one is set for the user ``neo4j``).
        owner: the process with which the server ends; this one where it is not given.
        passing: whether the home is deleted when the server ends.

    Raises:
        ServerError: there is no Java, or the server did not come up.
    """
    if shutil.which("java") is None:
        raise ServerError("Java 17 or newer is not installed")
    lib, port = jars(), port or free_port()
    home.mkdir(parents=True, exist_ok=True)
    opened = [f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in OPENED]
    arguments = [str(home), str(port), str(auth).lower(), str(owner or os.getpid())]
    arguments.append(str(passing).lower())
    log = home / "launcher.log"
    path = f"{lib}/*{os.pathsep}{home}/plugins/*"  # as Neo4j's own script has it: a plugin may extend the server
    with log.open("w") as out:
        process = subprocess.Popen(
            ["java", "-Xmx1g", *opened, "-cp", path, str(HERE / "Launcher.java"), *arguments],
            stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, text=True, start_new_session=True,
        )  # fmt: skip
    server = Server(f"bolt://127.0.0.1:{port}", process)
    _wait(server, log)
    return _with_password(server) if auth else server


def _wait(server: Server, log: Path, seconds: float = 600) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until and server.process.poll() is None:
        if log.read_text(errors="replace").startswith("ready"):
            return
        time.sleep(0.1)
    server.process.kill()
    raise ServerError(f"Neo4j did not start: {log.read_text(errors='replace')[-800:]}")


def _with_password(server: Server) -> Server:
    """Change the first password, which a new server insists on."""
    from neo4j import GraphDatabase

    password = secrets.token_urlsafe(12)
    with GraphDatabase.driver(server.uri, auth=("neo4j", "neo4j")) as driver:
        change = "ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $password"
        driver.execute_query(change, password=password, database_="system")
    return Server(server.uri, server.process, "neo4j", password)


@contextlib.contextmanager
def running(*, auth: bool = False) -> Iterator[Server]:
    """Run a server with a home of its own for as long as the block lasts."""
    server = start(Path(tempfile.mkdtemp(prefix="joinder-neo4j-")), auth=auth, passing=True)
    try:
        yield server
    finally:
        server.stop()


def main() -> int:
    """Run a server until it is interrupted."""
    parser = argparse.ArgumentParser(description="Run a Neo4j server on a loopback port, without a password.")
    parser.add_argument("--home", type=Path, required=True, help="folder of its data (made where it is missing)")
    parser.add_argument("--port", type=int, default=None, help="loopback port (default: a free one)")
    options = parser.parse_args()
    try:
        server = start(options.home, options.port)
    except ServerError as error:
        print(f"error: {error}", file=sys.stderr)  # noqa: T201 - a command's own output
        return 1
    print(server.uri, flush=True)  # noqa: T201 - a command's own output
    try:
        return server.process.wait()
    except KeyboardInterrupt:
        server.stop()
        return 0


if __name__ == "__main__":
    sys.exit(main())
