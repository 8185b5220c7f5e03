"""Candidates for ``TARGETS``: each campaign with each body or person that the article sets it against."""

from __future__ import annotations

from typing import TYPE_CHECKING

from joinder.graph.identity import fold
from joinder.loaders.candidates import Candidate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from joinder.loaders.document import Document, Mention
    from joinder.loaders.topics import Topics


def find_targets(document: Document, topics: Topics, others: Sequence[Candidate]) -> Iterator[Candidate]:
    """Pair the article's campaigns with its other entities; ``others`` are the scored candidates of the other relations."""
    acted_on: dict[tuple[int, str], float] = {}
    acting: dict[int, float] = {}
    for candidate in others:
        key = (candidate.object, candidate.relation)
        acted_on[key] = acted_on.get(key, 0.0) + candidate.score
        acting[candidate.subject] = acting.get(candidate.subject, 0.0) + (
            candidate.score if candidate.relation == "JOINED" else 0
        )
    folded = [fold(c.name) for c in document.clusters]
    sentences: dict[int, set[tuple[int, int]]] = {}
    for mention in document.mentions:
        if mention.entity >= 0:
            sentences.setdefault(mention.entity, set()).add((mention.passage.index, mention.token.sent.start))
    for rank, campaign in enumerate(topics.campaigns[:3]):
        home = document.clusters[campaign]
        for number, cluster in enumerate(document.clusters):
            if number == campaign or cluster.label not in {"Person", "Group", "Brand", "Platform"}:
                continue
            together = sentences.get(campaign, set()) & sentences.get(number, set())
            features = [
                "t=targets", f"cr={rank}", f"otr={topics.target_rank(number)}", f"o={cluster.label}", f"topic={int(5 * topics.sureness.get(number, 0))}", f"ctopic={int(5 * topics.sureness.get(campaign, 0))}",
                f"in-name={len(folded[number]) > 3 and folded[number] in folded[campaign]}", f"together={min(len(together), 3)}",
                f"joins={min(int(acting.get(number, 0) + 0.5), 2)}", f"cr={rank}&otr={topics.target_rank(number)}",
                f"n={min(len(cluster.mentions), 6)}", f"otr={topics.target_rank(number)}&o={cluster.label}",
                *(f"{relation}={min(int(acted_on.get((number, relation), 0) + 0.5), 4)}"
                  for relation in ("PAUSED", "LEFT", "BOYCOTTED", "CRITICIZED", "URGED", "SUPPORTS", "DONATED")),
                *(f"theme={t}" for t in topics.themes),
            ]  # fmt: skip
            where = _place(document, home.mentions, cluster.mentions, together)
            features += list(_contexts(cluster.mentions))
            features += list(_paths(home.mentions, number, document))
            yield Candidate(campaign, "TARGETS", number, where.passage, where.token, "targets", features)


def _contexts(mentions: list[Mention]) -> Iterator[str]:
    found = set()
    for mention in mentions[:6]:
        token = mention.token
        if token.dep_ == "pobj":
            found.add(f"oc={token.head.lower_}")
            found.add(f"oc={token.head.head.lemma_.lower()}~{token.head.lower_}")
        elif token.dep_ in {"dobj", "poss", "compound", "nsubj"}:
            found.add(f"oc={token.dep_}:{token.head.lemma_.lower()}")
    yield from sorted(found)


def _paths(mentions: list[Mention], number: int, document: Document) -> Iterator[str]:
    """Words between a campaign's mention and the entity in one sentence, where few stand between."""
    found = set()
    for mention in mentions:
        at = document.at
        doc = mention.passage.doc
        for i in range(
            max(mention.token.i - 10, mention.token.sent.start), min(mention.token.i + 11, mention.token.sent.end)
        ):
            other = at.get((mention.passage.index, i))
            if other is None or other.entity != number:
                continue
            left, right = sorted((i, mention.token.i))
            side = "C..O" if i > mention.token.i else "O..C"
            found.add(f"gap={side}:{min(right - left, 6)}")
            for token in doc[left + 1 : right]:
                if token.pos_ in {"VERB", "ADP", "NOUN"}:
                    found.add(f"b={side}:{token.lemma_.lower()}")
    yield from sorted(found)


def _place(
    document: Document, campaign: list[Mention], target: list[Mention], together: set[tuple[int, int]]
) -> Mention:
    """The mention whose sentence is the evidence: of both where there is one, else of the campaign's first."""
    for mention in target:
        if (mention.passage.index, mention.token.sent.start) in together:
            return mention
    return campaign[0]
