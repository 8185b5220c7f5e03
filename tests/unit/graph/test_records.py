"""From an extraction to the ledger's rows."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from joinder.errors import ArticleError
from joinder.graph.model import Claim, Extraction
from joinder.graph.records import rows_of
from tests.unit.graph.making import QUOTE, claim, crowd, entity, extraction, some_news

NAMES = (entity("Ford", "Brand"), entity("Facebook", "Platform"))
GOOD = claim("Ford", "PAUSED", "Facebook", what="ads")


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        (replace(GOOD, char_end=5), "is not its quote"),
        (replace(GOOD, char_start=-13, char_end=-1), "is not its quote"),
        (replace(GOOD, char_start=0, char_end=0, quote=""), "is not its quote"),
        (replace(GOOD, relation="JOINED", what=None), "may not run"),
        (replace(GOOD, relation="EATS"), "unknown relation"),
        (replace(GOOD, status="maybe"), "unknown status"),
        (replace(GOOD, what="lunch"), "may not carry"),
        (replace(GOOD, subject="Nobody"), "no entity of the article"),
        (replace(GOOD, speaker="Nobody"), "no entity of the article"),
        (replace(GOOD, start="2020-02-30"), "is no date"),
        (replace(GOOD, end="soon"), "is no date"),
    ],
)
def test_a_claim_without_evidence_or_sense_is_refused(bad: Claim, says: str) -> None:
    """Nothing of an article with such a claim becomes a row."""
    with pytest.raises(ArticleError, match=says):
        rows_of(extraction("a", NAMES, [GOOD, bad]))


def test_a_crowd_claim_is_checked_too() -> None:
    """Its bound, its relation and its quote must be right."""
    good = crowd(1200, "PAUSED", "Facebook")
    assert rows_of(extraction("a", NAMES, crowds=[good])).crowds[0].count == 1200.0
    for bad in (replace(good, bound="some"), replace(good, relation="EATS"), replace(good, quote="x")):
        with pytest.raises(ArticleError):
            rows_of(extraction("a", NAMES, crowds=[bad]))


def test_an_unknown_label_is_refused() -> None:
    """The ontology names the kinds that there are."""
    with pytest.raises(ArticleError, match="unknown label"):
        rows_of(extraction("a", [entity("Paris", "Place")]))


def test_the_same_claim_found_twice_is_one() -> None:
    """An id is a hash of what is claimed, where."""
    assert len(rows_of(extraction("a", NAMES, [GOOD, GOOD])).claims) == 1


def test_one_sentence_that_tells_of_two_days_makes_two_claims() -> None:
    """They differ by nothing but their dates, and none is lost."""
    twice = [replace(GOOD, start="2020-07"), replace(GOOD, start="2020-09")]
    rows = rows_of(extraction("a", NAMES, twice))
    assert [c.start_date for c in sorted(rows.claims, key=lambda c: c.start_date or "")] == ["2020-07", "2020-09"]
    assert rows == rows_of(extraction("a", NAMES, twice[::-1]))


def test_equal_claims_of_two_articles_have_different_ids() -> None:
    """The same text under two ids is two reports."""
    first, second = (rows_of(extraction(key, NAMES, [GOOD])).claims[0] for key in "ab")
    assert first.id != second.id


@given(st.sampled_from(some_news()), st.randoms(use_true_random=False))
def test_the_order_in_which_an_extractor_finds_things_never_matters(news: Extraction, random) -> None:  # noqa: ANN001
    """Entities, claims and crowds in any order are the same rows."""
    shuffled = replace(
        news,
        entities=tuple(random.sample(news.entities, len(news.entities))),
        claims=tuple(random.sample(news.claims, len(news.claims))),
    )
    assert rows_of(shuffled) == rows_of(news)


def test_the_quote_of_a_record_is_in_the_text() -> None:
    """The offsets travel unchanged."""
    for news in some_news():
        assert all(news.article.text[c.char_start : c.char_end] == c.quote == QUOTE for c in rows_of(news).claims)
