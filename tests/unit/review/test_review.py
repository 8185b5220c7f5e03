"""The review: its queue, its file of candidates, and its screen at 80×24, driven by Textual's pilot."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from joinder.graph.identity_candidates import candidates
from joinder.graph.judgements import Side, make, next_instant, standing
from joinder.graph.ledger import Ledger, open_ledger
from joinder.graph.model import Extraction
from joinder.graph.register import Register
from joinder.review.evidence import Evidence
from joinder.review.finding import find
from joinder.review.queue import Queue, Scope
from joinder.review.screen import ReviewScreen
from tests.unit.graph.making import QUOTE, claim, entity, extraction

FACEBOOK = entity("Facebook", "Platform")
KIM, WEST = "Kim Kardashian", "Kim Kardashian West"


def nicknames(_: str) -> frozenset[str]:
    """Know none."""
    return frozenset()


def article(key: str, name: str, label: str = "Person") -> Extraction:
    """Make an article in which somebody pauses Facebook."""
    return extraction(key, [entity(name, label), FACEBOOK], [claim(name, "PAUSED", "Facebook")])


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Give a ledger with two spellings of a name, a company's two names, and a surname alone in three articles."""
    with open_ledger(tmp_path / "ledger.db") as opened:
        opened.record(article("a", KIM))
        opened.record(article("b", WEST))
        opened.record(article("c", "Ford", "Brand"))
        opened.record(article("d", "Ford Motor Company", "Brand"))
        for key in "efg":
            opened.record(article(key, "Kardashian"))
        opened.refresh()
        yield opened


def queue_of(ledger: Ledger, tmp_path: Path) -> Queue:
    """Make the queue of a ledger."""
    ledger.refresh()
    found = find(ledger, ledger.view().entities, tmp_path / "candidates.db", nicknames)
    return Queue(ledger, Register(ledger.contents()), found, "me")


def names(queue: Queue) -> list[tuple[tuple[str, str], int]]:
    """Show the questions: names, and how many pairs."""
    return [(q.first.names, len(q.candidates)) for q in queue.questions]


def test_equal_pairs_are_one_question(ledger: Ledger, tmp_path: Path) -> None:
    """A surname of three articles is asked about once for each full name; surnames are never paired with each other."""
    found = dict(names(queue_of(ledger, tmp_path)))
    assert found[KIM, WEST] == 1
    assert found["Ford", "Ford Motor Company"] == 1
    assert found["Kardashian", KIM] == 3
    assert ("Kardashian", "Kardashian") not in found


def test_an_answer_is_in_the_ledger_at_once(ledger: Ledger, tmp_path: Path) -> None:
    """Whoever is killed after a key has lost nothing: another queue does not ask again."""
    queue = queue_of(ledger, tmp_path)
    asked = queue.question
    assert queue.answer("unsure") == ""
    assert [j.verdict for j in ledger.judgements()] == ["unsure"]
    del queue
    assert asked is not None
    assert asked.first.names not in dict(names(queue_of(ledger, tmp_path)))


def test_undo_returns_to_the_question(ledger: Ledger, tmp_path: Path) -> None:
    """The judgement stands no more, and its question is the present one again."""
    queue = queue_of(ledger, tmp_path)
    asked = queue.question
    queue.answer("same")
    assert queue.undo()
    assert queue.question == asked
    assert standing(ledger.judgements()) == []
    assert not queue.undo()


def test_a_run_is_answered_at_once(ledger: Ledger, tmp_path: Path) -> None:
    """One key for three articles, one key to take all three back."""
    queue = queue_of(ledger, tmp_path)
    while queue.question is not None and len(queue.question.candidates) < 3:
        queue.skip()
    assert queue.answer("distinct", Scope.RUN) == ""
    assert [j.verdict for j in standing(ledger.judgements())] == ["distinct"] * 3
    queue.undo()
    assert standing(ledger.judgements()) == []


def test_pairs_of_one_reason_are_answered_at_once(ledger: Ledger, tmp_path: Path) -> None:
    """Other names with the same reasons and kinds, and no others; one key takes all of it back."""
    for key, name in (("h", "Disney"), ("i", "Disney Motor Company"), ("j", "Hershey"), ("k", "Hershey Company")):
        ledger.record(article(key, name, "Brand"))
    queue = queue_of(ledger, tmp_path)
    while queue.question is not None and "Disney" not in queue.question.first.names[0]:
        queue.skip()
    queue.place = 0
    alike = [c for c in (q.first for q in queue.questions) if c.reasons == ("only 'company motor' more",)]
    queue.place = next(i for i, q in enumerate(queue.questions) if q.first == alike[0])
    assert len(queue.meant(Scope.ALIKE)) == len(alike) == 2
    assert queue.answer("same", Scope.ALIKE) == ""
    judged = standing(ledger.judgements())
    assert {j.verdict for j in judged} == {"same"}
    assert {side.name for j in judged for side in (j.left, j.right)} == {name for c in alike for name in c.names}
    assert queue.question is None or queue.question.first not in alike
    queue.undo()
    assert standing(ledger.judgements()) == []
    assert queue.question is not None
    assert queue.question.first == alike[0]
    assert len(queue.meant(Scope.ALIKE)) == 2


def test_one_of_a_run_is_answered_alone(ledger: Ledger, tmp_path: Path) -> None:
    """The rest of the run is asked about next; "unsure" is an answer too."""
    queue = queue_of(ledger, tmp_path)
    queue.place = next(i for i, q in enumerate(queue.questions) if len(q.candidates) == 3)
    for left in (3, 2, 1):
        assert queue.question is not None
        assert len(queue.question.candidates) == left
        assert queue.answer("unsure") == ""
    queue.undo()
    assert queue.question is not None
    assert len(queue.question.candidates) == 1


def test_settled_questions_are_passed_over(tmp_path: Path) -> None:
    """Of three names, two answers settle the third pair."""
    with open_ledger(tmp_path / "three.db") as ledger:
        for key, name in (("a", "Alexei Navalny"), ("b", "Alexey Navalny"), ("c", "Aleksei Navalny")):
            ledger.record(article(key, name))
        queue = queue_of(ledger, tmp_path)
        assert len(queue.questions) == 3
        queue.answer("same")
        queue.answer("same")
        assert queue.question is None
        ledger.refresh()
        assert sum(e.label == "Person" for e in ledger.view().entities) == 1


def test_news_is_compared_alone(ledger: Ledger, tmp_path: Path) -> None:
    """The file is brought up to date with what changed: the same candidates as from scratch, also when it is broken."""
    file = tmp_path / "candidates.db"
    find(ledger, ledger.view().entities, file, nicknames)
    ledger.record(article("h", "Fordd", "Brand"))
    ledger.record(article("i", "Kim Kardashian-West"))
    ledger.refresh()
    entities = ledger.view().entities
    assert find(ledger, entities, file, nicknames) == candidates(entities, nicknames)
    file.write_text("rubbish")
    assert find(ledger, entities, file, nicknames) == candidates(entities, nicknames)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0)])
def test_a_disputed_kind_is_flagged_whoever_comes_first(tmp_path: Path, order: tuple[int, ...]) -> None:
    """Most articles settle it, in any order of loading; the votes are listed, and a judgement overrules them."""
    with open_ledger(tmp_path / "kinds.db") as ledger:
        for number in order:
            ledger.record(article("xyz"[number], "Fox News", "Brand" if number == 0 else "Platform"))
        ledger.refresh()
        (card,) = Evidence(ledger.view()).conflicts()
        assert (card.name, card.label, card.kinds) == ("Fox News", "Platform", (("Platform", 2), ("Brand", 1)))
        assert card.conflict == "but Brand in 1"
        ledger.judge([make("kind", Side("Fox News", "Platform"), value="Brand", at=next_instant())])
        ledger.refresh()
        (card,) = Evidence(ledger.view()).conflicts()
        assert (card.label, card.conflict) == ("Brand", "but Platform in 2")


def drive(screen: ReviewScreen, steps: Callable[[Pilot[int]], Coroutine[Any, Any, None]]) -> None:
    """Run a screen of 80×24 with a pilot."""

    async def run() -> None:
        async with screen.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            await steps(pilot)

    asyncio.run(run())


def shown(pilot: Pilot[int], where: str) -> str:
    """Give what a part of the screen shows."""
    return str(pilot.app.query_one(f"#{where}", Static).render())


def test_the_screen_asks_and_records(ledger: Ledger, tmp_path: Path) -> None:
    """Keys answer, skip, take back and end; both sides show their names and sentences; all keys fit into 80 columns."""
    queue = queue_of(ledger, tmp_path)
    total = len(queue.questions)

    async def steps(pilot: Pilot[int]) -> None:
        assert f"1 of {total}" in shown(pilot, "head")
        both = shown(pilot, "left-text") + shown(pilot, "right-text")
        assert KIM in both
        assert QUOTE in both
        await pilot.press("y")
        assert [j.verdict for j in standing(ledger.judgements())] == ["same"]
        await pilot.press("u")
        assert standing(ledger.judgements()) == []
        assert f"1 of {total}" in shown(pilot, "head")
        await pilot.press("u")
        assert "no answer" in shown(pilot, "note")
        await pilot.press("s", "question_mark")
        assert [j.verdict for j in standing(ledger.judgements())] == ["unsure"]
        for _ in range(total):
            await pilot.press("N")
        assert "No question is left" in shown(pilot, "why")
        text = pilot.app.export_screenshot()
        assert "quit" in text
        await pilot.press("q")

    drive(ReviewScreen(queue, Evidence(ledger.view())), steps)
    assert len(queue.answers) >= 2


def test_the_screen_answers_for_all_that_are_alike(ledger: Ledger, tmp_path: Path) -> None:
    """It says for how many before and after; another key withdraws the choice; a kind that is disputed is flagged."""
    for key, name in (("h", "Disney"), ("i", "Disney Motor Company"), ("m", "Ford Motor Company")):
        ledger.record(article(key, name, "Brand"))
    ledger.record(article("l", "Ford Motor Company", "Platform"))
    queue = queue_of(ledger, tmp_path)
    wanted = "only 'company motor' more"

    async def steps(pilot: Pilot[int]) -> None:
        while queue.question is not None and wanted not in queue.question.first.reasons[0]:
            await pilot.press("s")
        await pilot.press("a")
        assert "all 2 pairs" in shown(pilot, "note")
        await pilot.press("a")
        assert "this pair only" in shown(pilot, "note")
        await pilot.press("a", "n")
        assert "answered for 2 pairs" in shown(pilot, "note")
        assert [j.verdict for j in standing(ledger.judgements())] == ["distinct"] * 2
        await pilot.press("u")
        both = shown(pilot, "left-text") + shown(pilot, "right-text")
        await pilot.press("a", "s")
        assert "but Platform in 1" in both + shown(pilot, "left-text") + shown(pilot, "right-text")
        assert "all" not in shown(pilot, "note")
        assert standing(ledger.judgements()) == []
        lines = pilot.app.export_screenshot()
        assert all(key in lines for key in ("same", "unsure", "alike", "quit"))

    drive(ReviewScreen(queue, Evidence(ledger.view())), steps)


def test_hostile_names_are_data_on_the_screen(tmp_path: Path) -> None:
    """Markup, escapes and very long names are shown, not acted on."""
    with open_ledger(tmp_path / "hostile.db") as ledger:
        long = "[red]Kim[/] \x1b[2J \u202e " + "Kardashian " * 300
        ledger.record(article("a", long))
        ledger.record(article("b", long.replace("Kim", "Kym")))
        ledger.record(article("c", KIM))
        ledger.record(article("d", WEST))
        ledger.refresh()
        view = ledger.view()
        queue = queue_of(ledger, tmp_path)
        hostile = [e for e in view.entities if "Kim[/]" in e.name]
        queue.questions[0] = replace(
            queue.questions[0], candidates=(replace(queue.questions[0].first, left=hostile[0].id),)
        )

        async def steps(pilot: Pilot[int]) -> None:
            assert "[red]Kim[/]" in shown(pilot, "left-text")
            assert "\x1b" not in shown(pilot, "left-text")

        drive(ReviewScreen(queue, Evidence(view)), steps)
