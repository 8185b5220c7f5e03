"""What an article is about: its campaigns and the bodies they act upon, ranked by how the text treats them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from joinder.graph.identity import fold

if TYPE_CHECKING:
    from joinder.loaders.document import Cluster, Document

_AGAINST = frozenset({"against", "boycott", "from", "on", "off", "of", "at", "with", "to"})
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
    """Entity numbers of an article's campaigns and targets, best first, and its themes (words that recur)."""

    campaigns: tuple[int, ...]
    targets: tuple[int, ...]
    themes: tuple[str, ...]

    def campaign_rank(self, entity: int) -> int:
        """The place of a campaign in the ranking (9: not in it)."""
        return self.campaigns.index(entity) if entity in self.campaigns else 9

    def target_rank(self, entity: int) -> int:
        """The place of a target in the ranking (9: not in it)."""
        return self.targets.index(entity) if entity in self.targets else 9


def _campaign_weight(document: Document, cluster: Cluster) -> float:
    weight = 0.0
    for mention in cluster.mentions:
        weight += 1.0
        if mention.passage.block.kind == "title":
            weight += 1.5
        if mention.passage.index <= 2:
            weight += 0.7
        if mention.text.startswith("#") or mention.quoted or mention.base is not None:
            weight += 0.5
    return weight + 2.0 * cluster.scores.get("Campaign", 0.0)


def _target_weight(document: Document, cluster: Cluster) -> float:
    weight = 0.0
    for mention in cluster.mentions:
        token = mention.token
        weight += 0.6
        if mention.passage.block.kind == "title":
            weight += 0.8
        if token.dep_ in {"dobj", "pobj", "poss"} or (token.dep_ == "compound" and token.head.pos_ == "NOUN"):
            weight += 0.8
        if token.dep_ == "pobj" and token.head.lower_ in _AGAINST:
            weight += 0.5
        if token.head.lemma_.lower() in {"boycott", "leave", "quit", "delete", "against"}:
            weight += 1.0
        if token.dep_ in {"conj", "appos"}:
            weight -= 0.4
    return weight


def find_topics(document: Document) -> Topics:
    """Rank the campaigns and targets of a document whose clusters have their labels."""
    campaigns, targets = [], []
    names = {i: fold(c.name) for i, c in enumerate(document.clusters)}
    for number, cluster in enumerate(document.clusters):
        if cluster.label == "Campaign":
            campaigns.append((-_campaign_weight(document, cluster), number))
    for number, cluster in enumerate(document.clusters):
        if cluster.label in {"Brand", "Platform", "Group", "Person"}:
            weight = _target_weight(document, cluster) * (0.6 if cluster.label == "Person" else 1.0)
            if any(len(names[number]) > 3 and names[number] in names[c] for _, c in campaigns):
                weight += 4.0
            targets.append((-weight, number))
    counts: dict[str, int] = {}
    for passage in document.passages:
        for token in passage.doc:
            theme = _THEME_OF.get(token.lemma_.lower())
            if theme:
                counts[theme] = counts.get(theme, 0) + 1
    themes = tuple(sorted(t for t, n in counts.items() if n >= 2))
    return Topics(
        tuple(n for _, n in sorted(campaigns)[:4]), tuple(n for _, n in sorted(targets)[:4]), themes
    )
