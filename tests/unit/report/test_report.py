"""The report: self-contained, readable, and honest; its labels collide with nothing."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest

from joinder.graph.connect import open_store
from joinder.graph.measures.memberships import Memberships
from joinder.graph.model import CrowdRow, View
from joinder.graph.projection import memberships
from joinder.graph.store import Store
from joinder.report import network, placing, svg
from joinder.report.page import page
from tests.unit.graph.measures.graphs import memberships as joined
from tests.unit.graph.measures.worlds import news
from tests.unit.report.printing import browser, pages, printed

Opened = Callable[[View], tuple[Store, Memberships]]


@pytest.fixture
def opened(tmp_path: Path) -> Opened:
    """Give a function that puts a view into an embedded store, and reads its memberships."""

    def put(view: View) -> tuple[Store, Memberships]:
        store = open_store(tmp_path / "graph.lbdb", read_only=False)
        store.prepare()
        store.replace(view, 1, "ledger")
        return store, memberships(store)

    return put


@pytest.mark.parametrize(("people", "campaigns"), [(5, 3), (50, 10), (500, 40)])
def test_the_page_needs_nothing_from_outside(opened: Opened, people: int, campaigns: int) -> None:
    """Whatever its size: no script, no link, no picture to be fetched; every picture has a text alternative."""
    store, found = opened(news(people, campaigns))
    with store:
        text = page(store, found)
    outside = re.findall(r"<(?:script|link|img|iframe|image)\b|@import|url\((?!#)|\bsrc=", text)
    assert outside == []
    assert all(at.startswith("#") for at in re.findall(r'href="([^"]*)"', text))
    pictures = re.findall(r"<svg.*?</svg>", text, re.DOTALL)
    assert len(pictures) == 3
    for picture in pictures:
        root = ET.fromstring(picture)
        assert root.attrib["role"] == "img"
        names = {element.attrib.get("id") for element in root.iter()}
        assert set(root.attrib["aria-labelledby"].split()) <= names
    for wanted in ("@page { size: A4", "What it rests on", "Methods", "Barber", "biggest campaign"):
        assert wanted in text


def test_ids_are_unique_and_the_page_is_the_same_each_time(opened: Opened) -> None:
    """No two elements of the pictures that are referred to share an id, and nothing depends on the clock."""
    store, found = opened(news(30, 6))
    with store:
        text = page(store, found)
        assert page(store, found) == text
    figures = [set(re.findall(r'\bid="([^"]+)"', part)) for part in re.findall(r"<svg.*?</svg>", text, re.DOTALL)]
    assert all(one.isdisjoint(other) for one, other in combinations(figures, 2))


def test_names_cannot_break_out_of_the_page(opened: Opened) -> None:
    """A hostile name is text everywhere, in tables as in pictures."""
    view = news(5, 3)
    evil = tuple(replace(e, name=f"</script><img src=x>$\\frac{e.id}") for e in view.entities)
    store, found = opened(replace(view, entities=tuple(sorted(evil))))
    with store:
        text = page(store, found)
    assert "<img" not in text
    assert "&lt;/script&gt;" in text


def test_a_report_on_nothing_says_so(opened: Opened) -> None:
    """An empty graph makes a page, too."""
    store, found = opened(View())
    with store:
        text = page(store, found)
    assert "Nobody joined anything that counts here." in text


@pytest.mark.parametrize(("people", "campaigns"), [(5, 3), (50, 10), (500, 40)])
def test_labels_collide_with_nothing(
    opened: Opened, people: int, campaigns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No label lies on another or on a node that is not its own; every campaign has its name or a number."""
    store, found = opened(news(people, campaigns))
    store.close()
    kept: list[placing.Labels] = []
    made = placing.Labels.__init__

    def remember(self: placing.Labels, *given: object) -> None:
        made(self, *given)  # type: ignore[arg-type] # passed on as they are
        kept.append(self)

    monkeypatch.setattr(placing.Labels, "__init__", remember)
    drawn = network.picture(found)
    labels = kept[0]
    assert not any(one.overlaps(other) for one, other in combinations(labels.boxes, 2))
    for box in labels.boxes:
        inside = (labels.nodes[:, 0] > box.x0) & (labels.nodes[:, 0] < box.x1)
        inside &= (labels.nodes[:, 1] > box.y0) & (labels.nodes[:, 1] < box.y1)
        assert not inside.any()
    numbered = {name for _, name in drawn.key}
    named = set(re.findall(r">([^<]+)</text>", drawn.svg))
    shown = [n for n in found.campaigns.names if n in numbered or svg.short(n) in named]
    assert len(shown) == len(found.campaigns)


def test_nodes_that_lie_on_each_other_are_pushed_apart() -> None:
    """Also those in the very same place; nobody leaves the frame."""
    points = dict.fromkeys(range(6), (50.0, 50.0))
    placed = placing.spread(points, dict.fromkeys(points, 5.0), 200.0, 200.0)
    at = np.array(list(placed.values()))
    apart = np.hypot(*(at[:, None] - at[None, :]).transpose(2, 0, 1))
    assert apart[np.triu_indices(6, 1)].min() >= 10
    assert at.min() >= 5
    assert at.max() <= 195


def test_participants_of_the_same_campaigns_are_one_circle() -> None:
    """Twenty with one campaign are one circle that says so."""
    drawn = network.picture(joined({f"p{i:02}": ["march"] for i in range(20)} | {"zoe": ["march", "strike"]}))
    assert "P00 +19" in drawn.svg
    assert ">Zoe<" in drawn.svg
    assert drawn.note == ""


def test_shades_stay_apart_in_grey() -> None:
    """Campaigns and participants differ in brightness, not only in hue (and in form)."""

    def brightness(colour: str) -> float:
        red, green, blue = mpl.colors.to_rgb(colour)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    assert brightness("#e8b04a") - brightness("#1f3b57") > 0.4


@pytest.mark.skipif(browser() is None, reason="no Chromium is installed, which is what prints the page")
@pytest.mark.parametrize(("people", "campaigns", "most"), [(5, 3, 5), (500, 40, 10)])
def test_it_prints_on_a4(opened: Opened, tmp_path: Path, people: int, campaigns: int, most: int) -> None:
    """A real browser prints it on upright A4 pages, no more of them than it needs."""
    store, found = opened(news(people, campaigns))
    with store:
        (tmp_path / "page.html").write_text(page(store, found), encoding="utf-8")
    sizes = pages(printed(tmp_path / "page.html", tmp_path))
    assert 2 <= len(sizes) <= most
    for wide, high in sizes:
        assert (wide, high) == (pytest.approx(210, abs=0.5), pytest.approx(297, abs=0.5))


def test_crowds_stand_beside_the_curve(opened: Opened) -> None:
    """Bounds are marked and told, in the key and in words; one beyond the scale does not press the curve flat."""
    view = news(20, 3)
    campaign = next(e.id for e in view.entities if e.label == "Campaign")
    act = ("JOINED", campaign, "done", "", "2021-06", "")
    crowds = (
        CrowdRow("w1", "a001", 1_200.0, "more than", "bands", *act, "1,200 bands", 0, 11),
        CrowdRow("w2", "a002", 3.0, "up to", "towns", *act, "three towns", 0, 11),
    )
    store, found = opened(replace(view, crowds=crowds))
    with store:
        text = page(store, found)
    assert re.search(r"crowd: more than 1,200 bands \([^<]*2021-06, beyond the scale\)", text)
    assert re.search(r"crowd: up to 3 towns \([^<]*2021-06\)", text)
    assert "a crowd of more than 1,200 bands (2021-06)" in text  # in the text alternative
    assert "Triangles are crowds" in text
    ticks = [int(t) for t in re.findall(r">(\d+)</text>", text)]
    assert 1_200 not in ticks
