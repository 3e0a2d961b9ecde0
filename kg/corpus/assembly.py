"""The corpus: every authored file read, checked by itself and against the others.

Design decision: all or nothing. Every file is read to its end or to its syntax error, all faults
are collected, and a corpus exists only where there are none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from pyoxigraph import Quad, Triple

from kg.corpus import derivations, ontology, references, sources
from kg.corpus.ontology import Ontology
from kg.corpus.reading import Fact, Reading, Statement
from kg.corpus.sources import Source
from kg.corpus.texts import Text
from kg.errors import CorpusError, Fault
from kg.locations import Locations

#: Called with the name of each file before it is read.
Progress = Callable[[str], None]
#: Called with the quads of each file of facts once it is read.
Take = Callable[[Sequence[Quad | Fact]], object]


@dataclass(frozen=True)
class SourceFile:
    """One file that was read: its name, the SHA-256 of its bytes, the number of quads it gave."""

    path: str
    sha256: str
    quads: int


@dataclass(frozen=True)
class Corpus:
    """Everything the authored files say.

    `written` and `tabled` are the asserted facts of TriG files and of tables in the graphs of their
    citations, editorial ones included; `ontology` has a graph for each file of the ontology;
    `derived` maps a rule's name to the triples the loader derives.
    """

    written: list[Quad | Fact]
    tabled: list[Quad | Fact]
    ontology: list[Quad]
    derived: dict[str, list[Triple]]
    files: tuple[SourceFile, ...]

    @property
    def quads(self) -> list[Quad | Fact]:
        """All asserted facts."""
        return [*self.written, *self.tabled]

    def forget(self) -> None:
        """Let go of the facts; a build needs the room once they are written."""
        self.written.clear()
        self.tabled.clear()


def read(
    locations: Locations, progress: Progress | None = None, take: Take | None = None
) -> Corpus:
    """The corpus in the folders of `locations`; raises CorpusError with all faults of all files.

    `take` gets the quads of each file as soon as it is read, before the files are compared: what it
    does with them is void where there are faults.
    """
    terms = ontology.read(locations.ontology)
    faults = list(terms.faults)
    found: list[tuple[Source, Reading]] = []
    for source in sources.find(locations.graph_data, faults):
        if progress:
            progress(source.text.name)
        found.append((source, source.read(terms.vocabulary)))
        faults += found[-1][1].faults
        if take:
            take(found[-1][1].quads)
    faults += _between_files(found, terms)
    if faults:
        raise CorpusError.of(faults)
    readings = [reading for _, reading in found]
    return Corpus(
        written=[q for source, r in found if source.sidecar is None for q in r.quads],
        tabled=[q for source, r in found if source.sidecar is not None for q in r.quads],
        ontology=[q for r in terms.readings for q in r.quads if isinstance(q, Quad)],
        derived=derivations.derive(readings, terms),
        files=_files(found, terms),
    )


def _between_files(found: list[tuple[Source, Reading]], terms: Ontology) -> Iterable[Fault]:
    by_name = {source.text.name: source for source, _ in found}

    def relocate(reading: Reading) -> Iterable[Statement]:
        if source := by_name.get(reading.text.name):
            return source.statements(terms.vocabulary)
        return ontology.statements(reading.text)

    readings = [*terms.readings, *(reading for _, reading in found)]
    return references.check(readings, terms.rules, relocate)


def _files(found: list[tuple[Source, Reading]], terms: Ontology) -> tuple[SourceFile, ...]:
    files = [_file(reading.text, len(reading.quads)) for reading in terms.readings]
    for source, reading in found:
        files.append(_file(source.text, len(reading.quads)))
        files += [_file(source.sidecar, 0)] if source.sidecar else []
    return tuple(files)


def _file(text: Text, quads: int) -> SourceFile:
    return SourceFile(text.name, text.sha256, quads)
