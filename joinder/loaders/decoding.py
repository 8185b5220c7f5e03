"""Bytes to text, whatever their encoding; what is no text is refused."""

import codecs

from joinder.errors import ArticleError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark begins it
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# English news in an eight-bit encoding has few letters beyond ASCII; then guessing does worse than the usual one.
_FEW = 0.05
_SAMPLE = 1 << 17


def decode(data: bytes, declared: str | None = None) -> str:
    """Decode bytes by their byte order mark, as UTF-8, as declared, else by detection.

    Raises:
        ArticleError: they are no text in any encoding.
    """
    text = _decode(data, declared)
    check_text(text)
    return text


def check_text(text: str) -> None:
    """Refuse what no article holds: NULs, halves of surrogate pairs, and many control characters.

    Raises:
        ArticleError: the text is no text.
    """
    if "\0" in text:
        raise ArticleError("not a text: it contains NUL characters")
    controls = sum(1 for c in text if (c < " " and c not in "\t\n\r\f\v\x1b") or "\x7f" <= c < "\xa0")
    if controls > 3 and controls * 200 > len(text):
        raise ArticleError("not a text: it is full of control characters")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ArticleError("not a text: it contains halves of surrogate pairs") from error


def utf_mark(data: bytes) -> tuple[int, str] | None:
    """Give the length of the byte order mark that data begin with, and its encoding."""
    return next(((len(mark), name) for mark, name in _BOMS if data.startswith(mark)), None)


def _decode(data: bytes, declared: str | None) -> str:
    if (mark := utf_mark(data)) is not None:
        length, encoding = mark
        try:
            return data[length:].decode(encoding)
        except UnicodeDecodeError as error:
            raise ArticleError(f"not a text: it begins as {encoding} but is not") from error
    for named in ("utf-8", declared):
        try:
            if named:
                return data.decode(named)
        except (UnicodeDecodeError, LookupError):
            continue
    return _damaged_utf8(data) or _guess(data)


def _damaged_utf8(data: bytes) -> str | None:
    """Read UTF-8 of which a few bytes are lost (a cut file), with a mark for each loss."""
    text = data.decode("utf-8", errors="replace")
    lost = text.count("\ufffd")
    whole = sum(1 for c in text if c > "\x7f") - lost
    return text if whole >= 4 * lost else None


def _guess(data: bytes) -> str:
    """Guess an encoding other than UTF-8."""
    if b"\0" not in data and sum(b > 0x7F for b in data) < _FEW * len(data):
        try:
            return data.decode("cp1252")
        except UnicodeDecodeError:
            pass
    from charset_normalizer import from_bytes  # noqa: PLC0415 - rarely needed

    best = from_bytes(data[:_SAMPLE]).best()
    if best is None:
        raise ArticleError("not a text in any known encoding")
    return data.decode(best.encoding, errors="replace")
