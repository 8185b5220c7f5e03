"""Reading one ``.cypher`` file: its header, its text, and whether the two agree."""

import json
import re
from dataclasses import dataclass
from typing import Any, NoReturn

from joinder.errors import JoinderError, QueryFileError

TYPES = ("name", "text", "texts", "integer")
_PARAMETER = re.compile(
    r"(?P<name>\w+)(?:: *(?P<type>\w+))?(?: = (?P<default>\[.*?\]|\"[^\"]*\"|-?\d+))?(?:  +(?P<doc>.+))?"
)
_COLUMN = re.compile(r"(\w+): (\w+)")


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a query takes."""

    name: str
    type: str
    doc: str
    required: bool
    default: Any = None

    @property
    def shown_default(self) -> str:
        """The default as a command line would write it."""
        return ",".join(self.default) if isinstance(self.default, tuple) else str(self.default)

    def parse(self, value: str, query: str) -> Any:
        """Read a command line's value.

        Raises:
            JoinderError: it is no integer, where one is wanted.
        """
        if self.type == "texts":
            return [part.strip() for part in value.split(",") if part.strip()]
        if self.type == "integer":
            try:
                return int(value)
            except ValueError as error:
                raise JoinderError(f"{query}: {self.name} must be an integer, not {value!r}") from error
        return value

    def check(self, value: Any, query: str) -> None:
        """Make sure that a value has the declared type.

        Raises:
            JoinderError: it has not.
        """
        if self.type == "integer":
            right = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**63
        elif self.type == "texts":
            right = isinstance(value, (list, tuple)) and all(isinstance(v, str) for v in value)
        else:
            right = isinstance(value, str)
        if not right:
            wanted = {"integer": "an integer from 0 on", "texts": "a list of texts"}.get(self.type, "text")
            raise JoinderError(f"{query}: {self.name} must be {wanted}, not {value!r:.80}")


@dataclass(frozen=True, slots=True)
class QueryFile:
    """One file, read and checked."""

    doc: str
    parameters: tuple[Parameter, ...]
    columns: tuple[tuple[str, str], ...]
    text: str


def parse_file(file: str, content: str) -> QueryFile:
    """Read a query file and check that header and text agree.

    Raises:
        QueryFileError: they do not, or the header is not of the grammar; the message names file and line.
    """
    lines = content.splitlines()
    doc: list[str] = []
    parameters: list[Parameter] = []
    columns: list[tuple[str, str]] = []
    number = 0
    for number, line in enumerate(lines, 1):
        if not line.startswith("//"):
            break
        comment = line[2:].removeprefix(" ").rstrip()
        if comment.startswith("param "):
            parameters.append(_parameter(file, number, comment.removeprefix("param ")))
        elif comment.startswith("returns "):
            columns += _columns(file, number, comment.removeprefix("returns "))
        else:
            doc.append(comment)
    if not doc or not columns or number < 2:
        _fail(file, 1, "its header must say what it answers and what it returns")
    _check_parameters(file, lines, parameters)
    _check_columns(file, lines, [name for name, _ in columns])
    text = "\n".join(line for line in lines if not line.startswith("//")).strip()
    return QueryFile("\n".join(doc).strip(), tuple(parameters), tuple(columns), text)


def _fail(file: str, line: int, why: str) -> NoReturn:
    raise QueryFileError(f"{file}:{line}: {why}")


def _parameter(file: str, number: int, words: str) -> Parameter:
    found = _PARAMETER.fullmatch(words)
    if found is None or not found["doc"]:
        _fail(file, number, f"not `name: type [= default]  what it is`: {words}")
    if found["type"] not in TYPES:
        _fail(file, number, f"the parameter {found['name']} needs a type, one of {', '.join(TYPES)}")
    default = json.loads(found["default"]) if found["default"] else None
    if isinstance(default, list):
        default = tuple(default)
    made = Parameter(found["name"], found["type"], found["doc"], found["default"] is None, default)
    if found["default"]:
        try:
            made.check(default, file)
        except JoinderError as error:
            _fail(file, number, error.message)
    return made


def _columns(file: str, number: int, words: str) -> list[tuple[str, str]]:
    found = [_COLUMN.fullmatch(part.strip()) for part in words.split(",")]
    if not all(found):
        _fail(file, number, f"not `column: type, ...`: {words}")
    return [(m[1], m[2]) for m in found if m]


def _check_parameters(file: str, lines: list[str], parameters: list[Parameter]) -> None:
    allowed = {p.name for p in parameters} | {f"{p.name}_id" for p in parameters if p.type == "name"}
    used: dict[str, int] = {}
    for number, line in enumerate(lines, 1):
        if not line.startswith("//"):
            for name in re.findall(r"\$(\w+)", line):
                used.setdefault(name, number)
    for name, number in used.items():
        if name not in allowed:
            _fail(file, number, f"the parameter {name} is used, but not declared")
    for parameter in parameters:
        if parameter.name not in used:
            number = next(n for n, line in enumerate(lines, 1) if line.startswith(f"// param {parameter.name}"))
            _fail(file, number, f"the parameter {parameter.name} is declared, but not used")


def _check_columns(file: str, lines: list[str], declared: list[str]) -> None:
    starts = [n for n, line in enumerate(lines) if line.startswith("RETURN ")]
    if not starts:
        _fail(file, len(lines), "no line begins with RETURN")
    start = starts[-1]
    tail = [line for line in lines[start:] if not line.startswith("//")]
    returned = re.split(r"\bORDER BY\b", "\n".join(tail))[0]
    found = re.findall(r"\bAS (\w+)", re.sub(r"CAST\([^)]*\)", "", returned))
    if found != declared:
        _fail(file, start + 1, f"it returns {', '.join(found)}, but its header says {', '.join(declared)}")
