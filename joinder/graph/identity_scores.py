"""How likely two names are to mean one thing, with the reasons: for people who review, never for merging.

Blocking evidence (a generation, a middle initial, "Foundation", another kind) outweighs any likeness of letters.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import JaroWinkler

from joinder.graph.known_names import known_names
from joinder.graph.matching import name_key
from joinder.graph.name_parts import MINOR, PERSON, NameParts, parts_of, plain_vowels, sound, stands_for

#: A pair that scores less is no candidate.
THRESHOLD: Final = 0.35

Nicknames = Callable[[str], frozenset[str]]


@dataclass(frozen=True, slots=True, order=True)
class Score:
    """A score between 0 and 1, and what speaks for and against."""

    value: float
    reasons: tuple[str, ...]


_NOTHING: Final = Score(0.0, ())


def score(left: str, left_label: str, right: str, right_label: str, nicknames: Nicknames) -> Score:
    """Score two names."""
    one, other = parts_of(left, left_label), parts_of(right, right_label)
    if (left_label == PERSON) != (right_label == PERSON):
        if one.key == other.key:
            return Score(0.5, ("equal names", f"but a {left_label} and a {right_label}"))
        return _NOTHING
    found = _persons(one, other, nicknames) if left_label == PERSON else _bodies(one, other, left_label, right_label)
    if left_label == right_label or not found.value:
        return found
    return Score(round(found.value * 0.8, 3), (*found.reasons, f"but a {left_label} and a {right_label}"))


def _persons(one: NameParts, other: NameParts, nicknames: Nicknames) -> Score:
    """Score two names of persons."""
    if one.key == other.key and len(one.words) < 2:
        return _NOTHING  # two surnames alone, in two articles: each is asked about with the full names, not with others
    if one.key == other.key:
        return Score(0.9, ("equal names",))
    if len(one.words) < 2 or len(other.words) < 2:
        return _part_of_name(*sorted((one, other), key=lambda n: len(n.words)))
    if one.generation != other.generation:
        return Score(0.1, ("generations differ",))
    if _initials_differ(one, other):
        return Score(0.1, ("middle initials differ",))
    given, said = _given(one, other, nicknames)
    if not given:
        return _by_middle_name(one, other) or _reversed(one, other)
    if like := _alike(one.surname, other.surname):
        middle = len(one.middle) != len(other.middle)
        reasons = (said, "equal surnames" if one.surname == other.surname else "surnames alike")
        return Score(round((0.75 if middle else 0.85) * given * like, 3), (*reasons, *["a middle name more"] * middle))
    shared = (set(one.words[1:]) & set(other.words[1:])) - MINOR
    if shared:
        return Score(round(0.8 * given, 3), (said, f"both {' '.join(sorted(shared))}"))
    if one.given == other.given:
        return Score(0.36, ("equal given names", "but surnames differ"))
    return _NOTHING


def _part_of_name(short: NameParts, long: NameParts) -> Score:
    """Score a single word with a full name."""
    if not short.words or not long.words or len(long.words) < 2:
        near = JaroWinkler.similarity(short.key, long.key)
        return Score(0.6, ("spelt alike",)) if near >= 0.92 else _NOTHING
    if short.words[0] == long.surname:
        return Score(0.42, ("only the surname",))
    if short.words[0] == long.given:
        return Score(0.45, ("only the given name",))
    return _NOTHING


def _given(one: NameParts, other: NameParts, nicknames: Nicknames) -> tuple[float, str]:
    """Weigh the given names: how much they agree, and in what way."""
    if one.given == other.given:
        return 1.0, "equal given names"
    if other.given in nicknames(one.given) or one.given in nicknames(other.given):
        return 0.9, f"{one.given} may be {other.given}"
    if min(len(one.given), len(other.given)) == 1 and one.given[0] == other.given[0]:
        return 0.6, "the initial of the given name"
    if sound(one.given) == sound(other.given) and (
        len(sound(one.given)) > 1 or plain_vowels(one.given) == plain_vowels(other.given)
    ):
        return 0.85, "given names sound alike"
    if one.given[0] == other.given[0] and JaroWinkler.similarity(one.given, other.given) >= 0.9:
        return 0.7, "given names spelt alike"
    return 0.0, ""


def _by_middle_name(one: NameParts, other: NameParts) -> Score | None:
    """Score a name that leaves out the first given name of the other ("Mitt Romney" is Willard Mitt Romney)."""
    short, long = sorted((one, other), key=lambda n: len(n.words))
    if len(long.words) > len(short.words) >= 2 and long.words[-len(short.words) :] == short.words:
        return Score(0.6, (f"without {long.given}",))
    return None


def _reversed(one: NameParts, other: NameParts) -> Score:
    if one.given == other.surname and one.surname == other.given:
        return Score(0.4, ("the same words the other way round",))
    return _NOTHING


def _alike(one: str, other: str) -> float:
    """Say how likely two surnames are to be spellings of one."""
    if one == other:
        return 1.0
    if sound(one) == sound(other) and len(sound(one)) > 1:
        return 0.9
    near = JaroWinkler.similarity(sound(one), sound(other)) >= 0.88 and JaroWinkler.similarity(one, other) >= 0.75
    return 0.7 if near else 0.0


def _initials_differ(one: NameParts, other: NameParts) -> bool:
    """Tell whether both have middle names and no letter of one's begins any of the other's."""
    ours, theirs = {w[0] for w in one.middle}, {w[0] for w in other.middle}
    single = any(len(w) == 1 for w in (*one.middle, *other.middle))
    return bool(single and ours and theirs and not ours & theirs) or (
        single and len(one.middle) != len(other.middle) and min(len(one.middle), len(other.middle)) > 0
    )


def _bodies(one: NameParts, other: NameParts, left: str, right: str) -> Score:
    """Score two names of what is no person."""
    if one.key == other.key:
        return Score(0.9, ("equal names",))
    ours, theirs = name_key(one.name, left), name_key(other.name, right)
    if theirs in known_names().formerly(ours, left) | known_names().same(ours, left):
        return Score(0.8, ("known names of one thing",))
    if stands_for(one.name, other) or stands_for(other.name, one):
        return Score(0.65, ("an acronym of the other",))
    first, second = set(one.words) - MINOR, set(other.words) - MINOR
    if first and second and (first <= second or second <= first):
        return _more_words(first ^ second)
    near = JaroWinkler.similarity(one.key, other.key)
    if near >= 0.93 and min(len(one.key), len(other.key)) > 4:
        return Score(round(0.75 * near, 3), ("spelt alike",))
    if len(first) == len(second) and {sound(w) for w in first} == {sound(w) for w in second}:
        return Score(0.6, ("sound alike",))
    return _NOTHING


def _more_words(extra: set[str]) -> Score:
    """Score a name that has more words than the other, by what those say."""
    said = " ".join(sorted(extra))
    if not extra:
        return Score(0.85, ("the same words",))
    if extra & known_names().other_body:
        return Score(0.15, (f"{said!r} makes another body",))
    if extra <= known_names().same_body or all(w.isdigit() for w in extra):
        return Score(0.7, (f"only {said!r} more",))
    return Score(0.42, (f"{said!r} more",))
