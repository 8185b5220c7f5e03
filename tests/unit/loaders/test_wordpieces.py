"""Words cut into the pieces of the encoder's vocabulary."""

import pytest

from joinder.loaders.wordpieces import pieces, vocabulary


def spelled(text: str) -> list[str]:
    """The pieces of a text, spelled out."""
    spellings = list(vocabulary())
    return [spellings[number] for number in pieces(text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("boycotts", ["boycott", "##s"]),
        ("Beyoncé", ["beyonce"]),
        ("Ben & Jerry’s", ["ben", "&", "jerry", "'", "s"]),
        ("#StopWork", ["#", "stop", "##work"]),
        ("\n ", []),
        ("\u200b", []),
        ("日本", ["[UNK]"]),
    ],
)
def test_words_are_cut_as_the_encoder_learned_them(text: str, wanted: list[str]) -> None:
    """Lower case, no accents, marks by themselves, the longest known pieces; an unknown script is one unknown piece."""
    assert spelled(text) == wanted


def test_a_run_of_letters_that_is_no_word_costs_nothing() -> None:
    """Ten thousand letters are one unknown piece and no square of work."""
    assert spelled("x" * 10_000) == ["[UNK]"]


def test_every_piece_stands_once() -> None:
    """The vocabulary's lines are the rows of the embeddings: none twice, the marks among them."""
    assert {"[CLS]", "[SEP]", "[UNK]"} <= set(vocabulary())
    assert len(vocabulary()) > 20_000
