"""Known names: whose name is known, of which kind, and which names are also plain words."""

import gzip
import re
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from joinder.graph.identity import fold as fold_anew

#: The same names are looked up again and again.
fold = lru_cache(maxsize=50_000)(fold_anew)

_KIND: Final = MappingProxyType({"P": "Person", "G": "Group", "B": "Brand", "L": "Platform"})
# The hand-kept files are the more reliable ones: their kinds come before those of the packages, in this order.
_HAND: Final = (("platforms.txt", "Platform"), ("groups.txt", "Group"), ("brands.txt", "Brand"))

_PAPER: Final = re.compile(
    r"^(?:the )?(?P<place>[A-Z][\w.’' -]*?) (?:(?:Daily|Evening|Sunday|Morning|Weekly|Free) )?"
    r"(?:Times|Post|Herald|Tribune|Gazette|Chronicle|Observer|Journal|Examiner|Courier|Telegraph|Inquirer|Dispatch|Sentinel"
    r"|Mercury|Advertiser|Bee|Echo|Argus|Mail|News|Press|Star|Standard|Globe|Sun|Record|Reporter|Register|Ledger|Bulletin"
    r"|Messenger|Mirror)(?:-[A-Z][a-z]+)?$",
    re.IGNORECASE,
)


def _lines(name: str) -> list[str]:
    """Read one data file as lines, packed or plain."""
    raw = files("joinder.loaders").joinpath("data", "gazetteer", name).read_bytes()
    return (gzip.decompress(raw) if name.endswith(".gz") else raw).decode().splitlines()


def _by_hand(name: str) -> list[str]:
    """Read the names of a hand-kept file: they stand between semicolons, with comment lines in between."""
    return [n for line in _lines(name) if not line.startswith("#") for n in map(str.strip, line.split(";")) if n]


class Gazetteer:
    """The known names; each part is read when it is first asked for."""

    @cached_property
    def _kinds(self) -> dict[str, tuple[str, ...]]:
        codes: dict[str, tuple[str, ...]] = {}
        kinds: dict[str, tuple[str, ...]] = {}
        for line in _lines("names.gz"):
            key, _, letters = line.partition("\t")
            if letters not in codes:
                codes[letters] = tuple(_KIND[c] for c in letters)
            kinds[key] = codes[letters]
        by_hand: dict[str, list[str]] = {}
        for name, kind in _HAND:
            for key in map(fold, _by_hand(name)):
                by_hand.setdefault(key, []).append(kind)
        for key in self._agencies:
            by_hand.setdefault(key, []).extend(("Group", "Platform"))
        for key, first in by_hand.items():
            kinds[key] = tuple(dict.fromkeys((*first, *kinds.get(key, ()))))
        return kinds

    @cached_property
    def _agencies(self) -> frozenset[str]:
        return frozenset(map(fold, _by_hand("agencies.txt")))

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(_lines("words.gz")) | frozenset(_by_hand("words.txt"))

    @cached_property
    def _countries(self) -> frozenset[str]:
        return frozenset(_lines("countries.gz"))

    @cached_property
    def _places(self) -> frozenset[str]:
        return frozenset(_lines("places.gz")) | self._countries

    @cached_property
    def _demonyms(self) -> frozenset[str]:
        return frozenset(_lines("demonyms.gz"))

    @cached_property
    def _given(self) -> dict[str, str]:
        return dict(line.split("\t") for line in _lines("given.gz"))

    @cached_property
    def _surnames(self) -> frozenset[str]:
        return frozenset(_lines("surnames.gz"))

    @cached_property
    def _nicknames(self) -> dict[str, frozenset[str]]:
        both: dict[str, set[str]] = {}
        for line in _lines("nicknames.gz"):
            name, *short = line.split(" ")
            both.setdefault(name, set()).update(short)
            for nickname in short:
                both.setdefault(nickname, set()).add(name)
        return {name: frozenset(others) for name, others in both.items()}

    @cached_property
    def _titles(self) -> frozenset[str]:
        return frozenset(_by_hand("titles.txt"))

    @cached_property
    def _legal_forms(self) -> frozenset[str]:
        return frozenset(_by_hand("legal_forms.txt"))

    def kinds(self, name: str) -> tuple[str, ...]:
        """Give the kinds a name is known for, the most reliable first; none for an unknown name.

        >>> gazetteer().kinds("Ben & Jerry’s")
        ('Brand',)
        """
        return self._kinds.get(fold(name), ())

    def ambiguity(self, name: str) -> frozenset[str]:
        """Say what else a name may be: a plain "word", a "place", a "given" name or a "surname"."""
        key = fold(name)
        others = {
            "word": key in self._words,
            "place": key in self._places,
            "given": key in self._given,
            "surname": key in self._surnames,
        }
        return frozenset(other for other, is_it in others.items() if is_it)

    def ambiguous(self, name: str) -> bool:
        """Say whether a known name needs context, since it is a plain word, a place or a given name too.

        >>> gazetteer().ambiguous("Target"), gazetteer().ambiguous("Adidas")
        (True, False)
        """
        return bool(self.kinds(name)) and bool(self.ambiguity(name) - {"surname"})

    def is_common_word(self, word: str) -> bool:
        """Say whether a word, whatever its case, is a plain English word in its basic form."""
        return word.casefold() in self._words

    def is_country(self, name: str) -> bool:
        """Say whether a name is a country's."""
        return fold(name) in self._countries

    def is_place(self, name: str) -> bool:
        """Say whether a name is a country's, a state's, a large town's or a region's."""
        return fold(name) in self._places

    def is_demonym(self, word: str) -> bool:
        """Say whether a word names the people of a place or is its adjective ("French", "Londoners")."""
        return fold(word) in self._demonyms

    def is_given_name(self, word: str) -> bool:
        """Say whether a word is known as a given name."""
        return fold(word) in self._given

    def is_surname(self, word: str) -> bool:
        """Say whether a word is known as a surname."""
        return fold(word) in self._surnames

    def gender(self, given: str) -> str | None:
        """Give "f" or "m" for a given name that mostly one sex bears."""
        sex = self._given.get(fold(given))
        return sex if sex in ("f", "m") else None

    def nicknames(self, given: str) -> frozenset[str]:
        """Give the folded short forms of a given name, and the names that it is short for."""
        return self._nicknames.get(fold(given), frozenset())

    def is_agency(self, name: str) -> bool:
        """Say whether a name is an agency's or a paper's: listed, or of such a form ("Chicago Tribune")."""
        if fold(name) in self._agencies:
            return True
        paper = _PAPER.match(name)
        return paper is not None and self.is_place(paper["place"])

    def is_title(self, word: str) -> bool:
        """Say whether a word stands before a person's name as a title ("Mr", "Sen.", "Dame")."""
        return word.casefold().rstrip(".") in self._titles

    def is_legal_form(self, word: str) -> bool:
        """Say whether a word is a company's legal form ("Inc.", "plc", "GmbH")."""
        return word.casefold().replace(".", "") in self._legal_forms


@cache
def gazetteer() -> Gazetteer:
    """Give the gazetteer, the same one for the whole process."""
    return Gazetteer()
