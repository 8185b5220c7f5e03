"""The tools that train the encoder, on an article of its own and one layer."""

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from joinder.loaders.encoder import parameters
from joinder.loaders.scoring import weights

pytest.importorskip("jax")
ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tools"))
from encoder_batches import inputs, targets  # noqa: E402 - beside the package
from encoder_examples import example  # noqa: E402
from encoder_measuring import choose_thresholds, f_measure, measure, totals  # noqa: E402
from encoder_net import loss, new_heads, new_layers  # noqa: E402
from train import find_candidates, label, load_samples, score_claims, train_topics  # noqa: E402
from train_encoder import Trainer, held_out  # noqa: E402

sys.path.remove(str(ROOT / "tools"))
PROSE = """=== one
published: 2021-05-19
title: Brands halt Vidora spend
---
Brands halt Vidora spend

On Monday Brewmont Coffee and Pellworth Motors suspended their advertising on Vidora as part of Clean Feed.

More than 40 firms have joined Clean Feed, which Dana Whitlock started. Larkspur refused to take part.
--- gold
E Brand | Brewmont Coffee
E Brand | Pellworth Motors
E Brand | Larkspur
E Platform | Vidora
E Campaign | Clean Feed
E Person | Dana Whitlock
C Brewmont Coffee | PAUSED | Vidora | done | ads | 2021-05-17
C Pellworth Motors | PAUSED | Vidora | done | ads | 2021-05-17
C Brewmont Coffee | JOINED | Clean Feed | done
C Pellworth Motors | JOINED | Clean Feed | done
C Larkspur | JOINED | Clean Feed | declined
C Dana Whitlock | ORGANIZED | Clean Feed | done
C Clean Feed | TARGETS | Vidora | done ?
X 40 | more than | firms | JOINED | Clean Feed | - | done
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The example that the article above makes."""
    folder = tmp_path_factory.mktemp("prose")
    (folder / "one.txt").write_text(PROSE, encoding="utf-8")
    samples = load_samples([str(folder)], 1)
    documents = label(samples, (weights().kinds, weights().kinds_in_lists))
    truths = [s.truth for s in samples]
    matched = find_candidates(documents[0], train_topics(documents, truths), None)
    score_claims(matched.candidates, weights().claims)
    found: dict[str, Any] = json.loads(json.dumps(example(matched, truths[0])))
    return found


def named(made: dict[str, Any], number: int) -> str:
    """The name of a cluster; a counted crowd has none."""
    return str(made["names"][number]) if number < len(made["names"]) else "a crowd"


def test_an_example_holds_the_gold_in_the_numbers_of_its_clusters(made: dict[str, Any]) -> None:
    """Every required claim, the crowd's too, is among what is right; the optional one counts neither way."""
    right = {(named(made, s), r, named(made, o), status) for s, r, o, status in made["right"]}
    assert ("Larkspur", "JOINED", "Clean Feed", "declined") in right
    assert ("a crowd", "JOINED", "Clean Feed", "done") in right
    assert len(right) == 7
    assert [(named(made, s), r, named(made, o)) for s, r, o in made["unsure"]] == [("Clean Feed", "TARGETS", "Vidora")]


def test_what_the_gold_is_silent_about_does_not_count(made: dict[str, Any]) -> None:
    """An optional claim is masked; of an example of one relation only that relation counts."""
    _, given = inputs(made)
    wanted = targets(made, len(given["priors"]))
    assert wanted["claims"].sum() == 7
    assert wanted["counts"][wanted["claims"] == 1].min() == 1
    (subject, relation, object_) = made["unsure"][0]
    column = list(weights().thresholds).index(relation)
    assert wanted["counts"][subject, object_, column] == 0
    only = targets(made | {"relation": "JOINED", "right": [], "unsure": []}, len(given["priors"]))
    assert only["counts"].sum() == only["counts"][..., 0].sum() > 0


def test_training_lowers_the_loss_and_finds_the_claims(made: dict[str, Any]) -> None:
    """From a random layer and heads a few passes over one article bring its claims out; the thresholds follow."""
    lowest = new_layers(1, seed=1) | new_heads()
    words = parameters()["word"] * parameters()["word.scale"]
    pieces, given = inputs(made)
    arrays = [(pieces, given, targets(made, len(given["priors"])))]
    trainer = Trainer(words, lowest, 30, 1.0)
    before = float(loss(trainer.parameters, words[pieces], given, arrays[0][2], None)[0])
    trainer.epoch(arrays, [0] * 120, np.array([0, 1], np.uint32), lambda _: None)
    after = float(loss(trainer.parameters, words[pieces], given, arrays[0][2], None)[0])
    assert after < before / 4
    read = [(made, trainer.logits(made))]
    tp, fp, fn = totals(measure(read, choose_thresholds(read)))
    assert f_measure(tp, fp, fn) > 0.9


def test_the_held_out_articles_stay_so_when_others_come() -> None:
    """An article is held out by its own name alone, about one in ten of them."""
    kept = sum(held_out({"id": f"article-{i}"}, 0.1) for i in range(2000))
    assert 140 < kept < 260
