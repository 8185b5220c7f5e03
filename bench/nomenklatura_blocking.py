"""Block names with nomenklatura, for bench_identity.py: run by the Python that has it, never by joinder's own.

nomenklatura_blocking.py NAMES.tsv WANTED.tsv      id, label, name; and two ids that belong together
"""

import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

from followthemoney import Dataset, StatementEntity
from nomenklatura.blocker import Index
from nomenklatura.resolver import Linker
from nomenklatura.store.memory import MemoryStore

SCHEMATA = {
    "Person": "Person",
    "Group": "Organization",
    "Brand": "Company",
    "Platform": "Company",
    "Campaign": "Organization",
}
MOST = 10_000_000


def rows(path: str) -> list[list[str]]:
    """Read a file of tab-separated columns."""
    return [line.split("\t") for line in Path(path).read_text(encoding="utf-8").splitlines()]


def main(names: str, wanted: str) -> None:
    """Block the names, and tell how long it took, how many pairs there are, and how many of the wanted ones."""
    dataset = Dataset.make({"name": "bench", "title": "Bench"})
    store = MemoryStore(dataset, Linker({}))
    with store.writer() as writer:
        for key, label, name in rows(names):
            data = {"id": key, "schema": SCHEMATA[label], "properties": {"name": [name]}}
            writer.add_entity(StatementEntity.from_data(dataset, data))
    start, busy = time.perf_counter(), time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        index = Index(store.default_view(), Path(folder))
        index.build()
        found = {frozenset((left.id, right.id)) for (left, right), _ in index.pairs(MOST)}
    seconds, busy = time.perf_counter() - start, time.process_time() - busy
    asked = [frozenset(pair) for pair in rows(wanted)]
    recall = sum(pair in found for pair in asked) / len(asked)
    print(
        f"  nomenklatura {version('nomenklatura')}: {len(found):,} pairs in {seconds:.1f} s ({busy:.1f} s of the "
        f"processor), {recall:.3f} of the labelled pairs that are one"
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
