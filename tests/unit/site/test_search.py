"""The search index: everything can be found, and no file of it grows without end."""

import json
import re

from hypothesis import given
from hypothesis import strategies as st

from joinder.graph.model import EntityRow, View
from joinder.site import search
from joinder.site.contents import index
from joinder.site.lines import Lines
from joinder.site.phrases import shown
from tests.unit.graph.rdf.making import news
from tests.unit.site.worlds import crowded, hostile


def read(view: View) -> tuple[dict[str, int], dict[str, list[list[object]]]]:
    """Read the index as the script does: the keys with their sizes, and the entries of each."""
    contents = index(view)
    files = dict(search.files(search.entries(contents, Lines(contents))))
    keys = json.loads(files.pop("search/keys.js").removeprefix("joinderKeys(").removesuffix(");\n"))
    shards = {}
    for name, text in files.items():
        key, entries = json.loads("[" + text.removeprefix("joinderFound(").removesuffix(");\n") + "]")
        assert name == f"search/{search.file_of(key)}"
        shards[key] = entries
    return keys, shards


def found(view: View, word: str) -> set[str]:
    """Find the pages of entries of which a word begins with this, as the script does."""
    keys, shards = read(view)
    assert keys == {key: len(entries) for key, entries in shards.items()}
    near = [key for key in keys if word.startswith(key) or key.startswith(word)]
    hits = set()
    for _, name, page, _, others in (entry for key in near for entry in shards[key]):
        cuts = [search.words(text) for text in (name, *others)]  # type: ignore[misc]
        if any(w.startswith(word) for cut in cuts for w in (*cut, "".join(cut))):
            hits.add(page)
    return hits


def test_names_aliases_and_titles_are_found_by_beginnings_of_words() -> None:
    """With and without accents, spaces and signs."""
    view = news()
    assert "id/person/kim-kardashian/index.html" in found(view, "kar")
    assert "id/campaign/stop-hate-for-profit/index.html" in found(view, "stophatefor")
    assert "id/campaign/stop-hate-for-profit/index.html" in found(view, "profit")
    assert "article/a/index.html" in found(view, "title")
    assert found(view, "unheard") == set()


def test_every_entity_is_found_by_every_word_of_its_name() -> None:
    """Also where many share a word, so that its file is split."""
    for view in (crowded(1000), hostile()):
        keys, shards = read(view)
        pages = {entry[2] for entries in shards.values() for entry in entries}
        assert len(pages) == len(view.entities) + len(view.articles)
        assert all(keys.values())
    assert "id/person/p777/index.html" in found(crowded(1000), "777")
    assert len(found(crowded(1000), "person")) == 1000


def test_files_stay_small() -> None:
    """Where many names begin alike, words go by more letters; only one word that all share stays together."""
    keys, _ = read(crowded(1000))
    assert {key for key, size in keys.items() if size > 300} == {"person"}
    assert max(len(search.file_of(key)) for key in read(hostile())[0]) < 100


@given(st.text(max_size=40), st.text(max_size=20))
def test_any_name_is_script_that_only_holds_data(name: str, alias: str) -> None:
    """Whatever is in a name, its file is a call with JSON, with no line that ends early, and finds it."""
    row = EntityRow("person/x", "Person", name, (alias,), (), 1, 0)
    contents = index(View(entities=(row,)))
    for file, text in search.files(search.entries(contents, Lines(contents))):
        assert re.fullmatch(r"search/(keys|[0-9a-f]+(-[0-9a-f]+)*)\.js", file)
        assert not re.search("[\u2028\u2029]", text)
        text.encode()
    for word in search.words(shown(name)):
        assert "id/person/x/index.html" in found(View(entities=(row,)), word[:32]), word
