"""The linear classifier: learns, repeats itself, can be read and written."""

import random
from pathlib import Path

import pytest

from joinder.loaders.linear import LinearModel, fit

Rows = list[tuple[list[str], str, float]]


def separable(count: int = 60) -> Rows:
    """Examples whose class one feature gives away, with noise beside it."""
    chance = random.Random(7)
    return [([f"noise={chance.randint(0, 5)}", f"sign={y}"], y, 1.0) for y in ("no", "yes") for _ in range(count // 2)]


def test_fit_learns_a_separable_set() -> None:
    """Every example gets its class, and the telling feature the weight."""
    rows = separable()
    model = fit(rows, ("no", "yes"))
    assert all(model.best(features)[0] == label for features, label, _ in rows)
    assert model.reasons(["sign=yes", "noise=1"], "yes")[0].startswith("sign=yes +")


def test_fit_is_deterministic_whatever_the_order_of_features() -> None:
    """The same examples give the same weights, also with each example's features turned round."""
    rows = separable()
    turned = [(features[::-1], label, weight) for features, label, weight in rows]
    assert fit(rows, ("no", "yes")).to_json() == fit(turned, ("no", "yes")).to_json()


def test_rare_features_are_left_out() -> None:
    """A feature of one example teaches nothing."""
    rows: Rows = [*separable(), (["once"], "yes", 1.0)]
    assert "once" not in fit(rows, ("no", "yes"), minimum=2).weights


def test_weights_survive_json(tmp_path: Path) -> None:
    """What is saved is read back, whatever the features are called."""
    model = LinearModel(("a", "b"), {"bias": (0.5, -0.5), 't=“q"': (1.25, 0.0), "ü": (0.0, 2.0)})
    model.save(tmp_path / "m.json")
    assert LinearModel.from_json((tmp_path / "m.json").read_text(encoding="utf-8")) == model


def test_probabilities_add_up_and_survive_large_scores() -> None:
    """Probabilities sum to one, and scores in the thousands overflow nothing."""
    model = LinearModel(("a", "b", "c"), {"bias": (0.0, 0.0, 0.0), "x": (4000.0, 1.0, -4000.0)})
    found = model.probabilities(["x", "unknown"])
    assert sum(found.values()) == pytest.approx(1.0)
    assert found["a"] == pytest.approx(1.0)


def test_a_tie_goes_to_the_earlier_class() -> None:
    """Without evidence the first class is chosen, so that results do not depend on chance."""
    assert LinearModel(("b", "a"), {}).best([]) == ("b", 0.5)


def test_reasons_name_only_what_speaks_for_the_class() -> None:
    """Features against a class are no reasons for it; ties are sorted by name."""
    model = LinearModel(("no", "yes"), {"p": (0.0, 1.0), "q": (0.0, 1.0), "r": (2.0, -2.0)})
    assert model.reasons(["r", "q", "p"], "yes") == ["p +1.00", "q +1.00"]
