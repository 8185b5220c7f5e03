"""The paragraphs of an article, each with its kind: story, list item, sub-heading, or the page's own noise."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Final, Literal

from joinder.graph.identity import fold

Kind = Literal["title", "body", "item", "heading", "noise", "about"]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or line of an article, without outer blanks, and why it is of its kind."""

    start: int
    end: int
    kind: Kind
    reason: str


_BULLET: Final = re.compile(r"(?:[-–—*•·●▪■‣◦○➤►✔✓]+|\(?\d{1,3}[.)]|[a-z]\))\s+(?=\S)")
_STOP: Final = re.compile(r"[.!?…][\"'”’»)\]*]*$|[:;,—–-]$")
_FULL_STOP: Final = re.compile(r"[.…][\"'”’»)\]*]*$|[.!?…][\"'”’»]+$")
_WORD: Final = re.compile(r"[^\W_][\w'’.&-]*")
_STAMP: Final = re.compile(
    r"(?:\d{1,2}[:.]\d{2}(?: ?[ap]\.?m\.?)?|\d{1,2} ?[ap]\.?m\.?)(?: ?\(?[A-Z]{2,4}\)?)?(?: ago)?$"
    r"|\d+ ?(?:h|hr|hrs|hours?|m|min|mins|minutes?|days?) ago\b.{0,20}$",
    re.IGNORECASE,
)
_MONTH: Final = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_DAY: Final = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?"
_DATE: Final = (
    rf"(?:{_DAY},? )?(?:the )?(?:\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?)(?:,? \d{{4}})?"
    r"|\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}/\d{2,4}"
)

_DATA: Final = tomllib.loads(files("joinder.loaders").joinpath("data", "noise.toml").read_text("utf-8"))


def _any_of(patterns: list[str]) -> str:
    """Join patterns to one, with the words for dates filled in."""
    joined = "|".join(patterns)
    return joined.replace("{date}", _DATE).replace("{day}", _DAY).replace("{month}", _MONTH)


_NOISE: Final = tuple((row["reason"], re.compile(_any_of(row["patterns"]), re.IGNORECASE)) for row in _DATA["noise"])
_RELATED: Final = re.compile(rf"(?:{_any_of(_DATA['related']['labels'])})(?P<end> ?[:|»>→–—-]|\W*$)", re.IGNORECASE)
_FIRM: Final = re.compile(_DATA["related"]["firm"], re.IGNORECASE)
_HINTS: Final = tuple(_DATA["hint"]["words"].split("|"))
_BYLINE_WORDS: Final = frozenset(_DATA["byline"]["words"].split())
# "— Acme (@acme) June 26, 2020", under a post that is quoted in full.
_SIGNATURE: Final = re.compile(r"[—–-]+ ?[^@]{1,60}\(@\w+\).{0,30}\d{4}$")
# "Sports: Mariners fall", "Lex, page 12: Why soap still sells": a section and a headline; noise only behind the story.
_SECTION: Final = re.compile(r"[A-Z“\"'‘][\w’'“” ,&-]{1,34}(?: ?[:|]| [–—]) ?\S")
_PAGE: Final = re.compile(r".{0,40}\b(?:page|pp?\.) ?\d+|on page \d+", re.IGNORECASE)
_ABOUT: Final = re.compile(
    r"(?i:about) (?:the |us\b|this )?[A-Z“\"'&\d][^.?!]{0,60}:?$|(?i:about (?:us|the authors?|the writer)):?$"
)
_LEAD_IN: Final = re.compile(
    r":$|\b(?:(?:full|complete) list|the following|as follows|listed below|see below|signatories|signed by)\b"
    r"|\bhere (?:is|are|’s|'s)\b",
    re.IGNORECASE,
)
_BY: Final = re.compile(r"(?i:by) (?=[A-Z]|our |a |an |the |staff\b)")
_SMALL, _PLAIN, _ARTICLES = (frozenset(_DATA["words"][part].split()) for part in ("small", "plain", "articles"))
_ANY_LINE: Final = re.compile(r"[^\n\r]*\S[^\n\r]*")


@dataclass(slots=True)
class _Line:
    """A line under judgement: its text without bullet, and what is plain from itself."""

    start: int
    end: int
    text: str
    bullet: bool
    length: int  # in words
    closed: bool  # ends as a sentence of prose does; a question mark or a shout alone may end a headline too
    kind: Kind | None = None
    reason: str = ""

    def settle(self, kind: Kind, reason: str) -> None:
        self.kind, self.reason = kind, reason

    @property
    def words(self) -> list[str]:
        return _WORD.findall(self.text)

    @property
    def capitals(self) -> float:
        """Give the share of words that begin with a capital, small words left out."""
        large = [w for w in self.words if w.lower() not in _SMALL]
        return sum(w[0].isupper() or w[0].isdigit() for w in large) / len(large) if large else 0.0


def _lines(text: str) -> Iterator[_Line]:
    """Cut a text into its lines; a line broken in mid-sentence is joined to the next one."""
    found: list[tuple[int, int]] = []
    for match in _ANY_LINE.finditer(text):
        start, end = match.span()
        start += len(match[0]) - len(match[0].lstrip())
        end -= len(match[0]) - len(match[0].rstrip())
        if found and _wrapped(text, found[-1], (start, end)):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    for start, end in found:
        bullet = _BULLET.match(text, start, end)
        inner = text[bullet.end() if bullet else start : end]
        closed = _FULL_STOP.search(inner, max(0, len(inner) - 6)) is not None
        yield _Line(start, end, inner, bullet is not None, len(inner.split()), closed)


def _wrapped(text: str, last: tuple[int, int], this: tuple[int, int]) -> bool:
    """Say whether a line goes on in the next one: long, without a stop, and that one begins in lower case."""
    between = text[last[1] : this[0]]
    long = last[1] - last[0] >= 45 and between.count("\n") == 1
    return long and text[this[0]].islower() and text[last[1] - 1] not in '.!?:”"'


def split_blocks(text: str, title: str | None = None) -> list[Block]:
    """Split an article into blocks that tile its non-blank lines, and give each its kind.

    1. what is plain from the line alone (noise patterns, time stamps, bullets);
    2. sections "About X", comments, related stories; 3. lists of one name a line; 4. teasers behind the story;
    5. sub-headings; all else is the story's body.
    """
    lines = list(_lines(text))
    rest = lines[1:] if lines and _is_title(lines, title) else lines
    if len(rest) < len(lines):
        lines[0].settle("title", "first line")
    for line in rest:
        _judge_alone(line)
    _judge_sections(rest)
    _judge_lists(rest)
    _judge_tail(rest)
    _judge_middle(rest)
    return [Block(line.start, line.end, line.kind or "body", line.reason) for line in lines]


def _is_title(lines: Sequence[_Line], title: str | None) -> bool:
    """Say whether the first line is the given title, or near to it, or without one looks like a title."""
    first = lines[0]
    if title is None:
        return len(lines) > 1 and len(first.text) <= 180 and not first.closed and not first.bullet
    if fold(first.text) == fold(title):
        return True
    given = {w.lower() for w in _WORD.findall(title)}
    words = first.words
    shared = sum(w.lower() in given for w in words)
    return not first.closed and shared > 0.6 * max(len(words), len(given))


def _judge_alone(line: _Line) -> None:
    """Settle a line whose kind is plain from its own words."""
    text = line.text
    if line.length < 8 and _STAMP.match(text):
        line.settle("heading", "time")
    elif line.length < 16 and _SIGNATURE.match("— " + text if line.bullet else text):
        line.settle("heading", "signature")
    elif _is_byline(line):
        line.settle("noise", "byline")
    elif reason := _noise(line):
        line.settle("noise", reason)
    elif line.length < 45 and (label := _RELATED.match(text)) and _is_label(line, label):
        line.settle("noise", "related")
    elif line.length < 9 and not line.bullet and _ABOUT.match(text):
        line.settle("about", "about")
    elif line.bullet:
        line.settle("item", "bullet")


def _noise(line: _Line) -> str | None:
    """Name the noise that a line is by its words, if it is; a long line needs one of the telling words."""
    if line.length > 60:
        return None
    if line.length > 14:
        low = line.text.lower()
        if not any(hint in low for hint in _HINTS):
            return None
    return next((reason for reason, pattern in _NOISE if pattern.match(line.text)), None)


def _is_label(line: _Line, label: re.Match[str]) -> bool:
    """Say whether the announcement of other stories is a label and not the beginning of the story's own sentence."""
    if line.length > 12 and line.closed and not _FIRM.match(line.text):
        return False
    return bool(label["end"].strip()) or label.end() == len(line.text)


def _is_byline(line: _Line) -> bool:
    """Say whether a line is "By" and names or offices, and no sentence ("By Monday, Adidas had left.")."""
    if line.length > 16 or line.closed or not _BY.match(line.text):
        return False
    words = line.words
    if len(words) <= 7 and words[1] in ("our", "a", "an", "staff"):
        return True
    return all(w[0].isupper() or w.lower() in _BYLINE_WORDS for w in words[1:])


def _judge_sections(lines: Sequence[_Line]) -> None:
    """Carry a section's kind on: the text under "About X", comments, and the headlines under a bare label."""
    section = ""
    for line in lines:
        if line.kind == "about":
            section = "about"
        elif line.kind == "noise" and line.reason in ("related", "comments") and line.length < 8:
            section = line.reason
        elif section == "about" and line.kind is None:
            line.settle("about", "about")
        elif section == "comments" and line.kind in (None, "item"):
            line.settle("noise", "comments")
        elif section == "related" and line.kind in (None, "item") and not line.closed and line.length < 25:
            line.settle("noise", "teaser")
        elif line.kind != "noise":
            section = ""


def _names(line: _Line) -> bool:
    """Say whether a line may be one name, with a description at most ("Jane Doe, actor")."""
    head = line.text.split(",")[0].split(" – ")[0].split(" (")[0]
    words = [w for w in _WORD.findall(head) if w.lower() not in _SMALL]
    stopped = _STOP.search(line.text) is not None
    return 0 < len(words) <= 6 and not stopped and all(w[0].isupper() or w[0].isdigit() for w in words)


def _judge_lists(lines: Sequence[_Line]) -> None:
    """Find runs of three and more lines that hold one name each, under the story's words."""
    run: list[_Line] = []
    before: _Line | None = None
    for line in (*lines, None):
        if line is not None and line.kind is None and line.length <= 14 and _names(line):
            run.append(line)
            continue
        led = before is not None and _LEAD_IN.search(before.text) is not None
        short = sum(member.length <= 4 for member in run)
        if len(run) >= 3 and (led or (len(run) >= 4 and short >= 0.7 * len(run))):
            for member in run:
                member.settle("item", "name")
        run, before = [], line


def _judge_tail(lines: Sequence[_Line]) -> None:
    """Find the headlines of other stories behind the last paragraph of this one."""
    story = [i for i, line in enumerate(lines) if line.kind is None and _is_prose(line)]
    if not story:
        return
    last = max([story[-1], *(i for i, line in enumerate(lines) if line.kind in ("item", "about"))])
    for line in lines[last + 1 :]:
        if line.kind is None:
            line.settle("noise", "teaser")


def _is_prose(line: _Line) -> bool:
    """Say whether a line is a paragraph of the story rather than a headline or a label with one."""
    if line.length > 40:
        return True
    if " | " in line.text:
        return False
    if line.closed or line.length > 25 or line.text.endswith((":", ",")):
        return line.length > 1 and not (_PAGE.match(line.text) and _SECTION.match(line.text))
    if line.length < 8 or _SECTION.match(line.text) or line.text.endswith("?") or line.capitals > 0.6:
        return False
    words = set(line.words)
    return not words.isdisjoint(_ARTICLES) and not {w.lower() for w in words}.isdisjoint(_PLAIN)


def _judge_middle(lines: Sequence[_Line]) -> None:
    """Tell the story's own sub-headings from headlines of other stories between its paragraphs."""
    for i, line in enumerate(lines):
        if line.kind is not None or line.closed or line.length > 25 or line.text.endswith((",", ";", "”", '"')):
            continue
        followed = i + 1 < len(lines) and lines[i + 1].kind in (None, "item")
        if line.text.endswith(":"):
            line.reason = "lead-in"
        elif i == 0 and line.length > 4:
            line.reason = "standfirst"
        elif _is_teaser(line) or (0 < i < len(lines) - 1 and lines[i - 1].kind == lines[i + 1].kind == "noise"):
            line.settle("noise", "teaser")
        elif line.length <= 14 and followed:
            line.settle("heading", "question" if line.text.endswith("?") else "sub-heading")


def _is_teaser(line: _Line) -> bool:
    """Say whether a line between paragraphs is another story's headline: in title case, with a bar, or with a page."""
    if " | " in line.text or (line.length > 6 and _PAGE.match(line.text) is not None):
        return True
    return line.length >= 8 and line.capitals > 0.85
