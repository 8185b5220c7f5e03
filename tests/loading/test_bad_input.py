"""Damaged inputs by a seeded fuzzer: no crash, no hang, each in the ledger with its reason, all good ones loaded."""

import gzip
import json
import os
import random
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from joinder.graph.ledger import open_ledger
from joinder.loading import load
from tests.cli.world import Scribe
from tests.loading.test_fetching import STORY

#: JOINDER_TEST_FUZZ=1000 is the full test; the suite has a small one.
COUNT = int(os.environ.get("JOINDER_TEST_FUZZ", "200"))
Make = Callable[[random.Random], bytes]


def line(text: str = "A good text.") -> bytes:
    """Write an article as a line of JSON."""
    return json.dumps({"text": text, "title": "T", "published": "2020-01-01"}).encode() + b"\n"


def record(body: bytes, url: str = "http://example.org/a", length: int | None = None) -> bytes:
    """Write a page as a record of a WARC file."""
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nContent-Length: {length or len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def flipped(data: bytes, chance: random.Random) -> bytes:
    """Flip some bits."""
    out = bytearray(data)
    for _ in range(chance.randint(1, 40)):
        out[chance.randrange(len(out))] ^= 1 << chance.randrange(8)
    return bytes(out)


def cut(data: bytes, chance: random.Random) -> bytes:
    """Cut it off."""
    return data[: chance.randrange(len(data))]


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(9))
    + b"]><rss><channel><item><link>http://x.org/&j;</link></item></channel></rss>"
)
FEED = (
    b"<rss><channel><item><title>T</title><link>http://example.org/of-a-feed</link><content>"
    + b"A sentence of a long story, which the feed gives whole. " * 30
    + b"</content></item></channel></rss>"
)
GOOD = {
    ".html": STORY,
    ".jsonl": line() * 3,
    ".warc": record(STORY) * 2,
    ".txt": b"Just a text of some words.",
    ".rss": FEED,
}


@contextmanager
def in_time(name: str) -> Iterator[None]:
    """Fail where a block takes ten seconds of this process (a busy machine may need more of the clock), or hangs."""
    worked, began = time.process_time(), time.monotonic()
    yield
    assert time.process_time() - worked < 10, name
    assert time.monotonic() - began < 200, name


def damaged() -> dict[str, Make]:
    """Say how each kind of damage is made."""
    made: dict[str, Make] = {}
    for suffix, good in GOOD.items():
        made[f"flipped{suffix}"] = lambda c, g=good: flipped(g, c)
        made[f"cut{suffix}"] = lambda c, g=good: cut(g, c)
        made[f"cutpacked{suffix}.gz"] = lambda c, g=good: cut(gzip.compress(g), c)
        made[f"flippedpacked{suffix}.gz"] = lambda c, g=good: flipped(gzip.compress(g), c)
    made["nul.txt"] = lambda c: b"a\0b" * c.randint(1, 99)
    made["nul.jsonl"] = lambda _: line("a\0b")
    made["charset.html"] = lambda c: b"<meta charset=utf-16>" + c.randbytes(300)
    made["charsetname.html"] = lambda c: b"<meta charset=" + c.randbytes(9).hex().encode() + b">" + STORY
    made["latin.jsonl"] = lambda _: line("Übermäßig").decode("unicode-escape").encode("latin-1")
    made["latin.html"] = lambda _: b"<meta charset=utf-8><p>" + "Übermäßig viele Wörter. ".encode("latin-1") * 20
    made["wide.txt"] = lambda c: "Ein Text ohne Kennung. ".encode(c.choice(["utf-16-le", "utf-32", "utf-7", "cp037"]))
    made["noise.txt"] = lambda c: c.randbytes(c.randint(1, 3000))
    made["noise.warc"] = lambda c: c.randbytes(c.randint(1, 3000))
    made["deep.jsonl"] = lambda _: b"[" * 200_000 + b"\n"
    made["deep.html"] = lambda _: b"<div>" * 20_000
    made["long.warc"] = lambda _: record(STORY, length=10**13)
    made["entities.rss"] = lambda _: BOMB
    made["empty.html"] = lambda _: b""
    return made


def test_damaged_inputs_stop_nothing(tmp_path: Path) -> None:
    """Each of them ends in the ledger, as loaded or with a reason, within ten seconds."""
    chance, kinds = random.Random(11), damaged()
    good = [tmp_path / f"good{suffix}" for suffix in GOOD]
    for path, data in zip(good, GOOD.values(), strict=True):
        path.write_bytes(data)
    with open_ledger(tmp_path / "ledger.db") as ledger:
        for number in range(COUNT):
            name = sorted(kinds)[number % len(kinds)]
            path = tmp_path / f"{number:04}-{name}"
            path.write_bytes(kinds[name](chance))
            with in_time(name):
                load([path], ledger, Scribe())
            noted = [row for row in ledger.inputs() if row.name.startswith(str(path))]
            noted += [row for row in ledger.inputs() if row.source == str(path)]
            assert noted, name
            assert all(row.reason for row in noted if row.state == "failed")
        summary = load(good, ledger, Scribe())
        assert (summary.failed, ledger.faults()) == ([], [])


def test_bombs_and_endless_lines_are_left(tmp_path: Path) -> None:
    """Packed and unpacked giants have their reason; an archive is not unpacked, so no path in it leads anywhere."""
    giants: dict[str, bytes] = {
        "bomb.jsonl.gz": gzip.compress(b" " * 300_000_000, 1),
        "bomb.html.gz": gzip.compress(b"<p>" * 30_000_000, 1),
        "bomb.warc.gz": gzip.compress(record(b"x" * 60_000_000), 1),
    }
    for name, data in giants.items():
        (tmp_path / name).write_bytes(data)
    with (tmp_path / "line.jsonl").open("wb") as file:
        for _ in range(200):
            file.write(b"x" * 1_000_000)
        file.write(b"\n" + line())
    with zipfile.ZipFile(tmp_path / "slip.zip", "w") as archive:
        archive.writestr("../../slipped.txt", "out")
    with open_ledger(tmp_path / "ledger.db") as ledger:
        for name in (*giants, "line.jsonl", "slip.zip"):
            with in_time(name):
                summary = load([tmp_path / name], ledger, Scribe())
            assert summary.failed, name
            assert summary.new == (name == "line.jsonl"), name
    assert not (tmp_path.parent / "slipped.txt").exists()
