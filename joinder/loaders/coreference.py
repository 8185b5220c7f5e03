"""Which names of one article are the same thing: spelling, hashtag, surname, first name, acronym, short form."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from joinder.loaders.document import Cluster, Document, Mention
from joinder.loaders.gazetteer import gazetteer
from joinder.loaders.nouns import ACTIONS, BODIES, noun_kinds

if TYPE_CHECKING:
    from joinder.loaders.document import Passage
    from joinder.loaders.tokens import Token

_DESCRIBING = ACTIONS | BODIES
_SMALL = {"of", "the", "and", "for", "in", "on", "to", "a", "&", "de"}


@lru_cache(maxsize=20_000)
def acronyms(name: str) -> frozenset[str]:
    """The acronyms a name may have: initials with and without its small words."""
    words = re.findall(r"[^\W_]+", name)
    if len(words) < 2:
        return frozenset()
    every = "".join(w[0] for w in words).upper()
    capital = "".join(w[0] for w in words if w.lower() not in _SMALL).upper()
    return frozenset({every, capital})


@lru_cache(maxsize=20_000)
def is_person_like(name: str) -> bool:
    """Tell whether a name is spelled as a person's: a known given name or initials first, two to five words."""
    words = name.split()
    if not 2 <= len(words) <= 5 or "&" in words or name[0] in "#@":
        return False
    known = gazetteer()
    kinds = known.kinds(name)
    if kinds and kinds[0] != "Person":
        return False
    if re.fullmatch(r"(?:[A-Z]\.)+", words[0]) or any(re.fullmatch(r"[A-Z]\.", w) for w in words[1:-1]):
        return True
    return known.is_given_name(words[0]) and not noun_kinds(words[-1].lower())


def find_described(document: Document) -> list[Mention]:
    """Find "the Google walkout", "the Stop Hate for Profit coalition": a name with the action or body noun after it."""
    found = []
    for passage in document.passages:
        for token in passage.doc:
            if token.i == 0 or token.lower_ not in _DESCRIBING or document.mention_at(passage, token):
                continue
            before = _name_before(document, passage, token)
            if before is not None:
                end = passage.span(token)[1]
                text = document.article.text[before.start : end]
                found.append(Mention(passage, token, text, before.start, end, base=before))
    return found


def _name_before(document: Document, passage: Passage, noun: Token) -> Mention | None:
    start = passage.span(noun)[0]
    before = document.at.get((passage.index, noun.i - 1))
    if before is not None:
        return before if before.end + 1 == start else None
    if noun.i > 1 and noun.nbor(-1).pos_ == "NOUN" and noun.lower_ in ACTIONS:
        # One common noun may stand between: "the Montgomery bus boycott".
        before = document.at.get((passage.index, noun.i - 2))
        if before is not None and before.end + 2 + len(noun.nbor(-1).text) == start:
            return before
    return None


def cluster_names(document: Document) -> None:
    """Group the mentions of a document into clusters, in order of first appearance; sets each mention's ``entity``."""
    groups: dict[str, Cluster] = {}
    for mention in document.mentions:
        if mention.key:
            cluster = groups.setdefault(mention.key, Cluster(mention.text))
            cluster.mentions.append(mention)
            if cluster.name[0] == "#" and mention.text[0] != "#":
                cluster.name = mention.text
    merged = _merge_short_forms(document, list(groups.values()))
    described: dict[str, Cluster] = {}
    for mention in find_described(document):
        described.setdefault(mention.key, Cluster(mention.text)).mentions.append(mention)
    document.clusters = merged + list(described.values())
    number_clusters(document)


def number_clusters(document: Document) -> None:
    """Order the clusters by first appearance and write their numbers into their mentions."""
    for cluster in document.clusters:
        cluster.mentions.sort(key=lambda m: (m.start, m.end))
    document.clusters = sorted(
        (c for c in document.clusters if c.mentions), key=lambda c: (c.mentions[0].start, c.mentions[0].end)
    )
    for number, cluster in enumerate(document.clusters):
        for mention in cluster.mentions:
            mention.entity = number
            document.at[mention.passage.index, mention.token.i] = mention


def _merge_short_forms(document: Document, clusters: list[Cluster]) -> list[Cluster]:
    """Join short forms to the longer names they stand for; of several, each mention goes to the nearest before it."""
    by_length = sorted(clusters, key=lambda c: -len(c.name.split()))
    kept: list[Cluster] = []
    for cluster in by_length:
        homes = [long for long in kept if _is_short_form(document, cluster.name, long)]
        if not homes:
            kept.append(cluster)
        elif len(homes) == 1:
            homes[0].mentions.extend(cluster.mentions)
        else:
            for mention in cluster.mentions:
                _nearest_before(homes, mention).mentions.append(mention)
    return kept


def _nearest_before(homes: list[Cluster], mention: Mention) -> Cluster:
    def distance(home: Cluster) -> int:
        before = [mention.start - m.start for m in home.mentions if m.start <= mention.start]
        return min(before) if before else 10**9

    return min(homes, key=distance)


def _is_short_form(document: Document, short: str, cluster: Cluster) -> bool:
    """Tell whether a name is an acronym, a surname, a first name, the beginning or the end of a cluster's name."""
    long = cluster.name
    if short[0] in "#@" or long[0] in "@#":
        return False
    bare = short.removeprefix("The ")
    s, w = bare.split(), long.removeprefix("The ").split()
    if len(s) >= len(w):
        return False
    if bare.isupper() and len(s) == 1 and 2 <= len(bare) <= 8 and re.sub(r"[.&]", "", bare) in acronyms(long):
        return True
    person = is_person_like(long)
    if len(s) == 1 and (person or _maybe_person(w)):
        if s[0] == w[-1] or (w[-1] in {"Jr.", "Sr.", "II", "III"} and len(w) > 2 and s[0] == w[-2]):
            return not gazetteer().is_place(s[0]) or person
        return person and s[0] == w[0] and not _other_kind(short)
    if person:
        return s == w[1:] or s == w[:-1] or (s[0] == w[0] and s[-1] == w[-1])
    if _both_often(document, short, cluster):
        return False
    if w[: len(s)] == s and not gazetteer().is_place(bare) and not gazetteer().is_demonym(bare):
        return w[len(s)].lower() not in BODIES and not _stands_on_its_own(bare, w)
    return len(s) >= 2 and w[-len(s) :] == s


def _both_often(document: Document, short: str, cluster: Cluster) -> bool:
    """Tell whether a name of several words and a longer one that begins with it are both used again and again."""
    return " " in short and len(cluster.mentions) > 1 and sum(m.text == short for m in document.mentions) > 1


def _maybe_person(words: list[str]) -> bool:
    """Tell whether words may be a person's name though no given name is known: no noun of a kind among capitals."""
    return (
        2 <= len(words) <= 4
        and all(w[0].isupper() or w in {"de", "van", "von", "der", "bin", "al"} for w in words)
        and not any(noun_kinds(w.lower()) for w in words)
    )


def _other_kind(name: str) -> bool:
    """Tell whether a name is known, and known for something other than a person."""
    kinds = gazetteer().kinds(name)
    return bool(kinds) and kinds[0] != "Person" and not gazetteer().ambiguous(name)


def _stands_on_its_own(short: str, words: list[str]) -> bool:
    """Tell whether a leading word is a name of its own in a longer one (Google in "Google Walkout")."""
    return _other_kind(short) and any(
        w.lower() in ACTIONS or w.lower() in {"day", "challenge", "foundation"} for w in words
    )
