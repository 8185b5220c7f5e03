"""A candidate: a claim that an article may make, with the evidence for and against it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from joinder.loaders.document import Passage
    from joinder.loaders.tokens import Token


@dataclass(slots=True)
class Candidate:
    """A possible claim: entity numbers, the trigger's token, the features that speak for or against it.

    Candidates that differ in their relation alone may have one list of features: it is not to be changed.
    """

    subject: int
    relation: str
    object: int
    passage: Passage
    token: Token
    trigger: str
    features: list[str]
    cues: list[str] = field(default_factory=list)
    subject_token: Token | None = None
    object_token: Token | None = None
    what_words: tuple[str, ...] = ()
    score: float = 0.0
