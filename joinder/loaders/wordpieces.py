"""Words cut into the pieces of the encoder's vocabulary: lower case, no accents, the longest known piece first.

WordPiece (Schuster and Nakajima 2012) as BERT uses it (Devlin et al. 2019), over tokens that are already cut.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

_STRAIGHT = str.maketrans("’‘“”", "''\"\"")
_LONGEST = 60  # a longer run of letters is no word


@cache
def vocabulary() -> dict[str, int]:
    """The pieces with their numbers, which are the rows of the encoder's embeddings."""
    text = files("joinder.loaders").joinpath("data/encoder/vocabulary.txt").read_text(encoding="utf-8")
    return {piece: number for number, piece in enumerate(text.splitlines())}


def _is_mark(character: str) -> bool:
    """Tell whether a character stands for itself: punctuation and, of ASCII, every symbol."""
    ascii_symbol = character.isascii() and character.isprintable() and not character.isalnum()
    return ascii_symbol or unicodedata.category(character).startswith("P")


def _words(text: str) -> list[str]:
    """Split at spaces and around every mark, without accents and control characters."""
    spread = []
    for character in unicodedata.normalize("NFD", text.lower().translate(_STRAIGHT)):
        if character.isspace():
            spread.append(" ")
        elif _is_mark(character):
            spread.append(f" {character} ")
        elif unicodedata.category(character) not in {"Mn", "Cc", "Cf"}:
            spread.append(character)
    return "".join(spread).split()


def _cut(word: str, known: dict[str, int]) -> list[int]:
    """The pieces of one word; the unknown piece alone where any part of it is in no piece."""
    found, start = [], 0
    while start < len(word):
        prefix = "##" if start else ""
        end = next((e for e in range(len(word), start, -1) if prefix + word[start:e] in known), None)
        if end is None:
            return [known["[UNK]"]]
        found.append(known[prefix + word[start:end]])
        start = end
    return found


@lru_cache(maxsize=50_000)
def pieces(text: str) -> tuple[int, ...]:
    """The numbers of a token's pieces; a token of spaces has none."""
    known = vocabulary()
    return tuple(
        number for word in _words(text) for number in (_cut(word, known) if len(word) <= _LONGEST else [known["[UNK]"]])
    )
