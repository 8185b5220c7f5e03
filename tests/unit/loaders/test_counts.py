"""Counted crowds: value, bound and unit."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from joinder.loaders.counts import find_counts

CASES = [
    ("More than 1,200 organisations joined.", 1200, "more than", "organisations"),
    ("Over 500 brands have left.", 500, "more than", "brands"),
    ("Upwards of 300 artists signed.", 300, "more than", "artists"),
    ("In excess of 2,000 teachers walked out.", 2000, "more than", "teachers"),
    ("Well over 100 clubs took part.", 100, "more than", "clubs"),
    ("Just over 40 staff left.", 40, "more than", "staff"),
    ("Some 1,100-plus companies pledged.", 1100, "more than", "companies"),
    ("The 400+ signatories want more.", 400, "more than", "signatories"),
    ("Nearly 300 workers struck.", 300, "about", "workers"),
    ("Almost two dozen sponsors left.", 24, "about", "sponsors"),
    ("Close to 90 schools shut.", 90, "about", "schools"),
    ("Around 1.5m people marched.", 1_500_000, "about", "people"),
    ("Some 20,000 nurses walked out.", 20_000, "about", "nurses"),
    ("About a hundred athletes knelt.", 100, "about", "athletes"),
    ("Roughly 10k users left.", 10_000, "about", "users"),
    ("An estimated 2 million people took part.", 2_000_000, "about", "people"),
    ("Approximately 350 newspapers printed it.", 350, "about", "newspapers"),
    ("Perhaps 60 demonstrators came.", 60, "about", "demonstrators"),
    ("So far 300 or so residents signed.", 300, "about", "residents"),
    ("A couple of hundred drivers stopped.", 200, "about", "drivers"),
    ("At least 70 universities signed.", 70, "at least", "universities"),
    ("No fewer than 12 countries stayed away.", 12, "at least", "countries"),
    ("They need 50 or more volunteers.", 50, "at least", "volunteers"),
    ("Between 200 and 300 protesters gathered.", 200, "at least", "protesters"),
    ("Two to three million people marched.", 2_000_000, "at least", "people"),
    ("Up to 80 performers withdrew.", 80, "up to", "performers"),
    ("As many as 15,000 fans came.", 15_000, "up to", "fans"),
    ("No more than 30 members left.", 30, "up to", "members"),
    ("Fewer than 50 shops closed.", 50, "fewer than", "shops"),
    ("Just under 200 councillors quit.", 200, "fewer than", "councillors"),
    (
        "Nine civil rights and advocacy organisations called for it.",
        9,
        "exactly",
        "civil rights and advocacy organisations",
    ),
    ("It was signed by 270 doctors and scientists.", 270, "exactly", "doctors and scientists"),
    ("It was signed by 90 writers, actors and musicians.", 90, "exactly", "writers, actors and musicians"),
    ("A dozen advertisers left.", 12, "exactly", "advertisers"),
    ("Half a dozen airlines left.", 6, "exactly", "airlines"),
    ("Half a million people marched.", 500_000, "exactly", "people"),
    ("Two and a half thousand pupils stayed home.", 2500, "exactly", "pupils"),
    ("Twenty-five bishops signed.", 25, "exactly", "bishops"),
    ("A hundred and fifty lawyers signed.", 150, "exactly", "lawyers"),
    ("Three Republican senators left.", 3, "exactly", "Republican senators"),
    ("It lost 14 Google engineers.", 14, "exactly", "Google engineers"),
    ("A record 42 teams entered.", 42, "exactly", "teams"),
    ("A further 30 retailers joined.", 30, "exactly", "retailers"),
    ("It has 1.1 million first-time donors.", 1_100_000, "exactly", "first-time donors"),
    ("It was signed by 49 others.", 49, "exactly", "others"),
    ("It collected 1,600 signatures.", 1600, "exactly", "signatures"),
    ("Some 300 of its members left.", 300, "about", "members"),
    ("Eleven of the 20 clubs voted for it.", 11, "exactly", "clubs"),
    ("Forty of their own staff signed.", 40, "exactly", "staff"),
    ("Six stonemasons and two glaziers downed tools.", 6, "exactly", "stonemasons"),
    ("More than 400 have signed.", 400, "more than", ""),
    ("A crowd of about 5,000 filled the square.", 5000, "about", ""),
    ("A 5,000-strong crowd filled the square.", 5000, "exactly", "crowd"),
]

NOTHING = [
    "It paid more than $200 million.",
    "It fell by 7 per cent and by 12%.",
    "It happened in 2014, on 16 May.",
    "In 2019 artists protested.",
    "Jane Doe, 69, has left.",
    "It lasted 24 hours and two weeks.",
    "They walked 30 miles over 12 days.",
    "It is the No. 10 people want.",
    "One in ten workers left.",
    "Four out of ten voters agree.",
    "It shut 60 locations and sold 20 cars.",
    "The 5th member and the 300-member choir.",
    "Version 2.5 users and £40 tickets.",
    "It has 16GB, 4K and 5G.",
    "It opens at 10 and closes at 12 for members.",
    "The vote was 29-13 among members.",
    "One member left.",
    "Game 5 fans were there.",
]


@pytest.mark.parametrize(("text", "value", "bound", "unit"), CASES)
def test_a_counted_crowd_is_read(text: str, value: int, bound: str, unit: str) -> None:
    """The first count of the sentence has its value, bound and unit."""
    count = find_counts(text)[0]
    assert (count.value, count.bound, count.unit) == (value, bound, unit)
    assert text[count.unit_start : count.unit_end] == unit


@pytest.mark.parametrize("text", NOTHING)
def test_money_times_ages_and_labels_are_no_crowds(text: str) -> None:
    """Only people, bodies and participants are counted."""
    assert find_counts(text) == []


def test_a_sentence_may_hold_several_counts() -> None:
    """They are apart and in order."""
    text = "Six stonemasons and two glaziers from more than 30 towns signed."
    assert [(c.value, c.unit) for c in find_counts(text)] == [(6, "stonemasons"), (2, "glaziers"), (30, "towns")]


def test_a_definite_count_is_marked() -> None:
    """It speaks of a crowd that the text has named before."""
    assert find_counts("The four brands will be back.")[0].definite
    assert find_counts("All 20 clubs agreed.")[0].definite
    assert not find_counts("Four brands will be back.")[0].definite


def test_the_span_covers_bound_and_number() -> None:
    """It begins at the word that says how exact the number is."""
    text = "Then more than 1,200 organisations joined, and 300 or so members."
    assert [text[c.start : c.end] for c in find_counts(text)] == ["more than 1,200", "300 or so"]


@given(st.text(alphabet="atwo 12,.-m%$ofpeople\nİ", max_size=120))
def test_spans_are_in_the_text_and_apart(text: str) -> None:
    """Whatever the text, every span fits."""
    at = 0
    for count in find_counts(text):
        assert at <= count.start < count.end <= count.unit_start <= count.unit_end <= len(text)
        assert text[count.unit_start : count.unit_end] == count.unit
        assert count.value > 1
        at = count.unit_end


def test_finding_is_quick() -> None:
    """An article of 450 words takes well under a millisecond (the bound is loose for a busy machine)."""
    text = (
        "More than 1,200 organisations and some 20 artists said on Tuesday that they would leave in 30 days or so. "
        * 22
    )
    find_counts(text)
    began = time.process_time()
    for _ in range(10):
        find_counts(text)
    assert (time.process_time() - began) / 10 < 0.02
