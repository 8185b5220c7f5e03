"""Names as runs of capitalised words, hashtags, handles and quoted titles, found before the parse.

Only what the spelling shows is decided here: where a name begins and ends. What kind of thing it names is ``kinds``,
which names are the same is ``coreference``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from joinder.loaders.gazetteer import gazetteer
from joinder.loaders.lexicon import lexicon
from joinder.loaders.nouns import noun_kinds

if TYPE_CHECKING:
    from collections.abc import Iterator

_TOKEN = re.compile(
    r"[#@]\w+|(?:[A-Za-z]\.){2,}|[$£€]?\d(?:[\d,.]*\d)?\w*|\w+(?:[.!]\w+)+|\w+(?:[’'\-&]\w+)*[’']?(?=\w|\b|\s|[^\w\s]|$)|\S"
)
_QUOTED = re.compile(r"“([^“”\n]{4,80})”|\"([^\"\n]{4,80})\"|(?<![\w’'])[‘']([^‘\n]{4,80}?)[’'](?!\w)")
_SENTENCE_END = set('.!?:;“”"‘—–•*|(')
_HONORIFICS = frozenset("lord lady sir dame brother sister father archbishop bishop canon baroness madam".split())
_ABBREVIATIONS = {"St", "Jr", "Sr", "Inc", "Co", "Ltd", "Corp", "Mt", "Ft", "No", "Bros", "vs"}


@dataclass(frozen=True, slots=True)
class NameSpan:
    """A stretch of text that spells a name; ``initial`` tells that it begins a sentence, so its capital proves nothing."""

    start: int
    end: int
    text: str
    initial: bool = False
    quoted: bool = False


@dataclass(slots=True)
class _Word:
    start: int
    end: int
    text: str
    cap: bool
    initial: bool = False


def _is_cap(word: str) -> bool:
    """Capital first letter (after an apostrophe or hyphen too), or a capital within (iPhone, eBay)."""
    bare = word.lstrip("’'#@")
    return bool(bare) and (
        bare[0].isupper()
        or (bare[0].isalpha() and any(c.isupper() for c in bare[1:]))
        or re.fullmatch(r"\w+\.\w\.\w+", bare) is not None
    )


def _words(text: str) -> list[_Word]:
    words: list[_Word] = []
    begins = True
    for match in _TOKEN.finditer(text):
        start, end, token = match.start(), match.end(), match.group()
        # An initial or an abbreviation takes its stop along.
        if text[end : end + 1] == "." and (
            (
                len(token) == 1
                and token.isupper()
                and token != "I"
                and text[end + 1 : end + 2] in " ."
                and (token != "X" or (words and words[-1].cap))
            )
            or token in _ABBREVIATIONS
            or lexicon().is_title(token + ".")
        ):
            end += 1
            token += "."
        elif token == "." and words and words[-1].end > start:
            continue
        words.append(_Word(start, end, token, _is_cap(token), begins))
        begins = (
            token in _SENTENCE_END
            or re.fullmatch(r"\d{1,2}[.:]\d\d", token) is not None
            or "\n" in text[end : end + 1]
            or (token.endswith("?") or token.endswith("!"))
        )
    return words


def _gap(text: str, left: _Word, right: _Word) -> str:
    return text[left.end : right.start]


@cache
def _functional(lower: str) -> bool:
    return lower in lexicon().function_words or re.split("[’']", lower)[0] in lexicon().function_words


def _strip_possessive(word: _Word) -> bool:
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


def _connects(words: list[_Word], first: int, i: int, text: str) -> int:
    """How many lower-case words after ``words[i]`` bind it to a following capital (0: none)."""
    lex = lexicon()
    left = words[i]
    for width in (1, 2, 3):
        j = i + width + 1
        if j >= len(words) or any(_gap(text, words[k], words[k + 1]) not in (" ", "", "\u00a0") for k in range(i, j)):
            return 0
        middle = [w.text for w in words[i + 1 : j]]
        right = words[j]
        if not right.cap and not right.text[:1] in "$£0123456789":
            continue
        if middle == ["&"] or middle == ["+"]:
            return width if right.cap else 0
        joined = " ".join(m.lower() for m in middle)
        if (
            joined == "and"
            and i == first
            and first
            and words[first - 1].text.lower() == "the"
            and _pairs_up(words, i, j)
        ):
            return width
        if joined in lex.name_particles:  # "de", "van der", "bin": within a person's name
            return width if right.cap and left.cap else 0
        if (
            joined in lex.name_connectors
            and not right.text[:4].isdigit()
            and not lex.is_calendar(right.text)
            and _heads_a_name(words, first, i)
        ):
            return width
    return 0


def _pairs_up(words: list[_Word], i: int, j: int) -> bool:
    """Tell whether "and" stands within the name of a body: "the England and Wales Cricket Board"."""
    known = gazetteer()
    lower = words[i].text.lower()
    if known.kinds(words[i].text) or not (known.is_common_word(lower) or known.is_place(words[i].text)):
        return False
    k = j
    while k + 1 < len(words) and words[k + 1].cap and words[k + 1].start == words[k].end + 1:
        k += 1
    return k > j and "Group" in noun_kinds(words[k].text.lower())


def _heads_a_name(words: list[_Word], first: int, i: int) -> bool:
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


def _runs(text: str, words: list[_Word], alone: frozenset[str]) -> Iterator[list[_Word]]:
    i = 0
    while i < len(words):
        word = words[i]
        if (
            not word.cap
            or (word.initial and _functional(word.text.lower()) and not _opens_name(words[i : i + 2]))
            or word.text == "I"
        ):
            i += 1
            continue
        run, begin = [word], i
        while i + 1 < len(words):
            possessive = _strip_possessive(run[-1]) if run[-1] is words[i] else False
            following = words[i + 1]
            after = text[run[-1].end : following.start].lstrip("’'sS")
            if possessive and not _goes_on_after_possessive(words, i, after, alone):
                break
            tail = len(text[words[i].end : following.start]) - len(text[words[i].end : following.start].lstrip("’'sS"))
            gap = text[words[i].end + (tail if possessive else 0) : following.start]
            if not possessive and gap.strip(" \u00a0"):
                break
            if (
                words[i].text.rstrip(".") in {"Jr", "Sr"}
                or len(words[i].text) == 2
                and words[i].text[1] == "."
                and words[i].initial
                and words[i].text in {"Q.", "A."}
            ):
                break
            if following.cap and gap in (" ", "\u00a0") and following.text != "I" and following.text[0] not in "#@":
                run.append(following)
                i += 1
                continue
            if (
                following.text[:1] in "$0123456789"
                and gap == " "
                and following.text[:4].isdigit()
                and len(run) > 1
                and len(following.text) == 4
            ):
                break  # a year after a name is a date
            if (
                following.text.isdigit()
                and gap == " "
                and len(following.text) <= 3
                and len(run) >= 1
                and following.text.isalnum()
            ):
                run.append(following)
                i += 1
                continue
            width = 0 if possessive else _connects(words, begin, i, text)
            if not width:
                break
            run.extend(words[i + 1 : i + 2 + width])
            i += width + 1
        _strip_possessive(run[-1])
        yield run
        i += 1


def _goes_on_after_possessive(words: list[_Word], i: int, gap: str, alone: frozenset[str]) -> bool:
    """Tell whether a possessive stands within a name (Harper's Magazine) rather than after one (Radiohead's Thom Yorke).

    It does where the word is not a name of its own elsewhere in the article, or the next word is made for it.
    """
    if i + 1 >= len(words) or gap not in {" ", ""} or not words[i + 1].cap:
        return False
    owner, following = words[i].text, words[i + 1].text
    if lexicon().follows_possessive(following.lower()):
        return True
    known = gazetteer()
    if owner in alone or known.is_place(owner) or known.is_given_name(following) or lexicon().title_width([following]):
        return False
    return (
        known.is_common_word(following.lower()) or bool(noun_kinds(following.lower().rstrip("s")))
    ) and not known.kinds(owner)


def _split_titles(run: list[_Word]) -> Iterator[list[_Word]]:
    """Cut a run at titles and posts: "Twitter CEO Jack Dorsey" names Twitter and Jack Dorsey."""
    lex = lexicon()
    part: list[_Word] = []
    i = 0
    while i < len(run):
        width = lex.title_width([w.text for w in run[i : i + 3]])
        if width == 1 and run[i].text.lower() not in lex.strong_titles and not _names_person(run[i + 1 :]):
            width = 0
        if width and part and run[i].text in {"Sen", "Rep", "Gov", "Rev", "Hon"}:
            width = 0
        if width == 1 and run[i].text.lower() in _HONORIFICS and i + 2 == len(run):
            part.append(run[i])
            i += 1
            continue
        if width and (i + width < len(run) or part):
            if part:
                yield part
            part = []
            i += width
            continue
        part.append(run[i])
        i += 1
    if part:
        yield part


def _names_person(rest: list[_Word]) -> bool:
    """Tell whether a run goes on with a given name or an initial, so that a word like Star or General is a title."""
    return bool(rest) and (
        gazetteer().is_given_name(rest[0].text) or re.fullmatch(r"(?:[A-Z]\.)+", rest[0].text) is not None
    )


def _trim(part: list[_Word]) -> list[_Word]:
    while len(part) > 1 and (
        (
            part[0].initial
            and "Person" in noun_kinds(part[0].text.lower())
            and part[1].cap
            and not gazetteer().is_given_name(part[0].text)
        )
        or re.search(r"-(?:owned|based|born|led|backed|listed|style|made|era|wide|area)$", part[0].text)
        or part[0].text in {"P.S.", "Q.", "A."}
        and part[0].initial
    ):
        part = part[1:]
    known = gazetteer()
    if (
        len(part) >= 3
        and known.is_given_name(part[1].text)
        and part[2].cap
        and not known.is_given_name(part[0].text)
        and (
            known.is_common_word(part[0].text.lower()) or known.is_place(part[0].text) or known.is_demonym(part[0].text)
        )
    ):
        part = part[1:]
    while part and (
        not part[0].cap or (part[0].initial and _functional(part[0].text.lower()) and not _opens_name(part))
    ):
        part = part[1:]
    while part and (not part[-1].cap and not part[-1].text[:1].isdigit() and not part[-1].text[:1] == "$"):
        part = part[:-1]
    while (
        part
        and len(part) > 1
        and lexicon().is_calendar(part[-1].text)
        and not lexicon().is_head_word(part[-1].text.lower())
    ):
        part = part[:-1]
    while len(part) > 1 and lexicon().is_calendar(part[0].text) and part[1].cap and not part[0].text.endswith("s"):
        part = part[1:]
    return part


def _opens_name(part: list[_Word]) -> bool:
    """Tell whether a small word at a sentence's start belongs to the capital after it (New Jersey, One Love Manchester)."""
    return (
        len(part) > 1
        and part[1].cap
        and part[0].text.lower() in {"new", "one", "great", "big", "all", "no", "save", "first"}
    )


def _title_like(words: list[str]) -> bool:
    content = [w for w in words if len(w) > 3 or w[:1].isupper()]
    return len(words) >= 2 and bool(content) and sum(_is_cap(w) for w in content) >= 0.75 * len(content)


def _quoted_titles(text: str) -> Iterator[NameSpan]:
    for match in _QUOTED.finditer(text):
        group = next(g for g in (1, 2, 3) if match.group(g) is not None)
        inner = match.group(group).strip()
        start = match.start(group)
        words = inner.rstrip(".,!?").split()
        if inner.endswith((",", ".", "?")) and len(words) > 4:
            continue
        if 2 <= len(words) <= 9 and _title_like(words) and words[0][:1].isupper():
            yield NameSpan(start, start + len(inner.rstrip(".,")), inner.rstrip(".,"), quoted=True)


def is_title_case(text: str) -> bool:
    """Tell whether nearly all longer words of a line are capitalised, so that capitals prove nothing."""
    words = [w for w in re.findall(r"[^\W\d_]+(?:[’'\-]\w+)*", text) if len(w) > 3]
    return len(words) >= 4 and sum(w[0].isupper() for w in words) >= 0.75 * len(words)


def find_names(text: str, alone: frozenset[str] = frozenset()) -> list[NameSpan]:
    """Find the spans of names in a passage, in order, without overlap. Single words at a sentence's start are marked.

    ``alone`` are names known to stand by themselves in the article, so that a possessive after them ends them.
    """
    quoted = list(_quoted_titles(text))
    spans = list(quoted)
    for run in _runs(text, _words(text), alone):
        for raw in _split_titles(run):
            part = _trim(raw)
            if not part:
                continue
            start, end = part[0].start, part[-1].end
            name = text[start:end]
            if any(q.start < end and start < q.end for q in quoted):
                continue
            if all(lexicon().is_calendar(w.text) or w.text.isdigit() for w in part):
                continue
            if len(part) == 1 and (
                (len(name) < 2 and name != "X") or lexicon().is_calendar(name) or lexicon().title_width([name])
            ):
                continue
            spans.append(NameSpan(start, end, name, part[0].initial))
    return sorted(spans, key=lambda s: s.start)
