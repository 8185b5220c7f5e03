"""Write tests/frames/known_failures.toml anew: the frames' examples that the shipped weights read wrongly.

update_known_failures.py        the list; the shares that may fail at most stay as they are
update_known_failures.py --pin  those shares too: today's, rounded up to whole percents
update_known_failures.py --tell only print what fails, and how
"""

import argparse
import math
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from joinder.loaders.extract import load_extractor  # noqa: E402 - found from the repository's root
from joinder.loaders.frames import Example, frame_set  # noqa: E402
from tests.frames import judging  # noqa: E402

HEAD = """# The frames' examples that the shipped weights read wrongly, by relation and short hash of the text.
# Written by tools/update_known_failures.py; run it with --tell to see them in words.
"""


def complaints() -> dict[Example, str]:
    """Read all examples and tell what is wrong with those that fail."""
    examples = frame_set().examples
    found = load_extractor().stream(judging.articles(examples))
    judged = {e: judging.complaint(e, f) for e, f in zip(examples, found, strict=True)}
    return {e: wrong for e, wrong in judged.items() if wrong}


def share(failing: dict[Example, str], *, positive: bool) -> float:
    """The share of the positive or negative examples that fails."""
    everyone = [e for e in frame_set().examples if bool(e.claims) is positive]
    return sum(e in failing for e in everyone) / len(everyone)


def page(failing: dict[Example, str], at_most: tuple[float, float]) -> str:
    """Write the file's text."""
    relations = sorted({e.relation for e in failing})
    lists = {r: sorted(judging.key(e).rpartition("-")[2] for e in failing if e.relation == r) for r in relations}
    rows = ["\n".join([f"{r} = [", *(f'  "{short}",' for short in shorts), "]"]) for r, shorts in lists.items()]
    bounds = f"[at_most]\npositives = {at_most[0]:.2f}\nnegatives = {at_most[1]:.2f}\n"
    return "\n".join([HEAD, bounds, "[failures]", *rows]) + "\n"


def main() -> int:
    """Write the list, or tell it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pin", action="store_true")
    parser.add_argument("--tell", action="store_true")
    options = parser.parse_args()
    failing = complaints()
    shares = share(failing, positive=True), share(failing, positive=False)
    for example, wrong in failing.items() if options.tell else ():
        print(f"{judging.key(example)}  {example.text}\n    {wrong}")
    print(f"positives that fail: {shares[0]:.1%}; negatives: {shares[1]:.1%}")
    if not options.tell:
        pinned = options.pin or not judging.KNOWN.exists()
        today = math.ceil(shares[0] * 100) / 100, math.ceil(shares[1] * 100) / 100
        at_most = today if pinned else (judging.known().positives, judging.known().negatives)
        judging.KNOWN.write_text(page(failing, at_most), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
