"""Fitting the extractor's models with the functions of ``tools/train.py``; as a program it prints a digest of each."""

import hashlib
import json
import sys
from dataclasses import dataclass
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

TOOLS = Path(__file__).parents[2] / "tools"


def load_tool() -> ModuleType:
    """Load ``tools/train.py``, which is no module of the package."""
    sys.path.insert(0, str(TOOLS))  # it imports its neighbour
    try:
        spec = spec_from_file_location("train", TOOLS / "train.py")
        assert spec is not None
        assert spec.loader is not None
        module = sys.modules["train"] = module_from_spec(spec)
        spec.loader.exec_module(module)
        return module
    finally:
        sys.path.remove(str(TOOLS))


@dataclass(frozen=True)
class Trained:
    """The articles as the fitted models of labels and topics let them be read, and the fitted models by name."""

    readings: list[Any]
    truths: list[Any]
    models: dict[str, Any]

    def digests(self) -> dict[str, str]:
        """Hash what would be written of each model."""
        return {name: hashlib.sha256(m.to_json().encode()).hexdigest() for name, m in self.models.items()}


def train(folder: Path) -> Trained:
    """Fit all models on the articles of a folder, each on what those before it say of the same articles."""
    tool = load_tool()
    samples = tool.load_samples([str(folder)], 1)
    truths = [s.truth for s in samples]
    kinds, in_lists = tool.train_kinds(samples)
    documents = tool.label(samples, (kinds, in_lists))
    topics = tool.train_topics(documents, truths)
    readings = [tool.find_candidates(d, topics, None) for d in documents]
    claims = tool.train_claims(readings, truths)
    for reading in readings:
        tool.score_claims(reading.candidates, claims)
    status, what = tool.train_status_and_what(readings, truths)
    names = ("kinds", "kinds_in_lists", "topics", "claims", "status", "what")
    models = dict(zip(names, (kinds, in_lists, topics, claims, status, what), strict=True))
    return Trained(readings, truths, models)


if __name__ == "__main__":
    print(json.dumps(train(Path(sys.argv[1])).digests()))  # noqa: T201 - a test reads it
