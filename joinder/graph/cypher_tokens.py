"""Cypher cut into tokens, to tell what a query would do: strings, comments and backticks are not code."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from joinder.errors import QueryRefusedError

_TOKEN = re.compile(
    r"""(?P<space>\s+)
    |(?P<comment>//[^\n\r]*|/\*.*?\*/)
    |(?P<string>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")
    |(?P<name>`(?:[^`]|``)+`)
    |(?P<param>\$(?:\w+|`[^`]+`))
    |(?P<number>\d+(?:\.(?!\.)\d+)?(?:[eE][+-]?\d+)?)
    |(?P<word>[^\W\d]\w*)
    |(?P<op><>|<=|>=|=~|\.\.|[-+*/%^=<>.,:;|&!()\[\]{}])""",
    re.VERBOSE | re.DOTALL,
)
_HIDDEN_QUOTE = re.compile(r"\\u+00(?:22|27|5c|60)", re.IGNORECASE)

CLAUSES = frozenset(
    {"MATCH", "OPTIONAL", "UNWIND", "WITH", "RETURN", "WHERE", "ORDER", "SKIP", "LIMIT", "UNION", "CALL"}
)
KEYWORDS = CLAUSES | frozenset(
    {
        *("AND", "OR", "XOR", "NOT", "IN", "AS", "BY", "DISTINCT", "CASE"),
        *("WHEN", "THEN", "ELSE", "END", "STARTS", "ENDS", "CONTAINS", "IS", "NULL"),
        *("TRUE", "FALSE", "ASC", "DESC", "ASCENDING", "DESCENDING", "ALL", "EXISTS", "COUNT"),
        *("COLLECT", "ANY", "NONE", "SINGLE"),
    }
)
OPENING = {"(": ")", "[": "]", "{": "}"}


@dataclass(frozen=True, slots=True)
class Token:
    """One token: its kind (word, name, string, number, param, op), its text and where that begins and ends."""

    kind: str
    text: str
    start: int
    end: int

    @property
    def upper(self) -> str:
        """The text of a bare word in capitals; nothing for other kinds, so that a quoted word is never a keyword."""
        return self.text.upper() if self.kind == "word" else ""

    @property
    def called(self) -> str:
        """The name that a word or a backticked name stands for."""
        return self.text[1:-1].replace("``", "`") if self.kind == "name" else self.text

    @property
    def is_name(self) -> bool:
        """Whether it can name a variable, a label or a property."""
        return self.kind in {"word", "name"}


def clean(cypher: str) -> str:
    """Take comments and a closing ``;`` away, so that no engine can read them otherwise.

    Raises:
        QueryRefusedError: something in it is no Cypher, or hides a quote.
    """
    if _HIDDEN_QUOTE.search(cypher):
        raise QueryRefusedError(
            "a quote may not be written as \\u0027 or the like", "write it as \\' or as a parameter"
        )
    kept = [" " if m.lastgroup == "comment" else m[0] for m in _matches(cypher)]
    return re.sub(r"[\s;]+$", "", "".join(kept)).strip()


def tokens(cypher: str) -> list[Token]:
    """Cut a query into tokens, without spaces and comments.

    Raises:
        QueryRefusedError: something in it is no Cypher.
    """
    found = _matches(cypher)
    return [
        Token(m.lastgroup or "", m[0], m.start(), m.end()) for m in found if m.lastgroup not in {"space", "comment"}
    ]


def _matches(cypher: str) -> Iterator[re.Match[str]]:
    position = 0
    while position < len(cypher):
        match = _TOKEN.match(cypher, position)
        if match is None:
            shown = cypher[position : position + 12]
            raise QueryRefusedError(
                f"this is no Cypher from character {position + 1} on: {shown!r}", "is a quote left open?"
            )
        if match[0] == "/" and cypher.startswith("/*", position):
            raise QueryRefusedError("a comment is left open", "close it with */")
        yield match
        position = match.end()


def closing(found: Sequence[Token], start: int) -> int:
    """Find the index of the bracket that closes the one at ``start``.

    Raises:
        QueryRefusedError: it is never closed, or by another kind.
    """
    waiting: list[str] = []
    for index in range(start, len(found)):
        token = found[index]
        if token.kind != "op":
            continue
        if token.text in OPENING:
            waiting.append(OPENING[token.text])
        elif token.text in OPENING.values():
            if waiting.pop() != token.text:
                break
            if not waiting:
                return index
    raise QueryRefusedError(f"a {found[start].text} is not closed", "count the brackets")


def depths(found: Sequence[Token]) -> list[str]:
    """Tell for each token which brackets are open around it, as ``"({"``.

    Raises:
        QueryRefusedError: brackets do not pair.
    """
    around: list[str] = []
    opened = ""
    for token in found:
        if token.kind == "op" and token.text in OPENING.values():
            if not opened or OPENING[opened[-1]] != token.text:
                raise QueryRefusedError(f"a {token.text} closes nothing", "count the brackets")
            opened = opened[:-1]
        around.append(opened)
        if token.kind == "op" and token.text in OPENING:
            opened += token.text
    if opened:
        raise QueryRefusedError(f"a {opened[-1]} is not closed", "count the brackets")
    return around


def returned(cypher: str) -> list[str]:
    """Name the columns of a query as Neo4j does: the alias, else the expression as it is written."""
    found = tokens(cypher)
    around = depths(found)
    starts = [i for i, t in enumerate(found) if t.upper == "RETURN" and not around[i]]
    if not starts:
        return []
    index = starts[0] + 1
    if index < len(found) and found[index].upper == "DISTINCT":
        index += 1
    items: list[list[Token]] = [[]]
    for i in range(index, len(found)):
        if not around[i] and found[i].upper in {"ORDER", "SKIP", "LIMIT", "UNION"}:
            break
        if not around[i] and found[i].text == "," and found[i].kind == "op":
            items.append([])
        else:
            items[-1].append(found[i])
    return [_column(cypher, item) for item in items if item]


def _column(cypher: str, item: list[Token]) -> str:
    if len(item) > 2 and item[-2].upper == "AS" and item[-1].is_name:
        return item[-1].called
    if len(item) == 1 and item[0].kind == "name":
        return item[0].called
    return cypher[item[0].start : item[-1].end]
