"""How long a build of the whole corpus takes, and how fast that is in statements.

Design decision: the yardstick is the parser alone on the same authored files, so that the ratio
tells what checking, inferring, writing and indexing cost on top.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import pyoxigraph as ox

from kg.build import build
from kg.locations import Locations


def build_times(places: Locations, runs: int) -> str:
    """A line with the median build, the number of quads, and the ratio to parsing alone."""
    parsed, built = [], []
    for _ in range(runs):
        parsed.append(timed(lambda: parse_all(places)))
        built.append(timed(lambda: build(places, force=True)))
    quads = build(places).manifest.counts["quads"]
    seconds, floor = statistics.median(built), statistics.median(parsed)
    return (
        f"build: median {seconds:.2f} s for {quads:,} quads; "
        f"{seconds / floor:.0f} x parsing the TriG files alone"
    )


def parse_all(places: Locations) -> int:
    """Parse every TriG file with the engine's parser; returns the number of quads."""
    files = sorted(places.graph_data.rglob("*.trig"))
    return sum(1 for path in files for _ in ox.parse(path=path))


def timed(action: Callable[[], object]) -> float:
    """Seconds that an action takes."""
    started = time.perf_counter()
    action()
    return time.perf_counter() - started
