"""Who acts and on what, along the parse."""

import pytest

from joinder.loaders.arguments import is_passive, objects, subjects
from tests.unit.loaders.reading import document, token


@pytest.mark.parametrize(
    ("text", "word", "who", "path"),
    [
        ("Unilever joined the boycott.", "joined", "Unilever", "subj"),
        ("The boycott was joined by Mary Smith.", "joined", "Mary Smith", "agent"),
        ("Mary Smith promised to join the boycott.", "join", "Mary Smith", "subj^xcomp"),
        ("Activists urged Mary Smith to join the boycott.", "join", "Mary Smith", "controlled"),
        ("Unilever was urged to pause its ads.", "pause", "Unilever", "controlled"),
        ("Mary Smith, who joined the boycott, spoke.", "joined", "who", "subj"),
        ("Mary Smith signed the letter and joined the boycott.", "joined", "Mary Smith", "subj^conj"),
        ("After leaving Facebook, Unilever bought ads.", "leaving", "Unilever", "subj^pcomp"),
        ("Brands boycotting Facebook include Ford.", "boycotting", "Brands", "acl"),
        ("The decision by Unilever to leave surprised many.", "decision", "Unilever", "by"),
        ("Unilever's withdrawal from Facebook surprised many.", "withdrawal", "Unilever", "poss"),
    ],
    ids=[
        "active", "passive", "subject control", "object control", "object control in the passive", "relative clause",
        "second of two verbs", "gerund", "participle", "noun with by", "noun with owner",
    ],
)  # fmt: skip
def test_the_first_subject_is_who_acts(text: str, word: str, who: str, path: str) -> None:
    """The actor comes first, with the path that leads to it."""
    found = next(subjects(token(document(text), word)))
    assert (found[0].text, found[1]) == (who, path)


@pytest.mark.parametrize(
    ("text", "word", "what", "path"),
    [
        ("Unilever joined the boycott.", "joined", "boycott", "dobj"),
        ("The boycott was joined by Mary Smith.", "joined", "boycott", "passive"),
        ("Brands persuaded by Mary Smith left.", "persuaded", "Brands", "passive-acl"),
        ("Unilever's withdrawal from Facebook surprised many.", "withdrawal", "Facebook", "from"),
        ("After leaving Facebook, Unilever bought ads.", "leaving", "Facebook", "dobj"),
    ],
    ids=["active", "passive", "participle", "noun", "gerund"],
)
def test_objects_are_what_is_acted_on(text: str, word: str, what: str, path: str) -> None:
    """The object is found below the trigger or, in the passive, before it."""
    trigger = token(document(text), word)
    assert (what, path) in [(t.text, p) for t, p in objects(trigger, (trigger,))]


def test_an_agent_is_no_object() -> None:
    """Who acts in a passive is not also acted on."""
    trigger = token(document("The boycott was joined by Mary Smith."), "joined")
    assert "Mary Smith" not in [t.text for t, _ in objects(trigger, (trigger,))]


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [("The boycott was joined by Mary Smith.", "joined", True), ("Unilever joined the boycott.", "joined", False)],
)
def test_a_passive_is_known(text: str, word: str, expected: bool) -> None:
    """The auxiliary shows the passive."""
    assert is_passive(token(document(text), word)) is expected
