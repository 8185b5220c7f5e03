r"""Values as the tokens that all writers start from: ``<iri>``, ``"text"``, ``"2020"^^<type>``, ``v:term``."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final
from urllib.parse import quote

from joinder.graph.days import is_date
from joinder.graph.rdf.terms import XSD

#: Characters that no text of RDF (or XML) can hold.
_INVALID: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: Characters that must be escaped, and those that would turn or hide what stands beside them in a text editor.
_SPECIAL: Final = re.compile('["\\\\\n\r\t\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]')
_ESCAPES: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_ESCAPED: Final = re.compile(r'\\(?:u([0-9A-F]{4})|([nrt"\\]))')
_LETTERS: Final = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}
_DATES: Final = {10: "date", 7: "gYearMonth", 4: "gYear"}
_ADDRESS: Final = re.compile(
    r"([A-Za-z][A-Za-z0-9+.-]*)://((?:[A-Za-z0-9._~%!$&'()*+,;=@-])+(?::\d*)?)([/?#].*)?", re.DOTALL
)
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?Z", re.ASCII)
_STRAY: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")

TRUE: Final = f'"true"^^<{XSD}boolean>'


def clean(text: str) -> str:
    """Leave out the characters that RDF cannot hold."""
    return _INVALID.sub("", text) if _INVALID.search(text) else text


def fits(text: str) -> bool:
    """Tell whether a text can stand in RDF as it is."""
    return _INVALID.search(text) is None


def literal(text: str) -> str:
    r"""Write a plain literal.

    >>> literal('He said "no"')
    '"He said \\"no\\""'
    """
    if _INVALID.search(text):
        text = _INVALID.sub("", text)
    if _SPECIAL.search(text):
        text = _SPECIAL.sub(_escape, text)
    return f'"{text}"'


def _escape(match: re.Match[str]) -> str:
    letter = match.group()
    return _ESCAPES.get(letter) or f"\\u{ord(letter):04X}"


def value(token: str) -> str:
    """Read the text of a literal's token back."""
    text = token[1 : token.rindex('"')]
    return _ESCAPED.sub(_unescape, text) if "\\" in text else text


def _unescape(match: re.Match[str]) -> str:
    return chr(int(match[1], 16)) if match[1] else _LETTERS[match[2]]


def datatype(token: str) -> str:
    """Give the datatype's IRI of a literal's token ("" for a plain one)."""
    return token[token.rindex('"') + 4 : -1] if token[-1] == ">" else ""


def date(text: str) -> str:
    """Type a date by its precision: ``2020-07`` is a ``gYearMonth``, never an ``xsd:date``; what is none stays text.

    >>> date("2020-07")
    '"2020-07"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>'
    """
    return f'"{text}"^^<{XSD}{_DATES[len(text)]}>' if is_date(text) else literal(text)


def moment(text: str) -> str:
    """Type an instant in UTC; what is none stays text.

    >>> moment("2026-11-24T18:00:00.000000Z")
    '"2026-11-24T18:00:00.000000Z"^^<http://www.w3.org/2001/XMLSchema#dateTime>'
    """
    return f'"{text}"^^<{XSD}dateTime>' if is_moment(text) else literal(text)


def is_moment(text: str) -> bool:
    """Tell whether a text is an instant in UTC that exists, as XML Schema writes it."""
    try:
        return bool(_MOMENT.fullmatch(text) and datetime.fromisoformat(text))
    except ValueError:
        return False


def number(figure: float) -> str:
    """Write a count: whole ones as integers, others as doubles."""
    if figure == figure and abs(figure) != float("inf") and float(figure).is_integer():  # noqa: PLR0124 - NaN is not itself
        return f'"{int(figure)}"^^<{XSD}integer>'
    text = repr(float(figure)).replace("inf", "INF").replace("nan", "NaN")
    return f'"{text}"^^<{XSD}double>'


def offset(figure: int) -> str:
    """Write an offset into a text."""
    return f'"{figure}"^^<{XSD}nonNegativeInteger>'


def address(url: str) -> str:
    """Turn an article's URL into an IRI that the strictest parser takes, or "" where it is no URL.

    >>> address("https://news.example/a b")
    '<https://news.example/a%20b>'
    """
    found = _ADDRESS.fullmatch(url)
    if found is None or not fits(url):
        return ""
    scheme, host, rest = found.groups()
    # A fragment may stand once; further hashes, brackets and stray percent signs are written as escapes.
    path, hashed, fragment = (rest or "").partition("#")
    safe = "/:?&=@+,;~!$'()*-._%"
    ends = quote(path, safe=safe) + ("#" + quote(fragment, safe=safe) if hashed else "")
    return f"<{scheme}://{_STRAY.sub('%25', host)}{_STRAY.sub('%25', ends)}>"
