"""What the commands of analysis print, on both stores."""

import json
from pathlib import Path

import networkx as nx

from tests.cli.conftest import Joinder


def test_top_has_raw_and_normalised_values_ranges_and_what_it_rests_on(loaded: Joinder) -> None:
    """Rows on standard output; methods and the honesty block on standard error."""
    result = loaded("top", "--methods", "--format", "json")
    row = result.rows()[0]
    assert {"rank", "campaigns", "normalised", "articles", "outlets", "range"} <= row.keys()
    for what in ("formula:", "source:", "counted:", "coverage:", "dates:", "biggest campaign:", "crowds:", "data "):
        assert what in result.err
    assert "formula:" not in loaded("top").err
    assert "counted:" in loaded("top").err


def test_doubtful_names_near_the_top_are_those_of_the_review(joinder: Joinder, scribe: None, tmp_path: Path) -> None:
    """What a review would ask about is said, and no more once it is judged; without the ledger names are compared."""
    assert scribe is None
    claims = (
        "Person:Jonathan Smithson|JOINED|Campaign:March|done",
        "Person:Jonathan Smithsen|JOINED|Campaign:Strike|done",
    )
    lines = [
        {"id": f"a{i}", "title": f"News {i}", "published": "2020-06-01", "publisher": "P", "text": f"{claim}\n"}
        for i, claim in enumerate(claims)
    ]
    path = tmp_path / "news.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    assert joinder("load", str(path)).code == 0
    asked = joinder("review", "--list", "--format", "json").rows()
    assert [{r["left"], r["right"]} for r in asked] == [{"Jonathan Smithson", "Jonathan Smithsen"}]
    assert "1 pair near the top, open in the ledger's review (Jonathan Smithsen" in joinder("top").err
    assert joinder("distinct", "Jonathan Smithson", "Jonathan Smithsen").code == 0
    assert "possible duplicates: none near the top, open in the ledger's review" in joinder("top").err
    (tmp_path / "data" / "ledger.db").rename(tmp_path / "elsewhere.db")
    assert "1 pair near the top, by their names (Jonathan Smithsen" in joinder("top").err


def test_top_filters_by_campaign_and_period(loaded: Joinder) -> None:
    """Only the named campaign, only the asked period; a date that is none is refused."""
    rows = loaded("top", "--campaign", "blackout tuesday", "--format", "json").rows()
    assert {r["participant"] for r in rows} == {"Beyoncé", "Kim Kardashian", "Zoë Kravitz"}
    assert len(loaded("top", "--since", "2020-09", "--format", "json").rows()) == 2
    assert loaded("top", "--since", "yesterday").code == 2


def test_overlap_of_all_and_of_two(loaded: Joinder) -> None:
    """All pairs with p and q and names; two campaigns with everybody's place and sentence."""
    pair = next(
        r for r in loaded("overlap", "--format", "json").rows() if "Stop Hate for Profit" in (r["one"], r["other"])
    )
    assert (pair["shared"], pair["names"]) == (1, ["Kim Kardashian"])
    assert pair["q"] >= pair["p"]  # type: ignore[operator] # both are numbers
    result = loaded("overlap", "#StopHateForProfit", "Blackout Tuesday", "--format", "json")
    where = {r["participant"]: r["where"] for r in result.rows()}
    assert where["Kim Kardashian"] == "both"
    assert where["Ford"] == "only Stop Hate for Profit"
    assert where["Zoë Kravitz"] == "only Blackout Tuesday"
    assert all("“" in str(r["sentence"]) for r in result.rows())
    assert "1 in both" in result.err
    assert loaded("overlap", "Blackout Tuesday").code == 1
    assert loaded("overlap", "--of", "participants", "--format", "json").code == 0


def test_companions_names_the_shared_campaigns(loaded: Joinder) -> None:
    """Ford shares a smaller campaign with Kim than the others do, and is closest."""
    rows = loaded("companions", "kim kardashian", "--format", "json").rows()
    assert [(r["rank"], r["participant"], r["names"]) for r in rows] == [
        ("1", "Ford", ["Stop Hate for Profit"]),
        ("2=", "Beyoncé", ["Blackout Tuesday"]),
        ("2=", "Zoë Kravitz", ["Blackout Tuesday"]),
    ]


def test_influence_says_what_has_no_day(loaded: Joinder) -> None:
    """Joinings without a day do not count, and are counted; reports stand in only where asked."""
    assert "have no day to compare" in loaded("influence", "--format", "json").err
    rows = loaded("influence", "Stop Hate for Profit", "--by-report", "--format", "json").rows()
    assert [(r["rank"], r["participant"], r["day"], r["by"]) for r in rows] == [
        ("1", "Ford", "2020-09-15", "report"), ("2", "Kim Kardashian", "2020-09-16", "day"),
    ]  # fmt: skip
    for show in ("leads", "pairs", "growth"):
        result = loaded("influence", "--by-report", "--show", show, "--methods")
        assert (result.code, "caus" in result.err or show == "growth") == (0, True)


def test_camps_and_bridges(loaded: Joinder) -> None:
    """Camps come with their stability; who links two of them is a bridge."""
    result = loaded("camps", "--format", "json")
    assert "stability" in result.err
    assert sum(int(str(r["participants"])) for r in result.rows()) == 4
    assert loaded("bridges", "--format", "json").code == 0


def test_promises_and_contradictions(joinder: Joinder, scribe: None, tmp_path: Path) -> None:
    """Broken, open and kept; claims that disagree stand side by side with their dates."""
    assert scribe is None
    news = {
        "2020-06-01": "Person:Ann|JOINED|Campaign:March|planned|2020-06-05\nBrand:Ford|JOINED|Campaign:March|planned\n"
        "Brand:Gap|JOINED|Campaign:March|planned|2020-06-05\n",
        "2020-06-06": "Person:Ann|JOINED|Campaign:March|done|2020-06-05\nBrand:Ford|JOINED|Campaign:March|declined\n",
        "2020-06-09": "Person:Ann|JOINED|Campaign:March|declined\n",
    }
    lines = [
        {"id": day, "title": f"News of {day}", "published": day, "publisher": "The Example", "text": text}
        for day, text in news.items()
    ]
    path = tmp_path / "news.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    assert joinder("load", str(path)).code == 0
    found = joinder("promises", "--format", "json")
    assert [(r["outcome"], r["who"]) for r in found.rows()] == [("broken", "Ford"), ("open", "Gap"), ("kept", "Ann")]
    assert "1 broken, 1 open, 1 kept" in found.err
    overdue = joinder("promises", "--overdue", "2020-07", "--format", "json").rows()
    assert [(r["who"], r["overdue"]) for r in overdue] == [("Gap", True)]
    rows = joinder("contradictions", "--format", "json").rows()
    assert [(r["kind"], r["who"], r["one_says"], r["other_says"], r["days_apart"]) for r in rows] == [
        ("whether", "Ann", "JOINED done 2020-06-05", "JOINED declined", 3),
        ("whether", "Ford", "JOINED planned", "JOINED declined", 5),
    ]
    assert "2020-06-09" in str(rows[0]["other"])


def test_report_and_networks_are_written(loaded: Joinder, tmp_path: Path) -> None:
    """A page for everything and for one campaign; networks by suffix, whole or projected."""
    for words in ((), ("Stop Hate for Profit",)):
        assert loaded("report", *words, "-o", str(tmp_path / "r.html")).code == 0
        text = (tmp_path / "r.html").read_text(encoding="utf-8")
        assert "Kim Kardashian" in text
        assert "<script" not in text
    assert "Who joined Stop Hate for Profit" in text
    assert "JOINED|Campaign:Stop Hate for Profit" in text
    assert loaded("export", str(tmp_path / "n.gexf")).code == 0
    assert len(nx.read_gexf(tmp_path / "n.gexf")) == 7
    assert loaded("export", str(tmp_path / "n.csv"), "--network", "participants").code == 0
    assert (tmp_path / "n-nodes.csv").exists()
