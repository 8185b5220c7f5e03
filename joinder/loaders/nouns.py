"""What kind of thing a common noun describes."""

from __future__ import annotations

from functools import cache

from joinder.loaders.lexicon import word_lists

LABELS = ("Person", "Group", "Brand", "Platform", "Campaign")
_FILE = "nouns.toml"
#: Action nouns that make a name of their own with the name before them: "the Google walkout".
ACTIONS = word_lists(_FILE)["actions"]
#: Nouns of a body that carries a campaign's name: "the Stop Hate for Profit coalition".
BODIES = word_lists(_FILE)["bodies"]


@cache
def noun_kinds(lemma: str) -> tuple[str, ...]:
    """The labels that a noun may describe ("singer": Person), none for most nouns."""
    lists = word_lists(_FILE)
    return tuple(label for label in LABELS if lemma in lists[label])


@cache
def is_post(lemma: str) -> bool:
    """Tell whether a noun names a post or a part that someone has in a body."""
    return lemma in word_lists(_FILE)["posts"]


@cache
def _whats() -> dict[str, str]:
    return {word: what for what, words in sorted(word_lists("whats.toml").items()) for word in sorted(words)}


def what_of_noun(lemma: str) -> str | None:
    """The ``what`` that a word speaks of ("podcast": content), if it speaks of one."""
    return _whats().get(lemma)
