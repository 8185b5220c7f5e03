"""Retry, forget, correct, extract anew, publish, check: on both stores, by the command line."""

import gzip
import json
from pathlib import Path

from joinder.graph.ledger import open_ledger
from joinder.loaders.articles import ReadArticle, read_articles
from joinder.workers import Workers
from tests.cli.conftest import Joinder, engine, joinder, loaded, news, scribe
from tests.cli.world import Scribe
from tests.loading.running import make_scribe
from tests.loading.test_bad_input import record
from tests.loading.test_fetching import STORY

__all__ = ["engine", "joinder", "loaded", "news", "scribe"]


def test_the_ledger_is_listed_forgotten_and_checked(loaded: Joinder, tmp_path: Path) -> None:
    """Forgetting takes back exactly one article; doctor and rebuild --check agree with the graph throughout."""
    rows = loaded("articles", "--format", "json").rows()
    assert [(r["article"], r["state"], r["claims"], r["extractor"]) for r in rows] == [
        ("freeze", "loaded", 7, "scribe 1"), ("blackout", "loaded", 4, "scribe 1"), ("again", "loaded", 1, "scribe 1"),
    ]  # fmt: skip
    assert loaded("doctor").code == 0
    assert loaded("forget", "freeze").code == 0
    assert loaded("rebuild", "--check").code == 0
    assert [r["participant"] for r in loaded("who", "Stop Hate for Profit", "--format", "json").rows()] == [
        "Kim Kardashian"
    ]
    assert loaded("forget", "freeze").code == 1
    assert loaded("forget", "--publisher", "the example").code == 0
    info = {r["what"]: r["value"] for r in loaded("info", "--format", "json").rows()}
    assert (info["graph articles"], info["graph people"], info["graph claims"]) == (0, 0, 0)
    assert loaded("rebuild").code == 0
    assert loaded("rebuild", "--check").code == 0
    with open_ledger(tmp_path / "data" / "ledger.db") as ledger:  # the graph is behind now
        ledger.record(
            next(
                Scribe().stream(
                    r.article for r in read_articles([tmp_path / "news.jsonl"]) if isinstance(r, ReadArticle)
                )
            )
        )
        ledger.refresh()
    assert "up to date,wrong" in loaded("doctor", "--format", "csv").out
    assert loaded("rebuild", "--check").code == 1


def test_what_failed_is_tried_again(joinder: Joinder, scribe: None, tmp_path: Path) -> None:
    """Only the failed line of a file is read again, once it has been mended."""
    assert scribe is None
    path = tmp_path / "some.jsonl"
    good = json.dumps({"id": "a", "text": "Brand:Ford|LEFT|Platform:Facebook"})
    path.write_text(f"{good}\n{{broken\n")
    assert joinder("load", str(path)).code == 3
    [row] = joinder("articles", "--failed", "--format", "json").rows()
    assert (row["input"], row["state"]) == (f"{path}:2", "failed")
    assert joinder("retry").code == 3
    other = good.replace('"a"', '"b"').replace("Ford", "Shell")
    path.write_text(f"{good}\n{other}\n")
    result = joinder("retry")
    assert (result.code, "1 new" in result.err) == (0, True), result.err
    assert joinder("articles", "--failed", "--format", "json").rows() == []


def test_a_correction_is_shown_and_an_old_copy_does_not_undo_it(joinder: Joinder, scribe: None, tmp_path: Path) -> None:
    """What is no longer said, and what is new; the older file stays older however often it is loaded."""
    assert scribe is None
    for name, brand in (("1-old", "Ford"), ("2-new", "Shell")):
        line = {"url": "https://x.org/a", "text": f"Brand:{brand}|PAUSED/ads|Platform:Facebook"}
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(line))
    old, new = str(tmp_path / "1-old.jsonl"), str(tmp_path / "2-new.jsonl")
    assert joinder("load", old).code == 0
    said = joinder("load", new).err
    assert "- Ford PAUSED Facebook (ads): done" in said
    assert "+ Shell PAUSED Facebook (ads): done" in said
    assert "2 unchanged" in joinder("load", old, new).err
    assert joinder("forget", "https://x.org/a?utm_source=mail").code == 0
    assert "1 new" in joinder("load", old).err


def test_everything_is_extracted_anew_and_published(loaded: Joinder, tmp_path: Path) -> None:
    """From the kept text, without the files; another store then holds the same, and is not written twice."""
    (tmp_path / "news.jsonl").unlink()
    assert "3 articles read: 0 new, 0 changed, 3 unchanged" in loaded("reextract").err
    assert "0 articles read" in loaded("reextract", "--changed").err
    target = str(tmp_path / "copy.lbdb")
    assert "all compared" in loaded("publish", target).err


def test_a_load_tells_machines_in_json(joinder: Joinder, scribe: None, news: Path) -> None:
    """Every line of standard error is an object, the last one the sum."""
    assert scribe is None
    events = [json.loads(line) for line in joinder("load", str(news), "--log-format", "json").err.splitlines()]
    assert (events[-1]["event"], events[-1]["new"], events[-1]["failed"]) == ("done", 3, 0)


def test_processes_give_what_one_gives(news: Path) -> None:
    """The same extractions in the same order."""
    articles = [read.article for read in read_articles([news]) if isinstance(read, ReadArticle)] * 9
    with Workers(make_scribe, 2) as workers:
        assert workers.version == Scribe().version
        assert list(workers.stream(articles)) == list(Scribe().stream(articles))


def test_crawls_and_feeds_are_read(tmp_path: Path) -> None:
    """A packed WARC file's pages with their addresses, and a feed's own texts."""
    crawl, feed = tmp_path / "crawl.warc.gz", tmp_path / "news.rss"
    crawl.write_bytes(gzip.compress(record(STORY)) + gzip.compress(record(STORY, "http://example.org/b")))
    body = f"<p>{'A sentence of a long story, which the feed gives whole. ' * 30}</p>".replace("<", "&lt;")
    item = "<item><title>T</title><link>http://example.org/c</link>"
    item += f"<pubDate>Tue, 02 Jun 2020 10:00:00 GMT</pubDate><content>{body}</content></item>"
    feed.write_text(f"<rss><channel>{item}</channel></rss>")
    found = list(read_articles([crawl, feed]))
    assert [f.article.id for f in found if isinstance(f, ReadArticle)] == [
        f"http://example.org/{name}" for name in "abc"
    ], found
    assert isinstance(found[2], ReadArticle)
    assert found[2].article.published == "2020-06-02"


def test_a_folder_gives_its_feeds_whatever_their_suffix(tmp_path: Path) -> None:
    """``feed.xml`` is one; another ``.xml`` is none, and nobody is told of it."""
    body = "A sentence of a long story, which the feed gives whole. " * 30
    item = f"<item><title>T</title><link>http://example.org/c</link><content>{body}</content></item>"
    (tmp_path / "feed.xml").write_text(f'<?xml version="1.0"?><rss><channel>{item}</channel></rss>')
    (tmp_path / "other.xml").write_text('<?xml version="1.0"?><settings/>')
    [found] = read_articles([tmp_path])
    assert isinstance(found, ReadArticle)
    assert found.article.url == "http://example.org/c"
