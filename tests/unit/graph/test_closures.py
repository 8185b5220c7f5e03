"""Later claims that end earlier ones."""

import pytest

from joinder.graph.closures import close_claims
from joinder.graph.model import ClaimRow


def row(
    key: str, relation: str, status: str = "done", *, day: str = "", what: str = "", article: str = "a"
) -> ClaimRow:
    """Make a claim of Ford about Facebook."""
    ends = ("brand/ford", relation, "platform/facebook")
    return ClaimRow(key, article, *ends, status, what, day, "", "q", 0, 1, "", "x", "")


def closed(*claims: ClaimRow, published: dict[str, str] | None = None) -> dict[str, str]:
    """Give what closes what."""
    return {c.id: c.closed_by for c in close_claims(claims, published or {}) if c.closed_by}


@pytest.mark.parametrize(("first", "second"), [("PAUSED", "RESUMED"), ("LEFT", "RESUMED"), ("JOINED", "LEFT")])
def test_a_later_claim_of_the_paired_relation_closes(first: str, second: str) -> None:
    """A pause ends with a comeback, a membership with leaving."""
    assert closed(row("1", first, day="2020-07"), row("2", second, day="2020-08-01")) == {"1": "2"}


def test_an_earlier_one_closes_nothing() -> None:
    """Whoever pauses again after a comeback is paused."""
    assert closed(row("1", "PAUSED", day="2020-09"), row("2", "RESUMED", day="2020-08-01")) == {}


def test_a_month_is_not_certainly_later_than_a_day_in_it() -> None:
    """What may be the other way round is not claimed."""
    assert closed(row("1", "PAUSED", day="2020-08-10"), row("2", "RESUMED", day="2020-08")) == {}


def test_the_earliest_of_the_later_ones_closes() -> None:
    """The first comeback after the pause is the one that ends it."""
    claims = [row("1", "PAUSED", day="2020-07"), row("2", "RESUMED", day="2021"), row("3", "RESUMED", day="2020-08")]
    assert closed(*claims)["1"] == "3"


def test_without_a_date_the_article_s_counts_and_without_that_none() -> None:
    """Nothing is dated by guessing."""
    claims = [row("1", "PAUSED", article="a"), row("2", "RESUMED", article="b")]
    assert closed(*claims) == {}
    assert closed(*claims, published={"a": "2020-07-01", "b": "2020-08-01"}) == {"1": "2"}


def test_ads_are_not_resumed_by_an_account() -> None:
    """Two different things do not close each other; an unnamed one agrees with any."""
    assert closed(row("1", "PAUSED", day="2019", what="ads"), row("2", "RESUMED", day="2020", what="account")) == {}
    assert closed(row("1", "PAUSED", day="2019", what="ads"), row("2", "RESUMED", day="2020")) == {"1": "2"}


def test_what_never_happened_neither_closes_nor_is_closed() -> None:
    """A planned comeback ends no pause, and a refusal to pause needs no end."""
    assert closed(row("1", "PAUSED", day="2019"), row("2", "RESUMED", "planned", day="2020")) == {}
    assert closed(row("1", "PAUSED", "declined", day="2019"), row("2", "RESUMED", day="2020")) == {}


def test_one_article_that_tells_of_a_pause_and_its_end_closes_it() -> None:
    """A pause reported as over is closed by the comeback that the same article tells, dates or none."""
    assert closed(row("1", "PAUSED", "ended"), row("2", "RESUMED")) == {"1": "2"}
