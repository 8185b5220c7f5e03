"""Pages from the web, fetched as a guest should: by robots.txt, slowly, within limits, from public addresses only."""

import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final, Protocol
from urllib.parse import urljoin, urlsplit

from joinder import __version__
from joinder.errors import ArticleError
from joinder.loaders.addresses import Target, resolve

USER_AGENT: Final = f"joinder/{__version__} (news archive reader; honours robots.txt)"
MAX_PAGE: Final = 20_000_000
MAX_ROBOTS: Final = 500_000
MAX_REDIRECTS: Final = 5
#: Seconds for one page from the first byte sent to the last one read; for one wait on the network; between requests.
DEADLINE: Final = 30.0
PATIENCE: Final = 10.0
PAUSE: Final = 1.0
_BLOCK: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class Page:
    """What an address gave in the end: where it really stands, and what the server said of its version."""

    url: str
    data: bytes
    content_type: str
    etag: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True)
class Unchanged:
    """An address whose page is the one that was read before."""

    input: str


class Visits(Protocol):
    """Where it is kept what servers said of the versions of pages."""

    def validators(self, url: str) -> dict[str, str]:
        """Give the headers of a conditional request."""

    def note(self, url: str, etag: str, modified: str, *, feed: bool) -> None:
        """Keep what a server said of a page."""


@dataclass(slots=True)
class Fetcher:
    """Fetches pages.

    Args:
        visits: what is known of pages that were fetched before.
        allow_private: also fetch from loopback, private and link-local addresses.
        deadline: seconds that one page may take.
        pause: seconds between two requests to one host.
    """

    visits: Visits | None = None
    allow_private: bool = False
    deadline: float = DEADLINE
    pause: float = PAUSE
    max_page: int = MAX_PAGE
    sleep: Callable[[float], None] = time.sleep
    _last: dict[str, float] = field(default_factory=dict)
    _robots: dict[str, Any] = field(default_factory=dict)
    _pages: dict[str, tuple[Page, bool]] = field(default_factory=dict)

    def get(self, url: str) -> Page | None:
        """Fetch a page; ``None`` where it is still the one that was read before.

        Raises:
            ArticleError: it may not or cannot be fetched; the message says why.
        """
        conditions = self.visits.validators(url) if self.visits is not None else {}
        until = time.monotonic() + self.deadline
        place = url
        for _ in range(MAX_REDIRECTS + 1):
            self._ask_robots(place, until)
            status, headers, data = self._request(place, conditions, until, self.max_page)
            if status == 304 and conditions:
                return None
            if status not in {301, 302, 303, 307, 308}:
                break
            place = urljoin(place, headers.get("location", ""))
        else:
            raise ArticleError(f"redirected more than {MAX_REDIRECTS} times")
        if status != 200:
            raise ArticleError(f"the server answered {status}")
        if not data.strip():
            raise ArticleError("empty: the server sent nothing")
        kind = headers.get("content-type", "")
        return Page(place, data, kind, headers.get("etag", ""), headers.get("last-modified", ""))

    def keep(self, url: str, page: Page, *, feed: bool = False) -> None:
        """Remember the version of a page, to be noted when all of it has been recorded."""
        self._pages[url] = (page, feed)

    def settle(self, failed: set[str]) -> None:
        """Note the versions of the pages that were recorded; where one failed, no feed counts as read."""
        for url, (page, feed) in self._pages.items():
            if self.visits is not None and (not failed if feed else url not in failed):
                self.visits.note(url, page.etag, page.modified, feed=feed)
        self._pages.clear()

    def _ask_robots(self, url: str, until: float) -> None:
        """Refuse what a site's robots.txt does not allow to us; where a site cannot say, nothing is allowed.

        Raises:
            ArticleError: it may not be fetched.
        """
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._robots:
            self._robots[site] = self._read_robots(f"{site}/robots.txt", until)
        rules = self._robots[site]
        if rules is False:
            raise ArticleError("the site's robots.txt cannot be read, so nothing there is fetched")
        if rules is not None and not rules.can_fetch(url, USER_AGENT):
            raise ArticleError("robots.txt does not allow it")

    def _read_robots(self, url: str, until: float) -> Any:
        """Read a robots.txt: its rules, ``None`` where there is none, ``False`` where it cannot be read."""
        from protego import Protego  # noqa: PLC0415 - only for the web

        place = url
        for _ in range(MAX_REDIRECTS + 1):
            status, headers, data = self._request(place, {}, until, MAX_ROBOTS, cut=True)
            if status not in {301, 302, 303, 307, 308}:
                break
            place = urljoin(place, headers.get("location", ""))
        if 400 <= status < 500:
            return None
        return Protego.parse(data.decode("utf-8", errors="replace")) if status == 200 else False

    def _request(
        self, url: str, conditions: dict[str, str], until: float, limit: int, *, cut: bool = False
    ) -> tuple[int, dict[str, str], bytes]:
        """Make one request to an address that was looked at first, and read its answer within the limits."""
        import urllib3  # noqa: PLC0415 - only for the web

        target = resolve(url, allow_private=self.allow_private)
        self._wait(target.host)
        headers = {"User-Agent": USER_AGENT, "Host": target.host_header, "Accept-Encoding": "gzip", **conditions}
        try:
            with _pool(target, until) as pool:
                answer = pool.urlopen(
                    "GET", target.path, headers=headers, redirect=False, retries=False,
                    preload_content=False, decode_content=False, assert_same_host=False,
                )  # fmt: skip
                named = {name.lower(): value for name, value in answer.headers.items()}
                data = b"" if 300 <= answer.status < 400 else _read(answer, named, until, limit, cut=cut)
                return answer.status, named, data
        except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            raise ArticleError(f"cannot be fetched: {_plain(error)}") from error

    def _wait(self, host: str) -> None:
        """Let a host rest between two requests."""
        now = time.monotonic()
        rest = self._last.get(host, now - self.pause) + self.pause - now
        if rest > 0:
            self.sleep(rest)
        self._last[host] = time.monotonic()


def _pool(target: Target, until: float) -> Any:
    """Connect to the very address that was looked at: a name may lead elsewhere the next moment."""
    import urllib3  # noqa: PLC0415 - only for the web

    left = max(until - time.monotonic(), 0.1)
    options: dict[str, Any] = {"timeout": urllib3.Timeout(connect=min(PATIENCE, left), read=min(PATIENCE, left))}
    if target.scheme == "http":
        return urllib3.HTTPConnectionPool(target.address, target.port, **options)
    return urllib3.HTTPSConnectionPool(
        target.address, target.port, server_hostname=target.host, assert_hostname=target.host, **options
    )


def _read(answer: Any, headers: dict[str, str], until: float, limit: int, *, cut: bool) -> bytes:
    """Read an answer's body, unpacked, within size and time."""
    found = bytearray()
    for block in _unpacked(_blocks(answer, until, limit), headers.get("content-encoding", ""), limit):
        found += block
        if len(found) > limit:
            if cut:
                return bytes(found[:limit])
            raise ArticleError(f"too large for an article: more than {limit:,} bytes")
    return bytes(found)


def _blocks(answer: Any, until: float, limit: int) -> Iterator[bytes]:
    """Give what arrives as it arrives; a server that drips is left."""
    size = 0
    while block := answer.read1(_BLOCK):
        size += len(block)
        yield block
        if size > limit:
            return
        if time.monotonic() > until:
            raise ArticleError("the server is too slow: the page was not there in time")


def _unpacked(blocks: Iterator[bytes], encoding: str, limit: int) -> Iterator[bytes]:
    """Unpack gzip or deflate, never more than the limit."""
    if encoding in {"", "identity"}:
        yield from blocks
        return
    if encoding not in {"gzip", "x-gzip", "deflate"}:
        raise ArticleError(f"the page is packed as {encoding[:20]}, which was not asked for")
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
    try:
        for block in blocks:
            yield unpacker.decompress(block, limit + 1)
            if unpacker.unconsumed_tail:
                raise ArticleError(f"too large for an article: unpacks to more than {limit:,} bytes")
    except zlib.error as error:
        raise ArticleError(f"the page is packed wrongly: {error}") from error


def _plain(error: Exception) -> str:
    """Say what went wrong without the library's own names."""
    text = str(error).rsplit(": ", 1)[-1] if ": " in str(error) else str(error)
    return (text or type(error).__name__).strip("'\")")[:200]
