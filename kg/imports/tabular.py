"""A CSV file from outside, plain or gzipped, read strictly and never further than a limit.

Design decision: columns are found by the names in the header, whatever their order, since versions
of one dataset differ in columns that do not matter here; a row must be as wide as the header. A
file that unpacks to more than the limit is refused while it is read, not after.
"""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg.errors import CorpusError, Fault

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

#: The largest of these files has some 600 million bytes.
MOST_BYTES: Final = 2_000_000_000
#: After so many faults the rest of a file is not read.
MOST_FAULTS: Final = 200
_WIDEST: Final = 1_000_000
_EVERY: Final = 100_000

#: The rows of a file, each with the line that it ends on.
Rows = Iterator[tuple[int, list[str]]]


class _TooLong(ValueError):
    """A file that holds more bytes than the limit."""


class _Bounded(io.RawIOBase):
    """Bytes of another file, up to a limit."""

    def __init__(self, inner: io.BufferedIOBase, limit: int) -> None:
        self._inner = inner
        self._left = limit

    def readable(self) -> bool:
        """Always: the other file is open for reading."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Read on; raises _TooLong past the limit."""
        count = self._inner.readinto(buffer)
        self._left -= count
        if self._left < 0:
            raise _TooLong
        return count


class Table:
    """The rows of a CSV file with the lines they end on; `faults` grows as it is read."""

    def __init__(self, path: Path, limit: int = MOST_BYTES) -> None:
        self.name = path.name
        self.faults: list[Fault] = []
        self.header: list[str] = []
        self._path = path
        self._limit = limit

    def fault(self, line: int, column: int, kind: str, message: str, mend: str = "") -> None:
        """Take note of a fault; raises CorpusError where there are too many."""
        self.faults.append(Fault(self.name, line, column, kind, message, mend))
        if len(self.faults) >= MOST_FAULTS:
            more = Fault(self.name, line, 0, "import", "the rest of the file was not read")
            raise CorpusError.of([*self.faults, more])

    def counted(self, rows: Rows, tell: Callable[[str], None]) -> Rows:
        """The same rows; says now and then how many were read."""
        for count, row in enumerate(rows):
            if not count % _EVERY:
                tell(f"reading {self.name}: {count:,} rows")
            yield row

    def columns(self, names: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
        """Numbers of columns by our names, -1 where the file has none of the names given."""
        found = {}
        for ours, theirs in names.items():
            numbers = [self.header.index(name) for name in theirs if name in self.header]
            found[ours] = numbers[0] if numbers else -1
        return found

    @contextmanager
    def reading(self) -> Iterator[Rows]:
        """The rows below the header, which is read at once.

        Raises:
            CorpusError: the file cannot be read, or is no CSV file in UTF-8.
        """
        csv.field_size_limit(_WIDEST)
        try:
            with _opened(self._path, self._limit) as text:
                reader = csv.reader(text, strict=True)
                self.header = next(reader, [])
                self._check_header()
                yield self._rows(reader)
        except (OSError, EOFError, zlib.error) as error:
            raise self._broken(0, f"cannot be read ({error})", "get the file again") from error
        except UnicodeDecodeError as error:
            mend = "the file must be text in UTF-8"
            raise self._broken(0, "holds bytes that are not UTF-8", mend) from error
        except _TooLong as error:
            message = f"holds more than {self._limit:,} bytes"
            raise self._broken(0, message, "check that it is the file you mean") from error

    def _rows(self, reader: Iterator[list[str]]) -> Rows:
        width = len(self.header)
        while True:
            try:
                for row in reader:
                    if len(row) == width:
                        yield reader.line_num, row  # type: ignore[attr-defined]
                    else:
                        self._ragged(reader.line_num, row, width)  # type: ignore[attr-defined]
                return
            except csv.Error as error:
                line: int = reader.line_num  # type: ignore[attr-defined]
                mend = "close every quote, and double a quote inside quotes"
                raise self._broken(line, str(error), mend) from error

    def _ragged(self, line: int, row: list[str], width: int) -> None:
        message = f"{len(row)} cells where the header has {width}"
        column = min(len(row), width) + 1
        self.fault(line, column, "ragged-row", message, "get the file again, or mend this line")

    def _check_header(self) -> None:
        if not self.header:
            raise self._broken(1, "the file has no header", "check that it is the file you mean")
        for name in sorted({name for name in self.header if self.header.count(name) > 1}):
            column = self.header.index(name) + 1
            self.fault(1, column, "column", f"column `{name}` stands twice", "keep one of them")

    def _broken(self, line: int, message: str, mend: str) -> CorpusError:
        return CorpusError.of([*self.faults, Fault(self.name, line, 0, "import", message, mend)])


@contextmanager
def _opened(path: Path, limit: int) -> Iterator[io.TextIOWrapper]:
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
        file.seek(0)
        inner: io.BufferedIOBase = gzip.GzipFile(fileobj=file) if packed else file
        bounded = io.BufferedReader(_Bounded(inner, limit), 1 << 20)
        with io.TextIOWrapper(bounded, encoding="utf-8-sig", newline="") as text:
            yield text
