"""What each entity of an article is, as the features of candidates tell it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from joinder.loaders.gazetteer import gazetteer

if TYPE_CHECKING:
    from joinder.loaders.document import Cluster, Document
    from joinder.loaders.topics import Topics


class Roles:
    """Per entity number its label, how sure that is, its place among the article's topics; and what holds for all."""

    def __init__(self, document: Document, topics: Topics) -> None:
        numbers = range(len(document.clusters))
        self.labels = [c.label for c in document.clusters]
        self.agency = [any(gazetteer().is_agency(f) for f in c.forms[:3]) for c in document.clusters]
        self.sure = [_sureness(c) for c in document.clusters]
        self.topic = [int(5 * topics.sureness.get(n, 0)) for n in numbers]
        self.campaign_rank = [topics.campaign_rank(n) for n in numbers]
        self.target_rank = [topics.target_rank(n) for n in numbers]
        self.campaigns = topics.campaigns[:2]
        self.targets = topics.targets[:2]
        #: Features that all candidates of the article share.
        self.shared = [f"theme={t}" for t in topics.themes]
        self.shared += [f"cw={w}" for e in topics.campaigns[:1] for w in _words_of(document.clusters[e])]
        self.without_campaign = [] if topics.campaigns else ["no-campaign"]

    def add_crowd(self, number: int) -> None:
        """Take in a counted crowd under the number after the last cluster's; all crowds are alike."""
        if len(self.labels) == number:
            self.labels.append("Group")
            self.agency.append(False)
            self.sure.append("k4")
            self.topic.append(0)
            self.campaign_rank.append(9)
            self.target_rank.append(9)


def _sureness(cluster: Cluster) -> str:
    """How sure a cluster's label is, in quarters; campaigns are another scale."""
    return f"{'c' if cluster.label == 'Campaign' else 'k'}{int(4 * cluster.scores.get(cluster.label, 0.0))}"


def _words_of(cluster: Cluster) -> list[str]:
    """The words of a campaign's name, and those that stand by it."""
    words = [w.lower() for w in cluster.name.replace("#", " ").split()]
    words += [m.token.lower_ for m in cluster.mentions if m.base is not None]
    for mention in cluster.mentions[:4]:
        words += [c.lemma for c in mention.token.children if c.dep_ == "appos"]
    return sorted(set(words))[:8]
