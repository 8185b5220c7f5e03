"""A headless Chromium and axe-core for tests of pages, or why there is none.

axe-core comes from the npm registry by npm's own client, once, into ``$JOINDER_CACHE/axe`` (else ``.cache/axe`` in the
repository). Chromium is the machine's own (Debian: ``apt-get install chromium``).
"""

import base64
import contextlib
import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).resolve().parent
AXE: Final = "4.14.1"
#: What the registry says that the package's bytes hash to.
INTEGRITY: Final = "FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ=="
NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "chrome")


class BrowserError(RuntimeError):
    """There is no browser, or no axe-core; the message says what is missing."""


def cache() -> Path:
    """Tell where axe-core is kept."""
    base = os.environ.get("JOINDER_CACHE")
    return (Path(base) if base else HERE.parents[1] / ".cache") / "axe"


def chromium() -> str:
    """Find the browser.

    Raises:
        BrowserError: none is installed.
    """
    named = os.environ.get("JOINDER_TEST_CHROMIUM")
    for name in (named,) if named else NAMES:
        if name and (found := shutil.which(name)):
            return found
    raise BrowserError("Chromium is not installed (Debian: apt-get install chromium)")


def axe() -> str:
    """Fetch axe-core once (under a lock) and return its script.

    Raises:
        BrowserError: npm is not there, could not fetch it, or brought something else.
    """
    folder = cache()
    folder.mkdir(parents=True, exist_ok=True)
    package = folder / f"axe-core-{AXE}.tgz"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not package.is_file():
            _fetch(folder)
    if base64.b64encode(hashlib.sha512(package.read_bytes()).digest()).decode() != INTEGRITY:
        raise BrowserError(f"{package} is not the axe-core {AXE} that the tests were written for")
    with tarfile.open(package) as archive:
        script = archive.extractfile("package/axe.min.js")
        assert script is not None
        return script.read().decode()


def _fetch(folder: Path) -> None:
    """Let npm pack the package."""
    if shutil.which("npm") is None:
        raise BrowserError("npm is not installed: it fetches axe-core once (Debian: apt-get install npm)")
    command = ["npm", "pack", f"axe-core@{AXE}", "--silent", "--pack-destination", str(folder)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BrowserError(f"npm could not fetch axe-core: {(done.stdout + done.stderr).strip()[-600:]}")


@contextlib.contextmanager
def opened(address: str, profile: Path, *options: str) -> Iterator[Path]:
    """Open an address in a headless browser that reaches this machine only, until the block ends.

    Yields:
        the file into which the browser writes what its consoles say.
    """
    log = profile / "chromium.log"
    words = [
        chromium(), "--headless=new", "--disable-gpu", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-extensions", "--disable-dev-shm-usage", "--disable-sync",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", f"--user-data-dir={profile}",
        "--enable-logging=stderr", "--v=0", "--window-size=1400,1000", *options,
    ]  # fmt: skip
    if os.geteuid() == 0:
        words.append("--no-sandbox")  # Chromium has no sandbox for root
    with log.open("w") as out:
        process = subprocess.Popen([*words, address], stdout=out, stderr=out, start_new_session=True)
        try:
            yield log
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # the group that was started here: Chromium is many processes
            process.wait(20)
