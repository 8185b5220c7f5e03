"""A user's Cypher, looked over before it runs: it may only read, and must mean here what it means on Neo4j."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from joinder.errors import QueryFailedError, QueryRefusedError, UnknownNameError
from joinder.graph import cypher_portable
from joinder.graph.cypher_tokens import KEYWORDS, Token, clean, depths, returned, tokens
from joinder.graph.schema import schema

__all__ = ["Checked", "check", "returned"]

BEGINNINGS = frozenset({"MATCH", "OPTIONAL", "UNWIND", "WITH", "RETURN"})
FORBIDDEN = frozenset(
    {
        *("ALTER", "ANALYZE", "ATTACH", "BEGIN", "CALL", "CHECKPOINT", "COMMENT", "COMMIT", "COPY"),
        *("CREATE", "CYPHER", "DELETE", "DENY", "DETACH", "DROP", "EXPLAIN", "EXPORT", "FOREACH"),
        *("GRANT", "IMPORT", "INSERT", "INSTALL", "LOAD", "MERGE", "PROFILE", "REMOVE", "RENAME"),
        *("REVOKE", "ROLLBACK", "SET", "SHOW", "START", "STOP", "TERMINATE", "UNINSTALL", "UPDATE"),
        *("USE", "USING", "YIELD"),
    }
)
NAMESPACES = frozenset({"date", "datetime", "localdatetime", "time", "localtime", "duration", "point"})
"""Namespaces of functions that are Neo4j's own; all others belong to plug-ins."""

READ_ONLY = "a query may only read: MATCH … WHERE … RETURN …; put a name that is a keyword into `backticks`"


@dataclass(frozen=True, slots=True)
class Checked:
    """A query that may run: its text for the engine, and the names of its columns."""

    text: str
    columns: tuple[str, ...]


def check(cypher: str, engine: str, parameters: Mapping[str, Any] | None = None) -> Checked:
    """Look a user's query over.

    Args:
        cypher: the query.
        engine: ``"neo4j"`` or ``"embedded"``.
        parameters: what is given for its ``$parameters``.

    Raises:
        QueryRefusedError: it would do more than read, or mean something else on this engine.
        UnknownNameError: it names a label or relation that no graph of joinder's has.
        QueryFailedError: a parameter is missing.
    """
    text = clean(cypher)
    found = tokens(text)
    if not found:
        raise QueryRefusedError("there is no query", READ_ONLY)
    around = depths(found)
    _only_reads(found, engine)
    _own_functions(found)
    _known_names(found, around)
    for token in found:
        if token.kind == "param" and token.text[1:].strip("`") not in (parameters or {}):
            raise QueryFailedError(f"the query's parameter {token.text} has no value", "give it as name=value")
    columns = returned(text)
    if len(set(columns)) < len(columns):
        raise QueryRefusedError("two columns have the same name", "give each its own with AS")
    if engine == "embedded":
        text = cypher_portable.translate(text, found, around, columns)
    return Checked(text, tuple(columns))


def _only_reads(found: Sequence[Token], engine: str) -> None:
    """Refuse all but one statement of reading clauses."""
    subquery = engine == "neo4j" and found[0].upper == "CALL" and _opens_subquery(found, 0)
    if found[0].upper not in BEGINNINGS and not subquery:
        raise QueryRefusedError(f"a query may not begin with {found[0].text:.40}", READ_ONLY)
    for index, token in enumerate(found):
        if token.text == ";" and token.kind == "op":
            raise QueryRefusedError("only one statement is run", READ_ONLY)
        if token.upper not in FORBIDDEN or (index and found[index - 1].text in {".", ":"}):
            continue  # a property or a label of that name
        if token.upper == "CALL" and engine == "neo4j" and _opens_subquery(found, index):
            continue
        if token.upper == "CALL" and engine == "embedded" and _opens_subquery(found, index):
            hint = "use COUNT { MATCH … }, EXISTS { MATCH … }, or OPTIONAL MATCH with count() or collect()"
            raise QueryRefusedError("the embedded graph has no CALL { … }", hint)
        raise QueryRefusedError(f"{token.upper} is not allowed in a query", READ_ONLY)


def _opens_subquery(found: Sequence[Token], index: int) -> bool:
    after = found[index + 1].text if index + 1 < len(found) else ""
    return after in {"{", "("}


def _own_functions(found: Sequence[Token]) -> None:
    """Refuse functions of plug-ins: they may do anything."""
    for index in range(len(found) - 3):
        space, dot, name, bracket = found[index : index + 4]
        if not (space.is_name and dot.text == "." and name.is_name and bracket.text == "("):
            continue
        first = index
        while first >= 2 and found[first - 1].text == "." and found[first - 2].is_name:
            first -= 2
        if found[first].called.lower() not in NAMESPACES:
            called = f"{found[first].called}.….{name.called}" if first < index else f"{space.called}.{name.called}"
            raise QueryRefusedError(
                f"the function {called}() is not allowed in a query", "only Cypher's own functions are"
            )
    for token, after in pairwise(found):
        if token.is_name and token.called.lower() in {"file", "linenumber"} and after.text == "(":
            raise QueryRefusedError(f"the function {token.called}() is not allowed in a query", READ_ONLY)


def _known_names(found: Sequence[Token], around: Sequence[str]) -> None:
    """Refuse labels and relations that do not exist: one engine would answer with nothing, the other with an error."""
    known = schema()
    for index, token in enumerate(found):
        if token.text != ":" or token.kind != "op" or not around[index] or around[index][-1] == "{":
            continue
        kind = "label" if around[index][-1] == "(" else "relation"
        names = known.nodes if kind == "label" else known.edges
        for named in _names_after(found, index):
            if named.called not in names:
                near = difflib.get_close_matches(named.called, names, n=1, cutoff=0.5) or _same(named.called, names)
                hint = f"did you mean {near[0]}?" if near else f"the graph has: {', '.join(names)}"
                raise UnknownNameError(f"there is no {kind} {named.called!r:.80}", hint)


def _same(name: str, names: Mapping[str, Any]) -> list[str]:
    return [known for known in names if known.lower() == name.lower()]


def _names_after(found: Sequence[Token], index: int) -> list[Token]:
    """Collect the names of a label or type expression that follows a colon."""
    names: list[Token] = []
    wanted = True  # a name may come here: after the colon, or after | & ! :
    for token in found[index + 1 :]:
        if token.is_name and wanted and token.upper not in KEYWORDS:
            names.append(token)
            wanted = False
        elif token.kind == "op" and token.text in {"|", "&", "!", ":", "%"}:
            wanted = True
        else:
            break
    return names
