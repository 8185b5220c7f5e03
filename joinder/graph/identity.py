"""Names folded to keys, and ids made from content."""

import hashlib
import re
import unicodedata


def fold(name: str) -> str:
    """Fold a name to its key: no case, accents, punctuation, spaces, ``#``, leading "the" or possessive.

    >>> fold("#StopHateForProfit") == fold("Stop Hate for Profit")
    True
    """
    text = unicodedata.normalize("NFKD", name)
    text = "".join(c for c in text if not unicodedata.combining(c)).casefold()
    text = re.sub(r"[’']s\b", "", text).strip().removeprefix("the ")
    return re.sub(r"[\W_]+", "", text)


def digest(*parts: object) -> str:
    """Hash parts to 16 hexadecimal digits; the same parts give the same id on every machine."""
    return hashlib.sha256("\x1f".join("" if p is None else str(p) for p in parts).encode()).hexdigest()[:16]
