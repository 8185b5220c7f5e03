"""The word lists and frames of ``data/``, read and checked once and handed on as one frozen lexicon."""

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
def lexicon() -> Lexicon:
    """Read ``data/words.toml`` (once)."""
    raw = tomllib.loads(files("joinder.loaders").joinpath("data/words.toml").read_text(encoding="utf-8"))
    return Lexicon(**{key: frozenset(value.split() if isinstance(value, str) else value) for key, value in raw.items()})
