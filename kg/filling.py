"""The filling of a new store: all of it on disk, and a working copy in memory.

Design decision: rules and checks read a dataset many times, which is several times faster in
memory, while writing to disk is slow and needs no attention. So the disk is written in a thread of
its own, and so is the copy in memory until somebody asks for it: the engine gives the lock of
Python free while it loads text, and not while it takes Python's objects. The copy holds the merge,
and of named graphs what is needed: the ontology's, those of curated files, and the types that
tables state.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyoxigraph as ox

#: Lines that are written at once: every writing makes files of its own, which takes its time.
_BATCH = 100_000


class Filling:
    """A dataset that grows on disk, and its working copy."""

    def __init__(self, disk: ox.Store, writer: Executor, loader: Executor) -> None:
        self._memory = ox.Store()
        self._disk = disk
        self._writer = writer
        self._loader = loader
        self._waiting: list[str] = []
        self._writing: list[Future[None]] = []
        self._loading: list[Future[None]] = []

    @property
    def memory(self) -> ox.Store:
        """The working copy with all that was written to it so far."""
        while self._loading:
            self._loading.pop().result()
        return self._memory

    def add(self, quads: Collection[ox.Quad]) -> int:
        """Add quads as they are, blank nodes with their names, which text would give anew."""
        self._disk.bulk_extend(quads)
        self._memory.bulk_extend(quads)
        return len(quads)

    def write(self, lines: Iterable[str]) -> int:
        """Add lines of N-Quads to both; returns how many they are, each counted once."""
        distinct = dict.fromkeys(lines)
        self.load(distinct)
        return self._keep(distinct)

    def load(self, lines: Iterable[str]) -> None:
        """Add lines of N-Quads in memory only."""
        data = "".join(lines).encode()
        self._loading.append(self._loader.submit(_load, self._memory, data))

    def store(self, lines: Iterable[str]) -> int:
        """Add lines of N-Quads on disk only; returns how many they are, each counted once."""
        return self._keep(dict.fromkeys(lines))

    def _keep(self, distinct: Collection[str]) -> int:
        self._waiting.extend(distinct)
        if len(self._waiting) >= _BATCH:
            self._submit()
        return len(distinct)

    def _submit(self) -> None:
        data = "".join(self._waiting).encode()
        self._waiting.clear()
        self._writing.append(self._writer.submit(_load, self._disk, data))

    def wait(self) -> None:
        """Wait for the disk.

        Raises:
            OSError, RuntimeError: what writing raised.
        """
        self._submit()
        for writing in self._writing:
            writing.result()
        self._disk.flush()

    def close(self) -> None:
        """Let go of the disk, so that its files can be moved or removed."""
        del self._disk


@contextmanager
def filling(directory: Path) -> Iterator[Filling]:
    """A new dataset on disk in a directory, complete when the block ends well."""
    with ThreadPoolExecutor(max_workers=1) as writer, ThreadPoolExecutor(max_workers=1) as loader:
        filled = Filling(ox.Store(str(directory)), writer, loader)
        try:
            yield filled
            filled.wait()
        finally:
            writer.shutdown()
            filled.close()


def _load(dataset: ox.Store, data: bytes) -> None:
    dataset.bulk_load(input=data, format=ox.RdfFormat.N_QUADS)


def quad_lines(quads: Iterable[Any]) -> Iterator[str]:
    """Quads, or what has the same parts, as lines of N-Quads."""
    return (f"{q.subject} {q.predicate} {q.object} {q.graph_name} .\n" for q in quads)
