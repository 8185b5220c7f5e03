"""Licences by their SPDX identifiers: the address to link to."""

from __future__ import annotations

import re
from typing import Final

from joinder.errors import JoinderError

_COMMONS: Final = re.compile(r"CC-(BY(?:-NC)?(?:-ND|-SA)?)-(\d\.\d)")
_OTHERS: Final = {
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "ODbL-1.0": "https://opendatacommons.org/licenses/odbl/1-0/",
    "ODC-By-1.0": "https://opendatacommons.org/licenses/by/1-0/",
    "PDDL-1.0": "https://opendatacommons.org/licenses/pddl/1-0/",
}


def licence_address(licence: str) -> str:
    """Give the address of a licence: what Creative Commons or Open Data Commons call it, else SPDX's page on it.

    >>> licence_address("CC-BY-4.0")
    'https://creativecommons.org/licenses/by/4.0/'

    Raises:
        JoinderError: it is neither an identifier nor an address.
    """
    if found := _COMMONS.fullmatch(licence):
        return f"https://creativecommons.org/licenses/{found[1].lower()}/{found[2]}/"
    if licence in _OTHERS:
        return _OTHERS[licence]
    if re.fullmatch(r"https?://[A-Za-z0-9.-]+(/[A-Za-z0-9._~/%-]*)?", licence):
        return licence
    if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9.+-]{1,60}", licence):
        return f"https://spdx.org/licenses/{licence}.html"
    raise JoinderError(f"{licence!r} is no licence", "name it as SPDX does, such as CC-BY-4.0, or give its address")
