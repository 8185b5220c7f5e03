"""What the encoder reads of an article: windows of word pieces, and where in them each name stands.

Only sentences that name or count somebody are read. Paragraphs are packed whole into windows as long as the encoder
reads at once; a longer paragraph is cut.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from joinder.loaders.wordpieces import pieces, vocabulary

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from joinder.loaders.document import Document

    #: A passage's number and a token's in it.
    Place = tuple[int, int]

#: Pieces that the encoder reads at once, with the mark at either end.
LENGTH = 512
#: Mentions of one name that are read; a name that stands more often is known well enough by then.
MENTIONS = 12


@dataclass(frozen=True, slots=True)
class Spot:
    """One mention: the cluster that it is of, its window, and its pieces from ``start`` to before ``stop``."""

    cluster: int
    window: int
    start: int
    stop: int


@dataclass(slots=True)
class Windows:
    """The pieces of every window, the spots of all mentions, and in which sentences each cluster stands."""

    pieces: list[list[int]] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)
    sentences: list[list[int]] = field(default_factory=list)


def lay_windows(document: Document, counted: Sequence[Place] = ()) -> Windows:
    """Lay out a document whose names are clustered; ``counted``: the heads of counted crowds, numbered after them."""
    found = Windows()
    numbers = _sentence_numbers(document)
    named = [[(m.passage.index, m.token.i) for m in cluster.mentions] for cluster in document.clusters]
    named += [[place] for place in counted]
    found.sentences += [sorted({numbers[key] for key in keys}) for keys in named]
    telling = {number for sentences in found.sentences for number in sentences}
    places = _pack(document, found.pieces, {key for key, number in numbers.items() if number in telling})
    for number, keys in enumerate(named):
        found.spots += [Spot(number, *places[key]) for key in keys[:MENTIONS] if key in places]
    return found


def _pack(document: Document, windows: list[list[int]], read: Container[Place]) -> dict[Place, tuple[int, int, int]]:
    """Fill the windows with what is read, and return where each such token stands: window, start, stop."""
    known = vocabulary()
    opening, closing = known["[CLS]"], known["[SEP]"]
    places: dict[Place, tuple[int, int, int]] = {}
    current = [opening]
    for passage in document.passages:
        tokens = [(i, pieces(token.text)) for i, token in enumerate(passage.doc) if (passage.index, i) in read]
        if len(current) > 1 and len(current) + sum(len(cut) for _, cut in tokens) + 1 > LENGTH:
            windows.append(current)
            current = [opening]
        for i, cut in tokens:
            if len(current) + len(cut) + 1 > LENGTH:
                windows.append([*current, closing])
                current = [opening]
            short = cut[: LENGTH - 2]
            places[passage.index, i] = (len(windows), len(current), len(current) + max(len(short), 1))
            current.extend(short)
        if tokens:
            current.append(closing)
    if len(current) > 1:
        windows.append(current)
    return places


def _sentence_numbers(document: Document) -> dict[Place, int]:
    """The number of the sentence that each token stands in, counted through the article."""
    numbers: dict[Place, int] = {}
    for number, (passage, sentence) in enumerate(document.sentences()):
        numbers.update({(passage.index, token.i): number for token in sentence})
    return numbers
