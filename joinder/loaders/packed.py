"""Files packed by gzip, read as a stream that stops where one unpacks to far more than it is."""

import gzip
import io
import zlib
from typing import BinaryIO

from joinder.errors import ArticleError

#: A file that unpacks to more than this must not grow by more than that.
_SMALL = 50_000_000
_GROWTH = 100


class Unpacked(io.RawIOBase):
    """The unpacked bytes of a stream; reading raises ``ArticleError`` where they are damaged or far too many."""

    def __init__(self, packed: BinaryIO) -> None:
        super().__init__()
        self._packed = packed
        self._file = gzip.GzipFile(fileobj=packed)
        self._size = 0

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override] # the stub says Buffer
        """Read on.

        Raises:
            ArticleError: the file is cut off, damaged, or unpacks to far more than it is.
        """
        try:
            block = self._file.read1(len(buffer))
        except (OSError, EOFError, zlib.error) as error:
            raise ArticleError(f"the packed file is damaged: {error}") from error
        self._size += len(block)
        if self._size > _SMALL and self._size > _GROWTH * self._packed.tell():
            raise ArticleError(f"the packed file unpacks to more than {_GROWTH} times its size")
        buffer[: len(block)] = block
        return len(block)
