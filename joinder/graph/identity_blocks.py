"""Which names are worth comparing at all: blocks of names that share a key, so that no square of anything is made."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
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
#: Of the names that a short one may stand for, and of the short ones, so many at most: those with the most claims.
FEW: Final = 40
#: So many names of one entity are compared at most.
NAMES: Final = 6

Pairs = npt.NDArray[np.int64]
Nicknames = Callable[[str], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Keys:
    """The blocks of one entity: those whose members are all compared, and those where short names meet long ones."""

    shared: frozenset[int]
    short: frozenset[int]
    long: frozenset[int]


def names_of(entity: EntityRow) -> tuple[str, ...]:
    """Give the names of an entity that are compared."""
    return (entity.name, *entity.aliases)[:NAMES]


def keys_of(entity: EntityRow, nicknames: Nicknames) -> Keys:
    """Give the keys of an entity, as numbers that are the same in every process."""
    shared = {f"Q{item}" for item in entity.wikidata}
    short: set[str] = set()
    long: set[str] = set()
    for name in names_of(entity):
        shared.update(keys(name, entity.label, nicknames))
        few, many = _one_sided_keys(name, entity.label)
        short |= few
        long |= many
    return Keys(*(frozenset(map(_number, found)) for found in (shared, short, long)))


def pairs(entities: Sequence[EntityRow], nicknames: Nicknames) -> Pairs:
    """Give the pairs of positions ``(low, high)`` that share a block."""
    return pairs_of(entities, [keys_of(entity, nicknames) for entity in entities])


def pairs_of(entities: Sequence[EntityRow], found: Sequence[Keys]) -> Pairs:
    """Give the pairs of positions ``(low, high)`` that share a block, by the keys that were made of them before."""
    count = max(len(entities), 1)
    codes = [*_block_codes([k.shared for k in found], count)]
    codes.append(np.fromiter(_one_sided_codes(entities, found, count), dtype=np.int64))
    every = np.unique(np.concatenate(codes))
    return np.stack([every // count, every % count], axis=1)


def most_claims(members: Iterable[int], entities: Sequence[EntityRow]) -> list[int]:
    """Choose the members of a block of short or of long names that are compared."""
    return sorted(members, key=lambda i: (-entities[i].n_claims, entities[i].id))[:FEW]


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


def _one_sided_keys(name: str, label: str) -> tuple[set[str], set[str]]:
    """Pair short names with what they may stand for: an acronym with its expansions, a word with names that have it."""
    short, long = set(), set()
    kind = "p" if label == PERSON else "b"
    parts = parts_of(name, label)
    if len(parts.words) == 1:
        short.add(kind + parts.words[0])
    elif parts.words:
        long |= {kind + word for word in (parts.given, parts.surname)}
    if kind == "b" and may_be_acronym(name):
        short.add("a" + parts.key)
    elif kind == "b" and len(parts.words) > 1:
        long |= {"a" + letters for letters in initials(parts.words)}
    return short, long


def _number(key: str) -> int:
    return int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), signed=True)


def _block_codes(found: Sequence[frozenset[int]], count: int) -> Iterator[Pairs]:
    """Encode all pairs of all blocks as ``low * count + high``, the blocks of one size at a time."""
    sizes = np.fromiter(map(len, found), dtype=np.int64, count=len(found))
    members = np.repeat(np.arange(len(found), dtype=np.int64), sizes)
    blocks = np.fromiter((key for keys in found for key in keys), dtype=np.int64, count=len(members))
    order = np.argsort(blocks, kind="stable")  # stable: the members of a block stay in order
    blocks, members = blocks[order], members[order]
    starts = np.flatnonzero(np.r_[True, blocks[1:] != blocks[:-1]]) if len(blocks) else np.empty(0, dtype=np.int64)
    lengths = np.diff(np.r_[starts, len(blocks)])
    yield np.empty(0, dtype=np.int64)
    for size in range(2, CAP + 1):
        rows = members[starts[lengths == size][:, None] + np.arange(size)]
        first, second = np.triu_indices(size, 1)
        yield np.unique(rows[:, first] * count + rows[:, second])


def _one_sided_codes(entities: Sequence[EntityRow], found: Sequence[Keys], count: int) -> Iterator[int]:
    short: dict[int, list[int]] = defaultdict(list)
    long: dict[int, list[int]] = defaultdict(list)
    for index, of in enumerate(found):
        for key in of.short:
            short[key].append(index)
    for index, of in enumerate(found):
        for key in of.long & short.keys():
            long[key].append(index)
    for key in short.keys() & long.keys():
        for one in most_claims(short[key], entities):
            for other in most_claims(long[key], entities):
                if one != other:
                    yield min(one, other) * count + max(one, other)
