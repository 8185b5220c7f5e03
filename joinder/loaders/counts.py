"""Counted crowds in a text: "more than 1,200 organisations", "nearly 300 of its members", "two dozen brands"."""

import gzip
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final, Literal

Bound = Literal["exactly", "about", "more than", "at least", "fewer than", "up to"]


@dataclass(frozen=True, slots=True)
class Count:
    """A counted crowd: the span of the number with its bound, the value, and the unit with its span.

    ``definite`` tells a count that speaks of a crowd named before ("the four brands"). The unit is empty where the text
    leaves it out ("more than 400 have signed").
    """

    start: int
    end: int
    value: int
    bound: Bound
    unit: str
    unit_start: int
    unit_end: int
    definite: bool = False


_DATA: Final = tomllib.loads(files("joinder.loaders").joinpath("data", "crowd_units.toml").read_text("utf-8"))
_ONES: Final = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_TEENS: Final = ("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_TENS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WORDS: Final = MappingProxyType(
    {"a": 1, "an": 1}
    | {word: i for i, word in enumerate((*_ONES, *_TEENS), 1)}
    | {word: 10 * i for i, word in enumerate(_TENS, 2)}
)
_SCALES: Final = MappingProxyType(
    {"dozen": 12, "score": 20, "hundred": 100, "thousand": 1000, "k": 1000, "million": 10**6, "m": 10**6, "mn": 10**6}
    | {"billion": 10**9, "bn": 10**9}
)
_SCALE: Final = "(?:dozen|score|hundred|thousand|million|billion)"
_SMALL: Final = rf"(?:(?:{'|'.join(_TENS)})(?:-(?:{'|'.join(_ONES[:9])}))?|{'|'.join((*_TEENS, *_ONES[:0:-1]))})"
_DIGITS: Final = r"(?:\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)"
# A number in digits or words, on lower-case text. What stands before it must be neither part of a word nor of money.
_NUMBER: Final = re.compile(
    rf"(?<![\w.,$£€¥#@/’'-])(?:(?P<digits>{_DIGITS})(?:(?P<scale>k|m|mn|bn)\b| (?P<scale_word>{_SCALE})\b)?"
    r"(?![\d%]|[.,:/]\d|-(?!plus|strong|odd)\w|(?:st|nd|rd|th|am|pm|p|g|c|x|s)\b)"
    rf"|half an? (?P<half>{_SCALE})\b|an? couple of (?P<couple>{_SCALE})\b"
    rf"|(?P<word>an?|one|{_SMALL})(?P<and_half> and a half)?(?P<scales>(?: {_SCALE}\b)+)"
    rf"(?:(?: and)? (?P<rest>{_SMALL})\b(?! {_SCALE}))?"
    rf"|(?P<small>{_SMALL})\b(?!-))(?P<after>-plus|\+|-odd|-strong)?"
)
_BOUNDS: Final[dict[Bound, str]] = {bound: "|".join(patterns) for bound, patterns in _DATA["bounds"].items()}
_LEFT: Final = re.compile(
    r"(?:^|(?<=[\s(“\"‘'—–]))(?:"
    + "|".join(f"(?P<b{i}>{pattern})" for i, pattern in enumerate(_BOUNDS.values()))
    + r"|(?P<definite>the|these|those|all|its|their|our|his|her|both|the other|all (?:of )?the)"
    r"(?: (?:first|last|other|remaining|final|original))?"
    r"|(?:exactly|a total of|a record|an? (?:further|additional|extra|initial)|another|only|just)) "
    r"(?:(?:an?|another|the|some|an? (?:further|total of|record|estimated|additional)) )?$"
)
_LOW: Final = re.compile(rf"(?<![\w.,$£€])(?P<low>{_DIGITS}|{_SMALL})(?: ?[-–] ?| to | and | or )$")
_NO_COUNT: Final = re.compile(
    rf"(?:(?<![\w])(?:{'|'.join(map(re.escape, _DATA['around']['labels'].split()))})"
    rf"|(?:\d|\b(?:{'|'.join(_ONES)})) (?:in|out of)) $"
)
_BEHIND: Final = re.compile(
    r"(?:,? or (?P<vague>so|more|fewer)\b)?(?P<of> (?:out )?of (?:the|its|their|our|his|her|these|those|all)\b(?: own)?"
    rf"(?: (?:{_DIGITS}|{_SMALL})\b)?)?"
)
_VAGUE: Final[dict[str, Bound]] = {"so": "about", "more": "at least", "fewer": "up to"}
_ELIDED: Final = re.compile(rf" (?:{'|'.join(_DATA['around']['verbs'].split())})\b")
# "a crowd of about 5,000": the people are named before the number. "a 5,000-strong crowd": by the noun behind it.
_CROWD_OF: Final = re.compile(r"\b(?:crowds?|turnout|attendance|audience)\b[^.;\n]{0,40}\b(?:of|at|to|as) $")
_STRONG: Final = re.compile(r" ([a-z]+)")
_TOKEN: Final = re.compile(r"[^\W_][\w’'.&-]*|[^\w\s]|\n")
_UNITS: Final = frozenset(w for part in ("people", "organisations", "companies", "acts") for w in _DATA[part].split())
_STOP: Final = frozenset(w for words in _DATA["stop"].values() for w in words.split())


@cache
def _people() -> frozenset[str]:
    """Load the nouns that first of all mean a person, in the singular."""
    packed = files("joinder.loaders").joinpath("data", "gazetteer", "people.gz").read_bytes()
    return frozenset(gzip.decompress(packed).decode().splitlines())


def _is_unit(word: str) -> bool:
    """Say whether a lower-case word is a noun in the plural for people or bodies."""
    if word in _UNITS or ("-" in word and word.rpartition("-")[2] in _UNITS):
        return True
    people = _people()
    if word.endswith("men"):
        return word[:-2] + "an" in people
    if not word.endswith("s") or word.endswith("ss"):
        return False
    return (
        word[:-1] in people
        or (word.endswith("es") and word[:-2] in people)
        or (word.endswith("ies") and word[:-3] + "y" in people)
    )


def _value(match: re.Match[str]) -> int | None:
    """Compute a number's value; none for a year, and for one that is no whole number."""
    if digits := match["digits"]:
        scale = match["scale"] or match["scale_word"]
        value = float(digits.replace(",", "")) * _SCALES.get(scale or "", 1)
        year = scale is None and re.fullmatch(r"(?:19|20)\d\d", digits) is not None
        return None if year or abs(value - round(value)) > 1e-6 else round(value)
    if match["half"]:
        return _SCALES[match["half"]] // 2
    if match["couple"]:
        return 2 * _SCALES[match["couple"]]
    if match["small"]:
        return _small(match["small"])
    value = float(_small(match["word"])) + (0.5 if match["and_half"] else 0)
    for scale in match["scales"].split():
        value *= _SCALES[scale]
    return round(value) + (_small(match["rest"]) if match["rest"] else 0)


def _small(word: str) -> int:
    """Give the value of a number word below a hundred."""
    return sum(_WORDS[part] for part in word.split("-"))


def _unit(lower: str, start: int) -> tuple[int, int] | None:
    """Find the noun phrase behind a number that ends in a unit, with what is joined to it by "and"; its span."""
    first = end = None
    joined = False
    for count, match in enumerate(_TOKEN.finditer(lower, start, start + 110)):
        word = match[0].rstrip(".’'") or match[0]
        joint = word in ("and", "&", "or") or (word == "," and count > 0)
        if count > 8 or word in _STOP or word in _WORDS or not (word[0].isalpha() or joint):
            break
        if joint and (count == 0 or (joined and word == ",")):
            break
        if joint:
            joined = end is not None
            continue
        first = match.start() if first is None else first
        if match[0] in (word, word + ".") and _is_unit(word):
            end, joined = match.start() + len(word), False
        elif end is not None and not joined:
            break
        if match[0].endswith(".") and len(word) > 3:
            break
    return (first, end) if first is not None and end is not None else None


def find_counts(text: str) -> list[Count]:
    """Find the counted people, bodies and participants of a text, in order."""
    lower = text.lower()
    if len(lower) != len(text):  # a letter may have a longer lower case; offsets count more than such a letter
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return list(_counts(text, lower))


def _counts(text: str, lower: str) -> Iterator[Count]:
    done = 0
    for match in _NUMBER.finditer(lower):
        if match.start() < done or _NO_COUNT.search(lower, max(0, match.start() - 14), match.start()):
            continue
        value = _value(match)
        behind = _BEHIND.match(lower, match.end())
        if value is None or value < 2 or behind is None:
            continue
        strong = _STRONG.match(lower, match.end()) if match["after"] == "-strong" else None
        unit = strong.span(1) if strong else _unit(lower, behind.end())
        count = _count(text, lower, match, behind, value, unit or (behind.end(), behind.end()))
        if unit is not None or (behind["of"] is None and _is_elided(lower, count)):
            yield count
            done = count.unit_end


def _is_elided(lower: str, count: Count) -> bool:
    """Say whether a count without a unit is one of people ("more than 400 have signed", "a crowd of about 5,000")."""
    if count.value < 10:
        return False
    if count.bound != "exactly" and _ELIDED.match(lower, count.end):
        return True
    return _CROWD_OF.search(lower, max(0, count.start - 64), count.start) is not None


def _count(
    text: str, lower: str, match: re.Match[str], behind: re.Match[str], value: int, unit: tuple[int, int]
) -> Count:
    """Make a count of a number, the words around it and its unit."""
    start, end = match.start(), behind.start("of") if behind["of"] else behind.end()
    bound: Bound = "about" if match["couple"] or match["after"] == "-odd" else "exactly"
    low = _LOW.search(lower, max(0, start - 24), start)
    if low is not None and 1 < (smaller := _scaled(low["low"], match)) < value:
        start, value, bound = low.start(), smaller, "at least"
    left = _LEFT.search(lower, max(0, start - 44), start)
    if left is not None:
        start = left.start()
        bound = next((b for i, b in enumerate(_BOUNDS) if left[f"b{i}"]), bound)
    if match["after"] in ("-plus", "+"):
        bound = "more than"
    if behind["vague"]:
        bound = _VAGUE[behind["vague"]]
    return Count(start, end, value, bound, text[slice(*unit)], *unit, left is not None and left["definite"] is not None)


def _scaled(number: str, match: re.Match[str]) -> int:
    """Read the lower end of a range, with its upper end's scale ("two to three million")."""
    value = float(number.replace(",", "")) if number[0].isdigit() else float(_small(number))
    for scale in (match["scale"] or match["scale_word"] or match["scales"] or "").split():
        value *= _SCALES[scale]
    return int(value)
