"""Runs of capitalised words, with the small words that bind them: "Harper's Magazine", "Stop Hate for Profit"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from joinder.loaders.gazetteer import gazetteer
from joinder.loaders.lexicon import lexicon
from joinder.loaders.name_words import proves_nothing, strip_possessive
from joinder.loaders.nouns import noun_kinds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from joinder.loaders.name_words import Word

_SPACES = (" ", "\u00a0")


def find_runs(text: str, words: list[Word], alone: frozenset[str]) -> Iterator[list[Word]]:
    """Find the runs in order; a possessive at a run's end is cut off its last word."""
    i = 0
    while i < len(words):
        if words[i].cap and words[i].text != "I" and not proves_nothing(words[i : i + 2]):
            begin = i
            while i + 1 < len(words) and (step := _step(text, words, begin, i, alone)):
                i += step
            strip_possessive(words[i])
            yield words[begin : i + 1]
        i += 1


def _step(text: str, words: list[Word], begin: int, i: int, alone: frozenset[str]) -> int:
    """How many words after ``words[i]`` go on the run that ``words[begin]`` opens (0: it ends here)."""
    word, following = words[i], words[i + 1]
    possessive = strip_possessive(word)
    gap = text[word.end : following.start]
    if possessive:
        gap = gap.lstrip("’'sS")
        if not _goes_on_after_possessive(words, i, gap, alone):
            return 0
    elif gap.strip(" \u00a0"):
        return 0
    if word.text.rstrip(".") in {"Jr", "Sr"} or (word.initial and word.text in {"Q.", "A."}):
        return 0
    if following.cap and gap in _SPACES and following.text != "I" and following.text[0] not in "#@":
        return 1
    if following.text.isdigit() and gap == " ":
        if following.text[0] in "0123456789" and len(following.text) == 4 and i > begin:
            return 0  # a year after a name is a date
        if len(following.text) <= 3:
            return 1
    width = 0 if possessive else _connects(words, begin, i, text)
    return width + 1 if width else 0


def _goes_on_after_possessive(words: list[Word], i: int, gap: str, alone: frozenset[str]) -> bool:
    """Tell whether a possessive stands within a name (Harper's Magazine), not after one (Radiohead's Thom Yorke).

    It does where the word is not a name of its own elsewhere in the article, or the next word is made for it.
    """
    if gap not in {" ", ""} or not words[i + 1].cap:
        return False
    owner, following = words[i].text, words[i + 1].text
    if lexicon().follows_possessive(following.lower()):
        return True
    known = gazetteer()
    if owner in alone or known.is_place(owner) or known.is_given_name(following) or lexicon().title_width([following]):
        return False
    lower = following.lower()
    return (known.is_common_word(lower) or bool(noun_kinds(lower.rstrip("s")))) and not known.kinds(owner)


def _connects(words: list[Word], first: int, i: int, text: str) -> int:
    """How many lower-case words after ``words[i]`` bind it to a following capital (0: none)."""
    left = words[i]
    for width in (1, 2, 3):
        j = i + width + 1
        if j >= len(words) or any(text[words[k].end : words[k + 1].start] not in ("", *_SPACES) for k in range(i, j)):
            return 0
        middle = [w.text for w in words[i + 1 : j]]
        right = words[j]
        if not right.cap and right.text[:1] not in "$£0123456789":
            continue
        if middle in (["&"], ["+"]):
            return width if right.cap else 0
        joined = " ".join(m.lower() for m in middle)
        after_the = 0 < first == i and words[first - 1].text.lower() == "the"
        if joined == "and" and after_the and _pairs_up(words, i, j):
            return width
        if joined in lexicon().name_particles:  # "de", "van der", "bin": within a person's name
            return width if right.cap and left.cap else 0
        if _binds(joined, right) and _heads_a_name(words, first, i):
            return width
    return 0


def _binds(joined: str, right: Word) -> bool:
    """Tell whether "of", "for the" and the like may bind a capital that is neither a year nor a day."""
    return (
        joined in lexicon().name_connectors and not right.text[:4].isdigit() and not lexicon().is_calendar(right.text)
    )


def _pairs_up(words: list[Word], i: int, j: int) -> bool:
    """Tell whether "and" stands within the name of a body: "the England and Wales Cricket Board"."""
    known = gazetteer()
    lower = words[i].text.lower()
    if known.kinds(words[i].text) or not (known.is_common_word(lower) or known.is_place(words[i].text)):
        return False
    k = j
    while k + 1 < len(words) and words[k + 1].cap and words[k + 1].start == words[k].end + 1:
        k += 1
    return k > j and "Group" in noun_kinds(words[k].text.lower())


def _heads_a_name(words: list[Word], first: int, i: int) -> bool:
    """Tell whether a capitalised word may go on with "of" or "the": a common word, in no person's name."""
    known = gazetteer()
    word, opener = words[i], words[first]
    if known.is_given_name(opener.text) and i > first and not known.is_common_word(opener.text.lower()):
        return False
    lower = word.text.lower()
    if lexicon().is_head_word(lower):
        return True
    return (
        (not opener.initial or not known.is_common_word(opener.text.lower()))
        and known.is_common_word(lower)
        and not known.is_given_name(word.text)
        and not known.is_place(word.text)
        and not lexicon().is_calendar(word.text)
        and not known.is_demonym(word.text)
        and not known.kinds(word.text)
    )
