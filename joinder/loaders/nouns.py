"""What kind of thing a common noun describes."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

LABELS = ("Person", "Group", "Brand", "Platform", "Campaign")
#: Action nouns that make a name of their own with the name before them: "the Google walkout".
ACTIONS = frozenset(
    "boycott strike walkout walk-out blackout protest protests march pledge challenge campaign movement letter petition "
    "initiative uprising sit-in rally drive appeal hashtag freeze lockout shutdown vigil telethon concert charter".split()
)
#: Nouns of a body that carries a campaign's name: "the Stop Hate for Profit coalition".
BODIES = frozenset(
    "coalition alliance network collective committee coalitions foundation group organisers organizers".split()
)


@cache
def _lists() -> dict[str, frozenset[str]]:
    raw = tomllib.loads(files("joinder.loaders").joinpath("data/nouns.toml").read_text(encoding="utf-8"))
    return {name: frozenset(words.split()) for name, words in raw.items()}


@cache
def noun_kinds(lemma: str) -> tuple[str, ...]:
    """The labels that a noun may describe ("singer": Person), none for most nouns."""
    lists = _lists()
    return tuple(label for label in LABELS if lemma in lists[label])


@cache
def is_post(lemma: str) -> bool:
    """Tell whether a noun names a post or a part that someone has in a body."""
    return lemma in _lists()["posts"]
