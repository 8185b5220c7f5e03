"""Extraction in several processes: each has an extractor of its own, and the results come in the articles' order."""

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from types import TracebackType
from typing import Any, Self

from joinder.graph.model import Article, Extraction

#: Articles that a process takes at a time: parsed together, they are parsed faster.
_CHUNK = 8

_extractor: Any = None


class Workers:
    """An extractor that works in processes; close it, so that they end.

    Args:
        make: makes an extractor; it must be picklable, and is called once in each process.
        jobs: how many processes.
    """

    def __init__(self, make: Callable[[], Any], jobs: int) -> None:
        self.jobs = jobs
        self._make = make
        self._pool = self._start()
        self._version: str | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def version(self) -> str:
        """The version of the extractor and of its pipeline."""
        if self._version is None:
            self._version = str(self._pool.submit(_version_of).result())
        return self._version

    def extract(self, article: Article) -> Extraction:
        """Extract one article."""
        return next(self.stream([article]))

    def stream(self, articles: Iterable[Article]) -> Iterator[Extraction]:
        """Extract many, in their order.

        Raises:
            BrokenProcessPool: a process was killed; new ones are started for the next call.
        """
        left = iter(articles)
        waiting: deque[Future[list[Extraction]]] = deque()
        try:
            while True:
                while len(waiting) <= self.jobs and (part := list(islice(left, _CHUNK))):
                    waiting.append(self._pool.submit(_extract, part))
                if not waiting:
                    return
                yield from waiting.popleft().result()
        except BrokenProcessPool:
            self.close()
            self._pool = self._start()
            raise
        finally:
            for future in waiting:
                future.cancel()

    def close(self) -> None:
        """End the processes."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _start(self) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")  # a fork would share the parent's threads and locks
        return ProcessPoolExecutor(self.jobs, context, _begin, (self._make,))


def _begin(make: Callable[[], Any]) -> None:
    """Make the extractor of this process; Ctrl-C is the parent's business."""
    global _extractor  # noqa: PLW0603 - one per process, made once
    # Each process has a core of its own: threads of the encoder's matrix products would only take turns. Read by NumPy
    # when it is first imported, which is when the extractor is made.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _extractor = make()


def _version_of() -> str:
    return str(_extractor.version)


def _extract(articles: list[Article]) -> list[Extraction]:
    return list(_extractor.stream(articles))
