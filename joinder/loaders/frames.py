"""The frames: which words say that somebody joined, left, paused ... One TOML file per relation under ``data/frames``.

A pattern is a lemma and the words that must follow it in the same sentence within a short distance: "join",
"take part", "throw weight". Frames over-generate on purpose; ``scoring`` decides which matches are claims.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from joinder.errors import DataFileError
from joinder.graph.ontology import ontology

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable
    from pathlib import Path

    from joinder.loaders.tokens import Sentence, Token

_KEYS = {"relation", "frame", "example"}
_FRAME_KEYS = {"name", "roles", "verbs", "nouns", "adjectives"}
_REACH = 6  # words after the one before, within which the next word of a pattern must stand
_VERBAL = {"VERB", "AUX"}
#: Where a particle or adjective says what somebody is or does: "they are out", "walked off".
_PREDICATIVE = {"acomp", "advmod", "prt", "attr", "oprd", "prep", "ROOT", "conj", "pcomp"}


@dataclass(frozen=True, slots=True)
class Frame:
    """One way of saying a relation; ``inverse`` frames have their subject where others have the object."""

    relation: str
    name: str
    inverse: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """A trigger: its words, its part of speech (``verb``, ``noun`` or ``adjective``), and the frames it belongs to."""

    words: tuple[str, ...]
    pos: str
    frames: tuple[Frame, ...]

    @property
    def text(self) -> str:
        """The pattern as it is written in the file."""
        return " ".join(self.words)


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence that belongs to a relation's file, with the claims that it makes of that relation (none: a trap)."""

    relation: str
    text: str
    claims: tuple[str, ...]
    published: str | None
    line: int


@dataclass(frozen=True, slots=True)
class FrameSet:
    """All frames, by the first word of their patterns."""

    patterns: dict[str, tuple[Pattern, ...]]
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Trigger:
    """A pattern found in a sentence: ``token`` heads it, ``tokens`` are all its words."""

    token: Token
    tokens: tuple[Token, ...]
    pattern: Pattern


def _check(raw: dict[str, object], name: str) -> None:
    unknown = raw.keys() - _KEYS
    if unknown:
        raise DataFileError(f"{name}: unknown key {min(unknown)}", f"a frame file has {', '.join(sorted(_KEYS))}")
    if raw.get("relation") not in ontology().relations:
        raise DataFileError(f"{name}: unknown relation {raw.get('relation')!r}", "declare it in ontology.toml first")
    frames = raw.get("frame", [])
    for frame in frames if isinstance(frames, list) else []:
        wrong = frame.keys() - _FRAME_KEYS
        if wrong or "name" not in frame:
            raise DataFileError(
                f"{name}: frame {frame.get('name', '?')}: unknown key {sorted(wrong) or 'name missing'}"
            )


@cache
def frame_set() -> FrameSet:
    """Read all frame files (once).

    Raises:
        DataFileError: a file has an unknown relation, key, or no valid TOML.
    """
    return read_frames(files("joinder.loaders").joinpath("data/frames"))


def read_frames(folder: Traversable | Path) -> FrameSet:
    """Read the frame files of a folder, in the order of their names.

    Raises:
        DataFileError: a file has an unknown relation, key, or no valid TOML.
    """
    table: dict[tuple[tuple[str, ...], str], list[Frame]] = {}
    examples: list[Example] = []
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if not entry.name.endswith(".toml"):
            continue
        text = entry.read_text(encoding="utf-8")
        try:
            raw = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise DataFileError(f"{entry.name}: {error}") from error
        _check(raw, entry.name)
        for frame in raw.get("frame", []):
            made = Frame(raw["relation"], frame["name"], frame.get("roles", "direct") == "inverse")
            for pos in ("verb", "noun", "adjective"):
                for pattern in frame.get(pos + "s", []):
                    table.setdefault((tuple(pattern.split()), pos), []).append(made)
        examples += _examples(raw, text)
    patterns: dict[str, list[Pattern]] = {}
    for (words, pos), frames in table.items():
        patterns.setdefault(words[0], []).append(Pattern(words, pos, tuple(frames)))
    # Longer patterns first: "take part" before "take".
    ordered = {first: tuple(sorted(p, key=lambda x: (-len(x.words), x.words, x.pos))) for first, p in patterns.items()}
    return FrameSet(ordered, tuple(examples))


def _examples(raw: dict[str, Any], text: str) -> Iterator[Example]:
    """The examples of a file, each with the line where its sentence stands."""
    lines = text.splitlines()
    for number, example in enumerate(raw.get("example", [])):
        line = next((i for i, row in enumerate(lines, 1) if example["text"][:30] in row), number)
        claims = tuple(example.get("claims", []))
        yield Example(raw["relation"], example["text"], claims, example.get("published"), line)


def _matches(token: Token, pattern: Pattern, end: int) -> tuple[Token, ...] | None:
    """The tokens of a pattern that begins at ``token``: further words in order, each within reach of the one before."""
    found = [token]
    for word in pattern.words[1:]:
        last = found[-1].i
        for i in range(last + 1, min(last + 1 + _REACH, end)):
            other = token.doc.tokens[i]
            if word in (other.lower_, other.lemma):
                found.append(other)
                break
        else:
            return None
    return tuple(found)


def _fits(token: Token, pos: str) -> bool:
    if pos == "verb":
        # The tagger's fine tag may know a verb where its coarse one does not ("striking", "boycotted").
        return token.pos_ in _VERBAL or (token.pos_ in {"ADJ", "NOUN"} and token.tag_.startswith("VB"))
    if pos == "noun":
        return token.pos_ in {"NOUN", "PROPN"}
    return token.pos_ in {"ADJ", "ADV", "ADP", "PART"} and token.dep_ in _PREDICATIVE


def find_triggers(sentence: Sentence, names: set[int]) -> Iterator[Trigger]:
    """Find all patterns in a sentence (``names``: indexes of tokens that are names, which trigger nothing)."""
    frames = frame_set().patterns
    for token in sentence.tokens:
        candidates = frames.get(token.lemma, ())
        if token.lower_ != token.lemma:
            candidates += frames.get(token.lower_, ())
        if not candidates or token.is_punct or token.i in names:
            continue
        taken: set[str] = set()
        for pattern in candidates:
            if not sentence.words.issuperset(pattern.words[1:]) or not _fits(token, pattern.pos):
                continue
            tokens = _matches(token, pattern, sentence.end)
            if tokens is None:
                continue
            fresh = tuple(f for f in pattern.frames if f.relation not in taken)
            if fresh:
                taken.update(f.relation for f in fresh)
                yield Trigger(token, tokens, Pattern(pattern.words, pattern.pos, fresh))


@cache
def relations_of(lemma: str) -> tuple[str, ...]:
    """The relations whose frames a lemma triggers by itself."""
    found = {f.relation for p in frame_set().patterns.get(lemma, ()) if len(p.words) == 1 for f in p.frames}
    return tuple(sorted(found))
