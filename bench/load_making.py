"""Deterministic articles of five claims each, for ``bench_load.py``: ready-made extractions, no extractor."""

import random
from collections.abc import Iterator

from joinder.graph.model import Article, Claim, Entity, Extraction

CLAIMS = 5
_QUOTE = "It happened."


def articles(count: int, first: int = 0) -> Iterator[Extraction]:
    """Make articles in which popular names come back often and rare ones seldom."""
    for number in range(first, first + count):
        chance = random.Random(number)
        entities = {"Facebook": "Platform"}
        claims = []
        for _ in range(CLAIMS):
            brand = f"Maker {int(20_000 * chance.random() ** 3)} Works"
            entities[brand] = "Brand"
            campaign = f"Campaign For {int(500 * chance.random() ** 2)} Days"
            joins = chance.random() < 0.6
            if joins:
                entities[campaign] = "Campaign"
            target, relation, what = (campaign, "JOINED", None) if joins else ("Facebook", "PAUSED", "ads")
            claims.append(Claim(brand, relation, target, "done", _QUOTE, 0, len(_QUOTE), what))
        text = f"{_QUOTE} " + " ".join(f"w{chance.randrange(5_000)}" for _ in range(120))
        named = tuple(Entity(n, label, (), ((0, 2),)) for n, label in entities.items())
        yield Extraction(Article(f"bench-{number}", text), named, tuple(dict.fromkeys(claims)), (), "bench 1")
