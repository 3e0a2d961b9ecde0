"""`python -m benchmarks`: build, cold start, agreement and saved questions, beside yardsticks.

Design decision: machines differ and drift, so what is printed are ratios of medians measured in one
run, the two sides in turn; nothing here passes or fails. Every part works on a store of its own.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.agreement import agreement_times
from benchmarks.building import build_times
from benchmarks.questions import compare
from benchmarks.starting import start_times
from kg import locations
from kg.build import build
from kg.results import aligned


def main() -> None:
    arguments = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    arguments.add_argument("--runs", type=int, default=7, help="runs of each side (default 7)")
    arguments.add_argument(
        "--limit", type=float, default=30.0, help="seconds that rdflib has for a question"
    )
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        places = locations.find(Path(folder) / "store")
        tell("building")
        print(build_times(places, runs=3))
        build(places)
        tell("starting")
        print(f"\n{start_times(places, chosen.runs)}")
        tell("comparing votes")
        print(f"\n{agreement_times(places, chosen.runs)}")
        tell("asking, with rdflib beside")
        rows, summary = compare(places, chosen.runs, chosen.limit, tell)
        print(f"\n{aligned(['question', 'rows', 'kg ms', 'rdflib ms', 'ratio', 'answers'], rows)}")
        print(f"\n{summary}")


def tell(step: str) -> None:
    print(f"{step} ...", file=sys.stderr)


if __name__ == "__main__":
    main()
