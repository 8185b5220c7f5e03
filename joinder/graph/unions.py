"""Disjoint sets of units of mentions, some of which must never come together."""

from collections import defaultdict

#: A unit is all mentions of one key, persons apart from all else; a surname's unit is that of its article alone.
Unit = tuple[str, str, str]


class Unions:
    """Disjoint sets with forbidden unions; which unit leads a set never matters to the result."""

    def __init__(self) -> None:
        self._parent: dict[Unit, Unit] = {}
        self._foes: dict[Unit, dict[Unit, str]] = defaultdict(dict)

    def find(self, unit: Unit) -> Unit:
        """Give the leader of the unit's set."""
        parent = self._parent.setdefault(unit, unit)
        while parent != (above := self._parent[parent]):
            self._parent[unit] = unit = above
            parent = self._parent[unit]
        return parent

    def forbid(self, left: Unit, right: Unit, why: str) -> None:
        """Forbid for good that the sets of two units come together; ``why`` names the judgement that says so."""
        first, second = self.find(left), self.find(right)
        for one, other in ((first, second), (second, first)):
            self._foes[one][other] = min(why, self._foes[one].get(other, why))

    def forbids(self, left: Unit, right: Unit) -> str:
        """Name the judgement that forbids this union (``""``: none)."""
        first, second = self.find(left), self.find(right)
        return self._foes[first].get(second, "") if first in self._foes else ""

    def join(self, left: Unit, right: Unit) -> str:
        """Make two sets one (the lesser leader leads), unless a judgement forbids it: then name that and do nothing."""
        low, high = sorted((self.find(left), self.find(right)))
        if low == high:
            return ""
        if why := self.forbids(low, high):
            return why
        self._parent[high] = low
        for foe, why in self._foes.pop(high, {}).items():
            del self._foes[foe][high]
            for one, other in ((low, foe), (foe, low)):
                self._foes[one][other] = min(why, self._foes[one].get(other, why))
        return ""
