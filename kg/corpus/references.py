"""Checks across files: things nobody describes, citations of no document, things introduced twice.

Design decision: the sets of all readings are compared first; only where something is missing are
the files that use it read again for its places. What a broken file may describe is not reported as
unknown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import Final

from pyoxigraph import NamedNode

from kg import citations
from kg.corpus import names
from kg.corpus.complaints import Complaint, did_you_mean
from kg.corpus.names import CITE, DOC
from kg.corpus.reading import Reading, Statement
from kg.errors import Fault
from kg.terms import RDF_TYPE, curie

#: How many names get a suggestion; comparing names is slow, and nobody mends more at once.
_SUGGESTIONS: Final = 50

Relocate = Callable[[Reading], Iterable[Statement]]


def check(readings: list[Reading], others: frozenset[str], relocate: Relocate) -> Iterator[Fault]:
    """Every fault between files, those of the ontology included.

    `others` are things described elsewhere; `relocate` reads a file again, statement by statement
    with places.
    """
    described = others.union(*(reading.typed for reading in readings))
    needs = {reading.text.name: _needed(reading) for reading in readings}
    missing = set().union(*needs.values()) - described
    missing -= _excused(readings, missing)
    mends = _Mends(described)
    for reading in readings:
        if missing & needs[reading.text.name]:
            yield from _unknown(reading, relocate(reading), missing, mends)
    yield from _duplicates(readings, relocate)


def _needed(reading: Reading) -> set[str]:
    """What must be described: things a reading uses, documents it cites or describes parts of.

    Malformed names are left out; they are reported by themselves.
    """
    things = {iri for iri in reading.used if not iri.startswith(CITE) and names.thing(iri) is None}
    wholes = {whole for iri in reading.typed if (whole := whole_of(iri))}
    return things | wholes | _documents(reading.used) | _documents(reading.cited)


def whole_of(part: str) -> str | None:
    """The document that a part of one belongs to by its name; None where the IRI is no part."""
    if not part.startswith(DOC) or "." not in part[len(DOC) :] or names.thing(part):
        return None
    return part[: part.index(".", len(DOC))]


def _documents(cited: Iterable[str]) -> set[str]:
    """The documents of the well-formed citations among IRIs, the editorial one aside."""
    return {
        document_of(iri) for iri in cited if iri.startswith(CITE) and names.citation(iri) is None
    }


def document_of(citation: str) -> str:
    """The document that a citation's IRI points into."""
    return DOC + citations.parse(citation.removeprefix(CITE)).document


def _excused(readings: list[Reading], missing: set[str]) -> set[str]:
    """What a file that broke off may describe: every missing thing whose name stands in it."""
    words: set[str] = set()
    for reading in readings:
        if not reading.complete:
            words |= reading.words()
    return {iri for iri in missing if iri.rpartition("/")[2] in words}


class _Mends:
    """Suggestions for unknown names, each worked out once."""

    def __init__(self, described: Iterable[str]) -> None:
        self._described = described
        self._mends: dict[str, str] = {}

    @cached_property
    def _by_prefix(self) -> dict[str, list[str]]:
        """The described things' short names by prefix; worked out only where something is wrong."""
        names_by_prefix: dict[str, list[str]] = defaultdict(list)
        for iri in self._described:
            name = curie(iri)
            names_by_prefix[name.partition(":")[0]].append(name)
        return names_by_prefix

    def of(self, iri: str) -> str:
        otherwise = "describe it with `a` and a type in one file"
        if iri not in self._mends and len(self._mends) < _SUGGESTIONS:
            name = curie(iri)
            known = self._by_prefix[name.partition(":")[0]]
            alike = [other for other in known if ("." in other) == ("." in name)]
            self._mends[iri] = did_you_mean(name, alike, otherwise)
        return self._mends.get(iri, otherwise)


def _unknown(
    reading: Reading, statements: Iterable[Statement], missing: set[str], mends: _Mends
) -> Iterator[Fault]:
    suspects = {NamedNode(iri) for iri in _suspects(reading, missing)}
    for statement in statements:
        if suspects.isdisjoint(statement.quad):
            continue
        for iri, complaint in _lacking(statement, missing, mends):
            yield complaint.at(reading.text.name, *statement.place(iri))


def _suspects(reading: Reading, missing: set[str]) -> Iterator[str]:
    """The IRIs whose statements may lack something; they are few, the others are passed over."""
    yield from missing
    for iri in reading.cited | reading.used:
        if _documents([iri]) & missing:
            yield iri
    for iri in reading.typed:
        if whole_of(iri) in missing:
            yield iri


def _lacking(
    statement: Statement, missing: set[str], mends: _Mends
) -> Iterator[tuple[str, Complaint]]:
    """What a statement lacks: the IRI to look for in the file, and the complaint."""
    subject, predicate, value, graph = statement.quad
    at = f"column {statement.where}: " if statement.where else ""
    if predicate.value == RDF_TYPE:
        whole = whole_of(_iri(subject))
        if whole in missing:
            part = curie(_iri(subject))
            message = f"{at}nobody describes `{curie(whole)}`, of which `{part}` is a part"
            yield _iri(subject), Complaint("unknown-thing", message, mends.of(whole))
    elif _iri(value) in missing:
        message = f"{at}nobody describes `{curie(_iri(value))}`"
        yield _iri(value), Complaint("unknown-thing", message, mends.of(_iri(value)))
    for cited in (_iri(value), _iri(graph)):
        if cited.startswith(CITE) and _documents([cited]) & missing:
            message = f"`{curie(cited)}` cites a document that nobody describes"
            yield cited, Complaint("unresolved-citation", message, mends.of(document_of(cited)))


def _iri(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else ""


def _duplicates(readings: list[Reading], relocate: Relocate) -> Iterator[Fault]:
    first: dict[str, str] = {}
    for reading in readings:
        twice = reading.introduced & first.keys()
        if twice:
            yield from _introduced_again(
                reading, relocate(reading), {iri: first[iri] for iri in twice}
            )
        for iri in reading.introduced - twice:
            first[iri] = reading.text.name


def _introduced_again(
    reading: Reading, statements: Iterable[Statement], first: dict[str, str]
) -> Iterator[Fault]:
    for statement in statements:
        iri, graph = _iri(statement.quad.subject), _iri(statement.quad.graph_name)
        is_cited = graph.startswith(CITE) and names.citation(graph) is None
        if iri in first and statement.quad.predicate.value == RDF_TYPE and not is_cited:
            complaint = Complaint(
                "duplicate-id",
                f"`{curie(iri)}` is introduced in {first[iri]} too",
                "give its type in one file only",
            )
            yield complaint.at(reading.text.name, *statement.place(iri))
