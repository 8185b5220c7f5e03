"""Every example of every frame file, read with the shipped weights.

The weights are fitted to articles, not to these sentences, and get some wrong: ``known_failures.toml`` lists those.
After new weights or examples, ``tools/update_known_failures.py`` writes the list anew.
"""

import pytest

from joinder.graph.model import Extraction
from joinder.graph.ontology import ontology
from joinder.loaders.extract import load_extractor
from joinder.loaders.frames import Example, frame_set
from tests.frames.judging import articles, complaint, key, known

EXAMPLES = frame_set().examples
KNOWN = known()

# All in one worker: every worker that has one of them would read them all.
pytestmark = pytest.mark.xdist_group("frames")


def _parameters() -> list[object]:
    """One parameter for each example; the known failures are expected to fail."""
    expected = pytest.mark.xfail(strict=True, reason="known failure of the shipped weights")
    return [pytest.param(e, id=key(e), marks=[expected] if key(e) in KNOWN.failures else []) for e in EXAMPLES]


@pytest.fixture(scope="session")
def extractions() -> dict[str, Extraction]:
    """What is read in each example, all in one batch."""
    return {found.article.id: found for found in load_extractor().stream(articles(EXAMPLES))}


@pytest.mark.parametrize("example", _parameters())
def test_an_example_makes_the_claims_that_its_file_says(example: Example, extractions: dict[str, Extraction]) -> None:
    """A positive's claims are found with the right ends and status; a trap makes no claim of its relation."""
    wrong = complaint(example, extractions[key(example)])
    assert wrong is None, f"{example.text!r}: {wrong}"


@pytest.mark.parametrize("positive", [True, False], ids=["positives", "negatives"])
def test_no_more_than_the_pinned_share_fails(positive: bool, extractions: dict[str, Extraction]) -> None:
    """The list of known failures cannot grow in silence: the share that fails is bounded by hand."""
    mine = [e for e in EXAMPLES if bool(e.claims) is positive]
    failing = [e for e in mine if complaint(e, extractions[key(e)])]
    assert len(failing) / len(mine) <= (KNOWN.positives if positive else KNOWN.negatives)


def test_every_known_failure_is_an_example() -> None:
    """No example that was removed or reworded stays on the list."""
    assert not KNOWN.failures - {key(e) for e in EXAMPLES}


@pytest.mark.parametrize("relation", sorted(ontology().relations))
def test_every_relation_has_examples_and_traps(relation: str) -> None:
    """At least sixteen positive and eight negative ones, no text twice."""
    mine = [e for e in EXAMPLES if e.relation == relation]
    assert sum(bool(e.claims) for e in mine) >= 16
    assert sum(not e.claims for e in mine) >= 8
    assert len({e.text for e in mine}) == len(mine)
