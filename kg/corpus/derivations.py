"""What the loader derives: descriptions of citations and of provisions, bounds of dates.

Design decision: derived triples are kept apart by rule name, as inferred ones are, so that each can
say where it comes from; names, locators and dates are checked before, hence nothing here can fail.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from kg import citations
from kg.corpus import literals
from kg.corpus.names import CITE, DOC, EDITORIAL_DOCUMENT
from kg.corpus.ontology import Ontology
from kg.corpus.reading import PART_OF, Dated, Reading
from kg.terms import CS, PREF_LABEL, RDF_TYPE

#: Properties whose values have derived bounds, beside those for which the ontology declares some.
DATED_PROPERTIES: Final = frozenset(
    CS[name]
    for name in ("startedOn", "endedOn", "onDate", "adoptedOn", "publishedOn", "signedOn",
                 "statedOn", "inForceOn", "terminatedOn")
)  # fmt: skip

_TYPE: Final = NamedNode(RDF_TYPE)
_LABEL: Final = NamedNode(PREF_LABEL)
_SOURCE: Final = NamedNode(CS["source"])
_LOCATOR: Final = NamedNode(CS["locator"])
_CITES: Final = NamedNode(CS["citesProvision"])
_PART_OF: Final = NamedNode(PART_OF)
_CITATION: Final = NamedNode(CS["Citation"])
_EDITORIAL_TEXT: Final = NamedNode(CS["EditorialText"])
_DAY: Final = NamedNode(literals.DATE)


def derive(readings: list[Reading], ontology: Ontology) -> dict[str, list[Triple]]:
    """Rule name -> triples that follow from what the files hold."""
    described = set().union(*(reading.typed for reading in (*ontology.readings, *readings)))
    cited = {
        iri for reading in readings for iri in reading.cited | reading.used if iri.startswith(CITE)
    }
    placed = set().union(*(reading.placed for reading in readings))
    labels = _labels(readings)
    return {
        "citation-description": list(_citations(sorted(cited), described, labels)),
        "provision-description": list(_provisions(sorted(described), placed, labels)),
        "date-bounds": list(dict.fromkeys(_bounds(readings, ontology.vocabulary.properties))),
    }


def _labels(readings: Iterable[Reading]) -> dict[str, str]:
    """The label of each document: the English one, else the one without a language, else any."""
    labels: dict[str, str] = {}
    for reading in readings:
        for document, by_language in reading.labels.items():
            if "en" in by_language or document not in labels:
                first = min(by_language)
                labels[document] = by_language.get("en", by_language[first])
    return labels


def label_of(document: str, labels: dict[str, str]) -> str:
    """A document's label, or its name where it has none."""
    default = (
        "editorial content" if document == DOC + EDITORIAL_DOCUMENT else document.removeprefix(DOC)
    )
    return labels.get(document, default)


def _citations(cited: list[str], described: set[str], labels: dict[str, str]) -> Iterator[Triple]:
    for iri in cited:
        name = citations.parse(iri.removeprefix(CITE))
        node, document = NamedNode(iri), DOC + name.document
        yield Triple(node, _TYPE, _CITATION)
        yield Triple(node, _SOURCE, NamedNode(document))
        words = label_of(document, labels)
        if name.locator is not None:
            yield Triple(node, _LOCATOR, Literal(name.locator))
            words = f"{words}, {_in_words(name.document, name.locator)}"
        yield Triple(node, _LABEL, Literal(words, language="en"))
        if name.locator is not None and f"{DOC}{name}" in described:
            yield Triple(node, _CITES, NamedNode(f"{DOC}{name}"))
    editorial = NamedNode(DOC + EDITORIAL_DOCUMENT)
    if editorial.value not in described:
        yield Triple(editorial, _TYPE, _EDITORIAL_TEXT)
        yield Triple(editorial, _LABEL, Literal("editorial content", language="en"))


def _in_words(document: str, locator: str) -> str:
    if document == EDITORIAL_DOCUMENT:
        return f"file {locator}"
    return citations.describe_locator(locator)


def _provisions(described: list[str], placed: set[str], labels: dict[str, str]) -> Iterator[Triple]:
    for iri in described:
        if not iri.startswith(DOC) or "." not in iri[len(DOC) :]:
            continue
        name = citations.parse(iri.removeprefix(DOC))
        node, document, locator = NamedNode(iri), DOC + name.document, name.locator or ""
        if iri not in placed:
            yield Triple(node, _PART_OF, NamedNode(document))
        yield Triple(node, _LOCATOR, Literal(locator))
        if iri not in labels:
            words = f"{label_of(document, labels)}, {citations.describe_locator(locator)}"
            yield Triple(node, _LABEL, Literal(words, language="en"))


def _bounds(readings: Iterable[Reading], declared: Container[str]) -> Iterator[Triple]:
    days = _Days()
    predicates: dict[str, tuple[NamedNode, NamedNode] | None] = {}
    for reading in readings:
        for dated in reading.dated:
            if dated.predicate not in predicates:
                predicates[dated.predicate] = _bound_properties(dated.predicate, declared)
            if pair := predicates[dated.predicate]:
                yield from _bounds_of(dated, pair, days)


def _bound_properties(iri: str, declared: Container[str]) -> tuple[NamedNode, NamedNode] | None:
    earliest, latest = f"{iri}Earliest", f"{iri}Latest"
    if iri in DATED_PROPERTIES or (earliest in declared and latest in declared):
        return NamedNode(earliest), NamedNode(latest)
    return None


class _Days(dict[tuple[str, str], tuple[Literal | None, Literal | None]]):
    """Text and datatype of a dated value -> its bounds as literals."""

    def __missing__(self, key: tuple[str, str]) -> tuple[Literal | None, Literal | None]:
        text, datatype = key
        first, last = literals.DATED[datatype](text)
        pair = (
            Literal(first.isoformat(), datatype=_DAY) if first else None,
            Literal(last.isoformat(), datatype=_DAY) if last else None,
        )
        return self.setdefault(key, pair)


def _bounds_of(dated: Dated, pair: tuple[NamedNode, NamedNode], days: _Days) -> Iterator[Triple]:
    bounds = days[dated.value.value, dated.value.datatype.value]
    for predicate, day in zip(pair, bounds, strict=True):
        if day is not None:
            yield Triple(dated.subject, predicate, day)
