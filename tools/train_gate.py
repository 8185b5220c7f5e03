"""Train the gate from annotated articles: python tools/train_gate.py FOLDER ... [--test FOLDER] [--write].

Of each folder named ``background`` every other article is held out and measured on. The threshold is the score at
which half a percent of the claims of campaigns is lost, each article scored by a gate that has not seen it.
"""

from __future__ import annotations

import argparse
import dataclasses
import math
import zlib
from pathlib import Path

from annotated import read_annotated
from gate_fitting import Row, cross_fit, fit, misses, read_rows, score, threshold

WEIGHTS = Path(__file__).resolve().parent.parent / "joinder/loaders/data/weights/gate.json"


def is_held(row: Row) -> bool:
    """Tell whether an article of the background is held out."""
    return zlib.crc32(row.article.id.encode()) % 2 == 1


def halves(rows: list[Row]) -> tuple[list[Row], list[Row]]:
    """Part the background: what is trained on, and what is held out."""
    return [row for row in rows if not is_held(row)], [row for row in rows if is_held(row)]


def read_training(folders: list[str]) -> tuple[list[Row], list[Row]]:
    """Read what is trained on, and what of the background is held out."""
    train: list[Row] = []
    held: list[Row] = []
    for folder in folders:
        rows = read_rows(read_annotated([folder]))
        if Path(folder).name == "background":
            rows, others = halves(rows)
            held += others
        train += rows
    return train, held


def main() -> None:
    """Train, report and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--test", action="append", default=[], help="a folder to measure on that is not trained on")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    train, held = read_training(args.folders)
    scores = cross_fit(train)
    least = math.floor(threshold(train, scores) * 1000) / 1000  # rounded up it would lose the article at its edge
    gate = dataclasses.replace(fit(train), threshold=least)
    print(f"{len(gate.weights)} features, threshold {least}")
    print(f"cross-fitted: {misses(train, scores, least)}")
    for name, rows in (("held out", held), *((t, read_rows(read_annotated([t]))) for t in args.test)):
        print(f"{name}: {misses(rows, [score(gate, row) for row in rows], least)}")
    if args.write:
        gate.save(WEIGHTS)


if __name__ == "__main__":
    main()
