"""What a noun phrase refers to: the name it is, the list it heads, or what a pronoun or description stands for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from joinder.loaders.gazetteer import gazetteer
from joinder.loaders.nouns import ACTIONS, noun_kinds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from joinder.loaders.document import Cluster, Document, Mention, Passage
    from joinder.loaders.tokens import Token
    from joinder.loaders.topics import Topics

_SINGULAR = {"he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"}
_NEUTER = {"it", "its", "itself"}
_PLURAL = {"they", "them", "their", "themselves", "both"}
_RELATIVE = {"who", "which", "that", "whom", "whose"}
#: What opens the names of a described set: "actors including X and Y".
_OPENERS = {
    "including", "like", "such", "among", "alongside", "along", "with", "plus", "besides", "joined", "led", "notably",
    "namely", "as",
}  # fmt: skip
_ORGANISED = {"Group", "Brand", "Platform"}
_SIGHT = 14  # mentions before a pronoun or description that may be meant
_DEFINITE = {"the", "this", "that", "its", "their", "his", "her", "these", "those", "our"}


@dataclass(frozen=True, slots=True)
class Reference:
    """One entity that a phrase refers to, and by what way: ``name``, ``list``, ``member``, ``noun``, ``pronoun``."""

    entity: int
    way: str
    token: Token


class References:
    """Resolves the tokens of one document; later passages may refer to what earlier ones name."""

    def __init__(self, document: Document, topics: Topics) -> None:
        self.document = document
        self._topics = topics
        self._order = [m for m in document.mentions if m.entity >= 0]
        self._genders = [_gender(c) for c in document.clusters]

    def resolve(self, passage: Passage, token: Token, depth: int = 0) -> list[Reference]:
        """All entities that the phrase headed by a token refers to, lists spread, nearest way first."""
        found: dict[int, Reference] = {}
        for head in self._coordinated(token):
            for reference in self._phrase(passage, head, depth):
                found.setdefault(reference.entity, reference)
        return list(found.values())

    def _coordinated(self, token: Token) -> Iterator[Token]:
        """The members of a list: conjuncts, and names strung together as appositions between commas."""
        queue, seen = [token], set()
        while queue:
            current = queue.pop(0)
            if current.i in seen:
                continue
            seen.add(current.i)
            yield current
            queue.extend(c for c in current.children if c.dep_ == "conj" and c.pos_ not in {"VERB", "AUX"})
            if self._named(current):
                # Long lists are often parsed as appositions of one another.
                queue.extend(c for c in current.children if c.dep_ in {"appos", "npadvmod", "dep"} and self._named(c))

    def _named(self, token: Token) -> bool:
        return (token.doc.passage, token.i) in self.document.at

    def mention(self, token: Token) -> Mention | None:
        """The name that a token is (with its entity known to be one), if it is one."""
        found = self.document.at.get((token.doc.passage, token.i))
        return found if found is not None and self.document.clusters[found.entity].label != "None" else None

    def _phrase(self, passage: Passage, head: Token, depth: int) -> Iterator[Reference]:
        mention = self.mention(head)
        if mention is not None:
            yield Reference(mention.entity, "name", head)
            return
        if head.lower_ in _RELATIVE and head.head.dep_ in {"relcl", "acl"} and depth < 3:
            yield from self.resolve(passage, head.head.head, depth + 1)
            return
        if head.pos_ == "PRON" or head.lower_ in _SINGULAR:
            entity = self._pronoun(passage, head)
            if entity is not None:
                yield Reference(entity, "pronoun", head)
            return
        listed = list(self._members(passage, head, depth)) if depth < 3 else []
        yield from listed
        if not listed and head.pos_ in {"NOUN", "PROPN", "ADJ", "NUM", "DET"}:
            entity = self._description(passage, head)
            if entity is not None:
                yield Reference(entity, "noun", head)

    def _members(self, passage: Passage, head: Token, depth: int) -> Iterator[Reference]:
        """Named members of a described set: "actors including X and Y", "the singer X", "the company, X, ..."."""
        for child in head.children:
            if child.dep_ == "appos":
                for reference in self.resolve(passage, child, depth + 1):
                    yield Reference(reference.entity, "member", reference.token)
            elif child.dep_ in {"prep", "acl", "advcl"} and child.lower_ in _OPENERS and child.i > head.i:
                for target in _opened(child):
                    for reference in self.resolve(passage, target, depth + 1):
                        yield Reference(reference.entity, "member", reference.token)

    def _before(self, passage: Passage, token: Token) -> Iterator[Mention]:
        """Mentions before a token, nearest first."""
        place = passage.start + token.idx
        for mention in reversed(self._order):
            if mention.start < place:
                yield mention

    def _pronoun(self, passage: Passage, token: Token) -> int | None:
        word = token.lower_
        clusters = self.document.clusters
        if word in _SINGULAR:
            return self._salient(
                passage, token, lambda e: clusters[e].label == "Person" and self._genders[e] in {None, _SINGULAR[word]}
            )
        if word in _NEUTER:
            return self._salient(passage, token, lambda e: clusters[e].label in {*_ORGANISED, "Campaign"})
        if word in _PLURAL:
            return self._salient(passage, token, lambda e: clusters[e].label in _ORGANISED)
        return None

    def _salient(self, passage: Passage, token: Token, allowed: Callable[[int], bool]) -> int | None:
        """The most salient allowed entity before a token: near, a subject, named in the sentence before."""
        best, score = None, -1e9
        sentence_start = passage.start + token.sent.start_char
        for rank, mention in enumerate(self._before(passage, token)):
            if rank > _SIGHT:
                break
            if not allowed(mention.entity):
                continue
            if mention.passage is passage and _clause_mates(mention.token, token):
                continue
            value = -0.35 * rank - 1.2 * (passage.index - mention.passage.index)
            if mention.token.dep_ in {"nsubj", "nsubjpass"}:
                value += 2.0
            elif mention.token.dep_ in {"pobj", "poss", "compound"}:
                value -= 0.5
            if mention.start >= sentence_start and token.dep_ in {"nsubj", "nsubjpass"} and token.head.dep_ == "ROOT":
                value -= 3.0
            if value > score:
                best, score = mention.entity, value
        return best

    def _campaign(self, noun: str) -> int | None:
        """The campaign that "the walkout" stands for: one with the noun in its name, else the article's first."""
        for entity in self._topics.campaigns:
            cluster = self.document.clusters[entity]
            if noun in cluster.name.lower():
                return entity
            if any(m.base is not None and m.token.lower_ == noun for m in cluster.mentions):
                return entity
        return self._topics.campaigns[0] if self._topics.campaigns else None

    def _description(self, passage: Passage, head: Token) -> int | None:
        """The entity that "the retailer" or "the singer" stands for: the nearest before it of a fitting label."""
        lemma = bare_noun(head.lemma)
        labels = noun_kinds(lemma)
        determiner = next((c for c in head.children if c.dep_ in {"det", "poss"}), None)
        if not labels or determiner is None or determiner.lower_ not in _DEFINITE or head.tag_ in {"NNS", "NNPS"}:
            return None
        if labels == ("Campaign",) or (labels[-1] == "Campaign" and lemma in ACTIONS):
            return self._campaign(lemma)
        if any(c.dep_ == "relcl" for c in head.children):
            return None
        wider = set(labels)
        if wider & {"Brand", "Platform"}:  # "the company" may be either
            wider |= {"Brand", "Platform"}
        clusters = self.document.clusters
        told = self._told(passage, head, lemma, wider)
        return self._salient(passage, head, lambda e: clusters[e].label in wider) if told is None else told

    def _told(self, passage: Passage, head: Token, lemma: str, labels: set[str]) -> int | None:
        """The nearest entity whose name ends in the noun, else the nearest that the text has called by the noun."""
        clusters = self.document.clusters
        before = [m.entity for m in self._before(passage, head)]
        for entity in before:
            words = clusters[entity].name.lower().split()
            if clusters[entity].label != "None" and len(words) > 1 and words[-1] == lemma:
                return entity
        return next((e for e in before if clusters[e].label in labels and lemma in _told_nouns(clusters[e])), None)


def _opened(opener: Token) -> Iterator[Token]:
    """The phrases under "including", "such as", "along with"."""
    for child in opener.children:
        if child.dep_ in {"pobj", "pcomp", "dobj"}:
            yield child
        elif child.dep_ == "prep":
            yield next((g for g in child.children if g.dep_ == "pobj"), child)


def _clause_mates(name: Token, pronoun: Token) -> bool:
    """Tell whether both are arguments of one verb, which a name and a pronoun for it are not ("Smith called him")."""
    return (
        name.head == pronoun.head
        and name.dep_ in {"nsubj", "nsubjpass", "dobj"}
        and pronoun.dep_ in {"dobj", "pobj", "dative", "nsubj"}
    )


def bare_noun(lemma: str) -> str:
    """A noun without "ex-", "co-", "then-", "vice-" before it."""
    return re.sub(r"^(?:ex|co|then|vice|former|fellow)-", "", lemma)


def _told_nouns(cluster: Cluster) -> set[str]:
    """The nouns that stand in apposition to a cluster's names."""
    found = set()
    for mention in cluster.mentions[:8]:
        token = mention.token
        for child in token.children:
            if child.dep_ in {"appos", "compound", "amod"} and child.pos_ == "NOUN":
                found.add(child.lemma)
        if token.dep_ == "appos" and token.head.pos_ == "NOUN":
            found.add(token.head.lemma)
    return found


def _gender(cluster: Cluster) -> str | None:
    """The gender of a person by the word before a name ("Mrs") or by the given name: "m", "f" or not known."""
    if cluster.label != "Person":
        return None
    for mention in cluster.mentions[:6]:
        before = mention.token.nbor(-1).lower_ if mention.token.i else ""
        if before in {"mr", "mr.", "sir", "king", "prince", "lord"}:
            return "m"
        if before in {"mrs", "mrs.", "ms", "ms.", "miss", "dame", "lady", "queen", "princess", "actress"}:
            return "f"
    return gazetteer().gender(cluster.name.split()[0])
