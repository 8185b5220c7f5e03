"""The tool that fits the extractor's weights, on a dozen articles of the practice prose."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.training import Trained, train

ROOT = Path(__file__).parents[2]
ARTICLES = 12


@pytest.fixture(scope="module")
def prose(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the first articles of the practice prose to a folder."""
    folder = tmp_path_factory.mktemp("prose")
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "corpus/train").glob("*.txt"))[:4])
    articles = re.split(r"^(?==== )", text, flags=re.MULTILINE)[1 : ARTICLES + 1]
    (folder / "first.txt").write_text("".join(articles), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def trained(prose: Path) -> Trained:
    """Fit all models once in this process."""
    return train(prose)


def test_training_twice_gives_the_same_bytes(trained: Trained, prose: Path) -> None:
    """Another process, which orders its sets differently, fits every model to the same digits."""
    again = subprocess.run(
        [sys.executable, "-m", "tests.unit.training", str(prose)],
        env=os.environ | {"PYTHONHASHSEED": "20"}, cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert json.loads(again.stdout) == trained.digests()


def test_the_claim_model_finds_most_of_what_it_was_trained_on(trained: Trained) -> None:
    """Of the required claims that have a candidate, most score above a half, and most of what scores so is true."""
    likely = right = 0
    reached: set[int] = set()
    found: set[int] = set()
    for reading, truth in zip(trained.readings, trained.truths, strict=True):
        for candidate in reading.candidates:
            triple = truth.triple(reading.document, (candidate.subject, candidate.relation, candidate.object))
            claims = {id(claim) for claim in truth.required.get(triple, ())}
            reached |= claims
            if candidate.score > 0.5:
                likely += 1
                right += bool(claims) or triple in truth.optional
                found |= claims
    assert len(trained.truths) == ARTICLES
    assert len(reached) > 50
    assert len(found) > 0.6 * len(reached)
    assert right > 0.8 * likely
