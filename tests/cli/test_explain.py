"""``explain``: what was found, what was refused, and why."""

from pathlib import Path

import pytest

from joinder.graph.model import Article, Claim, Entity, Extraction, Rejection
from tests.cli.conftest import Joinder

TEXT = "Ford paused its ads on Facebook. Adidas praised Facebook.\n"


class Knower:
    """An extractor that finds one claim in a text and refuses another."""

    def extract(self, article: Article) -> Extraction:
        """Tell what was found on the way."""
        entities = (Entity("Ford", "Brand", votes=("paused its ads",)), Entity("Facebook", "Platform", ("FB",)))
        claim = Claim("Ford", "PAUSED", "Facebook", "done", TEXT[:32], 0, 32, reason="pause.v: nsubj, dobj")
        refused = Rejection("weighing", "0.21, less than 0.50", 33, 57, "JOINED", "Adidas", "Facebook")
        return Extraction(article, (*entities, Entity("Adidas", "Brand")), (claim,), (), "knower 1", (refused,))


@pytest.fixture
def article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Write the text to a file, and let it be read by the extractor above."""
    monkeypatch.setattr("joinder.loaders.extract.load_extractor", lambda _pipeline=None, **_gate: Knower())
    path = tmp_path / "article.txt"
    path.write_text(TEXT, encoding="utf-8")
    return str(path)


def test_every_claim_has_its_reason_and_sentence(joinder: Joinder, article: str) -> None:
    """Without names the claims are told, and nothing of what was refused."""
    (row,) = joinder("explain", article, "--format", "json").rows()
    assert (row["verdict"], row["subject"], row["relation"], row["object"]) == ("made", "Ford", "PAUSED", "Facebook")
    assert row["why"] == "pause.v: nsubj, dobj"
    assert row["sentence"] == "Ford paused its ads on Facebook."


def test_a_refused_match_is_told_to_who_asks_for_its_ends(joinder: Joinder, article: str) -> None:
    """The step that refused it is named, and how it weighed."""
    (row,) = joinder("explain", article, "--subject", "adidas", "--object", "Facebook", "--format", "json").rows()
    assert (row["verdict"], row["relation"]) == ("refused by weighing", "JOINED")
    assert row["why"] == "0.21, less than 0.50"
    assert row["sentence"] == "Adidas praised Facebook."


def test_the_object_alone_gives_made_and_refused(joinder: Joinder, article: str) -> None:
    """Claims first."""
    rows = joinder("explain", article, "--object", "facebook", "--format", "json").rows()
    assert [row["verdict"] for row in rows] == ["made", "refused by weighing"]


def test_names_are_told_with_what_spoke_for_their_labels(joinder: Joinder, article: str) -> None:
    """One row for each name, with its other forms."""
    rows = joinder("explain", article, "--names", "--format", "json").rows()
    assert rows[0] == {"name": "Ford", "label": "Brand", "also": "", "votes": "paused its ads"}
    assert [row["also"] for row in rows] == ["", "FB", ""]


def test_a_pair_without_a_match_is_said_to_have_none(joinder: Joinder, article: str) -> None:
    """Both names are known, and nothing connects them."""
    result = joinder("explain", article, "--subject", "Facebook", "--object", "Ford")
    assert (result.code, result.out) == (0, "")
    assert "no claim, and no frame" in result.err


def test_a_name_that_the_article_lacks_is_said_to_be_missing(joinder: Joinder, article: str) -> None:
    """It is told apart from a name that takes part in nothing; other forms of a name count."""
    assert "no name like 'Gucci' (subject) was found" in joinder("explain", article, "--subject", "Gucci").err
    assert "no claim, and no frame" in joinder("explain", article, "--subject", "FB").err


def test_a_file_that_is_not_there_is_told(joinder: Joinder, article: str, tmp_path: Path) -> None:
    """As `load` tells it."""
    assert article
    result = joinder("explain", str(tmp_path / "nothing.txt"))
    assert "nothing.txt" in result.err


def test_a_refusal_by_the_gate_is_told_with_its_score(
    joinder: Joinder, article: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What weighed is told, no row is printed, and the option that reads the article all the same is named."""
    refused = (Rejection("gate", "score -2.00, less than -0.90; weighed most: join -0.80", 0, 0),)
    monkeypatch.setattr(Knower, "extract", lambda _, a: Extraction(a, extractor="knower 1", rejections=refused))
    result = joinder("explain", article)
    assert (result.code, result.out) == (0, "")
    assert "skipped by the gate: score -2.00, less than -0.90; weighed most: join -0.80" in result.err
    assert "--no-gate" in result.err
