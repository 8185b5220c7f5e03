"""Which mentions name one thing: units of equal names, joined where an article equates two names."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from joinder.graph.matching import is_acronym, is_single_word, kind_of_form, name_key, words
from joinder.graph.records import MentionRecord

#: A unit is all mentions of one key, persons apart from all else; a surname's unit is that of its article alone.
Unit = tuple[str, str, str]

_PERSON = "Person"
_GENERATIONS = {"jr", "sr", "ii", "iii", "iv"}
# A one-word name that is a person here and a company there is one thing only where nearly all articles agree on which.
_OVERWHELMING = 3


class Clusters:
    """Disjoint sets of units; which one leads a set never matters to the result."""

    def __init__(self) -> None:
        self._parent: dict[Unit, Unit] = {}

    def find(self, unit: Unit) -> Unit:
        """Give the leader of the unit's set."""
        parent = self._parent.setdefault(unit, unit)
        while parent != (above := self._parent[parent]):
            self._parent[unit] = unit = above
            parent = self._parent[unit]
        return parent

    def join(self, left: Unit, right: Unit) -> None:
        """Make two sets one; the lesser leader leads."""
        low, high = sorted((self.find(left), self.find(right)))
        self._parent[high] = low


def cluster(mentions: Iterable[MentionRecord]) -> list[list[MentionRecord]]:
    """Group mentions that name one thing, merging across articles only where it is safe.

    Safe is: equal keys of agreeing kinds; a hashtag and the name it spells; a legal form more or less; a second full
    name or an acronym that an article gives. A surname alone stays within its article.
    """
    listed = sorted(mentions)
    surnames = _surnames(listed)
    units = {m.id: _unit(m, surnames) for m in listed}
    sets = Clusters()
    _join_kinds(sets, listed, units)
    _join_names(sets, listed, units, surnames)
    grouped: dict[Unit, list[MentionRecord]] = defaultdict(list)
    for mention in listed:
        grouped[sets.find(units[mention.id])].append(mention)
    return list(grouped.values())


def _surnames(mentions: Iterable[MentionRecord]) -> set[str]:
    """Collect the last words of all full names of persons: alone, such a word may be any of its bearers."""
    found = set()
    for name in {m.name for m in mentions if m.label == _PERSON}:
        parts = [w for w in words(name) if w not in _GENERATIONS]
        if len(parts) > 1:
            found.add(parts[-1])
    return found


def _unit(mention: MentionRecord, surnames: set[str]) -> Unit:
    """Give the unit of a mention: by the expansion of its acronym where its article gives one, else by its name."""
    name, label = mention.name, mention.label
    expansions = [f for f in mention.forms if is_acronym(name, f) and not is_acronym(f, name)]
    return _unit_of(min(expansions, default=name), label, mention.article, surnames)


def _unit_of(name: str, label: str, article: str, surnames: set[str]) -> Unit:
    key = name_key(name, label)
    person = label == _PERSON
    alone = person and is_single_word(name) and key in surnames
    return (key, _PERSON if person else "", article if alone else "")


def _join_kinds(sets: Clusters, mentions: Iterable[MentionRecord], units: dict[str, Unit]) -> None:
    """Join a one-word person with the company or campaign of that name where one reading outweighs the other by far.

    A full name that is a person's and a company's ("Calvin Klein") is two things.
    """
    articles: dict[Unit, set[str]] = defaultdict(set)
    for mention in mentions:
        if is_single_word(mention.name):
            articles[units[mention.id]].add(mention.article)
    for (key, kind, article), as_person in articles.items():
        other = (key, "", "")
        if kind != _PERSON or article or other not in articles:
            continue
        few, many = sorted((len(as_person), len(articles[other])))
        if many >= _OVERWHELMING * few:
            sets.join((key, kind, article), other)


def _join_names(sets: Clusters, mentions: list[MentionRecord], units: dict[str, Unit], surnames: set[str]) -> None:
    """Join the names that an article equates: full names first, then acronyms that stand for one thing only."""
    acronyms: dict[Unit, set[Unit]] = defaultdict(set)
    for mention in mentions:
        ours = units[mention.id]
        for form in (mention.name, *mention.forms):
            theirs = _unit_of(form, mention.label, mention.article, surnames)
            kind = "acronym" if form == mention.name else kind_of_form(mention.name, form, mention.label)
            if theirs == ours or theirs[2]:
                continue
            if kind == "full":
                sets.join(ours, theirs)
            elif kind == "acronym":
                acronyms[theirs].add(ours)
    # "AMA" that is one association here and another there joins neither.
    for short, meant in sorted(acronyms.items()):
        if len({sets.find(unit) for unit in meant}) == 1:
            sets.join(short, min(meant))


def vote(ballots: Iterable[tuple[str, str]]) -> Counter[str]:
    """Count for each choice the articles that make it: ``(choice, article)`` pairs, each article once."""
    return Counter(choice for choice, _ in set(ballots))


def is_tag(name: str) -> bool:
    """Tell whether a name is written as a hashtag or a handle."""
    return re.match(r"[#@]", name) is not None
