"""Filters on a relationship's property beside a second relationship: the embedded engine loses or adds rows there.

It happens where the relationship's type joins several pairs of labels, whichever of them the pattern names, and in one
MATCH as in several. A WITH between the filter and the further relationship keeps the engine from joining them wrongly.
"""

from collections.abc import Iterator, Sequence

from joinder.errors import QueryRefusedError
from joinder.graph.cypher_patterns import Tie
from joinder.graph.cypher_tokens import CLAUSES, Token, closing
from joinder.graph.schema import schema

_COMPARISONS = frozenset({"=", "<>", "<", ">", "<=", ">="})
_ENDS = frozenset({"WITH", "RETURN", "UNION"})


def check(found: Sequence[Token], around: Sequence[str], ties: Sequence[Tie]) -> None:
    """Refuse a part of a query that filters by a relationship's property and goes along another relationship.

    Raises:
        QueryRefusedError: the query has such a part; its hint says how to write it.
    """
    for first, end in _parts(found, around):
        here = [tie for tie in ties if first <= tie.start < end and not around[tie.start]]
        if len(here) < 2:
            continue
        filtered = set(_filtered(found, around, first, end))
        for tie in here:
            if _has_several_ends(tie) and (tie.variable in filtered or _has_map(found, tie)):
                name = tie.variable or "the relationship"
                raise QueryRefusedError(
                    f"a filter on a property of {name} may not stand beside a second relationship",
                    "put WITH and the variables between: MATCH (c)<-[j:JOINED]-(p) WHERE j.status = 'done' "
                    "WITH c, p MATCH (p)…",
                )


def _parts(found: Sequence[Token], around: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Cut a query where WITH, RETURN and UNION stand outside all brackets."""
    cuts = [i for i, token in enumerate(found) if token.upper in _ENDS and not around[i] and not _is_operator(found, i)]
    yield from zip([0, *cuts], [*cuts, len(found)], strict=True)


def _is_operator(found: Sequence[Token], index: int) -> bool:
    """Tell the WITH of STARTS WITH and ENDS WITH from the clause."""
    return index > 0 and found[index - 1].upper in {"STARTS", "ENDS"}


def _filtered(found: Sequence[Token], around: Sequence[str], first: int, end: int) -> Iterator[str]:
    """Find the variables whose properties the WHEREs of a part look at."""
    inside = False
    for index in range(first, end - 1):
        token = found[index]
        if not around[index] and token.upper in CLAUSES and not _is_operator(found, index):
            inside = token.upper == "WHERE"
        elif inside and token.is_name and found[index + 1].text == "." and not _compared(found, index):
            yield token.called


def _compared(found: Sequence[Token], index: int) -> bool:
    """Tell whether a property is compared with another variable's: that can only be done behind both."""
    after = [token.text for token in found[index + 3 : index + 6 : 2]]
    before = [token.text for token in found[max(0, index - 4) : index]]
    return (len(after) == 2 and after[0] in _COMPARISONS and after[1] == ".") or (
        len(before) == 4 and before[1] == "." and before[3] in _COMPARISONS
    )


def _has_several_ends(tie: Tie) -> bool:
    edges = schema().edges
    return not tie.types or any(len(edges[name].ends) > 1 for name in tie.types if name in edges) or len(tie.types) > 1


def _has_map(found: Sequence[Token], tie: Tie) -> bool:
    """Tell whether a relationship has its filter in its own brackets: ``[j:JOINED {status: 'done'}]``."""
    for index in range(tie.start, min(tie.start + 3, len(found))):
        if found[index].text == "[":
            return any(token.text == "{" for token in found[index : closing(found, index)])
    return False
