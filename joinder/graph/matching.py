"""What can be said of two names by looking at them: legal forms, acronyms, shortenings, slugs.

Only what is safe across articles counts as the same name here. A surname, a first name or any other shortening stands
for a longer name within its own article, never beyond it.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Literal

from joinder.graph.identity import digest, fold

#: How a form that an article uses for an entity relates to the entity's name there.
#: ``same``, ``acronym`` and ``full`` may join names across articles; ``other`` is an alias by which it is looked up;
#: ``short`` is neither.
FormKind = Literal["same", "acronym", "full", "other", "short"]

_LEGAL_END = re.compile(
    r"[\s,]+(?:inc|incorporated|corp|corporation|ltd|limited|llc|llp|plc|ag|gmbh|nv|bv|spa|oyj|asa|aps|pty"
    r"|n\.v|b\.v|s\.p\.a|l\.l\.c|p\.l\.c)\.?$",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+(?:[.'’][^\W_]+)*")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_MINOR = frozenset(
    {"of", "the", "and", "for", "in", "on", "to", "a", "an", "de", "la", "du", "des", "von", "van", "et"}
)
_NOT_NAMES = {"the", "a", "an", "this", "that", "his", "her", "its", "their", "mr", "mrs", "ms", "miss", "dr", "sir"}
# Letters that normal form KD leaves whole, for readable slugs only: a slug that needed them carries a hash.
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)
_SLUG_LENGTH = 64
# The same names come back in thousands of articles.
_cached = lru_cache(maxsize=1 << 17)


@_cached
def without_legal_form(name: str, label: str) -> str:
    """Take the legal form off a company's name ("Gap Inc." is Gap); people, groups and campaigns have none.

    >>> without_legal_form("Facebook, Inc.", "Platform")
    'Facebook'
    """
    found = _LEGAL_END.search(name) if label in {"Brand", "Platform"} else None
    rest = name[: found.start()].rstrip(" ,") if found else name
    return rest if len(fold(rest)) > 2 else name


@_cached
def name_key(name: str, label: str) -> str:
    """Give the key under which a name means the same entity in every article (of agreeing labels)."""
    bare = without_legal_form(_spelt_out(name), label)
    return fold(bare) or fold(name) or unicodedata.normalize("NFKC", name).casefold().strip()


@_cached
def words(name: str) -> tuple[str, ...]:
    """Split a name into its words, a hashtag by its capitals, without accents and case.

    >>> words("#StopHateForProfit")
    ('stop', 'hate', 'for', 'profit')
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", _spelt_out(name)) if not unicodedata.combining(c))
    plain = re.sub(r"[’']s\b", "", plain.casefold())
    return tuple(re.sub(r"[\W_]+", "", w) for w in _WORD.findall(plain))


@_cached
def is_acronym(short: str, name: str) -> bool:
    """Tell whether ``short`` is spelt by the initials of ``name``, with or without its small words.

    >>> is_acronym("NAACP", "National Association for the Advancement of Colored People")
    True
    """
    letters = re.sub(r"[^A-Za-z0-9]", "", short)
    if not 2 <= len(letters) <= 10 or sum(c.isupper() for c in letters) < 2 or " " in short.strip():
        return False
    every = words(name)
    major = [w for w in every if w not in _MINOR]
    return len(major) > 1 and letters.casefold() in {"".join(w[0] for w in every), "".join(w[0] for w in major)}


def is_single_word(name: str) -> bool:
    """Tell whether a name is one word only, as a surname is."""
    return len(words(name)) < 2


@_cached
def kind_of_form(name: str, form: str, label: str) -> FormKind:
    """Say how a form that one article uses relates to the entity's name in that article.

    One name that only leaves out words of the other is ``short``: "Robert Kennedy" is not "Robert F. Kennedy Jr." in
    the next article, nor "Ford" the "Ford Foundation".
    """
    if name_key(name, label) == name_key(form, label):
        return "same"
    if is_acronym(form, name) or is_acronym(name, form):
        return "acronym"
    ours, theirs = words(name), words(form)
    if not ours or not theirs or set(theirs) <= set(ours) or set(ours) <= set(theirs):
        return "short"
    if not _proper(form):
        return "short"
    if len(ours) < 2 or len(theirs) < 2 or not _proper(name) or (label == "Person" and ours[-1] == theirs[-1]):
        return "other"
    return "full"


@_cached
def slug(name: str) -> str:
    """Make the readable part of an id: ``a-z``, digits and hyphens; a name that they cannot spell gets a hash as well.

    >>> slug("Beyoncé"), slug("#DeleteUber")
    ('beyonce', 'delete-uber')
    """
    parts = words(name)
    while len(parts) > 1 and parts[0] == "the":
        parts = parts[1:]
    spelt = [re.sub(r"[^a-z0-9]+", "", w.translate(_PLAIN)) for w in parts]
    text = "-".join(w for w in spelt if w)
    key = fold(_spelt_out(name))
    lossy = text.replace("-", "") != key or not text
    if len(text) > _SLUG_LENGTH:
        text, lossy = text[:_SLUG_LENGTH].rstrip("-"), True
    if not lossy:
        return text
    return f"{text}-{digest(key or name)[:8]}".lstrip("-")


def _spelt_out(name: str) -> str:
    """Put spaces where the capitals of a hashtag or handle show them; any other name stays as it is."""
    return _CAMEL.sub(" ", name.lstrip("#@")) if name.startswith(("#", "@")) else name


def _proper(name: str) -> bool:
    """Tell whether a name is written as one: no small letter begins any but its minor words, and no article."""
    tokens = _WORD.findall(name)
    if not tokens or tokens[0].casefold() in _NOT_NAMES:
        return False
    major = [t for t in tokens if t.casefold() not in _MINOR]
    return bool(major) and all(not t[0].islower() for t in major)
