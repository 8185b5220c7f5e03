"""Articles per second of extraction, beside the bare spaCy pipeline on the same texts, in one run.

bench_extract.py [ARTICLES]      default 200 of the practice prose; one core for each process
bench_extract.py --gate          what the gate loses and lets pass, alone
bench_extract.py --memory [N]    memory over a stream of N articles (default 50,000), one in twenty about a campaign

a   the pipeline alone, as spaCy loads it, over every article
b   joinder over a stream in which one article in twenty is about a campaign
c   joinder over articles about campaigns, without the gate
c2  the same with two processes

The articles about none are those of the background that the gate was not fitted to (tools/train_gate.py).
"""

import os
import resource
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from typing import Any

os.environ["OPENBLAS_NUM_THREADS"] = "1"
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))

from annotated import read_annotated
from gate_fitting import Row, cross_fit, misses, read_rows, score
from train_gate import read_training

from joinder.graph.model import Article
from joinder.loaders.extract import load_extractor
from joinder.loaders.gate import load_gate
from joinder.workers import Workers

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = [str(ROOT / "corpus/train"), str(ROOT / "corpus/background")]
UNSEEN = ROOT / "tests/accuracy"
ROUNDS = 3


def texts(count: int) -> tuple[list[Article], list[Article]]:
    """Articles about campaigns at least a hundred words long, and articles about none that the gate has not seen."""
    train, held = read_training(FOLDERS)
    about = [row.article for row in train if row.acts and len(row.article.text.split()) >= 100]
    other = [row.article for row in held if row.long and not row.acts]
    return about[:count], list(islice(cycle(other), count))


def tell_gate() -> None:
    """Print what the gate loses and lets pass, on articles that its weights have not seen."""
    gate = load_gate()
    train, held = read_training(FOLDERS)
    unseen = read_rows(read_annotated([UNSEEN]))

    def scores(rows: list[Row]) -> list[float]:
        return [score(gate, row) for row in rows]

    print(f"gate, practice prose, cross-fitted: {misses(train, cross_fit(train), gate.threshold)}")
    print(f"gate, tests/accuracy: {misses(unseen, scores(unseen), gate.threshold)}")
    lost = misses(held, scores(held), gate.threshold)
    print(f"gate, background held out: articles passed {lost.passed} of {lost.background}")


def tell_memory(count: int) -> None:
    """Print the memory in use at each tenth of a long stream; it must not grow between the first and the last.

    Each article has words that no other has, as news has new names every day: a vocabulary that keeps them would grow.
    """
    about, other = texts(1_000)
    articles = (
        replace(article, text=f"{article.text}\n\nVanora{n} met Quorl{n} in the rain, and they talked of sorvel{n}ing.")
        for n, article in enumerate(islice(cycle(stream(about, other)), count))
    )
    begun = time.perf_counter()
    for done, _ in enumerate(load_extractor().stream(articles), 1):
        if done % max(count // 10, 1) == 0:
            rate = done / (time.perf_counter() - begun)
            print(f"{done:7,} articles  {resident():7,.0f} MB  {rate:6.1f} articles/s", flush=True)


def resident() -> float:
    """The memory that the process uses now, in MB (where there is no /proc: the most it has used)."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return pages * resource.getpagesize() / 2**20


def stream(about: list[Article], other: list[Article]) -> list[Article]:
    """One article in twenty is about a campaign."""
    campaigns = iter(about)
    return [next(campaigns) if i % 20 == 0 else article for i, article in enumerate(other)]


def rate(work: Callable[[list[Article]], Iterable[Any]], articles: list[Article]) -> float:
    """Articles per second, all results taken."""
    begun = time.perf_counter()
    for _ in work(articles):
        pass
    return len(articles) / (time.perf_counter() - begun)


def main() -> None:
    """Measure in turns, and print the best of each."""
    import spacy

    words = [w for w in sys.argv[1:] if not w.startswith("--")]
    if "--memory" in sys.argv:
        tell_memory(int(words[0]) if words else 50_000)
        return
    tell_gate()
    if "--gate" in sys.argv:
        return
    about, other = texts(int(words[0]) if words else 200)
    extractor, whole = load_extractor(), load_extractor(gate=False)
    bare = spacy.load(extractor.pipeline.name)
    mixed = stream(about, other)
    best: dict[str, float] = {}
    with Workers(partial(load_extractor, gate=False), 2) as workers:
        ways: dict[str, tuple[Callable[[list[Article]], Iterable[Any]], list[Article]]] = {
            "a": (lambda articles: bare.pipe(a.text for a in articles), [*about, *other]),
            "b": (extractor.stream, mixed),
            "c": (whole.stream, about),
            "c2": (workers.stream, about),
        }
        for work, _ in ways.values():
            rate(work, about[:16])  # load everything
        for _ in range(ROUNDS):
            for name, (work, articles) in ways.items():
                best[name] = max(best.get(name, 0.0), rate(work, articles))
    length = sum(len(a.text.split()) for a in about) / len(about)
    print(f"{len(about)} articles about campaigns, {length:.0f} words each; best of {ROUNDS} turns")
    aims = {"b": ("a", 8.0), "c": ("a", 0.8), "c2": ("c", 1.7)}
    for name, found in best.items():
        to, aim = aims.get(name, ("a", 1.0))
        ratio = f"{found / best[to]:5.2f} x {to} (aim {aim:g})" if name in aims else ""
        print(f"{name:3} {found:7.1f} articles/s  {ratio}")
    print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


if __name__ == "__main__":
    main()
