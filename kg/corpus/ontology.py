"""Reading of the ontology: its quads, the terms it declares, the things its code lists describe.

Design decision: blank nodes, which OWL axioms need, are renamed by file and order of appearance, so
that the same files give the same quads in every run; a graph for each file keeps them out of the
facts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat

from kg.corpus import literals, texts, turtle
from kg.corpus.complaints import Complaint
from kg.corpus.reading import Reading, Statement
from kg.corpus.texts import Text
from kg.corpus.vocabulary import Vocabulary
from kg.errors import Fault
from kg.terms import BASE, ID, ONTOLOGY, RDF_TYPE

_Term = TypeVar("_Term")


@dataclass(frozen=True)
class Ontology:
    """The files of the ontology as read, the terms they declare, and the nodes of the rules."""

    readings: list[Reading]
    vocabulary: Vocabulary
    rules: frozenset[str]
    faults: list[Fault]


def read(folder: Path) -> Ontology:
    """The ontology of a folder; what is wrong with its files stands in `faults`."""
    vocabulary = Vocabulary()
    readings = [_read_file(path, folder, vocabulary) for path in files(folder)]
    faults = [fault for reading in readings for fault in reading.faults]
    vocabulary.complete = all(reading.complete for reading in readings)
    if vocabulary.complete and not vocabulary.classes:
        vocabulary.complete = False
        complaint = Complaint(
            "term", "no *.ttl file declares a class", "write the ontology's modules"
        )
        faults.append(complaint.at(folder.name, 0))
    for reading in readings:
        faults += _undeclared(reading, vocabulary)
    rules = frozenset(f"{ID}rule/{path.stem}" for path in (folder / "rules").glob("*.rq"))
    return Ontology(readings, vocabulary, rules, faults)


def files(folder: Path) -> list[Path]:
    """The Turtle files that belong to the dataset: the modules and the code lists."""
    return sorted(folder.glob("*.ttl")) + sorted((folder / "codes").glob("*.ttl"))


def statements(text: Text) -> Iterator[Statement]:
    """The quads of one file with their places; graphs and blank nodes are those of the file."""
    for line, quad in turtle.Statements(text, RdfFormat.TURTLE):
        yield Statement(line, quad, partial(turtle.place, text, line))


def _read_file(path: Path, folder: Path, vocabulary: Vocabulary) -> Reading:
    text = texts.read(path, folder)
    reading = Reading(text, faults=list(text.faults), complete=text.readable)
    if not text.readable:
        return reading
    stem = path.relative_to(folder).with_suffix("").as_posix()
    graph, blanks = NamedNode(f"{BASE}ontology/{stem}"), _Blanks(stem.replace("/", "-"))
    parsed = turtle.Statements(text, RdfFormat.TURTLE)
    for line, (subject, predicate, value, _) in parsed:
        quad = Quad(blanks.stable(subject), predicate, blanks.stable(value), graph)
        reading.quads.append(quad)
        _take(quad, line, reading, vocabulary)
    reading.faults += [*parsed.faults, *turtle.prefix_faults(text)]
    reading.complete = not parsed.faults
    return reading


class _Blanks:
    """Blank nodes under names that do not change from run to run."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._known: dict[str, BlankNode] = {}

    def stable(self, term: _Term) -> _Term | BlankNode:
        if not isinstance(term, BlankNode):
            return term
        return self._known.setdefault(term.value, BlankNode(f"{self._prefix}-{len(self._known)}"))


def _take(quad: Quad, line: int, reading: Reading, vocabulary: Vocabulary) -> None:
    subject, relation, value = quad.subject, quad.predicate.value, quad.object
    if isinstance(value, Literal) and (complaint := _literal(value)):
        reading.faults.append(complaint.at(reading.text.name, line))
    if not isinstance(value, NamedNode):
        return
    if relation == RDF_TYPE and isinstance(subject, NamedNode):
        vocabulary.declare(subject.value, value.value)
        if subject.value.startswith(ID):
            reading.typed.add(subject.value)
            reading.introduced.add(subject.value)
    elif value.value.startswith(ID):
        reading.used.add(value.value)


def _literal(value: Literal) -> Complaint | None:
    if value.language is not None:
        return literals.blank(value.value)
    return literals.check(value.value, value.datatype.value)


def _undeclared(reading: Reading, vocabulary: Vocabulary) -> Iterator[Fault]:
    """Terms of this ontology that a file uses and no file declares."""
    terms = {
        node.value
        for quad in reading.quads
        for node in (quad.subject, quad.predicate, quad.object)
        if isinstance(node, NamedNode) and node.value.startswith(ONTOLOGY)
    }
    wrong = {term: complaint for term in terms if (complaint := vocabulary.term(term))}
    for statement in statements(reading.text) if wrong else ():
        _, (subject, predicate, value, _), place, _ = statement
        for node in (subject, predicate, value):
            if isinstance(node, NamedNode) and node.value in wrong:
                yield wrong[node.value].at(reading.text.name, *place(node.value))
