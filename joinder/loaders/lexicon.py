"""The word lists of ``data/``, each file read once."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Closed classes of English: what is a title, a particle, a function word."""

    function_words: frozenset[str]
    name_particles: frozenset[str]
    name_connectors: frozenset[str]
    head_words: frozenset[str]
    after_possessive: frozenset[str]
    calendar: frozenset[str]
    titles: frozenset[str]
    title_phrases: frozenset[str]
    title_modifiers: frozenset[str]
    strong_titles: frozenset[str]

    def is_title(self, word: str) -> bool:
        """Tell whether a word is a title or post that stands before a name."""
        return word.lower() in self.titles

    def is_calendar(self, word: str) -> bool:
        """Tell whether a word is the name of a day or a month."""
        return word.lower().rstrip(".") in self.calendar

    def is_head_word(self, lower: str) -> bool:
        """Tell whether a lower-cased word can head a name that goes on with "of" or "for"."""
        return lower in self.head_words

    def follows_possessive(self, lower: str) -> bool:
        """Tell whether a lower-cased word goes on a name after a possessive."""
        return lower in self.after_possessive

    def title_width(self, words: list[str]) -> int:
        """How many of the first words of a run of capitals are a title or post (0: none)."""
        lower = [w.lower() for w in words]
        for width in (3, 2):
            if len(lower) >= width and " ".join(lower[:width]) in self.title_phrases:
                return width
        if not lower:
            return 0
        if len(lower) > 1 and lower[0] in self.title_modifiers and self.title_width(words[1:]):
            return 1 + self.title_width(words[1:])
        return int(lower[0] in self.titles)


@cache
def word_lists(file: str) -> dict[str, frozenset[str]]:
    """Read a file of word lists: each is a text of words, or an array where it has entries of several words."""
    raw = tomllib.loads(files("joinder.loaders").joinpath("data", file).read_text(encoding="utf-8"))
    return {name: frozenset(words.split() if isinstance(words, str) else words) for name, words in raw.items()}


@cache
def lexicon() -> Lexicon:
    """The closed classes of ``data/words.toml``."""
    return Lexicon(**word_lists("words.toml"))
