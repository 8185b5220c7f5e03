"""The parts of a name that identity depends on: given name, surname, initials, generation; and its sound, roughly."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from joinder.graph.identity import fold
from joinder.graph.matching import is_acronym, words

PERSON: Final = "Person"
GENERATIONS: Final = {
    "jr": "jr",
    "sr": "sr",
    "junior": "jr",
    "senior": "sr",
    "i": "1",
    "ii": "2",
    "iii": "3",
    "iv": "4",
}
MINOR: Final = frozenset(
    {"of", "the", "and", "for", "in", "on", "to", "a", "an", "de", "la", "le", "du", "von", "van", "bin"}
)
# Spellings of one sound in several languages' ways of writing names in Latin letters; vowels say little.
_SOUNDS: Final = (
    ("tsch", "k"), ("tch", "k"), ("sch", "s"), ("sh", "s"), ("zh", "s"), ("ch", "k"), ("kh", "k"), ("gh", "k"),
    ("ph", "f"), ("ts", "s"), ("tz", "s"), ("x", "ks"), ("q", "k"), ("c", "k"), ("g", "k"), ("w", "v"), ("z", "s"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class NameParts:
    """A name cut up; of what is no person only ``words`` and ``key`` mean something."""

    name: str
    key: str
    words: tuple[str, ...]
    middle: tuple[str, ...] = ()
    generation: str = ""

    @property
    def given(self) -> str:
        """The first word."""
        return self.words[0] if self.words else ""

    @property
    def surname(self) -> str:
        """The last word."""
        return self.words[-1] if self.words else ""


@lru_cache(maxsize=1 << 18)
def parts_of(name: str, label: str) -> NameParts:
    """Cut a name up.

    >>> parts_of("Robert F. Kennedy Jr.", "Person").generation
    'jr'
    """
    every = tuple(w for w in words(name) if w)
    if label != PERSON:
        return NameParts(name, fold(name), every)
    generation = ""
    if len(every) > 2 and every[-1] in GENERATIONS:
        generation, every = GENERATIONS[every[-1]], every[:-1]
    return NameParts(name, fold(name), every, every[1:-1], generation)


@lru_cache(maxsize=1 << 18)
def sound(word: str) -> str:
    """Reduce a word to its consonants, as many languages spell them.

    >>> sound("zelenskyy") == sound("selenskyj")
    True
    """
    text = re.sub(r"[^a-z]", "", word)
    for spelling, plain in _SOUNDS:
        text = text.replace(spelling, plain)
    text = re.sub(r"[aeiouyjh]", "", text)
    return re.sub(r"(.)\1+", r"\1", text) or word


@lru_cache(maxsize=1 << 18)
def plain_vowels(word: str) -> str:
    """Write a word's half-vowels in one way, which tells short names apart that share all consonants.

    >>> plain_vowels("yulia") == plain_vowels("julija")
    True
    """
    return re.sub(r"(.)\1+", r"\1", re.sub("[ijy]", "i", word))


@lru_cache(maxsize=1 << 18)
def initials(every: tuple[str, ...]) -> frozenset[str]:
    """Give the letters that may be an acronym of some words, with the small words and without."""
    major = [w for w in every if w not in MINOR]
    return frozenset({"".join(w[0] for w in every), "".join(w[0] for w in major)} if len(major) > 1 else ())


def may_be_acronym(name: str) -> bool:
    """Tell whether a name looks like an acronym: one word of two to six letters, mostly capitals (``P&G`` too)."""
    letters = re.sub(r"[^A-Za-z]", "", name)
    return " " not in name.strip() and 2 <= len(letters) <= 6 and sum(c.isupper() for c in letters) >= 2


def stands_for(short: str, long: NameParts) -> bool:
    """Tell whether a name is spelt by the initials of another."""
    letters = fold(short)
    return may_be_acronym(short) and (letters in initials(long.words) or is_acronym(short, long.name))
