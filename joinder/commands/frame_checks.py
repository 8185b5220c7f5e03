"""What can be wrong with a frame file, told with the line where it stands."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from joinder.graph.ontology import ontology

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from importlib.resources.abc import Traversable
    from pathlib import Path

_TOP = {"relation": str, "frame": list, "example": list}
_FRAME = {"name": str, "roles": str, "verbs": list, "nouns": list, "adjectives": list}
_EXAMPLE = {"text": str, "claims": list, "published": str}
_PATTERNS = ("verbs", "nouns", "adjectives")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something wrong in a file; ``line`` is 1 where it has no place of its own."""

    file: str
    line: int
    what: str


@dataclass(frozen=True, slots=True)
class _Source:
    """The text of a frame file, in which the lines of its parts are looked up."""

    name: str
    text: str

    def problem(self, what: str, *near: str) -> Problem:
        """A problem at the line of ``near``: each of its texts is looked for behind the one before."""
        at = 0
        for part in near:
            at = max(at, self.text.find(part, at))
        return Problem(self.name, self.text.count("\n", 0, at) + 1, what)

    def table(self, kind: str, number: int) -> int:
        """The line of the n-th table of a kind, counted from 0."""
        places = [i for i, row in enumerate(self.text.splitlines(), 1) if row.strip() == f"[[{kind}]]"]
        return places[number] if number < len(places) else 1


def check_shipped() -> list[Problem]:
    """Check the frame files of the package, and that each relation has one."""
    folder = files("joinder.loaders").joinpath("data/frames")
    found = {e.name: e for e in folder.iterdir() if e.name.endswith(".toml")}
    problems = [problem for _, entry in sorted(found.items()) for problem in check_file(entry)]
    missing = [r for r in ontology().relations if f"{r.lower()}.toml" not in found]
    return problems + [Problem(f"{r.lower()}.toml", 1, f"{r} has no frame file") for r in missing]


def check_file(path: Path | Traversable) -> list[Problem]:
    """List what is wrong with a frame file, by line.

    Raises:
        OSError: it cannot be read.
    """
    try:
        source = _Source(path.name, path.read_text(encoding="utf-8"))
        raw = tomllib.loads(source.text)
    except UnicodeDecodeError as error:
        return [Problem(path.name, 1, f"is no UTF-8: {error}")]
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"at line (\d+)", str(error))
        return [Problem(path.name, int(place[1]) if place else 1, f"is no TOML: {error}")]
    return sorted({*_top(source, raw), *_frames(source, raw), *_examples(source, raw)})


def _keys(source: _Source, table: Mapping[str, Any], known: Mapping[str, type], line: int) -> Iterator[Problem]:
    """The keys of a table that are unknown or hold the wrong type."""
    for key, value in table.items():
        if key not in known:
            yield Problem(source.name, line, f"unknown key {key!r}: {', '.join(known)} are known")
        elif not isinstance(value, known[key]):
            yield Problem(source.name, line, f"{key} must be a {'text' if known[key] is str else 'list'}")


def _top(source: _Source, raw: Mapping[str, Any]) -> Iterator[Problem]:
    yield from _keys(source, raw, _TOP, 1)
    relation = raw.get("relation")
    if relation not in ontology().relations:
        yield source.problem(f"relation {relation!r} is not in ontology.toml", "relation =")
    if not raw.get("frame"):
        yield source.problem("has no [[frame]]")
    examples = [e for e in _tables(raw, "example") if "text" in e]
    if not any(e.get("claims") for e in examples):
        yield source.problem("has no [[example]] that makes a claim")
    if all(e.get("claims") for e in examples):
        yield source.problem("has no [[example]] with claims = [], a trap")


def _tables(raw: Mapping[str, Any], kind: str) -> list[dict[str, Any]]:
    """The tables of a kind, whatever else stands under its name."""
    found = raw.get(kind, [])
    return [t for t in found if isinstance(t, dict)] if isinstance(found, list) else []


def _frames(source: _Source, raw: Mapping[str, Any]) -> Iterator[Problem]:
    for number, frame in enumerate(_tables(raw, "frame")):
        line = source.table("frame", number)
        yield from _keys(source, frame, _FRAME, line)
        if "name" not in frame:
            yield Problem(source.name, line, "a frame without a name")
        if frame.get("roles", "direct") not in {"direct", "inverse"}:
            yield Problem(source.name, line, f"roles {frame['roles']!r}: direct or inverse")
        lists = [frame[pos] for pos in _PATTERNS if isinstance(frame.get(pos), list)]
        if not any(lists):
            yield Problem(source.name, line, "a frame without verbs, nouns or adjectives")
        for pattern in (p for patterns in lists for p in patterns):
            if not isinstance(pattern, str) or not pattern.split():
                yield Problem(source.name, line, f"pattern {pattern!r} has no words")
            elif pattern != " ".join(pattern.lower().split()):
                yield source.problem(f"pattern {pattern!r}: lower case, one blank between words", f'"{pattern}"')


def _examples(source: _Source, raw: Mapping[str, Any]) -> Iterator[Problem]:
    seen: set[str] = set()
    for number, example in enumerate(_tables(raw, "example")):
        line = source.table("example", number)
        yield from _keys(source, example, _EXAMPLE, line)
        text, claims, day = example.get("text"), example.get("claims"), example.get("published", "2000-01-01")
        if not isinstance(text, str) or not isinstance(claims, list):
            yield Problem(source.name, line, "an example needs text and claims ([] in a trap)")
            continue
        if text in seen:
            yield Problem(source.name, line, "the text of an earlier example again")
        seen.add(text)
        if not _DAY.fullmatch(str(day)):
            yield Problem(source.name, line, f"published {day!r} is no day such as 2020-09-15")
        for claim in claims:
            wrong = _claim(str(claim), str(raw.get("relation")), text)
            if wrong:
                yield Problem(source.name, line, f"claim {claim!r}: {wrong}")


def _claim(claim: str, relation: str, text: str) -> str | None:
    """What is wrong with a claim written as ``SUBJECT RELATION OBJECT STATUS``."""
    subject, found, rest = claim.partition(f" {relation} ")
    if not found:
        return f"must be SUBJECT {relation} OBJECT STATUS"
    words = rest.split()
    if words and words[-1] in ontology().statuses:
        words.pop()
    for name in (subject, " ".join(words)):
        if not name or name not in text:
            return f"{name!r} does not stand in the text"
    return None
