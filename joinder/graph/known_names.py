"""Names of one thing that are public knowledge, as data: which are merged, and which are only proposed."""

import tomllib
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import permutations

from joinder.errors import DataFileError
from joinder.graph.matching import name_key
from joinder.graph.ontology import ontology

_FILE = "known_names.toml"
_Index = dict[tuple[str, str], frozenset[str]]


@dataclass(frozen=True, slots=True)
class KnownNames:
    """Keys of other names, by key and label; and the words that make another body of a name, or do not."""

    _same: _Index
    _formerly: _Index
    other_body: frozenset[str]
    same_body: frozenset[str]

    def same(self, key: str, label: str) -> frozenset[str]:
        """Give the keys of names that mean the same thing wherever they are printed."""
        return self._same.get((key, label), frozenset())

    def formerly(self, key: str, label: str) -> frozenset[str]:
        """Give the keys of names that the thing had before, or has had since."""
        return self._formerly.get((key, label), frozenset())


@cache
def known_names() -> KnownNames:
    """Read the file, once.

    Raises:
        DataFileError: an entry has a label that is none, or fewer than two names.
    """
    tables = tomllib.loads(files("joinder.graph").joinpath(_FILE).read_text(encoding="utf-8"))
    other, same = (frozenset(tables["words"][kind].split()) for kind in ("other_body", "same_body"))
    return KnownNames(_index(tables["same"]), _index(tables["formerly"]), other, same)


def _index(entries: list[dict[str, list[list[str]]] | dict[str, list[str]]]) -> _Index:
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for entry in entries:
        for label in entry["labels"]:
            for names in entry["names"]:
                if label not in ontology().labels or len(names) < 2:
                    raise DataFileError(f"{_FILE}: {label!r}, {names!r} is no label with two names or more")
                for one, other in permutations([name_key(n, label) for n in names], 2):
                    found[one, label].add(other)
    return {key: frozenset(others - {key[0]}) for key, others in found.items()}
