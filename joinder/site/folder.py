"""The folder that is written: only what changed, and away with what this program wrote before and does not any more.

A list in the folder (``.joinder-site``) names every file that was written. It is begun before the first file and
added to as files appear, so that a build that was interrupted leaves nothing behind that the next one would not know.
"""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING, Final, Self

from joinder.errors import JoinderError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from typing import TextIO

MANIFEST: Final = ".joinder-site"
_HEAD: Final = "# Files that `joinder site` wrote here, and takes away once they are no longer part of the site."
#: Paths that may stand in the list: nothing that leads out of the folder.
_PATH: Final = re.compile(r"(?!/|.*(?:^|/)\.\.?(?:/|$))[A-Za-z0-9._/-]+")


class Folder:
    """A folder that this program owns. Use it in a ``with`` block: what is stale goes at its end.

    Raises:
        JoinderError: the folder holds something else, or cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.written = 0
        self.unchanged = 0
        self.removed = 0
        self._files: set[str] = set()
        self._old: set[str] = set()
        self._list: TextIO | None = None
        self._made: set[str] = set()

    def __enter__(self) -> Self:
        """Take the folder: an empty one, a new one, or one that was written before."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            manifest = self.path / MANIFEST
            if manifest.is_file():
                self._old = _listed(manifest)
            elif any(self.path.iterdir()):
                raise JoinderError(
                    f"{self.path} holds files that `joinder site` did not write", "name a new or an empty folder"
                )
            else:
                manifest.write_text(_HEAD + "\n", encoding="utf-8")
            self._list = manifest.open("a", encoding="utf-8", newline="\n")
        except OSError as error:
            raise _refused(self.path, error) from error
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Take stale files away and write the list anew, unless the build came to no end."""
        if self._list is not None:
            self._list.close()
        if kind is not None:
            return
        try:
            for name in sorted(self._old - self._files):
                self._remove(name)
            lines = "".join(f"{name}\n" for name in sorted(self._files))
            fresh = self.path / f"{MANIFEST}.new"
            fresh.write_text(f"{_HEAD}\n{lines}", encoding="utf-8", newline="\n")
            fresh.replace(self.path / MANIFEST)
        except OSError as error:
            raise _refused(self.path, error) from error

    @property
    def files(self) -> frozenset[str]:
        """Name all files that were put so far."""
        return frozenset(self._files)

    def put(self, name: str, content: str | bytes) -> None:
        """Make a file hold exactly this; one that does already is left alone.

        Raises:
            JoinderError: it cannot be written.
        """
        if name in self._files or not _PATH.fullmatch(name) or name == MANIFEST:
            raise JoinderError(f"the site has no place for a file {name}", "this is a mistake in joinder")
        data = content.encode() if isinstance(content, str) else content
        self._files.add(name)
        path = self.path / name
        try:
            if name in self._old and _holds(path, data):
                self.unchanged += 1
                return
            self._note(name, path)
            self._folder_of(name)
            path.write_bytes(data)
        except OSError as error:
            raise _refused(path, error) from error
        self.written += 1

    def expect(self, names: Iterable[str]) -> None:
        """Take files for ours that another part of the program is about to write here by itself."""
        for name in names:
            self._note(name, self.path / name)
            self._files.add(name)

    def _note(self, name: str, path: Path) -> None:
        """Put a new file on the list before it is there; never take somebody else's for ours."""
        if name not in self._old and self._list is not None:
            if path.exists():
                raise JoinderError(f"{path} is not of `joinder site`'s making", "move it away, or name another folder")
            self._list.write(name + "\n")
            self._list.flush()

    def _folder_of(self, name: str) -> None:
        folder = name.rpartition("/")[0]
        if folder not in self._made:
            (self.path / folder).mkdir(parents=True, exist_ok=True)
            self._made.add(folder)

    def _remove(self, name: str) -> None:
        """Take a file away, and the folders that are empty without it."""
        path = self.path / name
        path.unlink(missing_ok=True)
        self.removed += 1
        with contextlib.suppress(OSError):  # a folder that is not empty stays
            for folder in path.parents:
                if folder == self.path:
                    break
                folder.rmdir()


def _holds(path: Path, data: bytes) -> bool:
    """Tell whether a file has just these bytes."""
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def _listed(manifest: Path) -> set[str]:
    """Read the list; a line that names nothing inside the folder is passed over."""
    lines = manifest.read_text(encoding="utf-8", errors="replace").splitlines()
    if not lines or lines[0] != _HEAD:
        raise JoinderError(f"{manifest} is not a list of `joinder site`", "name a new or an empty folder")
    return {line for line in lines if _PATH.fullmatch(line)} - {MANIFEST}


def _refused(path: Path, error: OSError) -> JoinderError:
    return JoinderError(f"cannot write {path}: {error.strerror or error}", "name a folder that you may write")
