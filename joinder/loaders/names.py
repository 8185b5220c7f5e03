"""Names as runs of capitalised words, hashtags, handles and quoted titles, found before the parse.

Only what the spelling shows is decided here: where a name begins and ends. What kind of thing it names is ``kinds``,
which names are the same is ``coreference``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from joinder.loaders.gazetteer import gazetteer
from joinder.loaders.lexicon import lexicon
from joinder.loaders.name_runs import find_runs
from joinder.loaders.name_words import is_capitalised, proves_nothing, split_words
from joinder.loaders.nouns import noun_kinds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from joinder.loaders.name_words import Word

_QUOTED = re.compile(r"“([^“”\n]{4,80})”|\"([^\"\n]{4,80})\"|(?<![\w’'])[‘']([^‘\n]{4,80}?)[’'](?!\w)")
#: Titles that are the first half of a name where one word follows: "Lady Gaga", "Sister Souljah".
_HONORIFICS = {
    "lord", "lady", "sir", "dame", "brother", "sister", "father", "archbishop", "bishop", "canon", "baroness", "madam",
}  # fmt: skip
#: Months that are surnames too.
_SURNAME_MONTHS = {"May", "March", "June", "August"}
_LEAD_IN = re.compile(r"-(?:owned|based|born|led|backed|listed|style|made|era|wide|area)$")


@dataclass(frozen=True, slots=True)
class NameSpan:
    """A stretch of text that spells a name; ``initial``: it begins a sentence, so that its capital proves nothing."""

    start: int
    end: int
    text: str
    initial: bool = False
    quoted: bool = False


def find_names(text: str, alone: frozenset[str] = frozenset()) -> list[NameSpan]:
    """Find the spans of names in a passage, in order, without overlap. Single words at a sentence's start are marked.

    ``alone`` are names known to stand by themselves in the article, so that a possessive after them ends them.
    """
    quoted = list(_quoted_titles(text))
    spans = list(quoted)
    for run in find_runs(text, split_words(text), alone):
        for part in map(_trim, _split_titles(run)):
            if not part or any(q.start < part[-1].end and part[0].start < q.end for q in quoted):
                continue
            if all(lexicon().is_calendar(w.text) or w.text.isdigit() for w in part):
                continue
            start, end = part[0].start, part[-1].end
            name = text[start:end]
            if len(part) == 1 and not _may_stand_alone(name):
                continue
            spans.append(NameSpan(start, end, name, part[0].initial))
    return sorted(spans, key=lambda s: s.start)


def is_title_case(text: str) -> bool:
    """Tell whether nearly all longer words of a line are capitalised, so that capitals prove nothing."""
    words = [w for w in re.findall(r"[^\W\d_]+(?:[’'\-]\w+)*", text) if len(w) > 3]
    return len(words) >= 4 and sum(w[0].isupper() for w in words) >= 0.75 * len(words)


def _may_stand_alone(name: str) -> bool:
    """Tell whether a single word can be a name: neither a letter (but X), nor a day or month, nor a title."""
    return (len(name) >= 2 or name == "X") and not lexicon().is_calendar(name) and not lexicon().title_width([name])


def _split_titles(run: list[Word]) -> Iterator[list[Word]]:
    """Cut a run at titles and posts: "Twitter CEO Jack Dorsey" names Twitter and Jack Dorsey."""
    lex = lexicon()
    part: list[Word] = []
    i = 0
    while i < len(run):
        width = lex.title_width([w.text for w in run[i : i + 3]])
        lower = run[i].text.lower()
        if width == 1 and lower not in lex.strong_titles and not _names_person(run[i + 1 :]):
            width = 0
        if width and part and run[i].text in {"Sen", "Rep", "Gov", "Rev", "Hon"}:
            width = 0  # within a name, and without a stop, they are names themselves
        if width == 1 and lower in _HONORIFICS and i + 2 == len(run):
            width = 0
        if width and (i + width < len(run) or part):
            if part:
                yield part
            part = []
            i += width
        else:
            part.append(run[i])
            i += 1
    if part:
        yield part


def _names_person(rest: list[Word]) -> bool:
    """Tell whether a run goes on with a given name or an initial, so that a word like Star or General is a title."""
    return bool(rest) and (
        gazetteer().is_given_name(rest[0].text) or re.fullmatch(r"(?:[A-Z]\.)+", rest[0].text) is not None
    )


def _trim(part: list[Word]) -> list[Word]:
    """Cut off what stands at the ends of a run and belongs to no name."""
    while len(part) > 1 and _leads_in(part[0], part[1]):
        part = part[1:]
    if len(part) >= 3 and _describes_person(part):
        part = part[1:]
    while part and (not part[0].cap or proves_nothing(part)):
        part = part[1:]
    while part and not part[-1].cap and not part[-1].text[:1].isdigit() and part[-1].text[:1] != "$":
        part = part[:-1]
    while len(part) > 1 and _is_date_after(part[-1]) and not _is_surname(part):
        part = part[:-1]
    while len(part) > 1 and lexicon().is_calendar(part[0].text) and part[1].cap and not part[0].text.endswith("s"):
        part = part[1:]
    return part


def _leads_in(word: Word, following: Word) -> bool:
    """Tell whether a first word only leads to a name: "Singer Adele", "Seattle-based Amazon", "Q."."""
    return (
        (
            word.initial
            and "Person" in noun_kinds(word.text.lower())
            and following.cap
            and not gazetteer().is_given_name(word.text)
        )
        or _LEAD_IN.search(word.text) is not None
        or (word.initial and word.text in {"P.S.", "Q.", "A."})
    )


def _describes_person(part: list[Word]) -> bool:
    """Tell whether a person's name has a common word, a place or a demonym before it: "British Prime Keir Starmer"."""
    known = gazetteer()
    first = part[0].text
    return (
        known.is_given_name(part[1].text)
        and part[2].cap
        and not known.is_given_name(first)
        and (known.is_common_word(first.lower()) or known.is_place(first) or known.is_demonym(first))
    )


def _is_date_after(word: Word) -> bool:
    return lexicon().is_calendar(word.text) and not lexicon().is_head_word(word.text.lower())


def _is_surname(part: list[Word]) -> bool:
    """Tell whether a run is a given name and a month that is a surname as well: "Theresa May"."""
    return len(part) == 2 and part[1].text in _SURNAME_MONTHS and gazetteer().is_given_name(part[0].text)


def _title_like(words: list[str]) -> bool:
    content = [w for w in words if len(w) > 3 or w[:1].isupper()]
    return len(words) >= 2 and bool(content) and sum(is_capitalised(w) for w in content) >= 0.75 * len(content)


def _quoted_titles(text: str) -> Iterator[NameSpan]:
    """Titles in quotation marks: two to nine words, mostly capitalised, not a quoted sentence."""
    for match in _QUOTED.finditer(text):
        group = next(g for g in (1, 2, 3) if match.group(g) is not None)
        inner = match.group(group).strip()
        start = match.start(group)
        words = inner.rstrip(".,!?").split()
        if inner.endswith((",", ".", "?")) and len(words) > 4:
            continue
        if 2 <= len(words) <= 9 and _title_like(words) and words[0][:1].isupper():
            yield NameSpan(start, start + len(inner.rstrip(".,")), inner.rstrip(".,"), quoted=True)
