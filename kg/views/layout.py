"""Where each node of a view stands: x is its year, y its strand. Same input, same picture.

The method, in five steps:

1. `boxes` breaks each label into lines and gives it a box, by estimated letter widths.
2. `lanes` gives each node a lane: as a named member, else the lane of what it formulates, else
   that of its type.
3. `columns` lets the years that occur follow each other. The step from one to the next grows with
   the logarithm of the years between and with the room that boxes need, so 1648 and 2005-2012 are
   both readable. Each box goes into a free row of its lane, with its left edge at its year, so
   boxes cannot overlap.
4. `fitting` seeks the number of rows of each lane with which the whole can be shown largest on a
   screen.
5. `rows` moves or exchanges boxes between the rows of a lane in barycentric sweeps, as long as
   links get shorter and fewer of them run behind a box in between.

Design decision: positions are computed here, not in the browser. A cited picture can be drawn
again, and a physics simulation neither settles at some hundred nodes nor gives x a meaning.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kg.network.model import Network
from kg.views.boxes import Box, box
from kg.views.columns import Card, Tick
from kg.views.fitting import LANE_FOOT, LANE_HEAD, fit
from kg.views.lanes import assign
from kg.views.rows import refine
from kg.views.specification import Specification

MARGIN: Final = 24.0


@dataclass(frozen=True)
class Place:
    """A box in the picture: centre, size and lines, and its lane and row (from 0)."""

    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]
    lane: int
    row: int

    @property
    def left(self) -> float:
        """The x of the left edge, which stands at the year or right of it."""
        return self.x - self.width / 2

    @property
    def right(self) -> float:
        """The x of the right edge."""
        return self.x + self.width / 2


@dataclass(frozen=True)
class Band:
    """The strip of one lane."""

    label: str
    top: float
    bottom: float


@dataclass(frozen=True)
class Layout:
    """The picture: places by node id, ticks of the years, lanes that hold a node.

    It extends from (0, 0) to (`width`, `height`).
    """

    places: Mapping[str, Place]
    ticks: tuple[Tick, ...]
    bands: tuple[Band, ...]
    width: float
    height: float


def place(network: Network, specification: Specification) -> Layout:
    """The layout of a network under a specification.

    Raises KGError where a node's type has no lane or a type has no style.
    """
    lane_of = assign(network, specification)
    used = sorted(set(lane_of.values()))
    boxes = {
        node.id: box(node.label, specification.types[node.type].strong) for node in network.nodes
    }
    cards = [
        Card(node.id, node.year, used.index(lane_of[node.id]), size.width, size.height)
        for node in sorted(network.nodes, key=lambda node: node.id)
        for size in (boxes[node.id],)
    ]
    best = fit(cards, len(used))
    labels = [specification.lanes[number].label for number in used]
    bands, middles = _stacked(labels, best.heights)
    links = sorted({(edge.source, edge.target) for edge in network.edges})
    rows = refine(cards, best.columns, links, best.heights, middles)
    places = {
        card.id: _placed(boxes[card.id], best.columns.lefts[card.id], card.lane, row, y)
        for card in cards
        for row in (rows[card.id],)
        for y in (middles[card.lane][row],)
    }
    ticks = tuple(Tick(t.year, round(t.x + MARGIN, 1), t.count) for t in best.columns.ticks)
    height = bands[-1].bottom if bands else 0.0
    return Layout(places, ticks, bands, round(best.columns.right + 2 * MARGIN, 1), height)


def _placed(size: Box, left: float, lane: int, row: int, y: float) -> Place:
    x = MARGIN + left + size.width / 2
    return Place(round(x, 1), round(y, 1), size.width, size.height, size.lines, lane, row)


def _stacked(
    labels: Sequence[str], heights: Sequence[Sequence[float]]
) -> tuple[tuple[Band, ...], list[list[float]]]:
    """The lanes one below the other, and the y in the middle of each row."""
    bands: list[Band] = []
    middles: list[list[float]] = []
    y = 0.0
    for label, rows in zip(labels, heights, strict=True):
        top = y
        y += LANE_HEAD
        middles.append([])
        for height in rows:
            middles[-1].append(y + height / 2)
            y += height
        y += LANE_FOOT
        bands.append(Band(label, round(top, 1), round(y, 1)))
    return tuple(bands), middles
