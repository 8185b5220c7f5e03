"""The terminal screen of a review: one question, both sides with their sentences, one key an answer."""

from typing import ClassVar, Final

from rich.markup import escape
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Footer, Static

from joinder.reports import visible
from joinder.review.evidence import Card, Evidence
from joinder.review.queue import Queue, Scope

DONE: Final = "No question is left. u takes the last answer back, q ends the review."


class ReviewScreen(App[int]):
    """Asks the questions of a queue; ends with the number of answers that stand."""

    TITLE = "joinder review"
    ENABLE_COMMAND_PALETTE = False
    CSS = """
    #head { height: 1; background: $primary; color: $text; padding: 0 1; }
    #why { height: auto; max-height: 4; padding: 0 1; }
    #sides { height: 1fr; }
    .side { width: 1fr; height: 100%; border: round $secondary; padding: 0 1; scrollbar-size-vertical: 1; }
    .side Static { width: 100%; }
    #note { height: auto; max-height: 3; padding: 0 1; color: $warning; }
    Footer { height: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer('same')", "same"),
        Binding("n", "answer('distinct')", "not"),
        Binding("question_mark", "answer('unsure')", "unsure", key_display="?"),
        Binding("s", "skip", "skip"),
        Binding("u", "undo", "undo"),
        Binding("Y", "run('same')", "all same", key_display="Y"),
        Binding("N", "run('distinct')", "none", key_display="N"),
        Binding("a", "alike", "alike"),
        Binding("q", "stop", "quit"),
        Binding("j,down", "scroll_sides(2)", "down", show=False),
        Binding("k,up", "scroll_sides(-2)", "up", show=False),
        Binding("ctrl+c", "stop", "quit", show=False),
    ]

    def __init__(self, queue: Queue, evidence: Evidence) -> None:
        super().__init__()
        self._queue = queue
        self._evidence = evidence
        self._alike = False

    def compose(self) -> ComposeResult:
        """Lay out the head, the reasons, both sides, a note and the keys."""
        yield Static(id="head", markup=False)
        yield Static(id="why")
        with Horizontal(id="sides"):
            for side in ("left", "right"):
                with VerticalScroll(id=side, classes="side"):
                    yield Static(id=f"{side}-text")
        yield Static(id="note", markup=False)
        yield Footer(compact=True)

    def on_mount(self) -> None:
        """Show the first question."""
        self._show()

    def action_answer(self, verdict: str) -> None:
        """Answer for the pair that is shown, or for all that are alike where that was chosen."""
        self._answer(verdict, Scope.ALIKE if self._alike else Scope.PAIR)

    def action_run(self, verdict: str) -> None:
        """Answer for all pairs of the run, or for all that are alike where that was chosen."""
        self._answer(verdict, Scope.ALIKE if self._alike else Scope.RUN)

    def action_alike(self) -> None:
        """Choose that the next answer is for all pairs with the reasons of the one that is shown, or not so."""
        count = len(self._queue.meant(Scope.ALIKE))
        if not self._alike and count < 2:
            self._show("no other pair has these reasons")
            return
        self._alike = not self._alike
        chosen = f"the next answer is for all {count} pairs with these reasons (a: only this one)"
        self._show(chosen if self._alike else "the next answer is for this pair only")

    def _answer(self, verdict: str, scope: Scope) -> None:
        wrong = self._queue.answer(verdict, scope)
        count = 0 if wrong else len(self._queue.answers[-1].judgements)
        self._alike = False
        self._after(wrong, f"answered for {count} pairs; u takes that back" if count > 1 else "")

    def action_skip(self) -> None:
        """Leave the question for another time."""
        self._alike = False
        self._queue.skip()
        self._show()

    def action_undo(self) -> None:
        """Take the last answer back and show its question again."""
        self._alike = False
        self._after("" if self._queue.undo() else "there is no answer of this review to take back")

    def action_scroll_sides(self, lines: int) -> None:
        """Scroll the sentences of both sides."""
        for side in ("left", "right"):
            self.query_one(f"#{side}", VerticalScroll).scroll_relative(y=lines, animate=False)

    def action_stop(self) -> None:
        """End the review; every answer is recorded already."""
        self.exit(len(self._queue.answers))

    def _after(self, wrong: str, note: str = "") -> None:
        self._show(f"not recorded: {wrong}" if wrong else note)

    def _show(self, note: str = "") -> None:
        queue = self._queue
        question = queue.question
        self._put("note", note)
        number = f"{queue.place + 1} of {len(queue.questions)}" if question else "end"
        asked = " · are these two the same?" if question else ""
        self._put("head", f"{number} · {len(queue.answers)} answered{asked}")
        if question is None:
            self._put("why", DONE)
            self._put("left-text", "")
            self._put("right-text", "")
            return
        found = question.first
        run = len(question.candidates)
        many = f"\n[b]{run} pairs with these names:[/b] Y or N answers for all of them" if run > 1 else ""
        names = " / ".join(dict.fromkeys(map(visible, found.names)))
        why = f"[b]{found.score:.0%}[/b] {escape(names)}: {escape('; '.join(found.reasons))}"
        self._put("why", why + many)
        for side, entity in zip(("left", "right"), found.pair, strict=True):
            self._put(f"{side}-text", card_text(self._evidence.card(entity)))
            self.query_one(f"#{side}", VerticalScroll).scroll_home(animate=False)

    def _put(self, where: str, text: str) -> None:
        self.query_one(f"#{where}", Static).update(text)


def card_text(card: Card) -> str:
    """Write one side; names and sentences are data, whatever they look like."""
    lines = [f"[b]{_data(card.name)}[/b]", f"{card.label}{f' ({card.conflict})' if card.conflict else ''}"]
    lines.append(f"[dim]{_data(card.id)}[/dim]")
    if card.aliases:
        lines.append(f"also {_data(', '.join(card.aliases[:6]))}")
    lines.append(f"articles: {card.n_articles}, claims: {card.n_claims}")
    for quote in card.quotes:
        lines += ["", _quoted(_data(quote.text)), f"[dim]— {_data(quote.source)}[/dim]"]
    return "\n".join(lines)


def _quoted(text: str) -> str:
    """Put a sentence in quotation marks, unless it has its own."""
    return text if text.startswith(("“", '"')) else f"“{text}”"


def _data(text: str) -> str:
    shown = visible(text)
    return escape(shown if len(shown) <= 400 else shown[:399] + "…")
