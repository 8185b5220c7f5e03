"""The gate: what it reads of an article, whom it lets pass, and that its training repeats itself."""

import importlib
import json
import random
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from joinder.graph.model import Article
from joinder.loaders.extract import Extractor
from joinder.loaders.gate import SHORT, Gate, count_words, features, load_gate, stem
from joinder.loaders.parsing import load_pipeline
from joinder.loaders.scoring import weights

ROOT = Path(__file__).parents[3]
DULL = "The council mended the road by the mill, and the bridge was painted green in the rain of the week before. " * 4
CLOSED = Gate(bias=-1.0, threshold=0.0, weights={"boycot": 2.0, "road": -0.5, "the mill": -0.25})


@pytest.fixture
def fitting(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The training, which lies beside the package."""
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    return importlib.import_module("gate_fitting")


@pytest.mark.parametrize(
    ("words", "one"),
    [
        ("pull pulls pulled pulling", "pull"),
        ("stop stops stopped stopping", "stop"),
        ("company companies company’s", "company"),
        ("boycott boycotts boycotted boycotters", "boycot"),
        ("pledge pledges pledged pledging", "pledg"),
    ],
)
def test_forms_of_a_word_have_one_stem(words: str, one: str) -> None:
    """Endings of number, tense and the doer go."""
    assert {stem(word) for word in words.split()} == {one}


def test_names_are_no_features_but_signs_are() -> None:
    """Words with a capital, hashtags and handles leave nothing of their spelling; a pair does not reach across them."""
    counts = count_words(
        Article("a", "The firm quit Acme over #LeaveAcme, said @acme; the firm shrugged.", "Acme Quits")
    )
    assert counts == {
        "firm": 2, "quit": 2, "firm quit": 1, "over": 1, "#": 1, "@": 1, "said": 1, "the": 1, "the firm": 1, "shrug": 1,
        "firm shrug": 1, "acme": 1,
    }  # fmt: skip
    assert "firm x2" in features(Article("a", "a firm and a firm"))


def test_a_short_text_passes_whatever_it_says() -> None:
    """Of a sentence or two too little can be known."""
    assert CLOSED.passes(Article("a", " ".join(["road"] * (SHORT - 1))))
    assert not CLOSED.passes(Article("a", " ".join(["road"] * SHORT)))


def test_a_verdict_names_the_words_that_weighed_most() -> None:
    """Strongest first, with their weights, and the score is their sum."""
    verdict = CLOSED.judge(Article("a", DULL + "A boycott."))
    assert verdict.passes
    assert verdict.score == pytest.approx(0.25)
    assert verdict.reasons == ("boycot +2.00", "road -0.50", "the mill -0.25")


def test_weights_can_be_read_and_written() -> None:
    """The file gives the same gate again, and holds some hundreds of features in plain words."""
    gate = load_gate()
    assert Gate.from_json(gate.to_json()) == gate
    raw = json.loads(files("joinder.loaders").joinpath("data", "weights", "gate.json").read_text("utf-8"))
    assert 100 < len(raw["weights"]) <= 1000
    assert all(feature == feature.lower() for feature in raw["weights"])


def test_a_refused_article_is_not_parsed_and_says_why() -> None:
    """Others beside it are read, all in their order; the extraction holds the score and the words."""
    extractor = Extractor(load_pipeline(), weights(), CLOSED)
    plain = Article("plain", "Jack Dorsey, the chief executive of Twitter, spoke on Monday.")
    found = list(extractor.stream([Article("dull", DULL), plain, Article("again", DULL)]))
    assert [e.article.id for e in found] == ["dull", "plain", "again"]
    assert [bool(e.skipped) for e in found] == [True, False, True]
    assert (found[0].entities, found[0].claims) == ((), ())
    assert "score -1.75, less than 0.00; weighed most: road -0.50" in found[0].skipped
    assert found[1].claims


def test_without_its_gate_the_extractor_reads_everything_and_is_of_another_version() -> None:
    """The ledger tells the two apart."""
    gated = Extractor(load_pipeline(), weights(), CLOSED)
    open_ = replace(gated, gate=None)
    assert not open_.extract(Article("dull", DULL)).skipped
    assert gated.version != open_.version


def practice(count: int) -> list[tuple[Article, dict[str, Any]]]:
    """Articles of invented words, half of them about a boycott; each has a name that gives it away."""
    chance = random.Random(3)
    common = [f"{a}{b}{c}on" for a in "bdkm" for b in "aiou" for c in "lnrt"]
    found = []
    for number in range(count):
        acts = number % 2
        words = chance.choices(common, k=70) + (["boycott"] if acts else ["harvest"]) + (["Zorro"] if acts else ["Qux"])
        claims = [{"relation": "BOYCOTTED"}] * 4 if acts else [{"relation": "WORKS_FOR"}]
        found.append((Article(f"p{number}", " ".join(words)), {"claims": claims, "crowds": []}))
    return found


def test_training_learns_the_telling_word_and_repeats_itself(fitting: ModuleType) -> None:
    """The same articles give the same weights, and no name is among them."""
    rows = fitting.read_rows(practice(120))
    gate = fitting.fit(rows)
    assert gate == fitting.fit(fitting.read_rows(practice(120)))
    assert gate.weights["boycot"] > 0 > gate.weights["harvest"]
    assert not {"zorro", "qux"} & gate.weights.keys()
    scores = fitting.cross_fit(rows)
    assert fitting.misses(rows, scores, fitting.threshold(rows, scores)).passed == 0


def test_the_threshold_loses_no_more_than_its_share(fitting: ModuleType) -> None:
    """Of the claims of campaigns, not of the articles."""
    rows = fitting.read_rows(practice(20))
    scores = [float(number) if row.acts else -5.0 for number, row in enumerate(rows)]
    least = fitting.threshold(rows, scores, loss=0.25)
    lost = fitting.misses(rows, scores, least)
    assert (lost.acts_lost, lost.acts, lost.passed) == (8, 40, 0)
