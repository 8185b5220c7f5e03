"""The same story in many papers counts once; answers as of a day, and between days."""

import json
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from joinder.graph.duplicates import origins, signature
from tests.cli.conftest import Joinder, engine, joinder, scribe

__all__ = ["engine", "joinder", "scribe"]

WORDS = [
    f"{a}{b}" for a in ("ban", "cor", "dul", "fen", "gri", "hol", "jam") for b in ("der", "sta", "mik", "pol", "ran")
]
STORY = " ".join(WORDS[(i * i + 3 * i) % 35] + str(i % 11) for i in range(260))
OTHER = " ".join(WORDS[(i * 5 + 1) % 35] + str(i % 13) for i in range(260))


def test_reprints_are_one_origin_and_other_stories_are_not() -> None:
    """Another headline, a paragraph less, a byline more: still the same story; the earliest dated stands for it."""
    reprints = [
        (f"r{i}", f"2020-07-{10 + i}", signature(f"Headline {i} by Reporter {i}. {STORY[: -40 * i or None]}"))
        for i in range(10)
    ]
    found = origins([*reprints, ("other", "2020-07-01", signature(OTHER)), ("short", None, signature("Too short."))])
    assert {found[key] for key, _, _ in reprints} == {"r0"}
    assert (found["other"], found["short"]) == ("other", "short")


@settings(max_examples=30, deadline=None)
@given(st.permutations(range(6)))
def test_origins_do_not_depend_on_the_order(order: list[int]) -> None:
    """Any order of the articles gives the same origins."""
    news = [(f"n{i}", None, signature(f"{STORY if i % 2 else OTHER} end {i}")) for i in range(6)]
    assert origins([news[i] for i in order]) == origins(news)


def _news(folder: Path) -> Path:
    """Write ten reprints of one story that Ford joined, and two stories of their own that Shell did."""
    lines = []
    for i in range(10):
        claim = "Brand:Ford|JOINED|Campaign:Quiet Week|done|2020-07-01"
        lines.append({"id": f"r{i}", "published": f"2020-07-{10 + i}", "text": f"Head {i}\n{claim}\n{STORY}"})
    for i, text in enumerate((OTHER, OTHER[::-1])):
        claim = f"Brand:Shell|JOINED|Campaign:Quiet Week|done|2020-0{8 + i}-02"
        lines.append({"id": f"s{i}", "published": f"2020-0{8 + i}-05", "text": f"{claim}\n{text}"})
    path = folder / "news.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


def test_answers_by_origins_as_of_and_between(joinder: Joinder, engine: str, scribe: None, tmp_path: Path) -> None:
    """Ten reprints are ten articles and one origin; what came later, or happened at another time, is not there."""
    assert (scribe, bool(engine)) == (None, True)
    assert joinder("load", str(_news(tmp_path))).code == 0

    def names(*words: str) -> dict[str, object]:
        rows = joinder("who", "Quiet Week", *words, "--format", "json").rows()
        return {str(row["participant"]): row["articles"] for row in rows}

    assert names() == {"Ford": 10, "Shell": 2}
    assert names("--min-origins", "2") == {"Shell": 2}
    assert names("--as-of", "2020-08-01") == {"Ford": 10}
    assert names("--as-of", "2020-07-12") == {"Ford": 3}
    assert names("--between", "2020-08", "2020-08-31") == {"Shell": 1}
    top = joinder("top", "--min-origins", "2", "--format", "json").rows()
    assert [row["participant"] for row in top] == ["Shell"]
    top = joinder("top", "--as-of", "2020-08-01", "--format", "json").rows()
    assert [row["participant"] for row in top] == ["Ford"]
    card = json.loads(joinder("show", "Shell", "--as-of", "2020-08-31", "--format", "json").out)
    assert len(card["claims"]) == 1
    assert joinder("who", "Quiet Week", "--as-of", "soon").code == 2
    for name, told in (("Ford", 0), ("Shell", 2)):
        card = json.loads(joinder("show", name, "--min-origins", "2", "--format", "json").out)
        assert len(card["claims"]) == told, name
        for query in (f"evidence subject={name}", f"timeline entity={name}"):
            rows = joinder("query", "--name", *query.split(), "--min-origins", "2", "--format", "json").rows()
            assert len(rows) == told, (query, rows)
    card = json.loads(joinder("show", "Shell", "--min-origins", "2", "--as-of", "2020-08-31", "--format", "json").out)
    assert card["claims"] == []
