"""Reading articles from whatever a newsroom has."""

import io
import json
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from joinder.loaders import articles, jsonl
from joinder.loaders.articles import Failure, Metadata, ReadArticle, read_articles
from joinder.loaders.metadata import MAX_CHARACTERS

BODY = "Ford pauses its ads.\n\nThe carmaker said so on Monday."


def read(*inputs: str | Path, metadata: Metadata | None = None, stdin: bytes = b"") -> list[ReadArticle | Failure]:
    """Read all."""
    return list(read_articles(inputs, metadata=metadata or Metadata(), stdin=io.BytesIO(stdin)))


def one(path: Path) -> ReadArticle:
    """Read the only article of a path."""
    (found,) = read(path)
    assert isinstance(found, ReadArticle), found
    return found


def why(path: Path) -> str:
    """Read a path that fails, and give the reason."""
    (found,) = read(path)
    assert isinstance(found, Failure), found
    return found.reason


def write(path: Path, content: str | bytes) -> Path:
    """Write a file."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_the_first_line_of_a_text_is_its_title(tmp_path: Path) -> None:
    """It stays in the text; a Markdown heading's marks are no part of it."""
    article = one(write(tmp_path / "a.txt", f"\n{BODY}\n\n")).article
    assert (article.title, article.text, article.published) == ("Ford pauses its ads.", BODY, None)
    assert one(write(tmp_path / "b.md", f"# {BODY}")).article.title == "Ford pauses its ads."
    assert one(write(tmp_path / "c.txt", "#DeleteUber trends\n\nAgain.")).article.title == "#DeleteUber trends"
    assert one(write(tmp_path / "d.txt", "word " * 100)).article.title is None


def test_front_matter_gives_the_metadata(tmp_path: Path) -> None:
    """A title that the text does not begin with is set before it; a date stays a date."""
    front = "---\ntitle: Ford stops\npublished: 2020-07-01 10:00:00\npublisher: The Paper\nurl: https://x.org/a?utm_source=t\n---\n"
    article = one(write(tmp_path / "a.md", front + BODY)).article
    assert (article.title, article.published, article.publisher) == ("Ford stops", "2020-07-01", "The Paper")
    assert article.text == f"Ford stops\n\n{BODY}"
    assert (article.id, article.url) == ("https://x.org/a", "https://x.org/a?utm_source=t")
    same = one(write(tmp_path / "b.md", f"---\nid: 7\ntitle: Ford pauses its ads\n...\n# {BODY}")).article
    assert (same.id, same.text) == ("7", f"# {BODY}")


def test_dashes_are_not_always_front_matter(tmp_path: Path) -> None:
    """A rule above and below a headline is text; what looks like YAML and is none is told."""
    assert one(write(tmp_path / "a.txt", f"---\nBreaking news\n---\n{BODY}")).article.text.startswith("---\nBreaking")
    assert "no YAML" in why(write(tmp_path / "b.md", f"---\ntitle: [1\n---\n{BODY}"))
    assert "no YAML mapping" in why(write(tmp_path / "c.md", f"---\n'a\nkey: x'\n---\n{BODY}"))


def test_a_yaml_bomb_is_harmless(tmp_path: Path) -> None:
    """References to references are not spelt out."""
    layers = "\n".join(f"{c}: &{c} [{', '.join([f'*{b}'] * 9)}]" for b, c in zip("abcdefghi", "bcdefghij", strict=True))
    article = one(write(tmp_path / "a.md", f"---\na: &a [x]\n{layers}\ntitle: *j\n---\n{BODY}")).article
    assert article.text == BODY


@pytest.mark.parametrize("published", ["yesterday", "2020-13-01", "2020-02-30", "15/09/2020", "20200915"])
def test_a_date_that_is_none_is_left_out_and_told(tmp_path: Path, published: str) -> None:
    """No date is better than a wrong one."""
    found = one(write(tmp_path / "a.md", f"---\npublished: '{published}'\n---\n{BODY}"))
    assert found.article.published is None
    assert published in found.warnings[0]


@pytest.mark.parametrize("published", ["2020", "2020-09", "2020-09-15"])
def test_a_date_keeps_its_precision(tmp_path: Path, published: str) -> None:
    """A month stays a month."""
    assert one(write(tmp_path / "a.md", f"---\npublished: {published}\n---\n{BODY}")).article.published == published


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252", "iso-8859-1"])
def test_any_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    """Marks of byte order go, and letters come out right."""
    text = "Beyoncé pauses. " * 8 + "\n\nShe said: no."
    assert one(write(tmp_path / "a.txt", text.encode(encoding))).article.text == text


def test_an_encoding_nobody_names_is_detected(tmp_path: Path) -> None:
    """A page of Russian in an eight-bit encoding is no English with odd letters."""
    text = "Компания Адидас прекратила сотрудничество с рэпером после его высказываний. " * 6
    for encoding in ("cp1251", "koi8-r"):
        assert one(write(tmp_path / "a.txt", text.encode(encoding))).article.text == text.strip()


def test_typographic_quotes_of_windows_survive(tmp_path: Path) -> None:
    """Few letters beyond ASCII are those of English."""
    text = "“We will pause,” Ford’s chief said – at once."
    assert one(write(tmp_path / "a.txt", text.encode("cp1252"))).article.text == text


def test_a_cut_utf8_file_is_read(tmp_path: Path) -> None:
    """One lost byte at the end does not turn all others into rubbish."""
    text = "Beyoncé’s “freeze” went on. " * 10
    assert one(write(tmp_path / "a.txt", (text + "é").encode()[:-1])).article.text.startswith(text.strip())


def test_line_ends_are_newlines(tmp_path: Path) -> None:
    """Files from other systems give the same text, and so the same id."""
    ids = {one(write(tmp_path / "a.txt", BODY.replace("\n", end))).article.id for end in ("\n", "\r\n", "\r")}
    assert len(ids) == 1


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"---\ntitle: x\n---\n", "empty"),
        (b"text with \0 in it", "NUL"),
        (bytes(range(256)) * 40, "not a text"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(1, 32)) * 90, "not a text"),
        (b"\xff\xfe\x00\xd8", "not a text"),
        (b"x" * (MAX_CHARACTERS + 1), "too long"),
        (b"x" * 50_000_000, "too large"),
    ],
    ids=["nothing", "blank", "mark", "front", "nul", "bytes", "png", "surrogate", "long", "50MB"],
)
def test_what_is_no_article_is_told(tmp_path: Path, content: bytes, reason: str) -> None:
    """The reason is clear, and the good one beside it is read."""
    write(tmp_path / "a.txt", content)
    write(tmp_path / "b.txt", BODY)
    bad, good = read(tmp_path)
    assert isinstance(bad, Failure)
    assert reason in bad.reason
    assert isinstance(good, ReadArticle)


def test_a_folder_is_read_in_order_and_below(tmp_path: Path) -> None:
    """Hidden files and other kinds are passed over; an empty folder is told."""
    (tmp_path / "sub").mkdir()
    for name in ("b.txt", "sub/a.md", ".hidden.txt", "picture.jpg", "a.txt"):
        write(tmp_path / name, f"{name} says something.")
    assert [Path(r.input).name for r in read(tmp_path)] == ["a.txt", "b.txt", "a.md"]
    (tmp_path / "none").mkdir()
    assert "no article in this folder" in why(tmp_path / "none")


def test_what_cannot_be_opened_is_told(tmp_path: Path) -> None:
    """A missing file stops nothing."""
    missing, good = read(tmp_path / "missing.txt", write(tmp_path / "a.txt", BODY))
    assert missing == Failure(str(tmp_path / "missing.txt"), "cannot be read: No such file or directory")
    assert isinstance(good, ReadArticle)


def test_a_file_name_in_no_encoding_is_data(tmp_path: Path) -> None:
    """The name can be printed and stored."""
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    assert one(write(path, BODY)).input.endswith(r"caf\xe9.txt")


def test_json_lines_keep_their_text_to_the_letter(tmp_path: Path) -> None:
    """Blanks, line ends and a title that the text lacks: offsets refer to what was given."""
    text = "  Ford\r\npauses.\r\n"
    given_ = {"id": "a", "title": "Head", "text": text, "published": "2020-07-01T08:00Z", "publisher": "P", "url": None}
    found = one(write(tmp_path / "a.jsonl", json.dumps(given_)))
    assert (found.input, found.article.text) == (f"{tmp_path / 'a.jsonl'}:1", text)
    assert (found.article.id, found.article.title, found.article.published) == ("a", "Head", "2020-07-01")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_json_lines_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    """Each line is an article."""
    lines = "".join(f'{{"id": "{i}", "text": "Beyoncé paused her account for a day."}}\n' for i in range(3))
    found = read(write(tmp_path / "a.jsonl", lines.encode(encoding)))
    assert [r.article.text for r in found if isinstance(r, ReadArticle)] == [
        "Beyoncé paused her account for a day."
    ] * 3


def test_bad_lines_are_told_and_the_rest_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each failure names its line."""
    monkeypatch.setattr(jsonl, "MAX_LINE", 1000)
    bad = ["{", "[1]", '"text"', "{}", '{"text": 5}', '{"text": ""}', '{"text": "\\u0000"}', '{"text": "\\ud800"}']
    bad += ["[" * 900, '{"text": "' + "x" * 3000 + '"}']
    lines = [*bad, "", '{"text": "Good.", "id": true, "title": ["odd"]}']
    *failed, good = read(write(tmp_path / "a.jsonl", "\n".join(lines)))
    assert [f.input.rsplit(":", 1)[1] for f in failed if isinstance(f, Failure)] == [
        str(n + 1) for n in range(len(bad))
    ]
    assert isinstance(good, ReadArticle)
    assert good.article.title is None
    assert good.input.endswith(":12")


def test_a_line_of_fifty_megabytes_does_not_stop_a_feed(tmp_path: Path) -> None:
    """It is passed over."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text": "' + b"x" * 50_000_000 + b'"}\n{"text": "Good."}\n')
    bad, good = read(path)
    assert isinstance(bad, Failure)
    assert "longer than" in bad.reason
    assert isinstance(good, ReadArticle)


def test_a_file_of_nothing_but_bad_lines_is_given_up(tmp_path: Path) -> None:
    """A wrong file does not make a million failures."""
    found = read(write(tmp_path / "a.jsonl", "rubbish\n" * 5000))
    assert len(found) == articles.MAX_BAD_LINES + 1
    assert "given up" in found[-1].reason  # type: ignore[union-attr]
    assert "empty" in why(write(tmp_path / "b.jsonl", "\n\n"))


@pytest.mark.parametrize(
    ("content", "texts"),
    [
        (BODY.encode(), [BODY]),
        (b'\n{"text": "One."}\n{"text": "Two."}\n', ["One.", "Two."]),
        (b'\xef\xbb\xbf{"text": "One."}', ["One."]),
    ],
    ids=["text", "lines", "mark"],
)
def test_standard_input_is_text_or_json_lines(content: bytes, texts: list[str]) -> None:
    """What it begins with decides."""
    found = read("-", stdin=content)
    assert [r.article.text for r in found if isinstance(r, ReadArticle)] == texts
    assert all(r.input.startswith("-") for r in found)


def test_a_suffix_that_says_nothing_lets_the_content_decide(tmp_path: Path) -> None:
    """A saved feed without a suffix is read line by line."""
    assert one(write(tmp_path / "feed", '{"id": "a", "text": "One."}')).article.id == "a"
    assert one(write(tmp_path / "page.php", PAGE)).article.publisher == "The Site"


def test_what_the_user_says_stands_over_what_the_article_says(tmp_path: Path) -> None:
    """An address fits one article only."""
    given_ = Metadata(published="2021", publisher="Mine", url="https://mine.org/a")
    paths = [write(tmp_path / f"{n}.md", f"---\npublished: 2020\npublisher: P\n---\n{n} {BODY}") for n in "ab"]
    good, bad = read(*paths, metadata=given_)
    assert isinstance(good, ReadArticle)
    assert (good.article.published, good.article.publisher, good.article.id) == ("2021", "Mine", "https://mine.org/a")
    assert isinstance(bad, Failure)
    assert "--url" in bad.reason


PAGE = f"""<!DOCTYPE html><html><head><title>Ford stops its ads | The Site</title>
<meta property="og:site_name" content="The Site"><meta property="og:title" content="Ford stops its ads">
<meta property="article:published_time" content="2020-07-01T10:00:00Z"><link rel="canonical" href="https://x.org/ford">
</head><body><nav><a href="/">Home</a></nav><article><h1>Ford stops its ads</h1>
<p>{"Ford said on Monday that it would pause its advertising on Facebook in July. " * 4}</p>
<p>{"Others that have joined the campaign are named in the list that stands below here. " * 3}</p>
<ul><li>Ben and Jerry’s of Vermont</li><li>Patagonia</li></ul></article><footer>Cookies</footer></body></html>"""


def test_a_page_gives_its_main_text_and_metadata(tmp_path: Path) -> None:
    """Navigation goes; title, date, publisher and address are found; paragraphs stand apart."""
    article = one(write(tmp_path / "a.html", PAGE)).article
    assert (article.title, article.published, article.publisher) == ("Ford stops its ads", "2020-07-01", "The Site")
    assert article.id == "https://x.org/ford"
    assert article.text.startswith("Ford stops its ads\n\nFord said on Monday")
    assert "- Ben and Jerry’s of Vermont\n- Patagonia" in article.text
    assert "Cookies" not in article.text


def test_a_page_in_its_own_charset_is_read(tmp_path: Path) -> None:
    """What the page declares is believed where it is not UTF-8."""
    page = PAGE.replace("<head>", '<head><meta charset="windows-1251">').replace("Ford said", "Форд said")
    assert "Форд said" in one(write(tmp_path / "a.html", page.encode("cp1251", errors="replace"))).article.text


@pytest.mark.parametrize("page", ["<html></html>", "<div>" * 100_000, "<!doctype html>\n<p"])
def test_a_page_without_an_article_is_told(tmp_path: Path, page: str) -> None:
    """No page, however odd, stops the reading."""
    assert why(write(tmp_path / "a.html", page))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.md", "a.jsonl", "a.html", "a"]))
def test_no_bytes_raise(tmp_path: Path, content: bytes, name: str) -> None:
    """Every input ends as articles or as failures with a reason; every text can be stored."""
    for found in read(write(tmp_path / name, content)):
        if isinstance(found, ReadArticle):
            found.article.text.encode()
            assert found.article.text.strip()
            assert "\0" not in found.article.text
        else:
            assert found.reason
