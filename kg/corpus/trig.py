"""Reading of a TriG file: facts in the graphs of their citations, the rest editorial.

Design decision: one pass over the quads with sets of what was already found right; a value is
judged at its first occurrence, a wrong one at every occurrence, so that all faults of a file are
listed and right quads cost little.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat

from kg.corpus import literals, names, turtle
from kg.corpus.complaints import Complaint
from kg.corpus.reading import PART_OF, Dated, Reading, Statement, editorial_graph
from kg.corpus.texts import Text
from kg.corpus.vocabulary import EDITORIAL, Vocabulary
from kg.terms import ID, LOCATED, ONTOLOGY, RDF_TYPE, curie

_BLANK_TOKEN: Final = r"_:|\[|\(|<<"
_CAPITAL_TAG: Final = re.compile(r"[\"']@[a-z0-9-]*[A-Z]")
_TAG: Final = re.compile(r"[\"']@([A-Za-z]+(?:-[A-Za-z0-9]+)*)")


def read(text: Text, vocabulary: Vocabulary) -> Reading:
    """The quads of one TriG file, checked; what is wrong stands in the reading's `faults`."""
    return _Reader(text, vocabulary).read()


def statements(text: Text) -> Iterator[Statement]:
    """The quads of one TriG file with their places, as they are loaded."""
    editorial = editorial_graph(text)
    for line, quad in turtle.Statements(text, RdfFormat.TRIG):
        subject, predicate, value, graph = quad
        loaded = editorial if isinstance(graph, DefaultGraph) else graph
        placed = Quad(subject, predicate, value, loaded)
        yield Statement(line, placed, partial(turtle.place, text, line))


class _Reader:
    def __init__(self, text: Text, vocabulary: Vocabulary) -> None:
        self._text = text
        self._vocabulary = vocabulary
        self._editorial = editorial_graph(text)
        # IRIs found right, by the role they stand in.
        self._subjects: set[str] = set()
        self._predicates: set[str] = set()
        self._types: set[str] = set()
        self._objects: set[str] = set()
        self._graphs: set[str] = set()
        self._reading = Reading(text)
        #: Whether some language tag may have capitals; the parser makes them small.
        self._capitals = _CAPITAL_TAG.search(text.content) is not None
        self._line = 0

    def read(self) -> Reading:
        reading, parsed = self._reading, turtle.Statements(self._text, RdfFormat.TRIG)
        reading.faults += turtle.prefix_faults(self._text)
        self._check_stem()
        for self._line, quad in parsed:
            self._take(quad)
        reading.faults += parsed.faults
        reading.complete = not parsed.faults
        if reading.complete:
            reading.faults += turtle.empty_graphs(self._text)
            reading.faults += turtle.graph_keywords(self._text)
        return reading

    def _check_stem(self) -> None:
        name = self._editorial.value.removeprefix(ID).partition("/")[2]
        if not LOCATED.fullmatch(name):
            mend = "rename it with letters, digits, hyphens and underscores"
            message = f"`{self._text.path.name}` cannot name a citation of editorial content"
            self._reading.faults.append(Complaint("name", message, mend).at(self._text.name, 0))

    def _take(self, quad: Quad) -> None:
        subject, predicate, value, graph = quad
        named = isinstance(value, NamedNode)
        if not isinstance(subject, NamedNode) or not (named or isinstance(value, Literal)):
            self._refuse_blank()
            return
        about, relation = subject.value, predicate.value
        if isinstance(graph, DefaultGraph):
            self._take_editorial(about, relation)
            quad = Quad(subject, predicate, value, self._editorial)
        else:
            self._take_graph(graph)
        if about not in self._subjects:
            self._judge(names.subject(about), about, self._subjects)
        if relation not in self._predicates:
            self._judge(self._vocabulary.predicate(relation), relation, self._predicates)
        if isinstance(value, NamedNode):
            self._take_thing(about, relation, value.value)
        elif isinstance(value, Literal):
            self._take_literal(subject, about, relation, value)
        self._reading.quads.append(quad)

    def _judge(self, complaint: Complaint | None, iri: str, right: set[str]) -> None:
        """Remember an IRI that is right; report one that is wrong where it stands."""
        if complaint is None:
            right.add(iri)
        else:
            self._fault(complaint, *turtle.place(self._text, self._line, iri))

    def _fault(self, complaint: Complaint, line: int, column: int = 0) -> None:
        self._reading.faults.append(complaint.at(self._text.name, line, column))

    def _refuse_blank(self) -> None:
        line, column = turtle.find_mark(self._text, self._line, _BLANK_TOKEN)
        found = self._text.lines[line - 1][column - 1 :].split()[0] if column else "a blank node"
        mend = "give the thing a name of its own, without blank nodes, lists and quoted triples"
        self._fault(
            Complaint("blank-node", f"`{found}` stands for something without a name", mend),
            line,
            column,
        )

    def _take_editorial(self, about: str, relation: str) -> None:
        self._reading.cited.add(self._editorial.value)
        if relation == RDF_TYPE:
            self._reading.introduced.add(about)
        elif relation not in EDITORIAL:
            message = f"`{curie(relation)}` stands outside a citation's graph"
            mend = "put the statement into cite:<document>.<locator> { ... }"
            place = turtle.place(self._text, self._line, relation)
            self._fault(Complaint("editorial", message, mend), *place)

    def _take_graph(self, graph: object) -> None:
        if not isinstance(graph, NamedNode):
            self._refuse_blank()
        elif graph.value not in self._graphs:
            self._judge(names.citation(graph.value), graph.value, self._graphs)
            self._reading.cited.add(graph.value)

    def _take_thing(self, about: str, relation: str, value: str) -> None:
        if relation == RDF_TYPE:
            self._reading.typed.add(about)
            if value not in self._types:
                self._judge(self._vocabulary.type(value), value, self._types)
            return
        if value.startswith(ID):
            self._reading.used.add(value)
        if relation == PART_OF:
            self._reading.placed.add(about)
        if value not in self._objects:
            self._judge(self._object(value), value, self._objects)
        if complaint := self._vocabulary.object_kind(relation, literal=False):
            self._fault(complaint, *turtle.place(self._text, self._line, relation))

    def _object(self, iri: str) -> Complaint | None:
        if iri.startswith(ID):
            return names.thing(iri)
        return self._vocabulary.term(iri) if iri.startswith(ONTOLOGY) else names.outside(iri)

    def _take_literal(self, subject: NamedNode, about: str, relation: str, value: Literal) -> None:
        datatype, text = value.datatype.value, value.value
        if datatype in literals.DATED:
            self._reading.dated.append(Dated(subject, relation, value))
        self._reading.label(about, relation, value)
        if complaint := self._vocabulary.object_kind(relation, literal=True):
            self._fault(complaint, *turtle.place(self._text, self._line, relation))
        if value.language is not None:
            self._check_tag(value)
        elif complaint := literals.check(text, datatype):
            self._fault(complaint, *turtle.find_mark(self._text, self._line, re.escape(text)))

    def _check_tag(self, value: Literal) -> None:
        if wrong := literals.blank(value.value) or _direction(value):
            last_line = re.escape(value.value.rpartition("\n")[2])
            self._fault(wrong, *turtle.find_mark(self._text, self._line, last_line))
        if not self._capitals:
            return
        for match in _TAG.finditer(self._text.lines[self._line - 1]):
            if match[1].lower() == value.language and (wrong := literals.language(match[1])):
                self._fault(wrong, self._line, match.start(1) + 1)


def _direction(value: Literal) -> Complaint | None:
    if value.direction is None:
        return None
    message = f'"{value.value}" carries a base direction'
    return Complaint("literal", message, "write the language tag alone")
