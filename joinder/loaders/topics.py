"""What an article is about: its campaigns and the bodies they act upon, ranked by trained weights over how the text treats them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from joinder.graph.identity import fold
from joinder.loaders.frames import relations_of
from joinder.loaders.nouns import ACTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from joinder.loaders.document import Cluster, Document
    from joinder.loaders.linear import LinearModel

_THEME_LEMMAS = {
    "ads": "advertise advertising advertiser ad ads advert commercial sponsor sponsorship spending marketer".split(),
    "boycott": "boycott boycotter shun".split(),
    "strike": "strike striker walkout picket union walk-out stoppage".split(),
    "march": "march marcher rally protest protester demonstration demonstrator".split(),
    "letter": "letter signatory petition signature sign statement declaration".split(),
    "pledge": "pledge commitment target emission renewable philanthropy".split(),
    "charity": "charity fundraiser donation donate telethon raise benefit concert fundraising".split(),
    "challenge": "challenge nominate dare video bucket".split(),
    "hashtag": "hashtag tweet trend trending post viral".split(),
    "platform": "account platform post app stream podcast catalogue music user streaming".split(),
    "sport": "player team league match game season club coach fan tournament".split(),
    "sales": "store restaurant sale shop shipment product shelf".split(),
}
_THEME_OF = {lemma: theme for theme, lemmas in _THEME_LEMMAS.items() for lemma in lemmas}


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
    return {w for w in re.findall(r"[a-z]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()) if len(w) > 3}


def action_nouns(document: Document) -> dict[str, int]:
    """How often the text says "the walkout", "the pledge" and the like."""
    counts: dict[str, int] = {}
    for passage in document.passages:
        for token in passage.doc:
            if token.pos_ == "NOUN" and token.lower_ in ACTIONS and token.i and token.nbor(-1).lower_ in {"the", "this"}:
                counts[token.lower_] = counts.get(token.lower_, 0) + 1
    return counts


def themes_of(document: Document) -> tuple[str, ...]:
    """The themes whose words stand in a document twice or more."""
    counts: dict[str, int] = {}
    for passage in document.passages:
        for token in passage.doc:
            theme = _THEME_OF.get(token.lemma_.lower())
            if theme:
                counts[theme] = counts.get(theme, 0) + 1
    return tuple(sorted(t for t, n in counts.items() if n >= 2))


def topic_features(document: Document, number: int, nouns: dict[str, int], campaigns: list[str]) -> list[str]:
    """Evidence that an entity is what the article's actions are about."""
    cluster = document.clusters[number]
    label = cluster.label
    found = dict.fromkeys(_treatment(document, cluster))
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


def _treatment(document: Document, cluster: Cluster) -> Iterator[str]:
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
            yield f"in={head.head.lemma_.lower()}~{head.lower_}"
            for relation in relations_of(head.head.lemma_.lower()):
                yield f"in={relation}~{head.lower_}"
        elif dep in {"dobj", "nsubj", "nsubjpass", "compound", "poss"}:
            yield f"{dep}={head.lemma_.lower()}"
            for relation in relations_of(head.lemma_.lower()):
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
