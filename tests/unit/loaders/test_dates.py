"""Dates named in a text, read against the article's date."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from joinder.loaders.dates import DateMention, find_dates

# A Wednesday.
PUBLISHED = "2019-05-15"


def only(text: str, published: str | None = PUBLISHED) -> DateMention:
    """Give the one date of a text."""
    found = find_dates(text, published)
    assert len(found) == 1, found
    return found[0]


# text, first, last, relation, future reading (None where there is no other)
ABSOLUTE = [
    ("It left on 16 September 2018.", "2018-09-16", "2018-09-16", "on"),
    ("It left on September 16, 2018.", "2018-09-16", "2018-09-16", "on"),
    ("It left on the 16th of September 2018.", "2018-09-16", "2018-09-16", "on"),
    ("It left on Sept. 16, 2018.", "2018-09-16", "2018-09-16", "on"),
    ("It left on Sunday, 16 September 2018.", "2018-09-16", "2018-09-16", "on"),
    ("It left on Sunday (September 16, 2018) at noon.", "2018-09-16", "2018-09-16", "on"),
    ("LONDON, SEPTEMBER 16, 2018 - It left.", "2018-09-16", "2018-09-16", "on"),
    ("It left on 2018-09-16.", "2018-09-16", "2018-09-16", "on"),
    ("It left at 2018-09-16T10:00:00Z sharp.", "2018-09-16", "2018-09-16", "on"),
    ("It left on 16/09/2018.", "2018-09-16", "2018-09-16", "on"),
    ("It left on 09/16/2018.", "2018-09-16", "2018-09-16", "on"),
    ("It left on 04/07/2018.", "2018", "2018", "on"),
    ("It left on 04/04/2018.", "2018-04-04", "2018-04-04", "on"),
    ("It left on 16.09.2018.", "2018-09-16", "2018-09-16", "on"),
    ("It left in September 2018.", "2018-09", "2018-09", "on"),
    ("It left in September of 2018.", "2018-09", "2018-09", "on"),
    ("It left in late Sept 2018.", "2018-09", "2018-09", "on"),
    ("It left in 2014.", "2014", "2014", "on"),
    ("Back in 2014 it left.", "2014", "2014", "on"),
    ("It has been away since 2014.", "2014", None, "since"),
    ("It has been away since March 2018.", "2018-03", None, "since"),
    ("It has been away since 3 March 2018.", "2018-03-03", None, "since"),
    ("It stays away until 2030.", None, "2030", "until"),
    ("It stays away until the end of 2030.", None, "2030", "until"),
    ("It stays away for the rest of 2020.", None, "2020", "until"),
    ("It will be green by 2030.", None, "2030", "by"),
    ("It will be green by the end of 2030.", None, "2030", "by"),
    ("It will be green no later than June 2030.", None, "2030-06", "by"),
    ("It ran from 1 to 5 May 2018.", "2018-05-01", "2018-05-05", "range"),
    ("It ran from May 1 to 5, 2018.", "2018-05-01", "2018-05-05", "range"),
    ("It ran on June 1-7, 2018.", "2018-06-01", "2018-06-07", "range"),
    ("It ran from 28 June to 3 July 2018.", "2018-06-28", "2018-07-03", "range"),
    ("It ran from June 28 to July 3, 2018.", "2018-06-28", "2018-07-03", "range"),
    ("It ran from 28 December to 3 January 2018.", "2017-12-28", "2018-01-03", "range"),
    ("It ran from June 2017 to May 2018.", "2017-06", "2018-05", "range"),
    ("It ran in July and August 2018.", "2018-07", "2018-08", "range"),
    ("It ran from 2014 to 2016.", "2014", "2016", "range"),
    ("It ran between 2014 and 2016.", "2014", "2016", "range"),
]

RELATIVE = [
    ("It left on Tuesday.", ("2019-05-14", "2019-05-14", "on"), ("2019-05-21", "2019-05-21")),
    ("It left Tuesday.", ("2019-05-14", "2019-05-14", "on"), ("2019-05-21", "2019-05-21")),
    ("It left on Tuesday night.", ("2019-05-14", "2019-05-14", "on"), ("2019-05-21", "2019-05-21")),
    ("It left early on Tuesday.", ("2019-05-14", "2019-05-14", "on"), ("2019-05-21", "2019-05-21")),
    ("It will march on Friday.", ("2019-05-10", "2019-05-10", "on"), ("2019-05-17", "2019-05-17")),
    ("It left on Wednesday.", ("2019-05-15", "2019-05-15", "on"), None),
    ("Friday's walkout was large.", ("2019-05-10", "2019-05-10", "on"), ("2019-05-17", "2019-05-17")),
    ("It left last Wednesday.", ("2019-05-08", "2019-05-08", "on"), None),
    ("It left last Friday.", ("2019-05-10", "2019-05-10", "on"), None),
    ("It leaves next Friday.", ("2019-05-24", "2019-05-24", "on"), None),
    ("It leaves this coming Friday.", ("2019-05-17", "2019-05-17", "on"), None),
    ("It began on Monday last week.", ("2019-05-06", "2019-05-06", "on"), None),
    ("It has been out since Monday.", ("2019-05-13", None, "since"), ("2019-05-20", None)),
    ("It will be gone by Friday.", (None, "2019-05-10", "by"), (None, "2019-05-17")),
    ("It is closed until Friday.", (None, "2019-05-10", "until"), (None, "2019-05-17")),
    ("It ran from Friday to Monday.", ("2019-05-10", "2019-05-13", "range"), ("2019-05-17", "2019-05-20")),
    ("It left on Tuesday (May 14).", ("2019-05-14", "2019-05-14", "on"), ("2020-05-14", "2020-05-14")),
    ("It left on Tuesday, May 14, at noon.", ("2019-05-14", "2019-05-14", "on"), ("2020-05-14", "2020-05-14")),
    ("It left on 2 May.", ("2019-05-02", "2019-05-02", "on"), ("2020-05-02", "2020-05-02")),
    ("It will leave on 2 June.", ("2018-06-02", "2018-06-02", "on"), ("2019-06-02", "2019-06-02")),
    ("It will leave on June 2.", ("2018-06-02", "2018-06-02", "on"), ("2019-06-02", "2019-06-02")),
    ("It left in April.", ("2019-04", "2019-04", "on"), ("2020-04", "2020-04")),
    ("It starts in July.", ("2018-07", "2018-07", "on"), ("2019-07", "2019-07")),
    ("It left in May.", ("2019-05", "2019-05", "on"), None),
    ("It pauses for the month of July.", ("2018-07", "2018-07", "on"), ("2019-07", "2019-07")),
    ("It pauses throughout July.", ("2018-07", "2018-07", "on"), ("2019-07", "2019-07")),
    ("It pauses through July.", (None, "2018-07", "until"), (None, "2019-07")),
    ("It pauses through the end of July.", (None, "2018-07", "until"), (None, "2019-07")),
    ("It pauses for July and August.", ("2018-07", "2018-08", "range"), ("2019-07", "2019-08")),
    ("It has been out since March.", ("2019-03", None, "since"), ("2020-03", None)),
    ("It left last November.", ("2018-11", "2018-11", "on"), None),
    ("It left last May.", ("2018-05", "2018-05", "on"), None),
    ("It leaves next May.", ("2020-05", "2020-05", "on"), None),
    ("It was founded in August last year.", ("2018-08", "2018-08", "on"), None),
    ("It comes on 18 December next year.", ("2020-12-18", "2020-12-18", "on"), None),
    ("It runs from 1 to 5 June.", ("2018-06-01", "2018-06-05", "range"), ("2019-06-01", "2019-06-05")),
    ("It ran May 1-7.", ("2019-05-01", "2019-05-07", "range"), ("2020-05-01", "2020-05-07")),
    ("It left today.", ("2019-05-15", "2019-05-15", "on"), None),
    ("It left this morning.", ("2019-05-15", "2019-05-15", "on"), None),
    ("It leaves tonight.", ("2019-05-15", "2019-05-15", "on"), None),
    ("It leaves tomorrow.", ("2019-05-16", "2019-05-16", "on"), None),
    ("It left yesterday.", ("2019-05-14", "2019-05-14", "on"), None),
    ("It left last night.", ("2019-05-14", "2019-05-14", "on"), None),
    ("It left the day before yesterday.", ("2019-05-13", "2019-05-13", "on"), None),
    ("It left last month.", ("2019-04", "2019-04", "on"), None),
    ("It left earlier this month.", ("2019-05", "2019-05", "on"), None),
    ("It leaves next month.", ("2019-06", "2019-06", "on"), None),
    ("It left last year.", ("2018", "2018", "on"), None),
    ("It leaves later this year.", ("2019", "2019", "on"), None),
    ("It leaves next year.", ("2020", "2020", "on"), None),
    ("It left this week.", ("2019-05", "2019-05", "on"), None),
    ("It left last week.", ("2019-05", "2019-05", "on"), None),
    ("It left at the weekend.", ("2019-05", "2019-05", "on"), None),
    ("It left three days ago.", ("2019-05-12", "2019-05-12", "on"), None),
    ("It left two weeks ago.", ("2019", "2019", "on"), None),
    ("It left a month ago.", ("2019-04", "2019-04", "on"), None),
    ("It left a year ago.", ("2018", "2018", "on"), None),
    ("It left ten years ago.", ("2009", "2009", "on"), None),
    ("It leaves in two months' time.", ("2019-07", "2019-07", "on"), None),
    ("It stays away until the end of the year.", (None, "2019", "until"), None),
    ("It stays away until the end of the month.", (None, "2019-05", "until"), None),
    ("It stays away for the rest of the year.", (None, "2019", "until"), None),
    ("It will be gone by the end of the year.", (None, "2019", "by"), None),
    ("It will be gone by the end of next year.", (None, "2020", "by"), None),
]


@pytest.mark.parametrize(("text", "first", "last", "relation"), ABSOLUTE)
@pytest.mark.parametrize("published", [PUBLISHED, None])
def test_dates_with_their_year_are_read_without_an_article_s_date(
    text: str, first: str | None, last: str | None, relation: str, published: str | None
) -> None:
    """They mean the same whenever the article appeared."""
    mention = only(text, published)
    assert (mention.first, mention.last, mention.relation, mention.future) == (first, last, relation, None)


@pytest.mark.parametrize(("text", "past", "future"), RELATIVE)
def test_other_dates_are_read_against_the_article_s_date(
    text: str, past: tuple[str | None, str | None, str], future: tuple[str | None, str | None] | None
) -> None:
    """The past reading comes first, and the future one where the words leave it open."""
    mention = only(text)
    assert (mention.first, mention.last, mention.relation) == past
    assert mention.future == future


@pytest.mark.parametrize("text", [text for text, _, _ in RELATIVE])
def test_without_an_article_s_date_nothing_is_reckoned(text: str) -> None:
    """Today is never taken for the article's date."""
    assert find_dates(text, None) == []
    assert find_dates(text, "last Tuesday") == []


@pytest.mark.parametrize(
    "text",
    [
        "The Black Friday sale and Blackout Tuesday were large.",
        "Theresa May, the prime minister, resigned.",
        "They may march for a week.",
        "A March for Our Lives took place, as did the March on Washington.",
        "It works every Friday and on Fridays.",
        "It was asked by the Sunday Times.",
        "About 2,014 people and 1990s music.",
        "It has 2019 members, of whom 14.5 were there.",
        "The 2018-19 season and the 2014 World Cup.",
        "It sold 16 million, a 7 per cent rise.",
        "It left after Monday's vote.",
        "The decent novelist is an augury.",
        "Version 1.2.2018.4 and www.example.org/2018/05.",
        "The holiday of a lifetime, the day they met.",
    ],
)
def test_names_and_numbers_are_no_dates(text: str) -> None:
    """Names of days and movements, plural days, counts and seasons tell no date."""
    assert find_dates(text, PUBLISHED) == []


def test_a_month_needs_a_preposition_but_a_day_does_not() -> None:
    """A bare "May" is a name or a verb more often than a date."""
    assert find_dates("May said so.", PUBLISHED) == []
    assert only("NEW YORK, May 2 - It left.").first == "2019-05-02"


def test_a_number_of_things_behind_a_month_is_no_day() -> None:
    """The month of "In May 24 firms left" is no 24th of May."""
    assert only("In May 24 firms left.").first == "2019-05"
    assert only("On April 24 firms left.").first == "2019-04-24"


def test_earlier_is_reckoned_from_the_date_before_it() -> None:
    """The anchor is the last date known to the day, else the article's."""
    mentions = find_dates("It left on 2 May, three days earlier than Acme. Two days earlier it had joined.", PUBLISHED)
    assert [m.first for m in mentions] == ["2019-05-02", "2019-04-29", "2019-04-27"]
    assert only("Three days earlier it had joined.").first == "2019-05-12"


def test_weeks_in_two_months_are_told_as_their_year() -> None:
    """What is not known to the month is not told to the month."""
    assert only("It left last week.", "2019-05-08").first == "2019"
    assert only("It left at the weekend.", "2019-09-03").first == "2019"


def test_leap_days_and_impossible_days_do_not_break_it() -> None:
    """A day that its month lacks leaves the month."""
    assert only("It left on 30 February 2018.").first == "2018-02"
    assert only("It left on February 29, 2016.").first == "2016-02-29"


def test_reading_picks_by_tense() -> None:
    """Where there is one reading only, both tenses give it."""
    open_date = only("on Friday")
    assert open_date.reading("past") == ("2019-05-10", "2019-05-10")
    assert open_date.reading("future") == ("2019-05-17", "2019-05-17")
    fixed = only("in 2014")
    assert fixed.reading("future") == fixed.reading("past") == ("2014", "2014")


def test_spans_hold_the_preposition_and_are_in_order() -> None:
    """The span is what a reader would underline."""
    text = "It left on Tuesday (May 14) and will be back by the end of the year; in 2018 it stayed."
    assert [text[m.start : m.end] for m in find_dates(text, PUBLISHED)] == [
        "on Tuesday (May 14)",
        "by the end of the year",
        "in 2018",
    ]


@given(
    st.lists(
        st.sampled_from(
            ["on", "May", "5", "to", "Friday", "2018", "last", "the end of the year", "12/13/2018", "İ", ","]
        )
    )
)
def test_any_words_give_spans_apart_and_in_order(words: list[str]) -> None:
    """Nothing breaks it, and every mention tells something."""
    text = " ".join(words)
    mentions = find_dates(text, PUBLISHED)
    for one, two in pairwise(mentions):
        assert one.end <= two.start
    assert all(0 <= m.start < m.end <= len(text) and (m.first or m.last) for m in mentions)


def test_finding_is_quick() -> None:
    """An article of 450 words takes about a millisecond (the bound is loose for a busy machine)."""
    text = (
        "Three chains said on Tuesday that they would leave the fair in Lisbon next month over the pay of their staff. "
        * 22
    )
    began = time.process_time()
    for _ in range(10):
        find_dates(text, PUBLISHED)
    assert (time.process_time() - began) / 10 < 0.02
