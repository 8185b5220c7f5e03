"""A whole load, with an extractor made for the test."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from joinder.graph.ledger import InputRow, Ledger, open_ledger
from joinder.graph.model import Article, Claim, Entity, Extraction, Rejection
from joinder.loaders.articles import Metadata
from joinder.loading import Summary, load, reextract


@dataclass
class PauseExtractor:
    """Takes "X pauses Y." for a claim; chokes on "boom", and claims a quote that is not there for "lie"."""

    version: str = "pauses-1"
    seen: list[str] = field(default_factory=list)

    def extract(self, article: Article) -> Extraction:
        """Extract one article."""
        self.seen.append(article.id)
        if "boom" in article.text:
            raise RuntimeError("boom")
        first = article.text.split(".", 1)[0]
        subject, found, target = first.partition(" pauses ")
        if not found:
            refused = (Rejection("gate", "score -1.00, less than 0.00", 0, 0),) if "Nothing" in first else ()
            return Extraction(article, extractor=self.version, rejections=refused)
        quote = "a lie" if "lie" in article.text else first
        claim = Claim(subject, "PAUSED", target, "done", quote, 0, len(quote), "ads")
        entities = (Entity(subject, "Brand"), Entity(target, "Platform"))
        return Extraction(article, entities, (claim,), (), self.version)

    def stream(self, articles: Iterable[Article]) -> Iterator[Extraction]:
        """Extract many."""
        return (self.extract(article) for article in articles)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Open an empty ledger."""
    with open_ledger(tmp_path / "ledger.db") as opened:
        yield opened


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """Make a folder of news."""
    folder = tmp_path / "news"
    folder.mkdir()
    for name, text in {
        "a.txt": "Ford pauses Facebook. More.",
        "b.txt": "Shell pauses Facebook. More.",
        "c.txt": "Nothing happened.",
    }.items():
        (folder / name).write_text(text)
    return folder


def test_a_load_counts_records_and_publishes(ledger: Ledger, news: Path) -> None:
    """What was read ends in the view, and the graph is brought up to date once, after it."""
    published: list[int] = []
    told: list[int] = []
    summary = load(
        [news],
        ledger,
        PauseExtractor(),
        publish=lambda given: published.append(given.sequence),
        progress=lambda s: told.append(s.new),
    )
    assert summary == Summary(read=3, new=3, gated=1, claims=2, sequence=1)
    assert published == [1]
    assert told == [1, 2, 3]
    assert sorted(e.subject for e in ledger.view().edges) == ["brand/ford", "brand/shell"]


def test_what_the_gate_skipped_is_listed_as_loaded_with_the_reason(ledger: Ledger, news: Path) -> None:
    """A second load, which does not extract it again, keeps the reason."""
    for _ in range(2):
        load([news], ledger, PauseExtractor())
        reasons = {Path(row.input).name: (row.state, row.reason) for row in ledger.listed()}
        assert reasons["c.txt"] == ("loaded", "skipped by the gate: score -1.00, less than 0.00")
        assert reasons["a.txt"] == ("loaded", "")


def test_reextracting_tells_anew_what_the_gate_skipped(
    ledger: Ledger, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An extractor without a gate takes the reason away, as the article is then read."""
    load([news], ledger, PauseExtractor())
    entities = (Entity("Nothing", "Brand"),)
    monkeypatch.setattr(PauseExtractor, "extract", lambda self, a: Extraction(a, entities, extractor=self.version))
    reextract(ledger, PauseExtractor("pauses-2"))
    assert {row.reason for row in ledger.listed()} == {""}


def test_a_second_load_extracts_nothing(ledger: Ledger, news: Path) -> None:
    """What is recorded is skipped; a new version of the extractor reads again."""
    load([news], ledger, PauseExtractor())
    again = PauseExtractor()
    assert load([news], ledger, again) == Summary(read=3, unchanged=3, sequence=1)
    assert again.seen == []
    assert load([news], ledger, PauseExtractor("pauses-2")).changed == 3


def test_a_bad_article_never_stops_a_load(ledger: Ledger, news: Path) -> None:
    """One unreadable, one that breaks the extractor, one with a false quote: listed, and the rest is loaded."""
    (news / "b1.txt").write_bytes(b"\0\1\2")
    (news / "b2.txt").write_text("boom")
    (news / "b3.txt").write_text("Gap pauses Facebook. A lie.")
    summary = load([news], ledger, PauseExtractor())
    assert (summary.new, summary.claims) == (3, 2)
    assert {Path(f.input).name: f.reason for f in summary.failed} == {
        "b1.txt": "not a text: it contains NUL characters",
        "b2.txt": "cannot be extracted: RuntimeError: boom",
        "b3.txt": next(f.reason for f in summary.failed if "quote" in f.reason),
    }
    assert [Path(row.name).name for row in ledger.inputs("failed")] == ["b1.txt", "b2.txt", "b3.txt"]
    assert ledger.counts()["articles"] == 3


def test_a_corrected_article_replaces_the_older_one(ledger: Ledger, tmp_path: Path) -> None:
    """The address says that it is the same article."""
    path = tmp_path / "a.md"
    path.write_text("---\nurl: https://x.org/a\n---\nFord pauses Facebook.")
    load([path], ledger, PauseExtractor())
    path.write_text("---\nurl: https://x.org/a\n---\nShell pauses Facebook.")
    summary = load([path], ledger, PauseExtractor())
    assert (summary.read, summary.changed, summary.claims, summary.sequence) == (1, 1, 1, 2)
    [correction] = summary.corrections
    assert correction.taken == ("Ford PAUSED Facebook (ads): done",)
    assert correction.added == ("Shell PAUSED Facebook (ads): done",)
    assert [e.id for e in ledger.view().entities] == ["brand/shell", "platform/facebook"]
    assert ledger.inputs() == [InputRow(str(path), "loaded", "https://x.org/a")]


def test_one_article_twice_in_a_load_is_one(ledger: Ledger, news: Path) -> None:
    """A copy of a file is the same text."""
    (news / "copy.txt").write_text((news / "a.txt").read_text())
    summary = load([news], ledger, PauseExtractor())
    assert (summary.read, summary.new, summary.unchanged, summary.claims) == (4, 3, 1, 2)


def test_what_the_user_says_is_recorded(ledger: Ledger, news: Path) -> None:
    """Date and publisher reach the view; a wrong date inside an article is told and left out."""
    (news / "d.md").write_text("---\npublished: soon\n---\nGap pauses Facebook.")
    summary = load([news / "d.md"], ledger, PauseExtractor(), metadata=Metadata(publisher="Mine"))
    assert summary.warnings == [f"{news / 'd.md'}: published 'soon' is no ISO date: left out"]
    assert [(a.publisher, a.published) for a in ledger.view().articles] == [("Mine", "")]


def test_an_interrupted_load_goes_on_where_it_stopped(ledger: Ledger, news: Path) -> None:
    """What was recorded before the interruption is not extracted again, and reaches the view with the next load."""

    def interrupt(summary: Summary) -> None:
        if summary.new == 2:
            raise KeyboardInterrupt

    assert load([news], ledger, PauseExtractor(), progress=interrupt).interrupted
    assert ledger.counts()["articles"] == 2
    summary = load([news], ledger, PauseExtractor())
    assert (summary.new, summary.unchanged, summary.sequence) == (1, 2, 1)
