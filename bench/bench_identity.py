"""How fast candidates of identity are found, and how good they are on the labelled pairs of the tests.

bench_identity.py [NAMES]        default 200,000 invented names; the seed is fixed
"""

import random
import resource
import sys
import tempfile
import time
from itertools import combinations
from pathlib import Path

from rapidfuzz import fuzz

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from joinder.graph.identity_blocks import pairs as blocked_pairs
from joinder.graph.identity_candidates import candidates
from joinder.graph.identity_index import CandidateIndex
from joinder.graph.identity_scores import THRESHOLD, score
from joinder.graph.model import EntityRow
from joinder.loaders.gazetteer import gazetteer
from tests.unit.graph.name_pairs import Pair, merged, pairs, proposed

SLICE = 1_500
NEWS = 500
LABELS = ("Brand", "Group", "Campaign", "Platform")


def invented(count: int) -> list[EntityRow]:
    """Invent names: common given names and surnames more often than rare ones, bodies of one to three words."""
    known, dice = gazetteer(), random.Random(1)
    given, surnames, words = sorted(known._given)[:4000], sorted(known._surnames), sorted(known._words)  # noqa: SLF001
    found = []
    for number in range(count):
        if dice.random() < 0.55:
            first = given[min(int(dice.paretovariate(0.7)) * 3, len(given) - 1)]
            last = surnames[min(int(dice.paretovariate(0.45)) * 7, len(surnames) - 1)]
            middle = f" {dice.choice('ABCDEFG')}." if dice.random() < 0.05 else ""
            name, label = f"{first.title()}{middle} {last.title()}", "Person"
        else:
            name = " ".join(dice.choice(words) for _ in range(dice.choice((1, 2, 2, 3)))).title()
            name += dice.choice((" Foundation", " Company", " Group", " Inc")) if dice.random() < 0.2 else ""
            label = dice.choice(LABELS)
        found.append(EntityRow(f"e{number}", label, name, (), (), 1, dice.randrange(20)))
    return found


def speed(count: int) -> None:
    """Time the whole, the news, and all pairs of a slice."""
    entities, nicknames = invented(count), gazetteer().nicknames
    start = time.perf_counter()
    compared = len(blocked_pairs(sorted(entities), nicknames))
    blocking = time.perf_counter() - start
    start = time.perf_counter()
    found = candidates(entities, nicknames)
    whole = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{count:,} names: {compared:,} pairs blocked in {blocking:.1f} s")
    print(
        f"  blocked and scored in {whole:.1f} s ({compared / whole:,.0f} pairs/s): "
        f"{len(found):,} candidates, {memory:,.0f} MB"
    )
    with tempfile.TemporaryDirectory() as folder, CandidateIndex(Path(folder) / "c.db", nicknames) as index:
        index.build(entities[NEWS:], "bench", 1)
        start = time.perf_counter()
        again = index.update(entities[:NEWS], [], 2)
        seconds = time.perf_counter() - start
        print(f"  {NEWS} of them as news: {again:,} names compared anew in {seconds:.1f} s")
        if index.candidates() != found:
            raise SystemExit("the news gave other candidates than all names together")
    start = time.perf_counter()
    sample = entities[:SLICE]
    naive = sum(
        score(a.name, a.label, b.name, b.label, nicknames).value >= THRESHOLD for a, b in combinations(sample, 2)
    )
    seconds = time.perf_counter() - start
    every = SLICE * (SLICE - 1) // 2
    days = count * (count - 1) / 2 / (every / seconds) / 86_400
    print(
        f"all pairs of {SLICE:,}: {every:,} in {seconds:.1f} s ({every / seconds:,.0f} pairs/s), {naive:,} candidates"
    )
    print(
        f"  blocked: {len(candidates(sample, nicknames)):,} of these; all pairs of {count:,} would take {days:.1f} days"
    )


def quality() -> None:
    """Measure on the labelled pairs, beside ``token_set_ratio`` alone."""
    listed = pairs()
    same = sum(p.same for p in listed)
    automatic = [p for p in listed if merged(p)]
    both, total = proposed(listed)
    asked = [p for p in listed if p in automatic or (p.left_label, p.left, p.right_label, p.right) in both]
    print(f"labelled pairs: {same} the same, {len(listed) - same} not")
    _line("merged automatically", automatic, same)
    _line(f"merged or proposed ({total} candidates among all names)", asked, same)
    for threshold in (100, 90, 80):
        taken = [p for p in listed if fuzz.token_set_ratio(p.left, p.right) >= threshold]
        _line(f"token_set_ratio >= {threshold}", taken, same)


def _line(name: str, taken: list[Pair], same: int) -> None:
    right = sum(p.same for p in taken)
    wrong = len(taken) - right
    print(f"  {name}: precision {right / len(taken):.3f}, recall {right / same:.3f}, {wrong} wrong")


if __name__ == "__main__":
    quality()
    speed(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)
