"""A real PostgreSQL server for the ledger's tests: Debian's package, started on a free loopback port for one run."""

import glob
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers.neo4j import free_port


def _programs() -> Path | None:
    """Find the folder of initdb and postgres: on the path, or where Debian puts them."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    places = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"))  # noqa: PTH207 - a pattern from the root
    return Path(places[-1]).parent if places else None


def _missing(why: str) -> None:
    """Say that there is no server: a failure in CI, else a skip that nobody overlooks."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"NO POSTGRESQL SERVER, and CI=true: {why}", pytrace=False)
    line = f"NO POSTGRESQL SERVER: the ledger's tests on it are skipped ({why})"
    sys.__stderr__ and sys.__stderr__.write(f"\n{line}\n")
    pytest.skip(line)


def _as_user(home: Path) -> dict[str, object]:
    """Run as somebody else where this is root: PostgreSQL refuses to."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        shutil.chown(home, user.pw_uid, user.pw_gid)
        return {"user": user.pw_uid, "group": user.pw_gid}
    return {}


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """Start a server and give its URL without a database; it ends with the tests."""
    programs = _programs()
    if programs is None:
        _missing("apt-get install postgresql")
    assert programs is not None
    home = Path(tempfile.mkdtemp(prefix="joinder-postgresql-"))
    home.chmod(0o700)
    port = free_port()
    run = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": str(home), **_as_user(home)}
    data = home / "data"
    subprocess.run([programs / "initdb", "-D", data, "-U", "joinder", "-A", "trust", "-N"], check=True, **run)  # type: ignore[call-overload] # options of Popen
    options = ["-p", str(port), "-k", str(home), "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"]
    server = subprocess.Popen([programs / "postgres", "-D", data, *options], **run)  # type: ignore[call-overload]
    url = f"postgresql://joinder@127.0.0.1:{port}"
    try:
        _wait(url, server)
        yield url
    finally:
        server.terminate()
        server.wait(20)
        shutil.rmtree(home, ignore_errors=True)


def _wait(url: str, server: "subprocess.Popen[bytes]") -> None:
    import time

    import psycopg

    until = time.monotonic() + 60
    while True:
        try:
            psycopg.connect(f"{url}/postgres", connect_timeout=2).close()
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > until:
                _missing("it did not start")
            time.sleep(0.2)
        else:
            return


@pytest.fixture
def postgresql_url(postgresql_server: str) -> str:
    """Give the URL of an empty database of its own."""
    import secrets

    import psycopg

    name = f"ledger_{secrets.token_hex(6)}"
    with psycopg.connect(f"{postgresql_server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"{postgresql_server}/{name}"
