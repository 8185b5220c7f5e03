"""The same story in many papers: near-duplicate texts share an *origin*, which counts once.

A text's signature is a MinHash of its word shingles. Texts of which most shingles agree (wire copy, syndication, a
reprint under another headline) are linked; whatever is linked, directly or through others, is one origin.
"""

import base64
import re
import zlib
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from hashlib import blake2b
from typing import Any

#: Texts of fewer words say too little for a likeness to mean anything: each is an origin of its own.
MIN_WORDS = 40
#: Words in a shingle: four in a row are rarely shared by two writers.
SHINGLE = 4
PERMUTATIONS = 64
#: Rows in a band: with 16 bands of four, texts whose shingles agree by half are compared.
_ROWS = 4
#: The share of shingles that two texts of one origin have in common, at least (Jaccard's, as estimated).
LIKENESS = 0.55

_WORD = re.compile(r"[^\W_]+")


def signature(text: str) -> str:
    """Sign a text by what it says; ``""`` where it is too short to be compared.

    >>> signature("It happened.")
    ''
    """
    found = _WORD.findall(text.casefold())
    if len(found) < MIN_WORDS:
        return ""
    shingles = {" ".join(found[i : i + SHINGLE]) for i in range(len(found) - SHINGLE + 1)}
    made = _empty().copy()
    made.update_batch([s.encode() for s in shingles])
    return base64.b85encode(made.hashvalues.astype("<u4").tobytes()).decode("ascii")


def bands(signed: str) -> set[int]:
    """Give a signature's bands as numbers: only texts that share one are ever compared."""
    raw = base64.b85decode(signed)
    parts = (raw[start : start + 4 * _ROWS] for start in range(0, len(raw), 4 * _ROWS))
    hashed = (blake2b(bytes([place]) + part, digest_size=8).digest() for place, part in enumerate(parts))
    return {int.from_bytes(found, "big", signed=True) for found in hashed}


@cache
def _empty() -> Any:
    """Make the hash functions once: they are the same on every machine."""
    from datasketch import MinHash  # noqa: PLC0415 - brings SciPy

    return MinHash(num_perm=PERMUTATIONS, seed=1, hashfunc=zlib.crc32)


def origins(articles: Iterable[tuple[str, str | None, str]]) -> dict[str, str]:
    """Give each article its origin: the earliest dated one of those that tell its story, by id among equals.

    Args:
        articles: id, publication date and signature of each.
    """
    listed = sorted(articles)
    dated = {key: (published or "9", key) for key, published, _ in listed}
    same: dict[str, list[str]] = defaultdict(list)
    for key, _, signed in listed:
        same[signed or f" {key}"].append(key)
    found = {}
    for group in _linked([signed for signed in same if not signed.startswith(" ")]):
        keys = [key for signed in group for key in same[signed]]
        first = min(keys, key=dated.__getitem__)
        found.update(dict.fromkeys(keys, first))
    return {key: found.get(key, key) for key, _, _ in listed}


def _linked(signatures: list[str]) -> list[list[str]]:
    """Gather signatures of which each is like another one of its group."""
    import numpy as np  # noqa: PLC0415 - heavy

    if not signatures:
        return []
    table = np.frombuffer(b"".join(map(base64.b85decode, signatures)), "<u4").reshape(len(signatures), -1)
    leader = list(range(len(signatures)))

    def find(one: int) -> int:
        while leader[one] != one:
            leader[one] = one = leader[leader[one]]
        return one

    for start in range(0, PERMUTATIONS, _ROWS):
        for bucket in _buckets(table[:, start : start + _ROWS]):
            for place, left in enumerate(bucket[:-1]):
                others = [r for r in bucket[place + 1 :] if find(r) != find(left)]
                alike = (table[others] == table[left]).mean(axis=1) >= LIKENESS if others else []
                for right, joined in zip(others, alike, strict=True):
                    if joined:
                        low, high = sorted((find(left), find(right)))
                        leader[high] = low
    groups: dict[int, list[str]] = defaultdict(list)
    for index, signed in enumerate(signatures):
        groups[find(index)].append(signed)
    return list(groups.values())


def _buckets(band: Any) -> list[list[int]]:
    """List the rows that agree in a whole band, where there are at least two."""
    import numpy as np  # noqa: PLC0415 - heavy

    keys = np.ascontiguousarray(band).view(np.dtype((np.void, band.dtype.itemsize * band.shape[1]))).ravel()
    _, inverse, counts = np.unique(keys, return_inverse=True, return_counts=True)
    shared = np.flatnonzero(counts[inverse] > 1)
    gathered: dict[int, list[int]] = defaultdict(list)
    for row in shared.tolist():
        gathered[int(inverse[row])].append(row)
    return list(gathered.values())
