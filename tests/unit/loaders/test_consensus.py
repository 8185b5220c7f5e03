"""The second look: what the candidates of an article say of one another."""

import pytest

from joinder.loaders.candidates import Candidate
from joinder.loaders.consensus import Possibility, possibilities, reconsider
from joinder.loaders.linear import LinearModel
from joinder.loaders.topics import Topics
from tests.unit.loaders.reading import document

TOPICS = Topics((), (2,), ("ads",), {2: 0.9})


def second_look(*scored: tuple[int, str, int, float]) -> list[Possibility]:
    """The possibilities of candidates made by hand over one sentence about three names."""
    read = document(
        "Yesterday Unilever and Ford left Facebook.", dict.fromkeys(["Unilever", "Ford", "Facebook"], "Brand")
    )
    passage = read.passages[0]
    verb = next(t for t in passage.doc if t.text == "left")
    made = [Candidate(s, r, o, passage, verb, "leave", [], score=score) for s, r, o, score in scored]
    return possibilities(read, TOPICS, made)


def test_matches_of_one_claim_are_put_together_best_first() -> None:
    """Two matches of one triple are one possibility, which begins with the score of the better."""
    (only,) = second_look((0, "LEFT", 2, 0.3), (0, "LEFT", 2, 0.8))
    assert [c.score for c in only.matches] == [0.8, 0.3]
    assert only.score == pytest.approx(0.8)


def test_hopeless_claims_are_dropped() -> None:
    """What no match speaks for is not looked at again."""
    assert second_look((0, "LEFT", 2, 0.001)) == []


def test_companions_and_rivals_leave_their_evidence() -> None:
    """A claim knows how many others do the same, what else is said of the pair, and its companions in the list."""
    first = second_look((0, "LEFT", 2, 0.8), (1, "LEFT", 2, 0.8), (0, "PAUSED", 2, 0.7))[0]
    assert {"others=1", "mates=1", "pair:PAUSED>=0", "target-rank=0", "theme=ads"} <= set(first.features)
    assert {"LEFT|others=1", "LEFT|theme=ads"} <= set(first.features)


def test_a_claim_alone_has_no_companions() -> None:
    """Nothing is said of companions where there are none."""
    (only,) = second_look((0, "LEFT", 2, 0.8))
    assert "others=0" in only.features
    assert not [f for f in only.features if f.startswith(("mates", "pair:", "second"))]


def test_the_second_model_has_the_last_word() -> None:
    """Reconsidering replaces the first score by the second model's."""
    found = second_look((0, "LEFT", 2, 0.8))
    reconsider(found, LinearModel(("no", "yes"), {"others=0": (4.0, 0.0)}))
    assert found[0].score < 0.1
