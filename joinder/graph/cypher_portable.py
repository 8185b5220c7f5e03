"""What the embedded engine would answer otherwise than Neo4j, without an error: refused, or rewritten.

A refusal says the portable form. Each rule stands on an experiment: the same text was run on both engines
(``tests/conformance/test_asking.py`` runs them again).
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from joinder.errors import QueryRefusedError
from joinder.graph import cypher_filters
from joinder.graph.cypher_patterns import Patterns, Tie, could_share, patterns
from joinder.graph.cypher_tokens import KEYWORDS, Token, closing
from joinder.graph.schema import schema

FUNCTIONS = frozenset(
    {
        *("abs", "ceil", "date", "floor", "range", "sign", "sqrt", "tofloat", "tointeger"),
        *("left", "lower", "ltrim", "replace", "right", "rtrim", "tolower", "tostring", "trim"),
        *("avg", "collect", "count", "max", "min", "sum"),
        *("coalesce", "head", "last", "length", "nodes", "relationships", "size", "type"),
        *("all", "any", "none", "single", "exists"),
    }
)
"""Functions with equal answers on both engines."""

PORTABLE = {
    "substring": "use left(text, n) and right(text, n): substring counts from 1 here, from 0 on Neo4j",
    "labels": "use the property label (entities), or MATCH (n:Person|Brand)",
    "label": "use the property label (entities), or type(r) for a relationship",
    "id": "use the property id",
    "elementid": "use the property id",
    "properties": "return the node itself, or its properties one by one",
    "split": "use left(), right(), STARTS WITH or CONTAINS: empty parts are lost here",
    "toupper": "use toLower()",
    "upper": "use toLower()",
    "reverse": "reverse a list where you use it: reverse() turns its text round here",
    "startnode": "give both ends a variable in the pattern",
    "endnode": "give both ends a variable in the pattern",
    "shortestpath": "use `joinder query --name path_between`",
    "allshortestpaths": "use `joinder query --name path_between`",
    "reduce": "use UNWIND with sum() or collect()",
}
LIMIT = 30
"""The engine's own longest variable-length pattern."""

_COMPARISONS = frozenset({"=", "<>", "<", ">", "<=", ">="})


def translate(text: str, found: Sequence[Token], around: Sequence[str], columns: Sequence[str]) -> str:
    """Check a reading query, and rewrite what has another spelling here.

    Raises:
        QueryRefusedError: a part of it would be answered otherwise than on Neo4j.
    """
    if "*" in columns:
        raise QueryRefusedError("RETURN * is not allowed on the embedded graph", "name the columns")
    _functions(found)
    _indexes(found)
    _labels(found, around)
    _properties(found)
    _case(found, around)
    _collect_after_order(found)
    ties = patterns(found, around)
    _repeated(ties)
    cypher_filters.check(found, around, ties.ties)
    edits = _sums(found) + [_walks(found, tie) for tie in ties.ties if tie.length]
    for position, added in sorted(edits, reverse=True):
        text = text[:position] + added + text[position:]
    return text


def _functions(found: Sequence[Token]) -> None:
    for index, token in enumerate(found[:-1]):
        after = found[index + 1]
        if after.text != "(" or after.kind != "op" or not token.is_name or token.upper in KEYWORDS | {"PATH"}:
            continue
        name = token.called.lower()
        if name not in FUNCTIONS:
            hint = PORTABLE.get(name, f"known to mean the same on both: {', '.join(sorted(FUNCTIONS))}")
            raise QueryRefusedError(f"{token.called}() is not allowed on the embedded graph", hint)
        inside = found[index + 2 : closing(found, index + 1)]
        if name in {"tostring", "tointeger"} and not _whole_or_text(inside):
            hint = (
                "it may take a property that is text or a whole number, or count(), size(), length(), left(), right()"
            )
            raise QueryRefusedError(f"{token.called}() of this would differ from Neo4j's", hint)


def _whole_or_text(inside: Sequence[Token]) -> bool:
    """Tell whether an argument is surely no fraction and no truth value, which are spelled differently."""
    if len(inside) == 1:
        return inside[0].kind in {"string", "param"} or (inside[0].kind == "number" and inside[0].text.isdigit())
    if len(inside) == 3 and inside[1].text == ".":
        return _kind(inside[2].called) in {"text", "integer"}
    safe = {"count", "size", "length", "left", "right", "trim", "tolower", "lower", "replace"}
    return len(inside) > 2 and inside[0].called.lower() in safe and closing(inside, 1) == len(inside) - 1


def _kind(name: str) -> str | None:
    """Give a property's kind, where all nodes and edges agree on it."""
    known = schema()
    tables = [*known.nodes.values(), *(e.properties for e in known.edges.values())]
    kinds = {kind for table in tables for own, kind in table if own == name}
    return kinds.pop() if len(kinds) == 1 else None


def _indexes(found: Sequence[Token]) -> None:
    for before, token in pairwise(found):
        if token.text != "[" or token.kind != "op":
            continue
        value = before.kind in {"name", "param", "string"} or before.text in {")", "]", "}"}
        if value or (before.kind == "word" and before.upper not in KEYWORDS):
            hint = "use head(list), last(list) or UNWIND: lists count from 1 here, from 0 on Neo4j"
            raise QueryRefusedError("list[i] and list[a..b] are not allowed on the embedded graph", hint)


def _labels(found: Sequence[Token], around: Sequence[str]) -> None:
    """Refuse ``:A:B``, which means "or" here; ``&``, ``!`` and ``%`` are no labels here at all."""
    for index, token in enumerate(found):
        if token.text != ":" or token.kind != "op" or not around[index] or around[index][-1] == "{":
            continue
        for after in found[index + 1 :]:
            if after.kind == "op" and after.text in {":", "&", "!", "%", "("}:
                raise QueryRefusedError(
                    "labels can only be combined as :A|B on the embedded graph", "a node has one label here"
                )
            if not (after.is_name or after.text == "|"):
                break


def _properties(found: Sequence[Token]) -> None:
    """Refuse what is compared or spelled so that Neo4j would find nothing, and this engine something."""
    by_lower = {name.lower(): name for name in schema().properties()}
    for index, token in enumerate(found):
        before, after = found[max(index - 1, 0)], found[min(index + 1, len(found) - 1)]
        is_property = token.is_name and (before.text == "." or (after.text == ":" and before.text in {"{", ","}))
        if not is_property:
            continue
        known = by_lower.get(token.called.lower())
        if before.text == "." and known is not None and known != token.called:
            raise QueryRefusedError(f"there is no property {token.called!r}", f"did you mean {known}?")
        kind = _kind(token.called)
        values = [found[index + 2]] if index + 2 < len(found) and after.text in _COMPARISONS | {":"} else []
        if index >= 4 and found[index - 3].text in _COMPARISONS:
            values.append(found[index - 4])
        wrong = {"integer": "string", "float": "string", "text": "number"}.get(kind or "")
        if any(v.kind == wrong for v in values):
            raise QueryRefusedError(
                f"{token.called} is compared with a {wrong}", "numbers equal no text on Neo4j: compare like with like"
            )
        _null_concatenation(found, index)
    for one, other in pairwise(found):
        if one.upper == "CONTAINS" and other.text in {"''", '""'}:
            raise QueryRefusedError(
                "CONTAINS '' is never true on the embedded graph", "leave it out: it is always true on Neo4j"
            )


def _null_concatenation(found: Sequence[Token], index: int) -> None:
    """Refuse text added to what an OPTIONAL MATCH may leave null: null is dropped here, and wins on Neo4j."""
    if not any(t.upper == "OPTIONAL" for t in found):
        return
    after = found[index + 1 : index + 2]
    before = found[index - 3 : index - 2] if index >= 3 else []
    if any(t.text == "+" for t in (*after, *before)) and _kind(found[index].called) == "text":
        raise QueryRefusedError("text is added to what may be null", "use coalesce(n.name, '') + …")


def _case(found: Sequence[Token], around: Sequence[str]) -> None:
    """Refuse variables that differ only in case: they are one and the same here."""
    seen: dict[str, str] = {}
    for index, token in enumerate(found):
        if not token.is_name or token.upper in KEYWORDS:
            continue
        before = found[index - 1].text if index else ""
        after = found[index + 1].text if index + 1 < len(found) else ""
        key = after == ":" and bool(around[index]) and around[index][-1] == "{"
        if before in {".", ":", "|"} or after == "(" or key:
            continue
        other = seen.setdefault(token.called.lower(), token.called)
        if other != token.called:
            raise QueryRefusedError(f"{other} and {token.called} differ only in case", "give them different names")


def _collect_after_order(found: Sequence[Token]) -> None:
    ordered = False
    for index, token in enumerate(found[:-1]):
        if token.upper == "ORDER":
            ordered = True
        if ordered and token.called.lower() == "collect" and found[index + 1].text == "(":
            hint = "its order is lost on the embedded graph: return rows with ORDER BY instead of a list"
            raise QueryRefusedError("collect() after ORDER BY is not allowed on the embedded graph", hint)


def _repeated(found: Patterns) -> None:
    for one, other in could_share(found):
        raise QueryRefusedError(
            "two relationships of one MATCH could be the same edge, which only Neo4j rules out", _keep_apart(one, other)
        )


def _keep_apart(one: Tie, other: Tie) -> str:
    """Say how to write the pattern so that it means the same on both engines."""
    if one.length or other.length:
        return "put the pattern with * into a MATCH of its own"
    ends = [(a.variable, b.variable) for a in (one.first, one.second) for b in (other.first, other.second)]
    for a, b in ends:
        if a and b and a != b:
            return f"add WHERE {a}.id <> {b}.id"
    return "name the nodes at the far ends, as a and b, and add WHERE a.id <> b.id"


def _sums(found: Sequence[Token]) -> list[tuple[int, str]]:
    """Make sum() of nothing 0, as on Neo4j."""
    edits = []
    for index, token in enumerate(found[:-1]):
        if token.upper == "SUM" and found[index + 1].text == "(":
            edits += [(token.start, "coalesce("), (found[closing(found, index + 1)].end, ", 0)")]
    return edits


def _walks(found: Sequence[Token], tie: Tie) -> tuple[int, str]:
    """Let a variable-length pattern use no edge twice, as on Neo4j."""
    start, end = tie.length or (0, 0)
    length = "".join(t.text for t in found[start + 1 : end])
    bounds = re.fullmatch(r"(\d*)(\.\.)?(\d*)", length)
    upper = (bounds[3] if bounds[2] else bounds[1]) if bounds else ""
    if not upper or int(upper) > LIMIT:
        raise QueryRefusedError(f"a path needs a longest length, up to {LIMIT}, on the embedded graph", "write *1..4")
    if tie.variable:
        raise QueryRefusedError("a relationship with * may not have a variable on the embedded graph",
                                "name the path, MATCH p = …, and use relationships(p)")  # fmt: skip
    return found[start].end, " TRAIL "
