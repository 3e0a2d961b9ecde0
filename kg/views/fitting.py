"""How many rows each lane gets, so that the whole picture can be shown as large as possible.

Design decision: more rows make a picture higher and shorter, so the best numbers are sought, from
one row a lane upwards and then around the best found, by the one measure that a reader feels: how
large the whole can be shown on a screen of the usual shape.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kg.views.columns import Card, Columns, columns

#: Width over height of the screen that the picture should fill.
ASPECT: Final = 1.8
LANE_HEAD: Final = 22.0
LANE_FOOT: Final = 4.0
ROW_GAP: Final = 8.0
#: How often the surroundings of the best numbers are searched.
STEPS: Final = 40

Depths = tuple[int, ...]


@dataclass(frozen=True)
class Fit:
    """Numbers of rows by lane, the columns they lead to, and the height of each row of each lane.

    `size` is the height of the smallest screen of the usual shape that holds it all unscaled.
    """

    depths: Depths
    columns: Columns
    heights: tuple[tuple[float, ...], ...]
    size: float


def fit(cards: Sequence[Card], lanes: int) -> Fit:
    """The best fit of these boxes. Every lane holds a box, and no row is empty."""
    best = _grown(cards, _fit(cards, (1,) * lanes))
    for _ in range(STEPS):
        tried = min(_fits(cards, _around(best.depths)), key=_rank, default=best)
        if tried.size >= best.size:
            break
        best = tried
    return best


def _grown(cards: Sequence[Card], best: Fit) -> Fit:
    """The best on the way on which each step adds the row that shortens the picture most."""
    now = best
    while height(now.heights) <= best.size:
        more = list(_fits(cards, _changed(now.depths, 1)))
        if not more:
            break
        now = min(more, key=lambda one: (one.columns.right, one.size, one.depths))
        best = min(best, now, key=_rank)
    return best


def _fits(cards: Sequence[Card], choices: Iterable[Depths]) -> Iterator[Fit]:
    for depths in choices:
        found = _fit(cards, depths)
        if all(all(rows) for rows in found.heights):
            yield found


def _rank(one: Fit) -> tuple[float, float, Depths]:
    return one.size, one.columns.right, one.depths


def _around(depths: Depths) -> Iterator[Depths]:
    """One row more or less in a lane, and a row moved from a lane to another."""
    yield from _changed(depths, 1)
    for fewer in _changed(depths, -1):
        yield fewer
        yield from (moved for moved in _changed(fewer, 1) if moved != depths)


def _changed(depths: Depths, by: int) -> Iterator[Depths]:
    for lane, depth in enumerate(depths):
        if depth + by:
            yield (*depths[:lane], depth + by, *depths[lane + 1 :])


def _fit(cards: Sequence[Card], depths: Depths) -> Fit:
    found = columns(cards, depths)
    heights = [[0.0] * depth for depth in depths]
    for card in cards:
        rows = heights[card.lane]
        rows[found.rows[card.id]] = max(rows[found.rows[card.id]], card.height + ROW_GAP)
    size = max(found.right / ASPECT, height(heights))
    return Fit(depths, found, tuple(tuple(rows) for rows in heights), size)


def height(heights: Sequence[Sequence[float]]) -> float:
    """The height of a picture with these rows."""
    return sum(LANE_HEAD + sum(rows) + LANE_FOOT for rows in heights)
