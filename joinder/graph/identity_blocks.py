"""Which names are worth comparing at all: blocks of names that share a key, so that no square of anything is made."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from typing import Final

import numpy as np
import numpy.typing as npt

from joinder.graph.known_names import known_names
from joinder.graph.matching import name_key
from joinder.graph.model import EntityRow
from joinder.graph.name_parts import MINOR, PERSON, NameParts, initials, may_be_acronym, parts_of, sound

#: A block of more names says nothing: names that belong together share another, smaller one as well.
CAP: Final = 50
#: Of the names that a short one may stand for, so many at most: those with the most claims.
FEW: Final = 40
#: So many names of one entity are compared at most.
NAMES: Final = 6

Pairs = npt.NDArray[np.int64]
Nicknames = Callable[[str], frozenset[str]]


def names_of(entity: EntityRow) -> tuple[str, ...]:
    """Give the names of an entity that are compared."""
    return (entity.name, *entity.aliases)[:NAMES]


def pairs(entities: Sequence[EntityRow], nicknames: Nicknames, only: frozenset[int] | None = None) -> Pairs:
    """Give the pairs of positions ``(low, high)`` that share a block.

    Args:
        entities: what to compare.
        nicknames: gives the other forms of a given name.
        only: positions of which each pair must hold one (``None``: all pairs).
    """
    blocks: dict[str, list[int]] = defaultdict(list)
    for index, entity in enumerate(entities):
        for key in {k for name in names_of(entity) for k in keys(name, entity.label, nicknames)}:
            blocks[key].append(index)
    count = len(entities)
    found = [_all_pairs(block, count, only) for block in blocks.values() if 1 < len(block) <= CAP]
    found.append(np.fromiter(_one_sided(entities, only), dtype=np.int64))
    codes = np.unique(np.concatenate(found)) if found else np.empty(0, dtype=np.int64)
    return np.stack([codes // max(count, 1), codes % max(count, 1)], axis=1)


def keys(name: str, label: str, nicknames: Nicknames) -> Iterator[str]:
    """Give the keys of the blocks that a name belongs to.

    Those of persons hold a surname and a given name in any of its forms; those of all else one word, or two.
    """
    parts = parts_of(name, label)
    yield f"={parts.key}"
    yield f"<{parts.key[:4]}>{parts.key[-2:]}"
    if label == PERSON:
        yield from _person_keys(parts, nicknames)
        return
    sounds = sorted({sound(w) for w in parts.words if w not in MINOR})[:5]
    yield from (f"w{s}" for s in sounds)
    yield from (f"w{one} {other}" for one, other in combinations(sounds, 2))
    for known in known_names().formerly(name_key(name, label), label):
        yield f"~{'|'.join(sorted((known, name_key(name, label))))}"


def _person_keys(parts: NameParts, nicknames: Nicknames) -> Iterator[str]:
    if len(parts.words) < 2:
        return
    given = parts.given
    yield f"g{sound(given)}"
    rest = {sound(w) for w in parts.words[1:] if w not in MINOR}
    for form in sorted({given, *nicknames(given)})[:12]:
        yield from (f"p{word} {sound(form)}" for word in rest)
    yield from (f"p{sound(parts.surname)} {sound(word)}" for word in parts.middle[:2] if word not in MINOR)
    yield from (f"q{sound(given)} {word[:2]}" for word in rest)
    yield from (f"i{word} {given[0]}" for word in rest)


def _all_pairs(block: list[int], count: int, only: frozenset[int] | None) -> Pairs:
    """Encode all pairs of a block as ``low * count + high``."""
    if only is None:
        members = np.array(block, dtype=np.int64)
        first, second = np.triu_indices(len(members), 1)
        return members[first] * count + members[second]
    touched = [i for i in block if i in only]
    codes = {min(a, b) * count + max(a, b) for a in touched for b in block if a != b}
    return np.fromiter(codes, dtype=np.int64, count=len(codes))


def _one_sided(entities: Sequence[EntityRow], only: frozenset[int] | None) -> Iterator[int]:
    """Pair short names with what they may stand for: an acronym with its expansions, a word with names that have it."""
    count = len(entities)
    short, long = _short_and_long(entities)
    for key, wanting in short.items():
        offered = long.get(key, [])
        if len(offered) > FEW:
            offered = sorted(offered, key=lambda i: (-entities[i].n_claims, i))[:FEW]
        for one, other in ((a, b) for a in wanting[:FEW] for b in offered if a != b):
            if only is None or one in only or other in only:
                yield min(one, other) * count + max(one, other)


def _short_and_long(entities: Sequence[EntityRow]) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    short: dict[str, list[int]] = defaultdict(list)
    long: dict[str, list[int]] = defaultdict(list)
    for index, entity in enumerate(entities):
        kind = "p" if entity.label == PERSON else "b"
        for name in names_of(entity):
            parts = parts_of(name, entity.label)
            if len(parts.words) == 1:
                short[kind + parts.words[0]].append(index)
            elif parts.words:
                for word in {parts.given, parts.surname}:
                    long[kind + word].append(index)
            if kind == "b" and may_be_acronym(name):
                short["a" + parts.key].append(index)
            elif kind == "b" and len(parts.words) > 1:
                for letters in initials(parts.words):
                    long["a" + letters].append(index)
    return short, long
