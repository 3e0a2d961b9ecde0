"""Every saved question on the built graph, beside rdflib alone on the same exported data.

Design decision: rdflib runs in a process of its own that holds the exported N-Quads in memory and
has a time limit for each question; where it does not answer in time, the ratio is the least that it
can be.
"""

from __future__ import annotations

import math
import multiprocessing
import statistics
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

import kg
from benchmarks.building import timed
from kg.export.files import export
from kg.graph import Graph, LocalSource
from kg.locations import Locations
from kg.results import Rows
from kg.terms import PREFIXES, curie

Tell = Callable[[str], None]
Reply = tuple[float, list[list[str]]]


def compare(places: Locations, runs: int, limit: float, tell: Tell) -> tuple[list[list[str]], str]:
    """Rows (question, rows, both medians in ms, ratio, whether the answers agree) and a summary."""
    graph = kg.open(places.store)
    assert isinstance(graph.source, LocalSource)
    dump = places.store / "export.nq"
    dump.write_bytes(export(graph.source.store, "nq", with_merge=True))
    rival = Rival(dump, limit)
    rows, ratios = [], []
    for question in graph.questions():
        tell(question.name)
        ours, answer = measure(graph, question.name, runs)
        reply = rival.ask(question.sparql, answer.variables)
        theirs = limit if reply is None else reply[0]
        ratios.append(theirs / ours)
        rows.append(line(question.name, answer, ours, reply, limit))
    rival.stop()
    mean = math.exp(statistics.fmean(math.log(ratio) for ratio in ratios))
    return rows, f"geometric mean over {len(ratios)} questions: {mean:.0f} (bar: at least 30)"


def measure(graph: Graph, name: str, runs: int) -> tuple[float, Rows]:
    """The median time in seconds and the answer of a question."""
    answer = graph.ask(name)
    assert isinstance(answer, Rows)
    return statistics.median(timed(lambda: graph.ask(name)) for _ in range(runs)), answer


def line(name: str, answer: Rows, ours: float, reply: Reply | None, limit: float) -> list[str]:
    if reply is None:
        cells = [f"> {limit * 1000:.0f}", f"> {limit / ours:.0f}", "not in time"]
    else:
        same = sorted(reply[1]) == sorted(answer.texts())
        cells = [f"{reply[0] * 1000:.0f}", f"{reply[0] / ours:.0f}", "equal" if same else "differ"]
    return [name, str(len(answer)), f"{ours * 1000:.1f}", *cells]


class Rival:
    """rdflib in a process of its own, started again after a question that took too long."""

    def __init__(self, dump: Path, limit: float) -> None:
        self.dump, self.limit = dump, limit
        self.start()

    def start(self) -> None:
        self.pipe, other = multiprocessing.Pipe()
        self.process = multiprocessing.Process(
            target=serve, args=(str(self.dump), other), daemon=True
        )
        self.process.start()
        self.pipe.recv()  # the data are loaded

    def ask(self, sparql: str, variables: tuple[str, ...]) -> Reply | None:
        """Time in seconds and rows of texts, or None where the limit ran out."""
        self.pipe.send((sparql, variables))
        if self.pipe.poll(self.limit):
            reply: Reply = self.pipe.recv()
            return reply
        self.process.kill()
        self.process.join()
        self.start()
        return None

    def stop(self) -> None:
        self.process.kill()
        self.process.join()


def serve(dump: str, pipe: Connection) -> None:
    """Load the dump into rdflib and answer what comes through the pipe."""
    import rdflib

    dataset = rdflib.Dataset()
    dataset.parse(dump, format="nquads")
    pipe.send("ready")
    while True:
        sparql, variables = pipe.recv()
        keys = [rdflib.Variable(name) for name in variables]
        started = time.perf_counter()
        bindings = dataset.query(sparql, initNs=PREFIXES).bindings
        found = [[text(row.get(key)) for key in keys] for row in bindings]
        pipe.send((time.perf_counter() - started, found))


def text(term: object) -> str:
    """A term of rdflib as the program writes it."""
    return "" if term is None else curie(str(term))
