"""Refreshing by increments: the rows that computing the whole view would give, whatever happened."""

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from joinder.graph.ledger import open_ledger
from joinder.graph.model import Extraction
from joinder.graph.records import gather, rows_of
from joinder.graph.view import build_view
from tests.unit.graph.making import claim, crowd, entity, extraction

STORY = " ".join(f"word{i}" for i in range(80))
NAMES = [
    ("Kim Kardashian", "Person", ("Kardashian",)),
    ("Kardashian", "Person", ()),
    ("Robert Ford", "Person", ("Bob Ford",)),
    ("Ford", "Brand", ()),
    ("Ford", "Person", ()),
    ("Ford Motor Company", "Brand", ("Ford",)),
    ("Facebook, Inc.", "Brand", ("Facebook",)),
    ("Facebook", "Platform", ()),
    ("#StopHateForProfit", "Campaign", ()),
    ("Stop Hate for Profit", "Campaign", ("SHP",)),
    ("American Medical Association", "Group", ("AMA",)),
    ("Arizona Music Academy", "Group", ("AMA",)),
    ("AMA", "Group", ()),
]
ACTS = [("PAUSED", "ads"), ("RESUMED", "ads"), ("LEFT", "ads"), ("SUPPORTS", None), ("CRITICIZED", None)]


@st.composite
def articles(draw: st.DrawFn) -> Extraction:
    """Make an article of names that meet in all ways that resolution knows."""
    chosen = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique_by=lambda n: n[0]))
    entities = [entity(n, label, *forms, places=draw(st.integers(1, 3))) for n, label, forms in chosen]
    labels = {n: label for n, label, _ in chosen}
    claims = []
    for _ in range(draw(st.integers(0, 3))):
        one, other = draw(st.sampled_from(sorted(labels))), draw(st.sampled_from(sorted(labels)))
        relation, what = draw(st.sampled_from(ACTS))
        if relation != "CRITICIZED" and labels[one] == "Campaign":
            continue
        if what and labels[other] == "Campaign":
            relation, what = "SUPPORTS", None
        start = draw(st.sampled_from([None, "2020-07", "2020-08-01"]))
        claims.append(claim(one, relation, other, draw(st.sampled_from(["done", "planned"])), what=what, start=start))
    crowds = [crowd(draw(st.integers(2, 9)), "SUPPORTS", next(iter(labels)))] if draw(st.booleans()) else []
    text = "It happened. " + draw(st.sampled_from([STORY, f"{STORY} And more.", "Short."]))
    key = draw(st.sampled_from([f"n{i}" for i in range(14)]))
    published = draw(st.sampled_from([None, "2020-08-02", "2020"]))
    return extraction(key, entities, claims, crowds, published=published, text=text)


STEPS = st.lists(st.one_of(articles(), st.integers(0, 13)), min_size=1, max_size=12)


@settings(print_blob=False, max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(articles(), min_size=6, max_size=14), STEPS)
def test_an_increment_gives_the_rows_of_the_whole(
    tmp_path: Path, first: list[Extraction], steps: list[Extraction | int]
) -> None:
    """After each article recorded, corrected or forgotten, the stored view is the one made from scratch."""
    path = tmp_path / "steps.db"
    for old in tmp_path.glob("steps.db*"):
        old.unlink()
    left = {n.article.id: n for n in first}
    with open_ledger(path) as ledger:
        for news in left.values():
            ledger.record(news)
        ledger.refresh()
        for step in steps:
            if isinstance(step, int):
                ledger.forget(f"n{step}")
                left.pop(f"n{step}", None)
            else:
                ledger.record(step)
                left[step.article.id] = step
            ledger.refresh()
            assert ledger.view() == build_view(gather(map(rows_of, left.values())))
        assert ledger.faults() == []
