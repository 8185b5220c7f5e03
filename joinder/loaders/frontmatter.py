"""Plain text and Markdown, with YAML front matter or without."""

import re
from typing import Any

from joinder.errors import ArticleError
from joinder.loaders.metadata import first_line, with_title

_FRONT = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_KEY = re.compile(r"^[A-Za-z_][\w-]*[ \t]*:", re.MULTILINE)
_MAX_FRONT = 1 << 16


def read_text(text: str) -> tuple[dict[str, Any], str]:
    """Split a text file into its metadata and its final text.

    Line ends become newlines and outer blanks go. A title from the front matter is set before a text that does not
    begin with it; without one the first line is the title, and stays in the text.

    Raises:
        ArticleError: the front matter is no YAML mapping.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    found: dict[str, Any] = {}
    front = _FRONT.match(text.lstrip())
    # A rule of dashes above a text without "key:" lines is no front matter.
    if front is not None and (_KEY.search(front[1]) or not front[1].strip()):
        found, text = _read_yaml(front[1]), text.lstrip()[front.end() :]
    body = text.strip()
    title = found.get("title")
    if isinstance(title, str) and title.strip():
        return found, with_title(" ".join(title.split()), body)
    return {**found, "title": first_line(body)}, body


def _read_yaml(text: str) -> dict[str, Any]:
    """Read front matter as plain strings: a date stays what was written."""
    import yaml  # noqa: PLC0415 - most texts have no front matter

    if len(text) > _MAX_FRONT:
        raise ArticleError("the front matter is too long")
    try:
        found = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - BaseLoader makes nothing but strings
    except (yaml.YAMLError, RecursionError) as error:
        raise ArticleError(f"the front matter is no YAML: {str(error).splitlines()[0]}") from error
    if found is not None and not isinstance(found, dict):
        raise ArticleError("the front matter is no YAML mapping (key: value)")
    return {str(key).lower(): value for key, value in (found or {}).items()}
