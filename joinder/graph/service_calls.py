"""Calls of services on the web that come and go: waited for when they are busy, cut off when they go on for ever."""

import time
from collections.abc import Callable
from http.client import HTTPException
from typing import Any, Final
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from joinder.errors import JoinderError

_PASSING: Final = {429, 500, 502, 503, 504}
_WAITS: Final = (1.0, 2.0, 4.0, 8.0)
_LONGEST: Final = 60.0
#: Bytes of the longest answer; nothing that is asked for here comes near it.
LARGEST: Final = 8 << 20
_PART: Final = 1 << 16


def call(request: Request, sleep: Callable[[float], object], timeout: float) -> bytes:
    """Send a request; what may pass (too many requests, a server's bad hour) is waited for, longer each time.

    Raises:
        JoinderError: there is no answer, or one that is too long, or takes more than twice ``timeout``.
    """
    for wait in (*_WAITS, None):
        try:
            with urlopen(request, timeout=timeout) as response:  # noqa: S310 - callers let http and https alone get here
                return _read(response, time.monotonic() + 2 * timeout)
        except HTTPError as error:
            said, wait_for = f"answers {error.code} {error.reason}", error.headers.get("Retry-After", "")
            if error.code not in _PASSING:
                break
        except (URLError, TimeoutError, HTTPException, ConnectionError) as error:
            said, wait_for = f"cannot be reached: {getattr(error, 'reason', error)}", ""
        if wait is not None:
            sleep(min(float(wait_for), _LONGEST) if wait_for.isdecimal() else wait)
    raise JoinderError(
        f"{request.full_url} {said}", "what it answered so far is kept: run the same command again to go on"
    )


def _read(response: Any, until: float) -> bytes:
    """Read an answer, part by part, so that one that trickles or never ends is cut off."""
    body = bytearray()
    while part := response.read1(_PART):
        body += part
        if len(body) > LARGEST:
            raise HTTPException("its answer is too long")
        if time.monotonic() > until:
            raise TimeoutError("its answer takes too long")
    if response.length:  # promised and not sent
        raise HTTPException("its answer was cut off")
    return bytes(body)
