"""Articles per second of extraction, beside the bare spaCy pipeline on the same texts, in one run.

bench_extract.py [ARTICLES]      default 200 of the practice prose; one core for each process

a   the pipeline alone, as spaCy loads it, over every article
b   joinder over a stream in which one article in twenty is about a campaign
c   joinder over articles about campaigns
c2  the same with two processes
"""

import os
import resource
import sys
import time
from collections.abc import Callable, Iterable
from itertools import cycle, islice
from pathlib import Path
from typing import Any

os.environ["OPENBLAS_NUM_THREADS"] = "1"
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))

from annotated import read_annotated

from joinder.graph.model import Article
from joinder.loaders.extract import load_extractor
from joinder.workers import Workers

PROSE = Path(__file__).resolve().parents[1] / "corpus/train"
BACKGROUND = {"WORKS_FOR", "MEMBER_OF"}
ROUNDS = 3


def texts(count: int) -> tuple[list[Article], list[Article]]:
    """Articles about campaigns, and articles about none, at least a hundred words long."""
    about: list[Article] = []
    other: list[Article] = []
    for article, gold in read_annotated([PROSE]):
        if len(article.text.split()) >= 100:
            acts = any(claim["relation"] not in BACKGROUND for claim in gold["claims"])
            (about if acts else other).append(article)
    return about[:count], list(islice(cycle(other), count))


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

    about, other = texts(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
    extractor = load_extractor()
    bare = spacy.load(extractor.pipeline.name)
    mixed = stream(about, other)
    best: dict[str, float] = {}
    with Workers(load_extractor, 2) as workers:
        ways: dict[str, tuple[Callable[[list[Article]], Iterable[Any]], list[Article]]] = {
            "a": (lambda articles: bare.pipe(a.text for a in articles), [*about, *other]),
            "b": (extractor.stream, mixed),
            "c": (extractor.stream, about),
            "c2": (workers.stream, about),
        }
        for work, _ in ways.values():
            rate(work, about[:16])  # load everything
        for _ in range(ROUNDS):
            for name, (work, articles) in ways.items():
                best[name] = max(best.get(name, 0.0), rate(work, articles))
    words = sum(len(a.text.split()) for a in about) / len(about)
    print(f"{len(about)} articles about campaigns, {words:.0f} words each; best of {ROUNDS} turns")
    aims = {"b": ("a", 8.0), "c": ("a", 0.8), "c2": ("c", 1.7)}
    for name, found in best.items():
        to, aim = aims.get(name, ("a", 1.0))
        ratio = f"{found / best[to]:5.2f} x {to} (aim {aim:g})" if name in aims else ""
        print(f"{name:3} {found:7.1f} articles/s  {ratio}")
    print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


if __name__ == "__main__":
    main()
