"""The folder: only what changed is written, only what was ours is taken away, and nothing else is touched."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from joinder.errors import JoinderError
from joinder.site import build as building
from joinder.site.folder import MANIFEST, Folder
from joinder.site.templates import Settings
from tests.unit.graph.rdf.making import news
from tests.unit.site.worlds import contents, make


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Give the bytes of one whole site."""
    folder = tmp_path_factory.mktemp("first")
    make(folder, news(), folder / "out")
    return contents(folder / "out")


def test_the_same_graph_gives_the_same_bytes(tmp_path: Path, first: dict[str, bytes]) -> None:
    """In another folder, and from rows in another order."""
    view = news()
    view = replace(view, claims=view.claims[::-1], entities=view.entities[::-1], mentions=view.mentions[::-1])
    make(tmp_path, view, tmp_path / "out")
    assert contents(tmp_path / "out") == first


def test_a_second_build_writes_nothing_and_a_change_only_what_it_touches(tmp_path: Path) -> None:
    """Files that stay keep their times; without an article, its pages go, and nothing stays that it alone said."""
    out, view = tmp_path / "out", news()
    made = make(tmp_path, view, out)
    times = {path: path.stat().st_mtime_ns for path in out.rglob("*") if path.is_file()}
    again = make(tmp_path, view, out)
    assert (again.written, again.removed, again.unchanged) == (0, 0, made.written)
    unlisted = {path: path.stat().st_mtime_ns for path in times if path.name != MANIFEST}
    assert unlisted == {path: time for path, time in times.items() if path.name != MANIFEST}
    gone = view.articles[0].id
    less = replace(
        view,
        articles=tuple(a for a in view.articles if a.id != gone),
        claims=tuple(c for c in view.claims if c.article != gone),
        mentions=tuple(m for m in view.mentions if m.article != gone),
        crowds=tuple(c for c in view.crowds if c.article != gone),
        edges=(),
    )
    changed = make(tmp_path, less, out)
    assert changed.removed >= 3
    assert changed.unchanged > 0
    assert not list(out.glob(f"article/{gone}*"))
    other = tmp_path / "other"
    make(tmp_path, less, other)
    assert contents(out) == contents(other)


def test_a_damaged_file_is_mended(tmp_path: Path, first: dict[str, bytes]) -> None:
    """A file that was changed or lost since is written again, and is the only one."""
    out = tmp_path / "out"
    make(tmp_path, news(), out)
    (out / "index.html").write_text("changed")
    (out / "assets/site.css").unlink()
    assert make(tmp_path, news(), out).written == 2
    assert contents(out) == first


def test_a_folder_that_is_not_ours_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    """Whatever lies in it; a file where the folder should be is refused too."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out/thesis.txt").write_text("years of work")
    with pytest.raises(JoinderError, match="did not write"):
        make(tmp_path, news(), tmp_path / "out")
    assert contents(tmp_path / "out") == {"thesis.txt": b"years of work"}
    with pytest.raises(JoinderError, match="cannot write"):
        make(tmp_path, news(), tmp_path / "out/thesis.txt")


def test_files_of_others_in_our_folder_stay(tmp_path: Path) -> None:
    """What a host wants beside the site (CNAME) is left alone; where a page of ours should go it is not overwritten."""
    out = tmp_path / "out"
    with Folder(out) as folder:
        folder.put("a/b.html", "b")
    (out / "CNAME").write_text("data.example.org")
    (out / "a/mine.txt").write_text("mine")
    with Folder(out) as folder:
        folder.put("c.html", "c")
    assert sorted(contents(out)) == [MANIFEST, "CNAME", "a/mine.txt", "c.html"]
    with pytest.raises(JoinderError, match="making"), Folder(out) as folder:
        folder.put("CNAME", "ours")
    assert (out / "CNAME").read_text() == "data.example.org"


def test_an_interrupted_build_leaves_nothing_that_the_next_does_not_know(
    tmp_path: Path, first: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a build wrote before it was stopped is taken up, or away, by the next."""
    out, files = tmp_path / "out", building.files

    def stopped(*given: object) -> Iterator[tuple[str, str | bytes]]:
        for at, (name, content) in enumerate(files(*given)):  # type: ignore[arg-type]
            if at == 40:
                raise KeyboardInterrupt
            yield f"earlier/{name}", content

    monkeypatch.setattr(building, "files", stopped)
    with pytest.raises(KeyboardInterrupt):
        make(tmp_path, news(), out)
    assert (out / "earlier").is_dir()
    monkeypatch.setattr(building, "files", files)
    assert make(tmp_path, news(), out).removed == 40
    assert contents(out) == first


def test_a_list_that_was_tampered_with_leads_nowhere_else(tmp_path: Path) -> None:
    """Paths in the list that lead out of the folder are passed over; a list of another kind is refused."""
    out, victim = tmp_path / "out", tmp_path / "victim.txt"
    victim.write_text("mine")
    with Folder(out) as folder:
        folder.put("a.html", "a")
    with (out / MANIFEST).open("a") as file:
        file.write(f"../victim.txt\n{victim}\na/../../victim.txt\n./../victim.txt\n\n")
    with Folder(out):
        pass
    assert victim.read_text() == "mine"
    assert not (out / "a.html").exists()
    (out / MANIFEST).write_text("something else\n")
    with pytest.raises(JoinderError, match="not a list"), Folder(out):
        pass


@pytest.mark.parametrize("name", ["../x", "/etc/x", "a/../../x", "a b", MANIFEST, ""])
def test_no_file_is_put_outside_the_folder(tmp_path: Path, name: str) -> None:
    """A path that is no plain one within is a mistake, and never written."""
    with pytest.raises(JoinderError, match="no place"), Folder(tmp_path / "out") as folder:
        folder.put(name, "x")


@pytest.mark.parametrize("licence", ["", "no licence at all", "javascript:x", 'https://x/"><b>'])
def test_a_licence_that_is_none_is_refused(licence: str) -> None:
    """So that every page names one that can be read."""
    with pytest.raises(JoinderError, match="is no licence"):
        Settings.checked("https://data.example.org/", "Title", licence)
