"""Invented news of any size, for reports and benchmarks that need more than a handful of names."""

import numpy as np

from joinder.graph.identity import digest, fold
from joinder.graph.model import ArticleRow, ClaimRow, EdgeRow, EntityRow, View

FIRST = ("Ada", "Bo", "Cy", "Dora", "Ezra", "Fay", "Gus", "Hana", "Ivo", "Jun", "Kaia", "Lev", "Mona", "Nils", "Oda")
LAST = ("Quill", "Mårsh", "Vane", "Okonkwo-Lindqvist", "Reed", "Santos", "Tull", "Umber", "Weir", "Yarrow", "Zell")
THEMES = (
    "Rivers",
    "Silence",
    "Lights Out",
    "Clean Air",
    "Slow Food",
    "Open Books",
    "Fair Pay for Night Shifts",
    "Bees",
)


def news(participants: int, campaigns: int, seed: int = 0) -> View:
    """Make a view in which so many participants joined campaigns, most of them one, some many; days are spread."""
    rng = np.random.default_rng(seed)
    people = []
    for i in range(participants):
        name = f"{FIRST[i % len(FIRST)]} {LAST[i // len(FIRST) % len(LAST)]}" + (f" {i // 165 + 1}" if i >= 165 else "")
        label = ("Person", "Person", "Brand", "Group")[i % 4]
        people.append(EntityRow(f"{label.lower()}/n{i:05}", label, name, (), (fold(name),), 1, 1))
    groups = [
        EntityRow(f"campaign/c{i:03}", "Campaign", f"{THEMES[i % len(THEMES)]} {2015 + i}", (), (f"c{i}",), 1, 1)
        for i in range(campaigns)
    ]
    days = [f"2021-{i % 12 + 1:02}-15" for i in range(40)]
    articles = [ArticleRow(f"a{i:03}", f"News {i}", "", f"Paper {i % 5}", day) for i, day in enumerate(days)]
    chances = 1 / np.arange(1, campaigns + 1) ** 0.7
    claims, edges = [], []
    for person in people:
        count = int(min(campaigns, rng.geometric(0.55)))
        for c in sorted(rng.choice(campaigns, count, replace=False, p=chances / chances.sum()).tolist()):
            day = f"2021-{rng.integers(1, 13):02}-{rng.integers(1, 28):02}" if rng.random() < 0.8 else ""
            article = articles[int(rng.integers(len(articles)))]
            ends = person.id, "JOINED", groups[c].id, "done", "", day, ""
            key, report = digest("claim", *ends), article.published
            claims.append(ClaimRow(key, article.id, *ends, "It joined.", 0, 10, "", "x", ""))
            edges.append(EdgeRow(digest("edge", *ends), *ends, 1, 1, report, report, (key,)))
    return View(
        tuple(sorted([*people, *groups])), tuple(articles), (), tuple(sorted(claims)), (), tuple(sorted(edges)), ()
    )
