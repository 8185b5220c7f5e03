"""The cues that tell whether something is said to be done."""

import pytest

from joinder.loaders.assertion import control_class, cues
from tests.unit.loaders.reading import document, token


@pytest.mark.parametrize(
    ("text", "word", "cue"),
    [
        ("Ford did not join the boycott.", "join", "neg"),
        ("Ford never joined the boycott.", "joined", "neg"),
        ("Nobody joined the boycott.", "joined", "neg"),
        ("No brand joined the boycott.", "joined", "neg-subject"),
        ("Neither Ford nor Unilever joined the boycott.", "joined", "neg-subject"),
        ("Ford is no longer boycotting Facebook.", "boycotting", "no-longer"),
        ("Ford may join the boycott.", "join", "aux=may"),
        ("Ford will pause and review its ads.", "review", "aux=will"),
        ("Ford will join the boycott tomorrow.", "join", "when=tomorrow"),
        ("Will Ford join the boycott?", "join", "question"),
        ("If Ford joins the boycott, others will follow.", "joins", "mark=if"),
        ("If Ford joins the boycott, others will follow.", "joins", "if-below"),
        ("Ford refused to join the boycott.", "join", "gov-class=refuse"),
        ("Ford plans to join the boycott.", "join", "gov-class=plan"),
        ("Activists urged Ford to join the boycott.", "join", "gov-class=ask"),
        ("Ford said it would join the boycott.", "join", "gov-class=say"),
        ("“We joined the boycott,” Ford said.", "joined", "in-quotes"),
    ],
)
def test_a_cue_is_seen(text: str, word: str, cue: str) -> None:
    """Negation, modality, time, question, condition, governing verb and quotation each leave their cue."""
    assert cue in cues(token(document(text), word))


def test_a_plain_assertion_has_no_cue_but_its_tense() -> None:
    """What is simply said to have happened shows its tag and nothing else."""
    assert cues(token(document("Ford joined the boycott."), "joined")) == ["tag=VBD"]


def test_verbs_have_the_class_of_what_they_do_to_their_clause() -> None:
    """Refusing, planning and asking are told apart; other verbs have no class."""
    assert [control_class(v) for v in ("refuse", "plan", "urge", "eat")] == ["refuse", "plan", "ask", None]
