"""From mentions to entities."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from joinder.graph.records import MentionRecord, gather, rows_of
from joinder.graph.resolution import resolve
from tests.unit.graph.making import entity, extraction, some_news


def mention(article: str, name: str, label: str, *forms: str, places: int = 1) -> MentionRecord:
    """Make a mention by way of an extraction."""
    return rows_of(extraction(article, [entity(name, label, *forms, places=places)])).mentions[0]


def ids(*mentions: MentionRecord) -> list[str]:
    """Resolve to ids."""
    return [e.id for e in resolve(mentions).entities]


@pytest.mark.parametrize(
    ("first", "second", "one"),
    [
        (("Kim Kardashian", "Person"), ("KIM KARDASHIAN", "Person"), True),
        (("Kim Kardashian", "Person"), ("Khloé Kardashian", "Person"), False),
        (("Kim Kardashian", "Person"), ("Kim Kardashian West", "Person"), False),
        (("Kim Kardashian", "Person"), ("Kardashian", "Person"), False),
        (("George W. Bush", "Person"), ("George H. W. Bush", "Person"), False),
        (("Ford", "Brand"), ("Ford Foundation", "Group"), False),
        (("Ford", "Brand"), ("Ford", "Person"), False),
        (("Calvin Klein", "Brand"), ("Calvin Klein", "Person"), False),
        (("Facebook", "Platform"), ("Facebook, Inc.", "Brand"), True),
        (("Stop Hate for Profit", "Campaign"), ("#StopHateForProfit", "Campaign"), True),
        (("Stop Hate for Profit", "Campaign"), ("Stop Hate for Profit coalition", "Group"), False),
        (("Time's Up", "Campaign"), ("Time’s Up", "Group"), True),
        (("Beyoncé", "Person"), ("Beyonce", "Person"), True),
    ],
)
def test_two_articles_name_one_thing(first: tuple[str, str], second: tuple[str, str], *, one: bool) -> None:
    """Names merge across articles only where it is safe."""
    assert len(ids(mention("a", *first), mention("b", *second))) == (1 if one else 2)


def test_a_surname_never_merges_across_articles() -> None:
    """Two articles on a Kardashian need not mean the same one, where anybody of that name is known."""
    found = ids(
        mention("a", "Kardashian", "Person"),
        mention("b", "Kardashian", "Person"),
        mention("c", "Kim Kardashian", "Person"),
    )
    assert len(found) == 3
    assert "person/kim-kardashian" in found


def test_an_acronym_joins_its_expansion() -> None:
    """One article spells the acronym out; another uses it alone."""
    long = "National Association for the Advancement of Colored People"
    found = resolve(
        [mention("a", long, "Group", "NAACP"), mention("b", "NAACP", "Group"), mention("c", "NAACP", "Group")]
    )
    assert [e.id for e in found.entities] == ["group/naacp"]
    assert found.redirects == ((f"group/{long.lower().replace(' ', '-')}", "group/naacp"),)
    assert long in found.entities[0].aliases


def test_an_acronym_of_two_things_joins_neither() -> None:
    """Two articles spell ``AMA`` out: it is a medical association here and an awards night there."""
    found = ids(
        mention("a", "American Medical Association", "Group", "AMA"),
        mention("b", "American Music Awards", "Group", "AMA"),
        mention("c", "AMA", "Group"),
    )
    assert len(found) == 3


def test_two_full_names_of_one_campaign_merge() -> None:
    """An article that equates two full names joins those who use either."""
    found = ids(
        mention("a", "Blackout Tuesday", "Campaign", "#TheShowMustBePaused"),
        mention("b", "The Show Must Be Paused", "Campaign"),
        mention("c", "#BlackoutTuesday", "Campaign"),
    )
    assert len(found) == 1


def test_the_kind_is_settled_by_weight_of_evidence() -> None:
    """More articles decide, then more places; the other kind's id leads on."""
    brand, platform = mention("a", "Twitter", "Brand", places=9), mention("b", "Twitter", "Platform")
    assert ids(brand, platform) == ["brand/twitter"]
    found = resolve([brand, platform, mention("c", "Twitter", "Platform")])
    assert [e.id for e in found.entities] == ["platform/twitter"]
    assert found.redirects == (("brand/twitter", "platform/twitter"),)


def test_one_odd_reading_of_a_word_as_a_person_is_outvoted() -> None:
    """Three articles that know a company outweigh one that takes it for a person."""
    companies = [mention(a, "Adidas", "Brand") for a in "abc"]
    assert ids(*companies, mention("d", "Adidas", "Person")) == ["brand/adidas"]


def test_the_name_is_the_one_that_most_articles_use() -> None:
    """Words stand before a hashtag where both are used as often."""
    found = resolve([mention("a", "#StopHateForProfit", "Campaign"), mention("b", "Stop Hate for Profit", "Campaign")])
    assert (found.entities[0].name, found.entities[0].aliases) == ("Stop Hate for Profit", ("#StopHateForProfit",))


def test_a_short_form_is_no_alias() -> None:
    """A surname stays with its mention: it is not how the graph calls the person."""
    assert resolve([mention("a", "Kim Kardashian", "Person", "Kardashian", "Kim")]).entities[0].aliases == ()


NAMES = [
    "Kim Kardashian",
    "Kardashian",
    "West",
    "Kanye West",
    "NAACP",
    "Ford",
    "Ford Foundation",
    "#BoycottFord",
    "金",
    "`x`]-()",
]
MENTIONS = st.builds(
    mention,
    st.sampled_from("abcdef"),
    st.sampled_from(NAMES),
    st.sampled_from(["Person", "Group", "Brand", "Platform", "Campaign"]),
    st.sampled_from(
        [*NAMES, "National Association for the Advancement of Colored People", "National Art And Craft People"]
    ),
    places=st.integers(1, 3),
)


@given(st.lists(MENTIONS, max_size=25, unique_by=lambda m: m.id), st.randoms(use_true_random=False))
def test_the_order_of_mentions_never_matters(mentions: list[MentionRecord], random) -> None:  # noqa: ANN001 - random.Random
    """Any order gives the same entities, ids and redirects; every mention names exactly one; ids are unique."""
    found = resolve(mentions)
    shuffled = random.sample(mentions, len(mentions))
    assert resolve(shuffled) == found
    assert found.entity_of.keys() == {m.id for m in mentions}
    assert len({e.id for e in found.entities}) == len(found.entities)
    assert not {old for old, _ in found.redirects} & {e.id for e in found.entities}


def test_resolution_of_some_news_is_readable() -> None:
    """The ids of a few articles' entities are what a reader expects."""
    found = resolve(gather(map(rows_of, some_news())).mentions)
    assert [e.id for e in found.entities] == [
        "brand/adidas",
        "campaign/stop-hate-for-profit",
        "person/adidas",
        "person/kardashian",
        "person/kim-kardashian",
        "platform/facebook",
    ]
