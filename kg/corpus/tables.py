"""Reading of a table: one row about one thing, stated in the graphs of its citations.

Design decision: the sidecar is compiled to plans once; a row is then a subject, its graphs, and
each plan's objects. Whatever is wrong in a row is a fault with its line and column, and the row's
other cells are still read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from pyoxigraph import Literal, NamedNode, Quad

from kg.corpus import sidecar_reader
from kg.corpus.cells import BadCell
from kg.corpus.complaints import Complaint
from kg.corpus.plans import Plan, Row, subject
from kg.corpus.reading import PART_OF, Dated, Fact, Reading, Statement, editorial_graph
from kg.corpus.rows import Rows
from kg.corpus.sidecar import Sidecar
from kg.corpus.texts import Text
from kg.corpus.vocabulary import Vocabulary
from kg.terms import ID

SIDECAR_SUFFIX = "-metadata.json"


def read(text: Text, described: Text, vocabulary: Vocabulary) -> Reading:
    """The quads of one table, checked; what is wrong stands in the reading's `faults`."""
    reading = Reading(text)
    sidecar, faults = sidecar_reader.read(described, vocabulary)
    reading.faults += faults
    if sidecar is not None and sidecar.url != text.path.name:
        mend = f'write "url": "{text.path.name}"'
        complaint = Complaint("sidecar", f"`{sidecar.url}` is not the table beside it", mend)
        reading.faults.append(complaint.at(described.name, 0))
    if sidecar is None:
        reading.complete = False
    else:
        _Table(reading, sidecar, vocabulary).read()
    return reading


def statements(text: Text, described: Text, vocabulary: Vocabulary) -> Iterator[Statement]:
    """The quads of one table with line, column number and column name, as they are loaded."""
    sidecar, _ = sidecar_reader.read(described, vocabulary)
    if sidecar is not None:
        yield from _Table(Reading(text), sidecar, vocabulary).statements()


class _Table:
    def __init__(self, reading: Reading, sidecar: Sidecar, vocabulary: Vocabulary) -> None:
        self._reading = reading
        self._rows = Rows(reading.text, sidecar)
        self._editorial = editorial_graph(reading.text)
        plans = list(_plans(sidecar, vocabulary))
        self._plans = [plan for plan in plans if not plan.column.is_source]
        self._source = next((plan for plan in plans if plan.column.is_source), None)
        self._about = subject(sidecar.about, sidecar)
        self._names = ["", *(column.name for column in sidecar.columns)]
        self._width = len(sidecar.cells)
        self._key = [self._names.index(name) - 1 for name in sidecar.primary_key]
        self._keys: dict[tuple[str, ...], int] = {}

    def read(self) -> None:
        reading = self._reading
        for line, row in self._rows:
            self._check_key(line, row)
            graphs = self._graphs(line, row)
            about = self._subject(line, row)
            for plan in self._plans:
                try:
                    objects = plan.objects(row)
                    if objects and plan.column.predicate:
                        self._state(plan, row, about, objects, graphs)
                except BadCell as error:
                    self._complain(plan, line, row, error)
        reading.faults += self._rows.faults
        reading.complete = self._rows.complete
        self._collect()

    def _state(
        self,
        plan: Plan,
        row: Row,
        about: NamedNode | None,
        objects: Sequence[NamedNode | Literal],
        graphs: Sequence[NamedNode],
    ) -> None:
        """Add the triples of one cell to each of the row's graphs."""
        if plan.about is not None:
            about = plan.about.of(row)
            if about is None and not plan.column.virtual:
                complaint = Complaint(
                    "cell", "the cell's subject has no name", "fill in its column"
                )
                raise BadCell(complaint)
        if about is None:
            return
        predicate, quads = plan.predicate, self._reading.quads
        for graph in (self._editorial,) if plan.column.editorial else graphs:
            quads += [Fact(about, predicate, value, graph) for value in objects]
        if plan.noted:
            self._note(plan, about, objects)

    def _note(self, plan: Plan, about: NamedNode, objects: Sequence[NamedNode | Literal]) -> None:
        """Remember what the checks across files and the derivations need."""
        reading, relation = self._reading, plan.column.predicate or ""
        if plan.is_type:
            reading.typed.add(about.value)
            if plan.column.editorial:
                reading.introduced.add(about.value)
        if relation == PART_OF:
            reading.placed.add(about.value)
        for value in objects:
            if isinstance(value, Literal):
                reading.label(about.value, relation, value)
                if plan.is_dated:
                    reading.dated.append(Dated(about, relation, value))

    def _graphs(self, line: int, row: Row) -> Sequence[NamedNode]:
        if self._source is None:
            return ()
        try:
            found = self._source.objects(row)
        except BadCell as error:
            self._complain(self._source, line, row, error)
            return ()
        if not found and any(plan.states_fact(row) for plan in self._plans):
            complaint = Complaint("citation", "the row has no citation", "name one")
            self._report(complaint, line, self._source.position)
        return [graph for graph in found if isinstance(graph, NamedNode)]

    def _subject(self, line: int, row: Row) -> NamedNode | None:
        if self._about is None:
            return None
        try:
            found = self._about.of(row)
        except BadCell as error:
            self._report(error.complaint, line, self._about.position)
            return None
        if found is None:
            complaint = Complaint("cell", "the row's subject has no name", "fill in the cell")
            self._report(complaint, line, self._about.position)
        return found

    def _complain(self, plan: Plan, line: int, row: Row, error: BadCell) -> None:
        """Record everything wrong with a cell, or what was met first if that is not the cell's."""
        for complaint in list(plan.complaints(row)) or [error.complaint]:
            self._report(complaint, line, plan.position)

    def _report(self, complaint: Complaint, line: int, position: int) -> None:
        """Record a fault of a row in a column, by its number and its name."""
        named = complaint._replace(message=f"column {self._names[position]}: {complaint.message}")
        column = position if position <= self._width else 0
        fault = (named if position else complaint).at(self._reading.text.name, line, column)
        self._reading.faults.append(fault)

    def _check_key(self, line: int, row: Row) -> None:
        if not self._key:
            return
        key = tuple(row[index] for index in self._key)
        first = self._keys.setdefault(key, line)
        if first != line:
            message = f"`{' '.join(key)}` is already the key of line {first}"
            complaint = Complaint("duplicate-id", message, "remove one of the two rows")
            self._report(complaint, line, self._key[0] + 1)

    def _collect(self) -> None:
        """Gather the things and citations that the cells stood for."""
        reading = self._reading
        if self._source is not None:
            reading.cited.update(node.value for node in self._source.things())
        if any(plan.column.editorial for plan in self._plans) and reading.quads:
            reading.cited.add(self._editorial.value)
        for plan in self._plans:
            if plan.column.predicate and not plan.is_type:
                values = (node.value for node in plan.things())
                reading.used.update(value for value in values if value.startswith(ID))

    def statements(self) -> Iterator[Statement]:
        for line, row in self._rows:
            graphs, about = self._graphs(line, row), self._subject(line, row)
            for plan in self._plans:
                yield from self._statements(plan, line, row, about, graphs)

    def _statements(
        self, plan: Plan, line: int, row: Row, about: NamedNode | None, graphs: Sequence[NamedNode]
    ) -> Iterator[Statement]:
        quads = self._reading.quads
        quads.clear()
        try:
            objects = plan.objects(row)
            if plan.column.predicate:
                self._state(plan, row, about, objects, graphs)
        except BadCell:
            return
        for quad in quads:
            place = partial(self._place, line, plan, quad)
            yield Statement(line, quad, place, plan.column.name)

    def _place(self, line: int, plan: Plan, quad: Quad | Fact, iri: str) -> tuple[int, int]:
        """Line and column number of an IRI of a quad; 0 for what stands in no cell."""
        position, node, about = plan.position, NamedNode(iri), plan.about or self._about
        if self._source is not None and node == quad.graph_name:
            position = self._source.position
        elif about is not None and node == quad.subject:
            position = about.position
        return line, position if position <= self._width else 0


def _plans(sidecar: Sidecar, vocabulary: Vocabulary) -> Iterator[Plan]:
    for position, column in enumerate(sidecar.columns, start=1):
        yield Plan(column, position, sidecar, vocabulary)
