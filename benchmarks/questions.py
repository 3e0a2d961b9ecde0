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
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

import kg
from benchmarks.building import timed
from kg.export.files import export
from kg.graph import Graph, LocalSource
from kg.locations import Locations
from kg.question import Question
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
        measured = measure(graph, rival, question, runs)
        ratios.append(measured.ratio(limit))
        rows.append(measured.cells(limit))
    rival.stop()
    timely = [ratio for ratio, row in zip(ratios, rows, strict=True) if row[-1] != "not in time"]
    return rows, (
        f"geometric mean over {len(ratios)} questions: {mean(ratios)} (bar: at least 30); "
        f"over the {len(timely)} that rdflib answered in time: {mean(timely)}; "
        f"the least {min(ratios):.1f}"
    )


def mean(ratios: list[float]) -> str:
    """The geometric mean."""
    return f"{math.exp(statistics.fmean(map(math.log, ratios))):.0f}" if ratios else "none"


@dataclass
class Measured:
    """The times of both sides in seconds; `theirs` is empty where rdflib was not in time."""

    name: str
    answer: list[list[str]]
    other: list[list[str]]
    ours: list[float]
    theirs: list[float]

    def ratio(self, limit: float) -> float:
        """The median time of rdflib for one of ours, or the least that it can be."""
        rival = statistics.median(self.theirs) if self.theirs else limit
        return rival / statistics.median(self.ours)

    def cells(self, limit: float) -> list[str]:
        """A row of the table."""
        ours = f"{statistics.median(self.ours) * 1000:.1f}"
        head = [self.name, str(len(self.answer)), ours]
        if not self.theirs:
            return [*head, f"> {limit * 1000:.0f}", f"> {self.ratio(limit):.0f}", "not in time"]
        same = sorted(self.other) == sorted(self.answer)
        rival = f"{statistics.median(self.theirs) * 1000:.0f}"
        return [*head, rival, f"{self.ratio(limit):.0f}", "equal" if same else "differ"]


def measure(graph: Graph, rival: Rival, question: Question, runs: int) -> Measured:
    """One round to warm up, then both sides in turn, as often as rdflib's limit lets them."""
    answer = graph.ask(question.name)
    assert isinstance(answer, Rows)
    measured = Measured(question.name, answer.texts(), [], [], [])
    reply = rival.ask(question.sparql, answer.variables)
    for _ in range(runs):
        measured.ours.append(timed(lambda: graph.ask(question.name)))
        if reply and sum(measured.theirs) + reply[0] < rival.limit:
            reply = rival.ask(question.sparql, answer.variables) or reply
            measured.theirs.append(reply[0])
            measured.other = reply[1]
    if reply and not measured.theirs:  # the first answer took most of the limit
        measured.theirs, measured.other = [reply[0]], reply[1]
    return measured


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
