"""How long `kg query` takes from nothing to an answer, beside a bare process on the same store.

Design decision: the yardstick is a Python process that imports pyoxigraph and opens the same store,
because nothing that asks the store can be faster; the two run in turn.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time

from kg import store
from kg.locations import Locations

POINT = "SELECT ?symbol WHERE { doc:S-RES-1973 cs:symbol ?symbol }"
BARE = "import sys, pyoxigraph; pyoxigraph.Store.read_only(sys.argv[1])"


def start_times(places: Locations, runs: int) -> str:
    """A line with both medians and their ratio."""
    directory = store.current(places.store)
    assert directory is not None
    bare = [sys.executable, "-c", BARE, str(directory / store.DATASET)]
    ours = [sys.executable, "-c", "from kg.cli import main; main()", "query", POINT]
    environment = os.environ | {"KG_STORE": str(places.store)}
    times: dict[str, list[float]] = {"bare": [], "ours": []}
    for count in range(runs + 1):
        for name, command in (("bare", bare), ("ours", ours)):
            started = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True, env=environment)
            seconds = time.perf_counter() - started
            if count:  # the first round warms the files
                times[name].append(seconds)
    one, other = statistics.median(times["bare"]), statistics.median(times["ours"])
    return (
        f"cold start: kg query {other * 1000:.0f} ms, bare process with the same store open "
        f"{one * 1000:.0f} ms; ratio {other / one:.1f} (bar: at most 4)"
    )
