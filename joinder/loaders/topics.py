"""What an article is about: its themes, its campaigns and the bodies they act upon, ranked by trained weights."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from joinder.loaders.frames import relations_of
from joinder.loaders.gazetteer import fold
from joinder.loaders.lexicon import word_lists
from joinder.loaders.nouns import ACTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from joinder.loaders.document import Cluster, Document
    from joinder.loaders.linear import LinearModel


@dataclass(frozen=True, slots=True)
class Topics:
    """Entity numbers of an article's campaigns and targets, best first, how sure each is, and its themes."""

    campaigns: tuple[int, ...]
    targets: tuple[int, ...]
    themes: tuple[str, ...]
    sureness: dict[int, float]

    def campaign_rank(self, entity: int) -> int:
        """The place of a campaign in the ranking (9: not in it)."""
        return self.campaigns.index(entity) if entity in self.campaigns else 9

    def target_rank(self, entity: int) -> int:
        """The place of a target in the ranking (9: not in it)."""
        return self.targets.index(entity) if entity in self.targets else 9


def _words(name: str) -> set[str]:
    """The longer words of a name, hashtags taken apart (#DeleteUber: delete, uber)."""
    return {w for w in re.findall(r"[a-z]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()) if len(w) > 3}


def action_nouns(document: Document) -> dict[str, int]:
    """How often the text says "the walkout", "the pledge" and the like."""
    counts: dict[str, int] = {}
    for passage in document.passages:
        for token in passage.doc:
            if token.pos_ != "NOUN" or token.lower_ not in ACTIONS or not token.i:
                continue
            if token.nbor(-1).lower_ in {"the", "this"}:
                counts[token.lower_] = counts.get(token.lower_, 0) + 1
    return counts


@cache
def _theme_of_lemmas() -> dict[str, str]:
    return {lemma: theme for theme, lemmas in word_lists("themes.toml").items() for lemma in lemmas}


def themes_of(document: Document) -> tuple[str, ...]:
    """The themes whose words stand in a document twice or more."""
    counts: dict[str, int] = {}
    theme_of = _theme_of_lemmas()
    for passage in document.passages:
        for token in passage.doc:
            theme = theme_of.get(token.lemma)
            if theme:
                counts[theme] = counts.get(theme, 0) + 1
    return tuple(sorted(t for t, n in counts.items() if n >= 2))


def topic_features(document: Document, number: int, nouns: dict[str, int], campaigns: list[str]) -> list[str]:
    """Evidence that an entity is what the article's actions are about."""
    cluster = document.clusters[number]
    label = cluster.label
    found = dict.fromkeys(_treatment(cluster))
    words = _words(cluster.name) | {m.token.lower_ for m in cluster.mentions if m.base is not None}
    found[f"nouns={min(4, sum(n for noun, n in nouns.items() if noun in words))}"] = None
    title = document.passages[0].doc.text.lower() if document.passages else ""
    found[f"title-words={min(3, sum(w in title for w in words))}"] = None
    key = fold(cluster.name)
    found[f"in-campaign={len(key) > 3 and any(key in c and key != c for c in campaigns)}"] = None
    found[f"n={min(len(cluster.mentions), 7)}"] = None
    found[f"sure={int(5 * cluster.scores.get(label, 0.0))}"] = None
    found[f"campaigns={min(len(campaigns), 3)}"] = None
    return [label, *found, *(f"{label}|{f}" for f in found)]


def _treatment(cluster: Cluster) -> Iterator[str]:
    """How the text treats a cluster's first mentions: where they stand and what governs them."""
    for mention in cluster.mentions[:10]:
        token = mention.token
        block = mention.passage.block.kind
        if block == "title":
            yield "in-title"
        elif mention.passage.index <= 2:
            yield "early"
        if mention.text[0] == "#":
            yield "hashtag"
        if mention.quoted:
            yield "quoted"
        if mention.base is not None:
            yield "described"
        dep, head = token.dep_, token.head
        yield f"dep={dep}"
        if dep == "pobj":
            yield f"in={head.lower_}"
            yield f"in={head.head.lemma}~{head.lower_}"
            for relation in relations_of(head.head.lemma):
                yield f"in={relation}~{head.lower_}"
        elif dep in {"dobj", "nsubj", "nsubjpass", "compound", "poss"}:
            yield f"{dep}={head.lemma}"
            for relation in relations_of(head.lemma):
                yield f"{dep}={relation}"
        if token.i + 1 < len(token.doc):
            yield f"next={token.nbor().lower_}"


def find_topics(document: Document, model: LinearModel | None) -> Topics:
    """Rank the campaigns and targets of a document whose clusters have their labels (without a model: by mentions)."""
    nouns = action_nouns(document)
    campaigns = [fold(c.name) for c in document.clusters if c.label == "Campaign"]
    scored: dict[str, list[tuple[float, int]]] = {"Campaign": [], "": []}
    sureness: dict[int, float] = {}
    for number, cluster in enumerate(document.clusters):
        if cluster.label == "None":
            continue
        if model is None:
            score = float(len(cluster.mentions))
        else:
            score = model.probabilities(topic_features(document, number, nouns, campaigns))["yes"]
        sureness[number] = score
        scored["Campaign" if cluster.label == "Campaign" else ""].append((-score, number))
    return Topics(
        tuple(n for _, n in sorted(scored["Campaign"])[:4]),
        tuple(n for _, n in sorted(scored[""])[:4]),
        themes_of(document),
        sureness,
    )
