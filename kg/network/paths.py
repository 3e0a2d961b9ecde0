"""The shortest chains of statements between two things.

Design decision: the search runs from both ends by whole frontiers, one query a step, so it works on
any source; things that everything touches (codes, classes, citations) are not walked through, and
of several shortest paths those through less crowded things come first, because they say more.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, pairwise

import pyoxigraph as ox

from kg.errors import NotFound
from kg.query import Source, rows
from kg.terms import CS, ID, PREFIXES, VOCABULARIES

LONGEST = 8
_CANDIDATES = 400
_BATCH = 400
_SKOS = VOCABULARIES["skos"]
_NOT_WALKED = tuple(PREFIXES[prefix] for prefix in ("code", "scheme", "cite", "rule", "finding"))
#: Properties that connect everything with everything, or only repeat a narrower one.
_IGNORED = frozenset(
    CS[name]
    for name in (
        "tookPart",
        "takesPositionOn",
        "cites",
        "relatesTo",
        "adoptedBy",
        "source",
        "searched",
        "byRule",
    )
) | {f"{VOCABULARIES['cito']}cites", f"{_SKOS}inScheme"}


@dataclass(frozen=True)
class Step:
    """One statement on a path, in the direction in which it is stated."""

    subject: str
    property: str
    object: str


@dataclass(frozen=True)
class Path:
    """A chain of steps; `things` are the things passed, from start to end."""

    things: tuple[str, ...]
    steps: tuple[tuple[Step, ...], ...]


class _Search:
    """A frontier that grows from one end and knows by which neighbours a thing was reached."""

    def __init__(self, start: str) -> None:
        self.distance = {start: 0}
        self.before: defaultdict[str, set[str]] = defaultdict(set)
        self.frontier = {start}

    def grow(self, source: Source) -> None:
        reached: defaultdict[str, set[str]] = defaultdict(set)
        for near, far in _neighbours(source, self.frontier):
            if far not in self.distance:
                reached[far].add(near)
        depth = max(self.distance.values()) + 1
        for far, nears in reached.items():
            self.distance[far] = depth
            self.before[far] |= nears
        self.frontier = set(reached)

    def trails(self, thing: str) -> Iterator[tuple[str, ...]]:
        """All shortest ways from the start to a thing."""
        if self.distance[thing] == 0:
            yield (thing,)
            return
        for near in sorted(self.before[thing]):
            for trail in self.trails(near):
                yield (*trail, thing)


def _neighbours(source: Source, things: Iterable[str]) -> Iterator[tuple[str, str]]:
    listed = sorted(things)
    for at in range(0, len(listed), _BATCH):
        values = " ".join(f"<{thing}>" for thing in listed[at : at + _BATCH])
        found = rows(
            source,
            f"SELECT DISTINCT ?near ?property ?far WHERE {{ VALUES ?near {{ {values} }} "
            "{ ?near ?property ?far } UNION { ?far ?property ?near } FILTER(isIRI(?far)) }",
        )
        for near, prop, far in found.rows:
            if (
                isinstance(near, ox.NamedNode)
                and isinstance(far, ox.NamedNode)
                and isinstance(prop, ox.NamedNode)
                and _walkable(prop.value, far.value)
            ):
                yield near.value, far.value


def _walkable(prop: str, far: str) -> bool:
    return prop not in _IGNORED and far.startswith(ID) and not far.startswith(_NOT_WALKED)


def shortest(source: Source, start: str, end: str, count: int = 3) -> list[Path]:
    """At most `count` shortest paths between two things, through less crowded things first.

    Raises:
        NotFound: no path of at most LONGEST steps.
    """
    there, back = _Search(start), _Search(end)
    while not (meeting := there.distance.keys() & back.distance.keys()):
        smaller = min((there, back), key=lambda search: len(search.frontier) or math.inf)
        if (
            not smaller.frontier
            or max(there.distance.values()) + max(back.distance.values()) >= LONGEST
        ):
            raise NotFound(f"no path of at most {LONGEST} steps joins the two")
        smaller.grow(source)
    trails = set(islice(_joined(there, back, meeting), _CANDIDATES))
    crowds = _crowds(source, {thing for trail in trails for thing in trail[1:-1]})

    def crowded(trail: tuple[str, ...]) -> tuple[float, tuple[str, ...]]:
        """The same for a trail and its reverse, so that both ends see the same order."""
        crowd = math.fsum(math.log1p(crowds.get(thing, 0)) for thing in trail[1:-1])
        return crowd, min(trail, trail[::-1])

    return [_path(source, trail) for trail in sorted(trails, key=crowded)[:count]]


def _joined(there: _Search, back: _Search, meeting: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """The shortest trails through the things that both searches have reached."""
    length = {middle: there.distance[middle] + back.distance[middle] for middle in meeting}
    best = min(length.values())
    for middle in sorted(middle for middle in length if length[middle] == best):
        for head in there.trails(middle):
            for tail in back.trails(middle):
                yield (*head, *reversed(tail[:-1]))


def _crowds(source: Source, things: set[str]) -> dict[str, int]:
    counts: defaultdict[str, int] = defaultdict(int)
    for near, _ in _neighbours(source, things):
        counts[near] += 1
    return counts


def _path(source: Source, trail: tuple[str, ...]) -> Path:
    return Path(trail, tuple(tuple(_steps(source, *pair)) for pair in pairwise(trail)))


def _steps(source: Source, one: str, other: str) -> Iterator[Step]:
    """The statements that join two neighbours, in both directions."""
    for subject, value in ((one, other), (other, one)):
        found = rows(
            source,
            f"SELECT ?property WHERE {{ <{subject}> ?property <{value}> }} ORDER BY STR(?property)",
        )
        for (prop,) in found.rows:
            if isinstance(prop, ox.NamedNode) and prop.value not in _IGNORED:
                yield Step(subject, prop.value, value)
