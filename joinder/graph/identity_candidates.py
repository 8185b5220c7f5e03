"""Pairs of entities that may be one: blocked, scored, and put in the order in which a review should see them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from joinder.graph.identity_blocks import Nicknames, Pairs, names_of, pairs
from joinder.graph.identity_scores import THRESHOLD, Score, score
from joinder.graph.known_names import known_names
from joinder.graph.matching import name_key
from joinder.graph.model import EntityRow
from joinder.graph.name_parts import PERSON, parts_of, sound

#: Pairs whose letters, or whose sounds, are less alike than this have nothing to show for themselves but a key.
LETTERS: Final = 45.0
SOUNDS: Final = 60.0
_BATCH: Final = 200_000


@dataclass(frozen=True, slots=True, order=True)
class Candidate:
    """Two entities (ids, in order), their score, the two names that it is about, the reasons, and their influence."""

    left: str
    right: str
    score: float
    names: tuple[str, str]
    reasons: tuple[str, ...]
    influence: float

    @property
    def pair(self) -> tuple[str, str]:
        """The two ids."""
        return (self.left, self.right)


def candidates(
    entities: Iterable[EntityRow], nicknames: Nicknames, progress: Callable[[int, int], None] | None = None
) -> list[Candidate]:
    """Find the pairs of entities that may be one, most influence first.

    Args:
        entities: all of them.
        nicknames: gives the folded forms of a given name, such as ``loaders.gazetteer`` knows them.
        progress: is told how many pairs were scored, out of how many.
    """
    listed = sorted(entities)
    return in_order(scored(listed, pairs(listed, nicknames), nicknames, progress))


def scored(
    listed: Sequence[EntityRow],
    blocked: Pairs,
    nicknames: Nicknames,
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[Candidate]:
    """Score pairs of positions in a list that is sorted; those that may be one come out."""
    looks = _Looks(listed)
    for start in range(0, len(blocked), _BATCH):
        for i, j in looks.alike(blocked[start : start + _BATCH]).tolist():
            found = _candidate(listed[i], listed[j], nicknames)
            if found is not None:
                yield found
        if progress is not None:
            progress(min(start + _BATCH, len(blocked)), len(blocked))


def in_order(found: Iterable[Candidate]) -> list[Candidate]:
    """Sort candidates as a review should see them."""
    return sorted(found, key=lambda c: (-c.influence, -c.score, c.left, c.right))


def influence(left: EntityRow, right: EntityRow, value: float) -> float:
    """Weigh a pair: how many claims its merging would move (those of the lesser side), times how much doubt there is.

    Doubt is greatest in the middle; yet a pair that is hardly alike comes after one that is.
    """
    doubt = 1.0 - abs(value - 0.6)
    return round((1 + min(left.n_claims, right.n_claims)) * doubt * value, 4)


class _Looks:
    """What a quick look at entities compares: their letters and their sounds, in C and on all cores."""

    def __init__(self, entities: Sequence[EntityRow]) -> None:
        self._letters = [e.name.casefold() for e in entities]
        self._sounds = [" ".join(map(sound, parts_of(e.name, e.label).words)) for e in entities]
        self._known = np.array([bool(e.aliases or e.wikidata) or _may_be_short_or_former(e) for e in entities])

    def alike(self, part: Pairs) -> Pairs:
        """Keep the pairs whose letters or sounds are somewhat alike.

        Several names, acronyms and former names are left to the slower look.
        """
        near = _ratios(self._letters, part) >= LETTERS
        near |= _ratios(self._sounds, part) >= SOUNDS
        kept: Pairs = part[near | self._known[part[:, 0]] | self._known[part[:, 1]]]
        return kept


def _ratios(texts: list[str], part: Pairs) -> npt.NDArray[np.float32]:
    left, right = ([texts[i] for i in part[:, side].tolist()] for side in (0, 1))
    found: npt.NDArray[np.float32] = process.cpdist(left, right, scorer=fuzz.token_set_ratio, workers=-1)
    return found


def _may_be_short_or_former(entity: EntityRow) -> bool:
    if entity.label == PERSON:
        return False
    return len(entity.name) <= 6 or bool(known_names().formerly(name_key(entity.name, entity.label), entity.label))


def _candidate(left: EntityRow, right: EntityRow, nicknames: Nicknames) -> Candidate | None:
    """Score a pair by the two of its names that are most alike; evidence against their own names counts for all."""
    best, shown = Score(0.0, ()), (left.name, right.name)
    if left.wikidata and right.wikidata:  # people have said of both what they are
        shared = sorted(set(left.wikidata) & set(right.wikidata))
        said = (f"both are {shared[0]} in Wikidata",) if shared else ()
        known = Candidate(left.id, right.id, 0.95, shown, said, influence(left, right, 0.95))
        return known if shared else None
    main = score(left.name, left.label, right.name, right.label, nicknames)
    if 0 < main.value < THRESHOLD:
        return None
    for one, other in product(names_of(left), names_of(right)):
        found = score(one, left.label, other, right.label, nicknames)
        if found.value > best.value:
            best, shown = found, (one, other)
    if best.value < THRESHOLD:
        return None
    return Candidate(left.id, right.id, best.value, shown, best.reasons, influence(left, right, best.value))
