"""A quick check while authoring: `python -m kg.corpus [FILE ...]` lists the corpus's faults.

Design decision: the whole corpus is always read, since a thing may be described in any file; the
paths given only choose the faults that are shown.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

from kg import corpus, locations
from kg.errors import CorpusError, Fault, KGError


def main(arguments: Sequence[str]) -> int:
    """Print faults or a summary to stderr; 0 where the shown files have no faults, else 1."""
    started = time.perf_counter()
    try:
        places = locations.find()
        read = corpus.read(places)
    except CorpusError as error:
        return _report(error, [_name(argument, places) for argument in arguments])
    except KGError as error:
        print(error, file=sys.stderr)
        return 1
    derived = sum(map(len, read.derived.values()))
    seconds = time.perf_counter() - started
    print(
        f"{len(read.files)} files, {len(read.quads)} quads, {len(read.ontology)} of the ontology, "
        f"{derived} derived triples, {seconds:.2f} s: no faults",
        file=sys.stderr,
    )
    return 0


def _name(argument: str, places: locations.Locations) -> str:
    """The name that faults give to a file or folder named on the command line."""
    path = Path(argument).resolve()
    for root in (places.graph_data, places.ontology):
        if path.is_relative_to(root):
            return path.relative_to(root.parent).as_posix()
    return argument


def _report(error: CorpusError, shown: list[str]) -> int:
    faults = [fault for fault in error.faults if not shown or _is_shown(fault, shown)]
    for fault in faults:
        print(fault, file=sys.stderr)
    elsewhere = len(error.faults) - len(faults)
    others = f", {elsewhere} in other files" if elsewhere else ""
    print(f"{len(faults)} fault{'' if len(faults) == 1 else 's'}{others}", file=sys.stderr)
    return 1 if faults else 0


def _is_shown(fault: Fault, shown: list[str]) -> bool:
    return any(fault.path == name or fault.path.startswith(f"{name}/") for name in shown)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
