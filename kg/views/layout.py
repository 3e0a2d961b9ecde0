"""Where each node of a view stands: x is its year, y its strand. Same input, same picture.

The method, in five steps:

1. `boxes` breaks each label into lines and gives it a box, by estimated letter widths.
2. `lanes` gives each node a lane: as a named member, else the lane of what it formulates, else
   that of its type.
3. `columns` lets the years that occur follow each other. The step from one to the next grows with
   the logarithm of the years between and with the room that boxes need, so 1648 and 2005-2012 are
   both readable. Each box goes into a free row of its lane, with its left edge at its year, so
   boxes cannot overlap.
4. The number of rows of each lane grows, where that shortens the picture most, up to the point at
   which the whole can be shown largest on a screen.
5. `rows` moves or exchanges boxes between the rows of a lane in barycentric sweeps, as long as
   links get shorter and fewer of them run behind a box in between.

Design decision: positions are computed here, not in the browser. A cited picture can be drawn
again, and a physics simulation neither settles at some hundred nodes nor gives x a meaning.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kg.network.model import Network
from kg.views.boxes import Box, box
from kg.views.columns import Card, Columns, Tick, columns
from kg.views.lanes import assign
from kg.views.rows import refine
from kg.views.specification import Specification

#: Width over height of the screen that the picture should fill.
ASPECT: Final = 1.8
MARGIN: Final = 24.0
LANE_HEAD: Final = 22.0
LANE_FOOT: Final = 4.0
ROW_GAP: Final = 8.0


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
        Card(node.id, node.year, used.index(lane_of[node.id]), boxes[node.id].width)
        for node in sorted(network.nodes, key=lambda node: node.id)
    ]
    pitches = _pitches(cards, boxes, len(used))
    depths, found = _fitted(cards, pitches)
    bands = _bands([specification.lanes[number].label for number in used], depths, pitches)
    tops = [band.top + LANE_HEAD for band in bands]
    links = sorted({(edge.source, edge.target) for edge in network.edges})
    rows = refine(cards, found, links, depths, tops, pitches)
    places = {}
    for card in cards:
        y = tops[card.lane] + (rows[card.id] + 0.5) * pitches[card.lane]
        places[card.id] = _placed(card, boxes[card.id], found.lefts[card.id], y, rows[card.id])
    ticks = tuple(Tick(tick.year, round(tick.x + MARGIN, 1), tick.count) for tick in found.ticks)
    height = bands[-1].bottom if bands else 0.0
    return Layout(places, ticks, bands, round(found.right + 2 * MARGIN, 1), height)


def _placed(card: Card, size: Box, left: float, y: float, row: int) -> Place:
    x = MARGIN + left + size.width / 2
    return Place(round(x, 1), round(y, 1), size.width, size.height, size.lines, card.lane, row)


def _pitches(cards: list[Card], boxes: Mapping[str, Box], lanes: int) -> list[float]:
    """The height of a row, by lane: its highest box and a gap."""
    highest = [0.0] * lanes
    for card in cards:
        highest[card.lane] = max(highest[card.lane], boxes[card.id].height)
    return [height + ROW_GAP for height in highest]


def _fitted(cards: list[Card], pitches: list[float]) -> tuple[list[int], Columns]:
    """The numbers of rows, and the columns, that can be shown largest on a screen.

    Starts with one row a lane and adds a row where it shortens the picture most for its height,
    until the picture is as high as the best one found so far is large.
    """
    depths = [1] * len(pitches)
    best = (*_measured(cards, depths, pitches), depths)
    while _height(depths, pitches) <= best[0]:
        grown = [[*depths[:n], depths[n] + 1, *depths[n + 1 :]] for n in range(len(depths))]
        if not grown:
            break
        depths = min(grown, key=lambda one: (columns(cards, one).right, _height(one, pitches)))
        size, found = _measured(cards, depths, pitches)
        if size < best[0]:
            best = (size, found, depths)
    return best[2], best[1]


def _measured(cards: list[Card], depths: list[int], pitches: list[float]) -> tuple[float, Columns]:
    found = columns(cards, depths)
    return max((found.right + 2 * MARGIN) / ASPECT, _height(depths, pitches)), found


def _height(depths: list[int], pitches: list[float]) -> float:
    rows = sum(depth * pitch for depth, pitch in zip(depths, pitches, strict=True))
    return rows + len(pitches) * (LANE_HEAD + LANE_FOOT)


def _bands(labels: list[str], depths: list[int], pitches: list[float]) -> tuple[Band, ...]:
    bands, top = [], 0.0
    for label, depth, pitch in zip(labels, depths, pitches, strict=True):
        bottom = top + LANE_HEAD + depth * pitch + LANE_FOOT
        bands.append(Band(label, round(top, 1), round(bottom, 1)))
        top = bottom
    return tuple(bands)
