"""Give each cluster of a document its label, settle described names, and drop what names nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from joinder.loaders import kinds
from joinder.loaders.coreference import number_clusters
from joinder.loaders.nouns import BODIES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from joinder.loaders.document import Document
    from joinder.loaders.linear import LinearModel


#: A name is left out only when it very probably names nothing of interest: the claims decide later what is kept.
_NOTHING = 0.9
#: Campaigns are few beside names of other kinds, and missing one costs all its claims.
_CAMPAIGN_ODDS = 2.5


def choose_label(scores: dict[str, float]) -> str:
    """The label to go on with: generous to names, and to campaigns among them."""
    if scores["None"] > _NOTHING:
        return "None"
    weighed = {c: p * (_CAMPAIGN_ODDS if c == "Campaign" else 1.0) for c, p in scores.items() if c != "None"}
    return max(weighed, key=lambda c: weighed[c])


def label_clusters(document: Document, model: LinearModel, in_lists: LinearModel) -> None:
    """Label all clusters: first each by itself, then again with the labels of the names that it is listed with."""
    evidence = [kinds.features(document, cluster) for cluster in document.clusters]
    for cluster, features in zip(document.clusters, evidence, strict=True):
        cluster.label = choose_label(model.probabilities(features))
    second = [features + kinds.companions(document, c) for c, features in zip(document.clusters, evidence, strict=True)]
    for cluster, features in zip(document.clusters, second, strict=True):
        cluster.scores = in_lists.probabilities(features)
        cluster.label = choose_label(cluster.scores)
        if cluster.label != "None":
            cluster.votes = in_lists.reasons(features, cluster.label)
    settle_described(document)


def relabel(document: Document, kinds_of: Sequence[Mapping[str, float]]) -> None:
    """Give each cluster the likeliest of its kinds by the whole article, and tell how likely it is."""
    for cluster, scores in zip(document.clusters, kinds_of, strict=True):
        cluster.label = max(scores, key=lambda kind: scores[kind])
        cluster.votes = [f"the whole article: {cluster.label} {scores[cluster.label]:.2f}", *cluster.votes]


def settle_described(document: Document) -> None:
    """Join "the Stop Hate campaign" to Stop Hate, where that is a campaign; "the Google walkout" stands for itself."""
    kept = []
    for cluster in document.clusters:
        first = cluster.mentions[0]
        if first.base is None:
            kept.append(cluster)
            continue
        home = document.clusters[first.base.entity]
        noun = first.token.lower_
        if home.label == "Campaign" and noun not in BODIES:
            for mention in cluster.mentions:
                mention.text = home.name
            home.mentions.extend(cluster.mentions)
        elif cluster.label in {"Campaign", "Group"} and _stands_alone(cluster.label, noun, home.label):
            kept.append(cluster)
        else:
            for mention in cluster.mentions:
                document.at.pop((mention.passage.index, mention.token.i), None)
    document.clusters = kept
    number_clusters(document)
    document.mentions = sorted((m for c in document.clusters for m in c.mentions), key=lambda m: (m.start, m.end))


def _stands_alone(label: str, noun: str, home: str) -> bool:
    """Tell whether a label fits the noun: groups for bodies (of a campaign or of no name), campaigns for actions."""
    return (label == "Group") == (noun in BODIES) and (noun not in BODIES or home in {"Campaign", "None"})
