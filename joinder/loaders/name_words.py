"""The words of a passage as names need them: which are capitalised, which begin a sentence, where possessives end."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from joinder.loaders.lexicon import lexicon

_TOKEN = re.compile(
    r"[#@]\w+|(?:[A-Za-z]\.){2,}|[$£€]?\d(?:[\d,.]*\d)?\w*|\w+(?:[.!]\w+)+|\w+(?:[’'\-&]\w+)*[’']?(?=\w|\b|\s|[^\w\s]|$)|\S"
)
_TIME = re.compile(r"\d{1,2}[.:]\d\d")
_SENTENCE_END = set('.!?:;“”"‘—–•*|(')
_ABBREVIATIONS = {"St", "Jr", "Sr", "Inc", "Co", "Ltd", "Corp", "Mt", "Ft", "No", "Bros", "vs"}
#: Small words that begin a name when a capital follows, even at a sentence's start.
_OPENERS = {"new", "one", "great", "big", "all", "no", "save", "first"}


@dataclass(slots=True)
class Word:
    """A word with its place; ``cap``: spelled as (part of) a name; ``initial``: at a sentence's start."""

    start: int
    end: int
    text: str
    cap: bool
    initial: bool = False


@lru_cache(maxsize=50_000)
def is_capitalised(word: str) -> bool:
    """Tell whether a word has a capital first letter (after an apostrophe too), or a capital within (iPhone, eBay)."""
    bare = word.lstrip("’'#@")
    return bool(bare) and (
        bare[0].isupper()
        or (bare[0].isalpha() and any(c.isupper() for c in bare[1:]))
        or re.fullmatch(r"\w+\.\w\.\w+", bare) is not None
    )


def split_words(text: str) -> list[Word]:
    """Split a passage into words and signs; an initial or an abbreviation takes its stop along."""
    words: list[Word] = []
    begins = True
    for match in _TOKEN.finditer(text):
        start, end, piece = match.start(), match.end(), match.group()
        if _takes_stop(text, end, piece, words):
            end += 1
            piece += "."
        elif piece == "." and words and words[-1].end > start:
            continue
        words.append(Word(start, end, piece, is_capitalised(piece), begins))
        begins = (
            piece in _SENTENCE_END
            or (piece[0].isdigit() and _TIME.fullmatch(piece) is not None)  # the time of an entry in a live blog
            or "\n" in text[end : end + 1]
            or piece.endswith(("?", "!"))
        )
    return words


def _takes_stop(text: str, end: int, piece: str, before: list[Word]) -> bool:
    if text[end : end + 1] != ".":
        return False
    if piece in _ABBREVIATIONS or lexicon().is_title(piece + "."):
        return True
    # "X." is an initial only after another capital: alone it is the platform at a sentence's end.
    return (
        len(piece) == 1
        and piece.isupper()
        and piece != "I"
        and text[end + 1 : end + 2] in " ."
        and (piece != "X" or (bool(before) and before[-1].cap))
    )


@cache
def is_function_word(lower: str) -> bool:
    """Tell whether a lower-cased word, or what stands before its apostrophe, is a function word."""
    return lower in lexicon().function_words or re.split("[’']", lower)[0] in lexicon().function_words


def strip_possessive(word: Word) -> bool:
    """Cut a possessive off a word's end; tell whether there was one."""
    for tail in ("’s", "'s", "’S", "'S"):
        if word.text.endswith(tail) and len(word.text) > 3:
            word.text = word.text[: -len(tail)]
            word.end -= len(tail)
            return True
    if word.text.endswith(("s’", "s'")):
        word.text = word.text[:-1]
        word.end -= 1
        return True
    return False


def opens_name(part: list[Word]) -> bool:
    """Tell whether a small word at a sentence's start belongs to the capital after it (New Jersey, One Love)."""
    return len(part) > 1 and part[1].cap and part[0].text.lower() in _OPENERS


def proves_nothing(words: list[Word]) -> bool:
    """Tell whether the first word is a function word that has its capital from its place only."""
    first = words[0]
    return first.initial and is_function_word(first.text.lower()) and not opens_name(words[:2])
