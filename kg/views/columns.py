"""The years of a view as columns: from years to x, and a free row for each box.

Design decision: the scale is ordinal, with an allowance for long gaps and for crowded years. The
years follow each other from left to right; the step to the next is at least
`UNIT * (1 + log10(years between))`, so a step of a century is three times one of a year, and it is
as much longer as the boxes need: each lane has a fixed number of rows, and a year waits until every
lane it needs has a free row. Boxes that find no room at the year's mark stand further right, before
the next year begins. Nodes without a year come last, right of the axis.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf, log10
from typing import Final

UNIT: Final = 18.0
#: The least room between two boxes of one row.
GAP: Final = 12.0
#: Room between the last year and the nodes without a year.
UNDATED: Final = 32.0


@dataclass(frozen=True)
class Card:
    """What the layout needs to know of a node: its year, its lane and the size of its box."""

    id: str
    year: int | None
    lane: int
    width: float
    height: float


@dataclass(frozen=True)
class Tick:
    """A year of the axis (None: no year known), its x, and how many nodes stand at it."""

    year: int | None
    x: float
    count: int


@dataclass(frozen=True)
class Columns:
    """The left edge and row of each box, the ticks of the axis, and the right edge of the whole."""

    lefts: Mapping[str, float]
    rows: Mapping[str, int]
    ticks: tuple[Tick, ...]
    right: float


def columns(cards: Sequence[Card], depths: Sequence[int]) -> Columns:
    """The columns of these boxes, taken in their order; `depths` is each lane's number of rows."""
    by_year: dict[int | None, list[Card]] = defaultdict(list)
    for card in cards:
        by_year[card.year].append(card)
    desk = _Desk(depths)
    ticks: list[Tick] = []
    for year in sorted(by_year, key=lambda year: (year is None, year or 0)):
        start = desk.start(by_year[year], _earliest(ticks, year, desk))
        for card in by_year[year]:
            desk.put(card, start)
        ticks.append(Tick(year, start, len(by_year[year])))
    return Columns(desk.lefts, desk.rows, tuple(ticks), desk.right)


def _earliest(ticks: list[Tick], year: int | None, desk: _Desk) -> float:
    """Where a year may begin at the earliest."""
    before = ticks[-1].year if ticks else None
    if before is None:
        return 0.0
    if year is None:
        return desk.right + UNDATED
    return desk.last + UNIT * (1 + log10(year - before))


class _Desk:
    """The lanes' rows as they fill from the left."""

    def __init__(self, depths: Sequence[int]) -> None:
        self.lefts: dict[str, float] = {}
        self.rows: dict[str, int] = {}
        self.last = 0.0
        self.right = 0.0
        self._free = [[-inf] * depth for depth in depths]

    def start(self, cards: Sequence[Card], earliest: float) -> float:
        """The first x from which every lane of these boxes has a free row."""
        return max(earliest, *(min(self._free[lane]) for lane in {card.lane for card in cards}))

    def put(self, card: Card, start: float) -> None:
        """Puts a box into the row that is free first, from `start` on."""
        free = self._free[card.lane]
        row = min(range(len(free)), key=lambda n: (max(start, free[n]), n))
        left = max(start, free[row])
        free[row] = left + card.width + GAP
        self.lefts[card.id], self.rows[card.id] = left, row
        self.last = max(self.last, left)
        self.right = max(self.right, left + card.width)
