"""What comparison scripts share: rows of a table, and one value of ours beside a source's.

Design decision: a script stands by itself but for this, so that each can be read as one account of
one table.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import NamedTuple

Row = dict[str, str]


class Disagreement(NamedTuple):
    """One value of ours beside the value of a source."""

    row: str
    field: str
    ours: str
    theirs: str
    source: str


def rows(path: Path) -> list[Row]:
    """The rows of a CSV file with a header."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
