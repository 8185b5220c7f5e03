"""The named queries: one ``.cypher`` file each, with a header that says what it answers and declares its parameters.

Header grammar, in ``//`` comments above the text::

    // Who took part in a campaign, and since when.
    // More about it, in as many lines as it needs.
    // param campaign: name  the campaign's name, alias or id
    // param statuses: texts = ["done", "ended"]  which statuses count
    // returns participant: text, status: text

A parameter's type is ``name``, ``text``, ``texts`` or ``integer``; its default is JSON. A ``name`` gives the text two
values: ``$campaign``, the name folded to its key, and ``$campaign_id``, the name as it was written, to be compared
with ids. A file ``path_between.embedded.cypher`` holds the text of ``path_between`` for that engine, where one text
cannot serve all.
"""

import difflib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from joinder.errors import JoinderError, QueryFileError, UnknownNameError
from joinder.queries.header import Parameter, parse_file

ENGINES = ("neo4j", "embedded")


@dataclass(frozen=True, slots=True)
class Query:
    """A named query: what it answers, what it takes, what it gives."""

    name: str
    doc: str
    parameters: tuple[Parameter, ...]
    columns: tuple[tuple[str, str], ...]
    texts: Mapping[str, str]

    def text(self, engine: str) -> str:
        """Give the Cypher for an engine; mostly the same for all."""
        return self.texts.get(engine, self.texts[""])

    def parse(self, words: Sequence[str]) -> dict[str, Any]:
        """Read a command line's ``name=value`` words; a list's values are separated by commas.

        Raises:
            JoinderError: a word has no ``=``, or its parameter is unknown, twice there, or of another type.
        """
        found: dict[str, Any] = {}
        for word in words:
            name, equals, value = word.partition("=")
            if not equals:
                raise JoinderError(f"{word!r} is not name=value", self.usage())
            if name in found:
                raise JoinderError(f"{self.name}: {name} is given twice", self.usage())
            found[name] = self._parameter(name).parse(value, self.name)
        return found

    def bind(self, given: Mapping[str, Any], fold: Callable[[str], str]) -> dict[str, Any]:
        """Check parameters, fill in defaults, and make the values that the text wants.

        Raises:
            JoinderError: one is unknown, missing, or of another type.
        """
        for name, value in given.items():
            self._parameter(name).check(value, self.name)
        bound: dict[str, Any] = {}
        for parameter in self.parameters:
            if parameter.required and parameter.name not in given:
                raise JoinderError(f"{self.name} needs {parameter.name}: {parameter.doc}", self.usage())
            value = given.get(parameter.name, parameter.default)
            if parameter.type == "name":
                bound[parameter.name], bound[f"{parameter.name}_id"] = fold(value), value
            else:
                bound[parameter.name] = list(value) if parameter.type == "texts" else value
        return bound

    def usage(self) -> str:
        """Say in one line how it is called."""
        words = [f"{p.name}=…" if p.required else f"[{p.name}={p.shown_default}]" for p in self.parameters]
        return " ".join(["usage:", "joinder query --name", self.name, *words])

    def _parameter(self, name: str) -> Parameter:
        for parameter in self.parameters:
            if parameter.name == name:
                return parameter
        known = ", ".join(p.name for p in self.parameters) or "none"
        raise JoinderError(f"{self.name} has no parameter {name!r} (it has: {known})", self.usage())


@cache
def catalog() -> Mapping[str, Query]:
    """Read all named queries (once), by name.

    Raises:
        QueryFileError: a file is wrong; the message names file and line.
    """
    folder = files("joinder.queries").joinpath("cypher")
    found = [entry for entry in folder.iterdir() if entry.name.endswith(".cypher")]
    return load({entry.name: entry.read_text(encoding="utf-8") for entry in found})


def load(texts: Mapping[str, str]) -> Mapping[str, Query]:
    """Make queries of file names and their texts.

    Raises:
        QueryFileError: a file is wrong; the message names file and line.
    """
    parsed = {name: parse_file(name, text) for name, text in texts.items()}
    queries: dict[str, Query] = {}
    for file in sorted(parsed):
        name, *rest = file.removesuffix(".cypher").split(".")
        if rest:
            continue
        header = parsed[file]
        bodies = {"": header.text}
        for engine in ENGINES:
            other = parsed.get(f"{name}.{engine}.cypher")
            if other is not None:
                if (other.parameters, other.columns) != (header.parameters, header.columns):
                    raise QueryFileError(f"{name}.{engine}.cypher:1: its parameters or columns differ from {file}'s")
                bodies[engine] = other.text
        queries[name] = Query(name, header.doc, header.parameters, header.columns, MappingProxyType(bodies))
    for file in parsed:
        name, *rest = file.removesuffix(".cypher").split(".")
        if rest and (name not in queries or rest not in ([engine] for engine in ENGINES)):
            raise QueryFileError(f"{file}:1: there is no {name}.cypher for it, or no such engine")
    return MappingProxyType(queries)


def named(name: str) -> Query:
    """Find a named query.

    Raises:
        UnknownNameError: there is none of this name.
    """
    query = catalog().get(name)
    if query is None:
        near = difflib.get_close_matches(name, catalog(), n=3, cutoff=0.5)
        hint = f"did you mean {' or '.join(near)}?" if near else "`joinder queries` lists them"
        raise UnknownNameError(f"there is no query {name!r}", hint)
    return query
