"""The accuracy gate: extraction is scored against gold annotations and must reach the floors of ``floors.toml``.

The development set and the scorer lie beside the repository (``../shared``); without them, the gate is skipped.
A set within the repository (``tests/accuracy``) is scored by the same rules.
"""

import json
import os
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
SCORER = SHARED / "score.py"
FLOORS = tomllib.loads((Path(__file__).parent / "floors.toml").read_text(encoding="utf-8"))
OWN = ROOT / "tests" / "accuracy"

pytestmark = [
    pytest.mark.xdist_group("gate"),
    pytest.mark.skipif(not SCORER.exists(), reason="the scorer ../shared/score.py is absent"),
]


@dataclass(frozen=True)
class GoldSet:
    """Articles with their gold annotations and what was extracted from them, in two runs."""

    gold: Path
    texts: Path
    predictions: Path
    again: Path

    def articles(self) -> dict[str, dict[str, Any]]:
        """Read what was extracted, by article."""
        return {a["id"]: a for a in map(json.loads, self.predictions.read_text(encoding="utf-8").splitlines())}

    def annotations(self) -> dict[str, dict[str, Any]]:
        """Read the gold, by article."""
        return {p.stem: json.loads(p.read_text(encoding="utf-8")) for p in sorted(self.gold.glob("*.json"))}


def extract(articles: Path, out: Path, seed: str) -> None:
    """Extract in a process of its own, with its own order of hashing."""
    command = [sys.executable, "-m", "joinder.cli", "extract", str(articles), "--format", "jsonl"]
    with out.open("w", encoding="utf-8") as file:
        subprocess.run(command, stdout=file, check=True, env={**os.environ, "PYTHONHASHSEED": seed}, cwd=ROOT)


def extracted(articles: Path, gold: Path, texts: Path, folder: Path) -> GoldSet:
    """Extract the articles twice."""
    runs = [folder / f"run{seed}.jsonl" for seed in ("1", "2")]
    for seed, run in enumerate(runs, 1):
        extract(articles, run, str(seed))
    return GoldSet(gold, texts, *runs)


@pytest.fixture(scope="module")
def dev(tmp_path_factory: pytest.TempPathFactory) -> GoldSet:
    """The development articles beside the repository."""
    base = SHARED / "dev"
    return extracted(base / "articles.jsonl", base / "gold", base / "text", tmp_path_factory.mktemp("dev"))


@pytest.fixture(scope="module")
def accuracy(tmp_path_factory: pytest.TempPathFactory) -> GoldSet:
    """The articles of this repository, with title and date from their gold."""
    if not (OWN / "gold").is_dir():
        pytest.skip("this repository has no articles of its own to score (tests/accuracy)")
    folder = tmp_path_factory.mktemp("accuracy")
    lines = []
    for path in sorted((OWN / "gold").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        text = (OWN / "text" / f"{path.stem}.txt").read_text(encoding="utf-8")
        lines.append({"id": path.stem, "title": gold.get("title"), "published": gold.get("published"), "text": text})
    articles = folder / "articles.jsonl"
    articles.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return extracted(articles, OWN / "gold", OWN / "text", folder)


def figures(gold: Path, predictions: Path, texts: Path) -> dict[str, Any]:
    """Run the scorer."""
    command = [sys.executable, str(SCORER), str(gold), str(predictions), "--texts", str(texts), "--json"]
    found: dict[str, Any] = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return found


def check(name: str, found: dict[str, Any]) -> None:
    """Compare figures with the floors of a section, and name all that are too low."""
    assert found["claims without exact evidence"].startswith("0 of ")
    assert not found["missing"]
    low = []
    for key, floor in FLOORS[name].items():
        measure, figure = key.rsplit(".", 1)
        if found[measure][figure] < floor:
            low.append(f"{key} is {found[measure][figure]}, below its floor {floor}")
    assert not low, "\n".join(low)


def silences(gold: dict[str, dict[str, Any]], articles: dict[str, dict[str, Any]]) -> list[str]:
    """List claims of the campaign relations in articles whose gold has none of them at all."""
    wrong = []
    for name, annotation in gold.items():
        claims = annotation["claims"]
        readings = [claim["relation"] for claim in claims]
        readings += [change["relation"] for claim in claims for change in claim.get("also", []) if "relation" in change]
        if not set(readings) & set(FLOORS["silent"]):
            spurious = [c for c in articles[name]["claims"] if c["relation"] in FLOORS["silent"]]
            wrong += [f"{name}: {c['subject']} {c['relation']} {c['object']}: {c['quote']}" for c in spurious]
    return wrong


def test_the_development_articles_reach_the_floors(dev: GoldSet) -> None:
    """Claims, statuses and entities of all development articles are found well enough, with exact evidence."""
    check("dev", figures(dev.gold, dev.predictions, dev.texts))


def test_the_kardashian_article_reaches_its_floors(dev: GoldSet, tmp_path: Path) -> None:
    """The article that the project was asked for is read nearly as a person reads it."""
    name = "kardashian-freeze"
    (tmp_path / f"{name}.json").write_bytes((dev.gold / f"{name}.json").read_bytes())
    check(name, figures(tmp_path, dev.predictions, dev.texts))


def test_articles_without_campaigns_give_no_campaign_claims(dev: GoldSet) -> None:
    """Where the gold has no claim of the campaign relations, none is found."""
    wrong = silences(dev.annotations(), dev.articles())
    assert not wrong, "\n".join(wrong)


def test_every_quote_stands_at_its_offsets(dev: GoldSet) -> None:
    """The evidence of claims and of crowd claims is the text itself."""
    for name, article in dev.articles().items():
        text = (dev.texts / f"{name}.txt").read_text(encoding="utf-8")
        for claim in (*article["claims"], *article["crowds"]):
            assert text[claim["char_start"] : claim["char_end"]] == claim["quote"], name


def test_two_runs_are_the_same_bytes(dev: GoldSet) -> None:
    """Another process with another order of hashing extracts the same."""
    assert dev.predictions.read_bytes() == dev.again.read_bytes()


def test_the_articles_of_this_repository_reach_the_floors(accuracy: GoldSet) -> None:
    """Our own annotated articles are found as well as pinned, silently where there is nothing, and twice alike."""
    check("accuracy", figures(accuracy.gold, accuracy.predictions, accuracy.texts))
    assert accuracy.predictions.read_bytes() == accuracy.again.read_bytes()
    wrong = silences(accuracy.annotations(), accuracy.articles())
    assert not wrong, "\n".join(wrong)
