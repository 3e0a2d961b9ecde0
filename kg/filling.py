"""The filling of a new store: all of it on disk, and a working copy in memory.

Design decision: rules, checks and the search index read a dataset many times, which is several
times faster in memory, while writing to disk is slow and needs no attention; so the disk is written
in a thread of its own (the engine gives the lock of Python free while it loads text, and not while
it takes Python's objects). The copy holds the merge, and of named graphs what is needed: the
ontology's, those of curated files, and the types that tables state.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox


class Filling:
    """A dataset that grows on disk; `memory`, its working copy, may be queried at any time."""

    def __init__(self, disk: ox.Store, writer: ThreadPoolExecutor) -> None:
        self.memory = ox.Store()
        self._disk = disk
        self._writer = writer
        self._writing: list[Future[None]] = []

    def add(self, quads: Collection[ox.Quad]) -> int:
        """Add quads as they are, blank nodes with their names, which text would give anew."""
        self._disk.bulk_extend(quads)
        self.memory.bulk_extend(quads)
        return len(quads)

    def write(self, lines: Iterable[str]) -> int:
        """Add lines of N-Quads to both; on return they are in memory, and on their way to disk.

        Returns how many they are, each counted once.
        """
        count, data = self._submit(lines)
        _load(self.memory, data)
        return count

    def store(self, lines: Iterable[str]) -> int:
        """Add lines of N-Quads on disk only; returns how many they are, each counted once."""
        return self._submit(lines)[0]

    def _submit(self, lines: Iterable[str]) -> tuple[int, bytes]:
        distinct = dict.fromkeys(lines)
        data = "".join(distinct).encode()
        self._writing.append(self._writer.submit(_load, self._disk, data))
        return len(distinct), data

    def wait(self) -> None:
        """Wait for the disk.

        Raises:
            OSError, RuntimeError: what writing raised.
        """
        for writing in self._writing:
            writing.result()
        self._disk.flush()

    def close(self) -> None:
        """Let go of the disk, so that its files can be moved or removed."""
        del self._disk


@contextmanager
def filling(directory: Path) -> Iterator[Filling]:
    """A new dataset on disk in a directory, complete when the block ends well."""
    with ThreadPoolExecutor(max_workers=1) as writer:
        filled = Filling(ox.Store(str(directory)), writer)
        try:
            yield filled
            filled.wait()
        finally:
            writer.shutdown()
            filled.close()


def _load(dataset: ox.Store, data: bytes) -> None:
    dataset.bulk_load(input=data, format=ox.RdfFormat.N_QUADS)
