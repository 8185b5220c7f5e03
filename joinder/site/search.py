"""The search index: small files of script that the front page loads as somebody types, also from a disk.

A thing is found by the beginnings of the words of its names. Each word's entries stand in the file of the word's first
letters: one letter where few begin with it, more where many do. ``assets/search.js`` folds and cuts words as
:func:`words` does.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from joinder.site.phrases import short, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from joinder.site.contents import Contents
    from joinder.site.lines import Lines

#: A file with more entries is split by one more letter.
_MOST: Final = 300
_DEEPEST: Final = 8
#: Of a name with ten thousand characters, its beginning is found.
_WORDS: Final = 24
_LETTERS: Final = 32
_ALIASES: Final = 6

Entry = list[Any]


def words(text: str) -> list[str]:
    """Cut a text into folded words: no case, no accents.

    >>> words("Beyoncé's #StopHate")
    ['beyonce', 's', 'stophate']
    """
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).lower())
    bare = "".join(c for c in folded if unicodedata.category(c)[0] != "M")
    return re.findall(r"[^\W_]+", bare)


def entries(contents: Contents, lines: Lines) -> list[Entry]:
    """List what can be found: kind, name, page, how many articles name it, other names (or an outlet and a day)."""
    found: list[Entry] = []
    for row in contents.view.entities:
        link = lines.entity(row.id)
        others = [short(alias) for alias in row.aliases[:_ALIASES]]
        found.append([row.label, link.name, link.file, row.n_articles, others])
    for article in contents.view.articles:
        line = lines.article(article.id)
        found.append(["Article", line.link.name, line.link.file, 0, [o for o in (line.outlet, line.day) if o]])
    return found


def files(found: list[Entry]) -> Iterator[tuple[str, str]]:
    """Write the index: each file's name and text, the list of keys first."""
    by_word: dict[str, set[int]] = defaultdict(set)
    for at, (_, name, _, _, others) in enumerate(found):
        for text in (name, *others):
            cut = words(text)[:_WORDS] or [shown(text).lower() or "?"]
            for word in (*cut, "".join(cut)):
                by_word[word[:_LETTERS]].add(at)
    shards = dict(_split("", by_word))
    counts = {key: len(held) for key, held in sorted(shards.items())}
    yield "search/keys.js", f"joinderKeys({_script(counts)});\n"
    for key, held in sorted(shards.items()):
        lines = ",\n".join(_script(found[at]) for at in sorted(held))
        yield f"search/{file_of(key)}", f"joinderFound({_script(key)},[\n{lines}\n]);\n"


def file_of(key: str) -> str:
    """Name the file of a key by its letters' numbers, which any file system and address can hold.

    >>> file_of("ki")
    '6b-69.js'
    """
    return "-".join(f"{ord(letter):x}" for letter in key) + ".js"


def _split(prefix: str, by_word: dict[str, set[int]]) -> Iterator[tuple[str, set[int]]]:
    """Put words with one beginning together where their entries are few, else split them by their next letter."""
    together = set().union(*by_word.values()) if by_word else set()
    if prefix and (len(together) <= _MOST or len(prefix) == _DEEPEST or set(by_word) == {prefix}):
        yield prefix, together
        return
    deeper: dict[str, dict[str, set[int]]] = defaultdict(dict)
    for word, held in by_word.items():
        deeper[word[: len(prefix) + 1]][word] = held
    if prefix in deeper:  # words that end here
        yield prefix, deeper.pop(prefix)[prefix]
    for longer in sorted(deeper):
        yield from _split(longer, deeper[longer])


def _script(value: Any) -> str:
    """Write a value as JSON that is script too."""
    return (
        json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029")
    )
