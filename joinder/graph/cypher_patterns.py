"""The relationship patterns of a query, and whether two of them could match the same edge.

Neo4j lets no edge stand twice in one MATCH; the embedded engine does, and so would count more.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from joinder.graph.cypher_tokens import CLAUSES, Token, closing
from joinder.graph.schema import schema


@dataclass(frozen=True, slots=True)
class End:
    """A node of a pattern: its variable (or ``""``) and the labels that it may have (empty: any)."""

    variable: str
    labels: frozenset[str]


@dataclass(frozen=True, slots=True)
class Tie:
    """A relationship of a pattern. ``first``, ``second`` are its ends, from source to target if it is ``directed``."""

    scope: int
    variable: str
    types: frozenset[str]
    first: End
    second: End
    directed: bool
    length: tuple[int, int] | None
    """Indexes of the ``*`` and of the token after the length, where it has a variable length."""
    start: int
    """Index of its first token."""


@dataclass(frozen=True, slots=True)
class Patterns:
    """All relationships of a query, and per scope (one MATCH) which variables its WHERE keeps apart."""

    ties: list[Tie]
    apart: dict[int, set[frozenset[str]]]


def patterns(found: Sequence[Token], around: Sequence[str]) -> Patterns:
    """Find all relationship patterns of a query."""
    labels = _labels_of_variables(found)
    ties: list[Tie] = []
    apart: dict[int, set[frozenset[str]]] = {}
    scopes: dict[str, int] = {}  # brackets around a MATCH -> its number
    number = 0
    last_end = -1
    for index, token in enumerate(found):
        level = around[index]
        if token.upper in CLAUSES and not (level and level[-1] in "(["):
            if token.upper == "WHERE" and level in scopes:
                apart[scopes[level]] = _kept_apart(found, around, index)
            scopes.pop(level, None)
            if token.upper == "MATCH":
                number += 1
                scopes[level] = number
        tie_end = _tie_end(found, index)
        if tie_end is None:
            continue
        scope = scopes.get(level)
        if scope is None:  # a pattern in a WHERE: each chain is a scope of its own
            number += last_end != index - 1
            scope = number
        ties.append(_tie(found, index, tie_end, scope, labels))
        last_end = closing(found, tie_end)
    return Patterns(ties, apart)


def could_share(found: Patterns) -> Iterator[tuple[Tie, Tie]]:
    """Go through the pairs of relationships that could match one and the same edge."""
    for one, other in combinations(found.ties, 2):
        if one.scope != other.scope or not _overlap(one.types, other.types):
            continue
        apart = found.apart.get(one.scope, set())
        if one.variable and frozenset((one.variable, other.variable)) in apart:
            continue
        ways = [((one.first, other.first), (one.second, other.second))]
        if not (one.directed and other.directed):
            ways.append(((one.first, other.second), (one.second, other.first)))
        if one.length or other.length or any(_possible(way, apart) for way in ways):
            yield one, other


def _possible(way: tuple[tuple[End, End], ...], apart: set[frozenset[str]]) -> bool:
    """Tell whether both ends of two relationships can be the same nodes."""
    if not all(a.variable == b.variable != "" or _overlap(a.labels, b.labels) for a, b in way):
        return False
    same = [{end.variable for end in pair if end.variable} for pair in way]
    if same[0] & same[1]:  # a = b and b = c make a = c
        same = [same[0] | same[1]]
    return not any(frozenset(pair) in apart for group in same for pair in combinations(sorted(group), 2))


def _overlap(a: frozenset[str], b: frozenset[str]) -> bool:
    return not a or not b or bool(a & b)


def _tie_end(found: Sequence[Token], index: int) -> int | None:
    """Where a relationship begins at ``index`` (right after a node), give the index of the node that follows it."""
    if index == 0 or found[index - 1].text != ")" or found[index].text not in {"-", "<"} or found[index].kind != "op":
        return None
    at = index + (found[index].text == "<")
    if not _is(found, at, "-"):
        return None
    at += 1
    if _is(found, at, "["):
        at = closing(found, at) + 1
    if not _is(found, at, "-"):
        return None
    at += 1 + _is(found, at + 1, ">")
    return at if _is(found, at, "(") else None


def _is(found: Sequence[Token], index: int, text: str) -> bool:
    return index < len(found) and found[index].kind == "op" and found[index].text == text


def _tie(found: Sequence[Token], start: int, end: int, scope: int, labels: dict[str, frozenset[str]]) -> Tie:
    bracket = next((i for i in range(start, end) if _is(found, i, "[")), None)
    inside = range(bracket + 1, closing(found, bracket)) if bracket is not None else range(0)
    variable, types = _named(found, inside)
    star = next((i for i in inside if _is(found, i, "*")), None)
    length = None
    if star is not None:
        after = star + 1
        while after in inside and (found[after].kind == "number" or found[after].text == ".."):
            after += 1
        length = (star, after)
    left = _end(found, _opening(found, start - 1), labels)
    right = _end(found, end, labels)
    back, forth = _is(found, start, "<"), _is(found, end - 1, ">")
    first, second = (right, left) if back and not forth else (left, right)
    if back != forth and length is None:
        first, second = _by_ontology(first, types, 0), _by_ontology(second, types, 1)
    return Tie(scope, variable, types, first, second, back != forth, length, start)


def _by_ontology(end: End, types: frozenset[str], side: int) -> End:
    """Give an end without labels those that its relationship's types allow."""
    if end.labels or not types:
        return end
    kinds = [schema().edges[name] for name in types if name in schema().edges]
    return End(end.variable, frozenset(pair[side] for kind in kinds for pair in kind.ends))


def _opening(found: Sequence[Token], end: int) -> int:
    depth = 0
    for index in range(end, -1, -1):
        depth += (found[index].text in ")]}") - (found[index].text in "([{") if found[index].kind == "op" else 0
        if depth == 0:
            return index
    return 0


def _end(found: Sequence[Token], start: int, labels: dict[str, frozenset[str]]) -> End:
    variable, own = _named(found, range(start + 1, closing(found, start)))
    return End(variable, own or labels.get(variable, frozenset()))


def _named(found: Sequence[Token], inside: range) -> tuple[str, frozenset[str]]:
    """Read the variable and the names after the colon within a node's or a relationship's brackets."""
    at = inside.start
    variable = ""
    if at in inside and found[at].is_name:
        variable, at = found[at].called, at + 1
    names = set()
    if at in inside and _is(found, at, ":"):
        at += 1
        while at in inside and (found[at].is_name or found[at].text in {"|", ":"}):
            if found[at].is_name:
                names.add(found[at].called)
            at += 1
    return variable, frozenset(names)


def _labels_of_variables(found: Sequence[Token]) -> dict[str, frozenset[str]]:
    """Collect the labels that a variable is given anywhere in the query."""
    labels: dict[str, frozenset[str]] = {}
    for index, token in enumerate(found):
        if token.kind == "op" and token.text == "(":
            variable, names = _named(found, range(index + 1, closing(found, index)))
            if variable and names:
                labels.setdefault(variable, names)
    return labels


def _kept_apart(found: Sequence[Token], around: Sequence[str], where: int) -> set[frozenset[str]]:
    """Read from a WHERE which variables it wants to be different: ``a <> b``, ``a.id <> b.id`` or ``a.id < b.id``."""
    level = around[where]
    apart = set()
    for index in range(where + 1, len(found)):
        token = found[index]
        if len(around[index]) < len(level) or (around[index] == level and token.upper in CLAUSES):
            break
        if around[index] == level and token.upper in {"OR", "XOR"}:
            return set()
        if around[index] == level and token.text in {"<>", "<", ">"} and token.kind == "op":
            pair = _compared(found, index)
            if pair:
                apart.add(pair)
    return apart


def _compared(found: Sequence[Token], at: int) -> frozenset[str] | None:
    """Read a comparison that stands by itself between ANDs; two nodes differ where one property of theirs does."""
    left, before = _operand(found, at - 1, -1)
    right, after = _operand(found, at + 1, 1)
    if left is None or right is None or left[1] != right[1] or (not left[1] and found[at].text != "<>"):
        return None
    begins = before >= 0 and found[before].upper in {"WHERE", "AND"}
    ends = after >= len(found) or found[after].upper in CLAUSES | {"AND"} or found[after].text == "}"
    return frozenset((left[0], right[0])) if begins and ends else None


def _operand(found: Sequence[Token], at: int, step: int) -> tuple[tuple[str, str] | None, int]:
    """Read ``variable`` or ``variable.property`` on one side of a comparison; also give the index beyond it."""
    if not (0 <= at < len(found)) or not found[at].is_name:
        return None, at
    dot = at + step
    if 0 <= dot < len(found) and found[dot].text == ".":
        other = dot + step
        if 0 <= other < len(found) and found[other].is_name:
            variable, own = (found[other], found[at]) if step < 0 else (found[at], found[other])
            return (variable.called, own.called), other + step
    return (found[at].called, ""), at + step
