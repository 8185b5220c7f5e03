"""The words of the pages: every relation can be said, dates keep their precision, pages of lists are all reached."""

import doctest
from importlib import import_module

import pytest

from joinder.graph.ontology import ontology
from joinder.graph.rdf.vocabulary import SCHEMES
from joinder.site import phrases
from joinder.site.paging import paged
from joinder.site.templates import Look, Settings


def test_every_relation_has_a_verb_for_each_status_and_two_headings() -> None:
    """Nothing is said by its bare name, and no status is said as another of the same relation."""
    for relation in ontology().relations:
        verbs = [phrases.verb(relation, status) for status in ontology().statuses]
        assert len(set(verbs)) == len(verbs)
        assert not any(relation in verb for verb in verbs)
        assert relation not in phrases.heading(relation, "subject") + phrases.heading(relation, "object")
    assert phrases.verb("INVENTED", "done") == "INVENTED (done)"


def test_every_kind_and_status_of_the_ontology_has_its_words() -> None:
    """A label that comes to the ontology needs a list, a status a meaning."""
    assert {label.lower() for label in ontology().labels} <= phrases.KINDS.keys()
    assert set(ontology().statuses) == SCHEMES["statuses"][1].keys()


def test_dates_and_texts_are_shown_as_they_are() -> None:
    """In the precision of the source; what is none is shown as it stands; nothing that turns writing."""
    assert [phrases.day(date) for date in ("2020-09-06", "2020-09", "2020", "", "soon\u202e")] == [
        "6 September 2020", "September 2020", "2020", "", "soon",
    ]  # fmt: skip
    assert phrases.shown(" a\n\u2028b\x00\ud800\u2067c\u200d ") == "a bc\u200d"
    assert len(phrases.short("W" * 1000)) == 160


@pytest.mark.parametrize("total", [0, 1, 10, 41, 99, 1000])
def test_pages_of_a_list_lead_to_one_another(total: int) -> None:
    """Each thing stands on one page, each page is one click from its neighbours and from the ends."""
    made = list(paged(range(total), 1, str))
    assert [thing for _, part in made for thing in part] == list(range(total))
    for pages, _ in made:
        named = [number for number, _, file in pages.links if file]
        assert {1, pages.number, pages.total} <= set(named)
        assert (pages.before, pages.after) == (
            str(pages.number - 1) if pages.number > 1 else "",
            str(pages.number + 1) if pages.number < pages.total else "",
        )
        assert len(named) <= 40


def test_a_title_is_only_text() -> None:
    """Also that of the site, which stands on every page."""
    look = Look(Settings.checked("https://data.example.org", "<b>Who & what</b>\u202e", "CC0-1.0"))
    page = look.render("missing.html.j2", "404.html", "Not here")
    assert "<title>Not here – &lt;b&gt;Who &amp; what&lt;/b&gt;</title>" in page
    assert "publicdomain/zero/1.0/" in page


@pytest.mark.parametrize("name", ["layout", "licences", "paging", "phrases", "search", "front"])
def test_examples_in_the_docstrings_hold(name: str) -> None:
    """They are what a reader looks at first."""
    result = doctest.testmod(import_module(f"joinder.site.{name}"))
    assert (result.failed, result.attempted > 0) == (0, True)
