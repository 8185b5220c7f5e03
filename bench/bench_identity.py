"""How fast candidates of identity are found, and how good they are on the labelled pairs of the tests.

bench_identity.py [NAMES]        default 200,000 invented names; the seed is fixed
"""

import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from itertools import combinations
from pathlib import Path
from typing import Self

from rapidfuzz import fuzz

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from joinder.graph.identity_blocks import pairs as blocked_pairs
from joinder.graph.identity_candidates import candidates
from joinder.graph.identity_index import CandidateIndex
from joinder.graph.identity_scores import THRESHOLD, score
from joinder.graph.model import EntityRow
from joinder.loaders.gazetteer import gazetteer
from tests.unit.graph.name_pairs import FILE, FRESH, Pair, merged, pairs, proposed

SLICE = 1_500
NEWS = 500
BLOCKED = 10_000
ENVIRONMENT = Path(__file__).resolve().parents[1] / ".cache" / "nomenklatura"
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
    """Time the whole, then news, then all pairs of a slice, and nomenklatura's blocking where there is one."""
    entities, nicknames = invented(count + NEWS), gazetteer().nicknames
    with tempfile.TemporaryDirectory() as folder:
        with CandidateIndex(Path(folder) / "candidates.db", nicknames) as index:
            compared = whole(index, entities[:count])
            news(index, entities[count:])
        print(f"  most memory so far: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")
        every_pair(entities[:SLICE], count, compared)
        nomenklatura(Path(folder), entities[:BLOCKED])


def whole(index: CandidateIndex, entities: list[EntityRow]) -> float:
    """Find the candidates of all names; give how many pairs were looked at in a second."""
    blocked = []
    with Clock() as clock:
        index.build(entities, "bench", 1, lambda _, total: blocked.append(total))
    pairs_a_second = blocked[-1] / clock.seconds
    print(f"{len(entities):,} names: {blocked[-1]:,} pairs share a block")
    print(
        f"  blocked, scored and kept in {clock} ({pairs_a_second:,.0f} pairs/s): {len(index.candidates()):,} candidates"
    )
    return pairs_a_second


def news(index: CandidateIndex, fresh: list[EntityRow]) -> None:
    """Add some names to all that are known."""
    with Clock() as clock:
        again = index.update(fresh, [], 2)
    print(f"  {len(fresh)} more as news: {again:,} names compared anew in {clock}")


def every_pair(sample: list[EntityRow], count: int, compared: float) -> None:
    """Compare each name of a slice with each other one."""
    nicknames = gazetteer().nicknames
    with Clock() as clock:
        naive = sum(
            score(a.name, a.label, b.name, b.label, nicknames).value >= THRESHOLD for a, b in combinations(sample, 2)
        )
    total = len(sample) * (len(sample) - 1) // 2
    speed = total / clock.seconds
    days = count * (count - 1) / 2 / speed / 86_400
    print(f"all pairs of {len(sample):,}: {total:,} in {clock} ({speed:,.0f} pairs/s), {naive:,} candidates")
    print(f"  with blocks {len(candidates(sample, nicknames)):,} of these")
    print(f"  all pairs of {count:,} would take {days:.1f} days")
    print(f"  (a second of blocks looks at {compared:,.0f} pairs, of which each has something in common)")


def nomenklatura(folder: Path, entities: list[EntityRow]) -> None:
    """Block some names, the labelled ones among them, with joinder and with nomenklatura."""
    listed = [pair for path in (FILE, FRESH) for pair in pairs(path)]
    sides = sorted({side for p in listed for side in ((p.left_label, p.left), (p.right_label, p.right))})
    number = {side: f"l{index}" for index, side in enumerate(sides)}
    every = sorted([*entities, *(EntityRow(number[label, n], label, n, (), (), 1, 1) for label, n in sides)])
    wanted = {(number[p.left_label, p.left], number[p.right_label, p.right]) for p in listed if p.same}
    with Clock() as clock:
        ours = [(every[i].id, every[j].id) for i, j in blocked_pairs(every, gazetteer().nicknames).tolist()]
    recall = len({frozenset(p) for p in ours} & {frozenset(p) for p in wanted}) / len(wanted)
    print(f"{len(every):,} names, the labelled ones among them, blocked:")
    print(f"  joinder: {len(ours):,} pairs in {clock}, {recall:.3f} of the labelled pairs that are one", flush=True)
    python = nomenklatura_python()
    if python is None:
        return
    names, together = folder / "names.tsv", folder / "wanted.tsv"
    names.write_text("".join(f"{e.id}\t{e.label}\t{e.name}\n" for e in every), encoding="utf-8")
    together.write_text("".join(f"{one}\t{other}\n" for one, other in wanted), encoding="utf-8")
    subprocess.run([python, Path(__file__).with_name("nomenklatura_blocking.py"), names, together], check=True)


def nomenklatura_python() -> Path | None:
    """Give a Python that has nomenklatura: the named one, else that of an environment of its own, made now."""
    if named := os.environ.get("JOINDER_BENCH_NOMENKLATURA"):
        return Path(named)
    python = ENVIRONMENT / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", ENVIRONMENT], check=True)
    try:
        wanted = [python, "-m", "pip", "install", "--quiet", "nomenklatura>=4.17,<5"]
        subprocess.run(wanted, check=True, timeout=1_800)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        print(f"  nomenklatura cannot be installed here (it needs ICU and a compiler): {error}"[:200])
        return None
    return python


class Clock:
    """Seconds on the wall, and of the processor: on a busy machine the second is what counts."""

    def __enter__(self) -> Self:
        self._start = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds, self.busy = time.perf_counter() - self._start[0], time.process_time() - self._start[1]

    def __str__(self) -> str:
        return f"{self.seconds:.1f} s ({self.busy:.1f} s of the processor)"


def quality(path: Path) -> None:
    """Measure on labelled pairs, beside ``token_set_ratio`` alone."""
    listed = pairs(path)
    same = sum(p.same for p in listed)
    automatic = [p for p in listed if merged(p)]
    both, total = proposed(listed)
    asked = [p for p in listed if p in automatic or (p.left_label, p.left, p.right_label, p.right) in both]
    print(f"{path.name}: {same} pairs the same, {len(listed) - same} not")
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
    for labelled in (FILE, FRESH):
        quality(labelled)
    speed(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)
