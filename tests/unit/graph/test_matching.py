"""What two names tell of each other."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from joinder.graph.matching import is_acronym, kind_of_form, name_key, slug, without_legal_form


@pytest.mark.parametrize(
    ("name", "form", "label", "kind"),
    [
        ("Stop Hate for Profit", "#StopHateForProfit", "Campaign", "same"),
        ("The Show Must Be Paused", "#TheShowMustBePaused", "Campaign", "same"),
        ("Facebook", "Facebook, Inc.", "Platform", "same"),
        ("Beyoncé", "BEYONCE", "Person", "same"),
        ("Major League Baseball", "MLB", "Group", "acronym"),
        ("NAACP", "National Association for the Advancement of Colored People", "Group", "acronym"),
        ("Blackout Tuesday", "#TheShowMustBePaused", "Campaign", "full"),
        ("Kim Kardashian", "Kardashian", "Person", "short"),
        ("Kim Kardashian", "Kim", "Person", "short"),
        ("Kim Kardashian West", "Kim Kardashian", "Person", "short"),
        ("Robert Kennedy", "Robert F. Kennedy Jr.", "Person", "short"),
        ("George W. Bush", "George H. W. Bush", "Person", "short"),
        ("Ford Foundation", "Ford", "Group", "short"),
        ("Stop Hate for Profit coalition", "Stop Hate for Profit", "Group", "short"),
        ("Elon Musk", "the billionaire", "Person", "short"),
        ("Unilever", "the company", "Brand", "short"),
        ("Barack Obama", "President Obama", "Person", "other"),
        ("X", "Twitter", "Platform", "other"),
        ("Ye", "Kanye West", "Person", "other"),
    ],
)
def test_a_form_is_graded_by_how_far_it_may_carry(name: str, form: str, label: str, kind: str) -> None:
    """Only equal names, acronyms and second full names may join articles; shortenings never do."""
    assert kind_of_form(name, form, label) == kind


@pytest.mark.parametrize(
    ("name", "label", "bare"),
    [
        ("Adidas AG", "Brand", "Adidas"),
        ("Gap Inc.", "Brand", "Gap"),
        ("Ford Motor Company", "Brand", "Ford Motor Company"),
        ("Ford Foundation", "Group", "Ford Foundation"),
        ("New York AG", "Group", "New York AG"),
        ("HP Inc", "Brand", "HP Inc"),
    ],
)
def test_only_a_company_loses_its_legal_form(name: str, label: str, bare: str) -> None:
    """A legal form is no part of a company's name; words that make another body of it stay."""
    assert without_legal_form(name, label) == bare


def test_an_acronym_may_skip_small_words_and_no_others() -> None:
    """``NAACP`` leaves out "for the ... of"; a word of its own is no acronym."""
    assert is_acronym("ADL", "Anti-Defamation League")
    assert not is_acronym("Ford", "Foundation of Real Drivers")
    assert not is_acronym("AD", "Anti-Defamation League")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Kim Kardashian", "kim-kardashian"),
        ("#DeleteUber", "delete-uber"),
        ("The Guardian", "guardian"),
        ("T.J. Maxx", "tj-maxx"),
        ("Robert'); DROP TABLE Students;--", "robert-drop-table-students"),
        ("</script>`x`]-()", "script-x"),
    ],
)
def test_a_slug_is_readable(name: str, expected: str) -> None:
    """What ASCII can spell stands in the slug as words."""
    assert slug(name) == expected


def test_a_name_that_a_slug_cannot_spell_has_a_hash() -> None:
    """Two names in another script, or one beside its look-alike, have different slugs."""
    names = ["Дима Билан", "Владимир Зеленський", "Jo Nesbø", "Jo Nesbo", "🎉", "金", "A" * 100, "A" * 101]
    assert len({slug(n) for n in names}) == len(names)


@given(st.text(min_size=1, max_size=200))
def test_any_name_has_a_slug_and_a_key(name: str) -> None:
    """A slug holds nothing that a path, a URL or a query would trip over, whatever the name."""
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug(name))
    assert len(slug(name)) < 80
    assert name_key(name, "Brand") is not None
