"""The documents are fresh, whole, and free of this or any machine."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [p for p in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")) if p.is_file()]


def test_generated_pages_are_fresh() -> None:
    """docs/cli.md and docs/queries.md say what commands and queries say of themselves."""
    words = [sys.executable, "tools/generate_docs.py", "--check"]
    result = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_within_the_documents_lead_somewhere(page: Path) -> None:
    """Every relative link names a file that is there, and every anchor a heading of it."""
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if "://" in target or target.startswith("mailto:"):
            continue
        name, _, anchor = target.partition("#")
        path = (page.parent / name) if name else page
        assert path.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in {re.sub(r"[^\w -]", "", h).strip().lower().replace(" ", "-") for h in headings}, target


def test_every_module_of_the_architecture_is_there() -> None:
    """The page names no module that does not exist."""
    text = (ROOT / "docs" / "ARCHITECTURE.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:loaders|graph)/[\w/]+\.(?:py|toml))`", text)
    assert len(named) > 10
    assert [name for name in named if not (ROOT / "joinder" / name).exists()] == []


def test_the_examples_are_twelve_articles_of_every_kind() -> None:
    """Text, Markdown, HTML and JSON Lines, so that the demo shows every reader."""
    files = [p for p in (ROOT / "examples").iterdir() if p.suffix in {".txt", ".md", ".html", ".jsonl"}]
    assert {p.suffix for p in files} == {".txt", ".md", ".html", ".jsonl"}
    articles = sum(p.read_text(encoding="utf-8").count("\n") if p.suffix == ".jsonl" else 1 for p in files)
    assert articles == 12
