"""The rows of a CSV file, read strictly: every row as wide as the header, every quote closed.

Design decision: the header must be the sidecar's columns in their order, so that a row is a plain
list and a cell is found by its number; a misspelt header is a fault and never a column that gets
lost.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Final

from kg.corpus.complaints import Complaint, did_you_mean
from kg.corpus.sidecar import Sidecar
from kg.corpus.texts import Text
from kg.errors import Fault

_WIDEST: Final = 1_000_000


class Rows:
    """The rows of a text with the lines they start on; `faults` grows as rows are read."""

    def __init__(self, text: Text, sidecar: Sidecar) -> None:
        self._text = text
        self._names = [column.name for column in sidecar.cells]
        self.faults: list[Fault] = []
        #: False once the rest of the file cannot be read.
        self.complete = True

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        csv.field_size_limit(_WIDEST)
        reader = csv.reader(self._text.lines, strict=True)
        header = self._next(reader)
        if header is None or not self._header_is_right(header):
            self._refuse(header)
            return
        width, line = len(self._names), reader.line_num + 1
        while (row := self._next(reader)) is not None:
            if len(row) == width:
                yield line, row
            else:
                self._ragged(line, row)
            line = reader.line_num + 1

    def _next(self, reader: Iterator[list[str]]) -> list[str] | None:
        start = getattr(reader, "line_num", 0) + 1
        try:
            return next(reader, None)
        except csv.Error as error:
            self.complete = False
            line = self._text.lines[start - 1].strip()
            found = line[max(line.find('"'), 0) :][:60]
            mend = "close every quote, and double a quote inside quotes; the rest was not read"
            self._fault(Complaint("syntax", f"`{found}`: {error}", mend), start, 0)
            return None

    def _fault(self, complaint: Complaint, line: int, column: int) -> None:
        self.faults.append(complaint.at(self._text.name, line, column))

    def _ragged(self, line: int, row: list[str]) -> None:
        width = len(self._names)
        found = f"`{','.join(row)[:60]}`" if row else "an empty line"
        message = f"{found}: {len(row)} cells where the header has {width}"
        mend = "write one cell for each column, and quote a cell that holds a comma"
        self._fault(Complaint("ragged-row", message, mend), line, min(len(row), width) + 1)

    def _refuse(self, header: list[str] | None) -> None:
        if header is None and self.complete:
            mend = f"start with the line {','.join(self._names)}"
            self._fault(Complaint("column", "the table has no header", mend), 1, 0)
        self.complete = False

    def _header_is_right(self, header: list[str]) -> bool:
        if header == self._names:
            return True
        unknown = [name for name in header if name not in self._names]
        missing = [name for name in self._names if name not in header]
        for name in unknown:
            mend = did_you_mean(name, missing, "describe it in the sidecar or remove it")
            message = f"column `{name}` is not in the sidecar"
            self._fault(Complaint("column", message, mend), 1, header.index(name) + 1)
        for name in missing:
            message = f"column `{name}` of the sidecar is missing"
            self._fault(Complaint("column", message, "add it or remove it from the sidecar"), 1, 0)
        if not unknown and not missing:
            message = f"the header is `{','.join(header)}`"
            self._fault(Complaint("column", message, f"write {','.join(self._names)}"), 1, 1)
        return False
