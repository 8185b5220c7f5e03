"""Judgements from the command line, on both stores."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Joinder
from tests.unit.graph.test_wikidata_reconciliation import Service, url

__all__ = ["url"]

pytestmark = pytest.mark.usefixtures("loaded")


def names(joinder: Joinder, campaign: str = "Stop Hate for Profit") -> list[str]:
    """List who joined."""
    return [str(row["participant"]) for row in joinder("who", campaign, "--format", "json").rows()]


def test_two_names_become_one_and_two_again(loaded: Joinder) -> None:
    """A merge shows in the answers, its old id still answers, and undoing it brings back what was."""
    before = loaded("show", "Beyoncé", "--format", "json").out
    judged = loaded("same", "Beyoncé", "Zoë Kravitz", "--because", "only a test", "--by", "me")
    assert judged.code == 0, judged.err
    assert "judged j" in judged.err
    merged = loaded("show", "person/zoe-kravitz", "--format", "json").out
    assert '"Zoë Kravitz"' in merged
    assert '"person/beyonce"' in merged
    undone = loaded("undo")
    assert undone.code == 0
    assert "taken back j" in undone.err
    assert loaded("show", "Beyoncé", "--format", "json").out == before


def test_a_negative_judgement_forbids_and_is_named(loaded: Joinder) -> None:
    """What is kept apart cannot be merged by way of a third name; the error names the judgement."""
    assert loaded("distinct", "Ford", "Coca-Cola", "--because", "two companies").code == 0
    (row,) = loaded("judgements", "--format", "json").rows()
    assert loaded("same", "Ford", "Adidas").code == 1
    assert loaded("same", "Ford", "Kim Kardashian").code == 0
    refused = loaded("same", "Kim Kardashian", "Coca-Cola")
    assert refused.code == 1
    assert str(row["id"]) in refused.err
    assert "two companies" in refused.err
    assert "undo" in refused.err


def test_a_positive_judgement_must_be_undone_before_its_contrary(loaded: Joinder) -> None:
    """Two people who disagree are told so, instead of the later one winning in silence."""
    loaded("same", "Ford", "Coca-Cola")
    refused = loaded("distinct", "Ford", "Coca-Cola")
    assert refused.code == 1
    assert "judged to be one by j" in refused.err


def test_a_dry_run_says_what_would_change_and_changes_nothing(loaded: Joinder) -> None:
    """Claims, edges and ranks are told; no judgement is there afterwards."""
    found = loaded("same", "Beyoncé", "Kim Kardashian", "--dry-run")
    assert found.code == 0
    assert "claims that would change: " in found.err
    assert "edges: " in found.err
    assert "top: " in found.err
    assert loaded("judgements", "--format", "json").rows() == []
    assert "Beyoncé" in names(loaded)


def test_kind_and_name_are_chosen(loaded: Joinder) -> None:
    """A label and a name that were judged stand in the graph, also after a rebuild."""
    assert loaded("kind", "Ford", "group", "--because", "for the test").code == 0
    assert loaded("rename", "Ford", "Ford Motor Company").code == 0
    for _ in range(2):
        card = loaded("show", "brand/ford", "--format", "json").out
        assert '"group/ford-motor-company"' in card
        assert '"Ford"' in card
        assert loaded("rebuild").code == 0


def test_judgements_travel_in_a_file(loaded: Joinder, tmp_path: Path) -> None:
    """What was exported and undone is back after an import, once, with its author."""
    loaded("same", "Beyoncé", "Zoë Kravitz", "--because", "tabs\tand\nlines", "--by", "Ann")
    loaded("unsure", "Ford", "Coca-Cola")
    file = tmp_path / "j.tsv"
    assert loaded("judgements", "export", str(file)).code == 0
    again = loaded("judgements", "import", str(file))
    assert "2 judgements read, 0 of them new" in again.err
    assert loaded("judgements", "export").out == file.read_text(encoding="utf-8")
    by_hand = tmp_path / "hand.tsv"
    by_hand.write_text("verdict\tleft_label\tleft\tright_label\tright\ndistinct\tBrand\tFord\tGroup\tFord Foundation\n")
    assert "1 judgements read, 1 of them new" in loaded("judgements", "import", str(by_hand), "--by", "Bob").err
    rows = loaded("judgements", "--format", "json").rows()
    assert [r["by"] for r in rows if r["verdict"] in ("same", "distinct")] == ["Bob", "Ann"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nonsense\n", "is no file of judgements"),
        ("verdict\tleft_label\tleft\nmaybe\tBrand\tFord\n", "line 2: this is no judgement: unknown verdict 'maybe'"),
        ("verdict\tleft_label\tleft\tvalue\nkind\tBrand\tFord\tThing\n", "'Thing' is no label"),
        ("id\tverdict\tleft_label\tleft\tvalue\nj1\tkind\tBrand\tFord\tGroup\n", "the row is not what j1 says"),
        ("verdict\tleft_label\tleft\nkind\tBrand\tFord\tone\ttoo many\n", "more columns"),
    ],
)
def test_a_bad_file_is_refused_whole(loaded: Joinder, tmp_path: Path, text: str, said: str) -> None:
    """The error names the line, and nothing of the file is recorded."""
    file = tmp_path / "bad.tsv"
    file.write_text(text)
    result = loaded("judgements", "import", str(file))
    assert result.code == 1
    assert said in result.err
    assert loaded("judgements", "--all", "--format", "json").rows() == []


def test_unknown_names_are_told_with_near_ones(loaded: Joinder) -> None:
    """A name that nothing has is no judgement."""
    result = loaded("same", "Kim Kardashiann", "Ford")
    assert result.code == 1
    assert "near names: Kim Kardashian" in result.err
    assert loaded("undo").code == 1


def test_a_merged_away_id_answers(loaded: Joinder) -> None:
    """By ``--merged-from``, which knows no other ids and no names."""
    loaded("same", "Beyoncé", "Zoë Kravitz")
    assert '"Beyoncé"' in loaded("show", "--merged-from", "person/zoe-kravitz", "--format", "json").out
    assert loaded("show", "--merged-from", "person/nobody").code == 1
    assert loaded("show").code == 2


def test_links_are_decided_by_people(loaded: Joinder) -> None:
    """An item is accepted or rejected, listed with its source, and taken back like any judgement."""
    assert loaded("link", "Ford", "q44294", "--by", "Ann").code == 0
    assert loaded("link", "Ford", "Q1", "--reject", "--because", "the universe").code == 0
    rows = loaded("link", "Ford", "--format", "json").rows()
    assert [(r["item"], r["state"]) for r in rows] == [("Q44294", "accepted"), ("Q1", "rejected")]
    assert rows[0]["source"] == "Ann"
    loaded("undo")
    assert len(loaded("link", "--format", "json").rows()) == 1
    assert loaded("link", "Ford", "44294").code == 1


def test_links_are_in_the_graph_and_outlive_all_but_their_undoing(loaded: Joinder, news: Path) -> None:
    """An accepted item is on its entity's node, also when that was renamed, merged, rebuilt, loaded again."""

    def shown(name: str = "Ford") -> tuple[list[str], list[list[str]]]:
        card = json.loads(loaded("show", name, "--format", "json").out)
        return card["wikidata"], [link.split(" ")[:2] for link in card["links"]]

    assert shown() == ([], [])
    loaded("link", "Ford", "Q44294", "--by", "Ann Lee")
    loaded("link", "Ford", "Q1", "--reject")
    both = (["Q44294"], [["Q1", "rejected"], ["Q44294", "accepted"]])
    assert shown() == both
    assert "Wikidata Q44294: accepted by Ann Lee" in loaded("show", "Ford").out
    asked = loaded("query", "MATCH (b:Brand) WHERE 'Q44294' IN b.wikidata RETURN b.name AS name", "--format", "json")
    assert asked.rows() == [{"name": "Ford"}]
    assert loaded("rebuild").code == 0
    assert shown() == both
    loaded("rename", "Ford", "Ford Motor Company")
    loaded("kind", "Ford", "Group")
    assert shown("group/ford-motor-company") == both
    loaded("same", "Ford", "Coca-Cola")
    assert shown("Coca-Cola") == both
    for _ in range(3):
        loaded("undo")
    assert loaded("forget", "freeze").code == 0
    assert loaded("show", "Ford").code == 1
    assert [r["entity"] for r in loaded("link", "--format", "json").rows()] == ["", ""]
    loaded("undo")
    assert loaded("load", str(news)).code == 0
    assert shown() == (["Q44294"], [["Q44294", "accepted"]])


def test_what_a_service_proposes_is_accepted_by_people_alone(loaded: Joinder, url: str) -> None:
    """Proposals are listed and not in the graph; an accepted one keeps its source; a fallback stands in."""
    (row,) = loaded("link", "Ford", "--reconcile", url, "--format", "json").rows()
    assert (row["item"], row["state"], row["source"]) == ("Q1", "proposed", url)
    assert json.loads(loaded("show", "Ford", "--format", "json").out)["links"] == []
    assert loaded("link", "Ford", "Q1").code == 0
    (row,) = loaded("link", "Ford", "--format", "json").rows()
    assert (row["state"], row["description"]) == ("accepted", f"proposed by {url}")
    Service.codes[:] = [410]
    other = url.replace("/en/api", "/w/api.php")
    found = loaded("link", "Coca-Cola", "--reconcile", url, "--fallback", other, "--format", "json")
    assert [row["item"] for row in found.rows()] == ["Q7", "Q8"]
    assert "asking" in found.err


def test_candidates_are_listed_without_a_terminal(loaded: Joinder) -> None:
    """A review needs a terminal; the list of pairs and of disputed kinds does not."""
    assert loaded("review", "--list", "--format", "json").code == 0
    assert loaded("review", "--kinds", "--format", "json").rows() == []
    refused = loaded("review")
    assert refused.code == 1
    assert "--list" in refused.err
