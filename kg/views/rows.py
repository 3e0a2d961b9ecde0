"""The rows of a lane, ordered so that links are short and boxes never overlap.

Design decision: a barycentre alone cannot be used, since boxes of one row must not overlap; so a
box is moved to a row with room, or exchanged with the one box that is in its way, only where that
lowers the cost (the vertical length of its links, and a penalty for each link that would run behind
a box of its own row). Each step lowers one sum, so the sweeps end, and the order of the boxes is
fixed, so they end in the same picture.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Final

from kg.views.columns import GAP, Card, Columns

#: The cost of a link that runs behind a box between its ends, in units of vertical length.
BEHIND: Final = 160.0
SWEEPS: Final = 16


def refine(
    cards: Sequence[Card],
    found: Columns,
    links: Sequence[tuple[str, str]],
    heights: Sequence[Sequence[float]],
    middles: Sequence[Sequence[float]],
) -> dict[str, int]:
    """The row of each box, counted from 0 in its lane, in which links are shorter than in `found`.

    `heights` and `middles` are the heights of the rows of each lane and the y they are centred on.
    """
    work = _Work(cards, found, links, heights, middles)
    order = [card.id for card in sorted(cards, key=lambda card: (found.lefts[card.id], card.id))]
    for _ in range(SWEEPS):
        if not sum(work.improve(name) for name in order):
            break
    return work.row


class _Work:
    """The state of the sweeps."""

    def __init__(
        self,
        cards: Sequence[Card],
        found: Columns,
        links: Sequence[tuple[str, str]],
        heights: Sequence[Sequence[float]],
        middles: Sequence[Sequence[float]],
    ) -> None:
        self.row = dict(found.rows)
        self._cards = {card.id: card for card in cards}
        self._lane = {card.id: card.lane for card in cards}
        self._lefts = found.lefts
        self._heights = heights
        self._middles = middles
        self._linked: dict[str, Counter[str]] = defaultdict(Counter)
        for a, b in links:
            if a != b:
                self._linked[a][b] += 1
                self._linked[b][a] += 1
        self._mates: dict[tuple[int, int], set[str]] = defaultdict(set)
        for name, row in self.row.items():
            self._mates[self._lane[name], row].add(name)

    def improve(self, name: str) -> bool:
        """Moves or exchanges one box where that helps."""
        here = self.row[name]
        best, gain = None, 1e-6
        for row in range(len(self._heights[self._lane[name]])):
            partner = self._partner(name, row) if row != here else None
            if partner is None:
                continue
            saved = self._saved(name, row, partner)
            if saved > gain:
                best, gain = (row, partner), saved
        if best:
            self._put(name, *best)
        return best is not None

    def _partner(self, name: str, row: int) -> str | None:
        """The box to exchange with, empty where there is room, None where it cannot be done."""
        lane = self._lane[name]
        clashing = [other for other in self._mates[lane, row] if self._clash(name, other)]
        if not self._low_enough(name, row) or len(clashing) > 1:
            return None
        if not clashing:
            return ""
        others = self._mates[lane, self.row[name]] - {name}
        if any(self._clash(clashing[0], other) for other in others):
            return None
        return clashing[0] if self._low_enough(clashing[0], self.row[name]) else None

    def _low_enough(self, name: str, row: int) -> bool:
        return self._cards[name].height < self._heights[self._lane[name]][row]

    def _clash(self, a: str, b: str) -> bool:
        a_left, b_left = self._lefts[a], self._lefts[b]
        a_right, b_right = a_left + self._cards[a].width, b_left + self._cards[b].width
        return a_left < b_right + GAP and b_left < a_right + GAP

    def _saved(self, name: str, row: int, partner: str) -> float:
        here = self.row[name]
        lane = self._lane[name]
        before = self._cost(lane, here, row, name, partner)
        self._put(name, row, partner)
        after = self._cost(lane, here, row, name, partner)
        self._put(name, here, partner)
        return before - after

    def _put(self, name: str, row: int, partner: str) -> None:
        here = self.row[name]
        self._move(name, row)
        if partner:
            self._move(partner, here)

    def _move(self, name: str, row: int) -> None:
        self._mates[self._lane[name], self.row[name]].discard(name)
        self.row[name] = row
        self._mates[self._lane[name], row].add(name)

    def _cost(self, lane: int, here: int, there: int, name: str, partner: str) -> float:
        lengths = sum(self._length(one) for one in (name, partner) if one)
        behind = self._behind(lane, here) + self._behind(lane, there)
        return lengths + BEHIND * behind

    def _length(self, name: str) -> float:
        y = self._y(name)
        return sum(n * abs(y - self._y(other)) for other, n in self._linked[name].items())

    def _behind(self, lane: int, row: int) -> int:
        """How many links of one row run behind a box between their ends."""
        order = sorted(self._mates[lane, row], key=lambda name: self._lefts[name])
        at = {name: n for n, name in enumerate(order)}
        return sum(
            count
            for name in order
            for other, count in self._linked[name].items()
            if at.get(other, -1) > at[name] + 1
        )

    def _y(self, name: str) -> float:
        return self._middles[self._lane[name]][self.row[name]]
