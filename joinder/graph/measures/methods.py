"""What each measure is, in words that can be quoted: title, formula, source, caveat."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from joinder.errors import DataFileError


@dataclass(frozen=True, slots=True)
class Method:
    """One measure, as ``--methods`` prints it."""

    name: str
    title: str
    formula: str
    source: str
    caveat: str

    def lines(self) -> list[tuple[str, str]]:
        """Write it as pairs of a heading and a text."""
        return [("measure", self.title), ("formula", self.formula), ("source", self.source), ("caveat", self.caveat)]


@cache
def methods() -> dict[str, Method]:
    """Read ``methods.toml`` (once).

    Raises:
        DataFileError: the file is not what this module expects.
    """
    raw = tomllib.loads(files("joinder.graph.measures").joinpath("methods.toml").read_text(encoding="utf-8"))
    try:
        return {name: Method(name, **facts) for name, facts in raw.items()}
    except TypeError as error:
        raise DataFileError(f"methods.toml: {error}") from error
