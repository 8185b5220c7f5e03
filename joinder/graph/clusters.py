"""Which mentions name one thing: units of equal names, joined by judgements and where an article equates two names."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator

from joinder.graph.judgements import Judgement, Side, standing, unit_of
from joinder.graph.known_names import known_names
from joinder.graph.matching import is_acronym, is_single_word, kind_of_form, name_key, words
from joinder.graph.records import Naming
from joinder.graph.unions import Unions, Unit

__all__ = ["Clustering", "Unions", "Unit", "cluster", "is_tag", "side_of", "surnames", "vote"]

_PERSON = "Person"
_GENERATIONS = {"jr", "sr", "ii", "iii", "iv"}
# A one-word name that is a person here and a company there is one thing only where nearly all articles agree on which.
_OVERWHELMING = 3
# A known name of so many letters may mean something else in an article that spells it out.
_ACRONYM = 6


def cluster(mentions: Iterable[Naming], judgements: Iterable[Judgement] = ()) -> list[list[Naming]]:
    """Group mentions that name one thing, merging across articles only where it is safe, or judged to be right.

    Safe is: equal keys of agreeing kinds; a hashtag and the name it spells; a legal form more or less; a second full
    name or an acronym that an article gives. A surname alone stays within its article.
    """
    return Clustering(mentions, judgements).groups()


class Clustering:
    """The sets of units that mentions and judgements make, whatever the order of either.

    What two names must not be comes first, then what people judged to be one, then what the articles say: a negative
    judgement forbids every union that would bring its sides together, however indirectly (``unions.forbids``).

    Attributes:
        standing: the judgements that stand and whose sides mean something here, the oldest first.
        refused: the positive ones among them that could not be heeded, with the id of the negative one that forbids it.
    """

    def __init__(
        self,
        mentions: Iterable[Naming],
        judgements: Iterable[Judgement] = (),
        alone: Collection[str] | None = None,
    ) -> None:
        self._mentions = sorted(mentions, key=lambda m: m.id)
        judged = standing(judgements)
        alone = surnames(self._mentions) if alone is None else alone
        apart = {unit_of(side) for j in judged for side in (j.left, j.right) if side.article}
        self.units = {m.id: _unit(m, alone, apart) for m in self._mentions}
        here = set(self.units.values())
        # What was judged of a name in one article goes with that article (and comes back with it).
        self.standing = [j for j in judged if all(unit_of(s) in here for s in (j.left, j.right) if s.article)]
        self.unions = Unions()
        self.refused: list[tuple[Judgement, str]] = []
        self._judge()
        self._join_articles(apart, alone)
        self._join_kinds()
        self._join_names(alone)

    def groups(self) -> list[list[Naming]]:
        """Give the mentions of each set."""
        grouped: dict[Unit, list[Naming]] = defaultdict(list)
        for mention in self._mentions:
            grouped[self.leader(mention)].append(mention)
        return list(grouped.values())

    def leader(self, mention: Naming) -> Unit:
        """Give the leader of the set that a mention is in."""
        return self.unions.find(self.units[mention.id])

    def of(self, *verdicts: str) -> Iterator[Judgement]:
        """Give the standing judgements of some verdicts, the oldest first."""
        return (j for j in self.standing if j.verdict in verdicts)

    def _judge(self) -> None:
        for judgement in self.of("distinct"):
            self.unions.forbid(unit_of(judgement.left), unit_of(judgement.right), judgement.id)
        for judgement in self.of("same"):
            against = self.unions.join(unit_of(judgement.left), unit_of(judgement.right))
            if against:
                self.refused.append((judgement, against))
        for judgement in self.of("kind"):
            # Judged to be a company, a "person" is one with the company of that name: equal names of equal kind.
            key, _, article = unit_of(judgement.left)
            self.unions.join(unit_of(judgement.left), (key, _PERSON if judgement.value == _PERSON else "", article))
            if article:
                self.unions.join((key, "", article), (key, "", ""))

    def _join_articles(self, apart: Collection[Unit], alone: Collection[str]) -> None:
        """Join a name of which something was judged in one article with the same name in all others."""
        for key, kind, article in sorted(apart):
            if not (kind == _PERSON and key in alone):
                self.unions.join((key, kind, article), (key, kind, ""))

    def _join_kinds(self) -> None:
        """Join a one-word person with the company or campaign of that name where one reading outweighs by far.

        A full name that is a person's and a company's ("Calvin Klein") is two things.
        """
        articles: dict[Unit, set[str]] = defaultdict(set)
        for mention in self._mentions:
            if is_single_word(mention.name):
                articles[self.units[mention.id]].update(mention.articles)
        for (key, kind, article), as_person in articles.items():
            other = (key, "", "")
            if kind != _PERSON or article or other not in articles:
                continue
            few, many = sorted((len(as_person), len(articles[other])))
            if many >= _OVERWHELMING * few:
                self.unions.join((key, kind, article), other)

    def _join_names(self, alone: Collection[str]) -> None:
        """Join the names that an article equates: full names first, then acronyms that stand for one thing only."""
        acronyms: dict[Unit, set[Unit]] = defaultdict(set)
        for mention in self._mentions:
            ours = self.units[mention.id]
            for form in (mention.name, *mention.forms):
                theirs = _unit_of(form, mention.label, mention.article, alone, ())
                kind = "acronym" if form == mention.name else kind_of_form(mention.name, form, mention.label)
                if theirs == ours or theirs[2]:
                    continue
                if kind == "full":
                    self.unions.join(ours, theirs)
                elif kind == "acronym":
                    acronyms[theirs].add(ours)
            for known in known_names().same(ours[0], mention.label):
                short, long = sorted((ours, (known, ours[1], "")), key=lambda unit: (len(unit[0]), unit))
                if len(short[0]) <= _ACRONYM:
                    acronyms[short].add(long)
                else:
                    self.unions.join(short, long)
        # "AMA" that is one association here and another there joins neither.
        for short, meant in sorted(acronyms.items()):
            if len({self.unions.find(unit) for unit in meant}) == 1:
                self.unions.join(short, min(meant))


def side_of(mention: Naming, alone: Collection[str]) -> Side:
    """Give what a judgement about this mention should name: its name, in its article only where that says more."""
    name = _meant(mention)
    _, _, article = _unit_of(name, mention.label, mention.article, alone, ())
    return Side(name, mention.label, article)


def surnames(mentions: Iterable[Naming]) -> set[str]:
    """Collect the last words of all full names of persons: alone, such a word may be any of its bearers."""
    return {surname_of(label, name) for label, name in {(m.label, m.name) for m in mentions}} - {""}


def surname_of(label: str, name: str) -> str:
    """Give the last word of a person's full name (``""``: it is none)."""
    parts = [w for w in words(name) if w not in _GENERATIONS] if label == _PERSON else []
    return parts[-1] if len(parts) > 1 else ""


def _unit(mention: Naming, alone: Collection[str], apart: Collection[Unit]) -> Unit:
    return _unit_of(_meant(mention), mention.label, mention.article, alone, apart)


def _meant(mention: Naming) -> str:
    """Give the expansion of a mention's acronym where its article gives one, else its name."""
    expansions = [f for f in mention.forms if is_acronym(mention.name, f) and not is_acronym(f, mention.name)]
    return min(expansions, default=mention.name)


def _unit_of(name: str, label: str, article: str, alone: Collection[str], apart: Collection[Unit]) -> Unit:
    key = name_key(name, label)
    kind = _PERSON if label == _PERSON else ""
    surname = kind == _PERSON and is_single_word(name) and key in alone
    return (key, kind, article if surname or (apart and (key, kind, article) in apart) else "")


def vote(ballots: Iterable[tuple[str, str]]) -> Counter[str]:
    """Count for each choice the articles that make it: ``(choice, article)`` pairs, each article once."""
    return Counter(choice for choice, _ in set(ballots))


def is_tag(name: str) -> bool:
    """Tell whether a name is written as a hashtag or a handle."""
    return re.match(r"[#@]", name) is not None
