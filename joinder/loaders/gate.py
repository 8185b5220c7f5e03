"""The gate: by an article's words alone, whether it is worth parsing.

Most of what a newsroom reads is about no campaign. A linear model over word stems, pairs of them and the signs ``#``
and ``@`` tells these articles apart within a millisecond, before anything is parsed. ``tools/train_gate.py`` fits it.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from joinder.graph.model import Article

#: Shorter texts pass: a sentence or two hold too few words to be judged by, and parsing them costs little.
SHORT = 60
_TOKEN = re.compile(r"[#@]\w+|[^\W\d_]+(?:['’-][^\W\d_]+)*|[^\s\w]")
_ENDINGS = ("ings", "ing", "ers", "ed", "es", "s")
_DOUBLED = "ls"  # "pulled" and "passed" keep their consonant, "stopped" loses one
_LEAST = 3


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Cut the ending off a word in lower case, so that its forms count as one."""
    word = word.replace("’", "'").removesuffix("'s")
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    ending = next((e for e in _ENDINGS if word.endswith(e) and len(word) - len(e) >= _LEAST), "")
    if ending and not word.endswith("ss"):
        word = word[: -len(ending)]
    if len(word) > _LEAST and word[-1] == word[-2] and word[-1] not in _DOUBLED:
        word = word[:-1]
    return word[:-1] if len(word) > 4 and word.endswith("e") else word


def count_words(article: Article) -> Counter[str]:
    """Count the stems, the pairs of neighbouring stems, and the signs of an article.

    Words with a capital are left out, so that no name can weigh anything; in the title, which may be in Title Case,
    they count in lower case.
    """
    words: list[str] = []
    before = ""
    for part in _TOKEN.findall(article.text):
        if part[0].islower():
            word = stem(part)
            words.append(word)
            if before:
                words.append(f"{before} {word}")
            before = word
        else:
            before = ""
            if part[0] in "#@" and len(part) > 1:
                words.append(part[0])
    words += [stem(t.lower()) for t in _TOKEN.findall(article.title or "") if t[0].isalpha()]
    return Counter(words)


def features(article: Article) -> list[str]:
    """The features that hold of an article: each word, and once more with ``x2`` where it stands there again."""
    counts = count_words(article)
    return [*counts, *(f"{word} x2" for word, count in counts.items() if count > 1)]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate says of an article; ``reasons`` are the words that weighed most, with their weights."""

    passes: bool
    score: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gate:
    """A weight for each feature; an article whose sum lies below the threshold is refused."""

    bias: float
    threshold: float
    weights: dict[str, float]

    def passes(self, article: Article) -> bool:
        """Tell whether an article is to be parsed."""
        return self.judge(article).passes

    def judge(self, article: Article, count: int = 6) -> Verdict:
        """Judge an article, and tell which words weighed most on either side."""
        known = [f for f in features(article) if f in self.weights]
        score = self.bias + sum(self.weights[f] for f in known)
        most = sorted(set(known), key=lambda f: (-abs(self.weights[f]), f))[:count]
        reasons = tuple(f"{f} {self.weights[f]:+.2f}" for f in most)
        return Verdict(is_short(article) or score >= self.threshold, score, reasons)

    def refusal(self, article: Article) -> str:
        """Say why an article is refused, for ``explain`` and the ledger; nothing where it passes."""
        verdict = self.judge(article)
        if verdict.passes:
            return ""
        return f"score {verdict.score:.2f}, less than {self.threshold:.2f}; weighed most: {', '.join(verdict.reasons)}"

    def to_json(self) -> str:
        """One feature a line, sorted, so that two trainings can be compared."""
        rows = ",\n".join(f"  {json.dumps(f, ensure_ascii=False)}: {w}" for f, w in sorted(self.weights.items()))
        return f'{{"bias": {self.bias}, "threshold": {self.threshold}, "weights": {{\n{rows}\n}}}}\n'

    @classmethod
    def from_json(cls, text: str) -> Gate:
        """Read what ``to_json`` wrote."""
        raw = json.loads(text)
        return cls(raw["bias"], raw["threshold"], raw["weights"])

    def save(self, path: Path) -> None:
        """Write the weights to a file."""
        path.write_text(self.to_json(), encoding="utf-8")


def is_short(article: Article) -> bool:
    """Tell whether an article is too short to be judged."""
    return len(article.text.split(maxsplit=SHORT)) < SHORT


@cache
def load_gate() -> Gate:
    """Load the shipped gate."""
    return Gate.from_json(files("joinder.loaders").joinpath("data", "weights", "gate.json").read_text("utf-8"))
