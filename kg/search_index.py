"""The search index: every thing with its names and texts, in one SQLite file beside the dataset.

Design decision: the index is made from the merge when the store is built and never changed
afterwards, so it is opened immutable; it holds what a reader would type (labels in all languages,
symbols) apart from longer texts, and names weigh more than texts.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.errors import StoreError
from kg.terms import BASE, CS, ID, PREF_LABEL, PREFIXES, RDF_TYPE, VOCABULARIES, curie

SCHEMA = """
CREATE VIRTUAL TABLE entity USING fts5(
    iri UNINDEXED, kind UNINDEXED, shown UNINDEXED, label, names, body,
    tokenize = "porter unicode61 remove_diacritics 2"
);
"""
#: Stands between the labels of a thing, and between its other names.
BETWEEN = " · "
_SKOS = VOCABULARIES["skos"]
_NAMES = {
    f"{_SKOS}altLabel", f"{_SKOS}hiddenLabel", CS["symbol"], CS["title"], CS["iso3"],
}  # fmt: skip
_SKIPPED = ("Earliest", "Latest")
#: Graphs in which authors introduce things, and rules that describe what nobody introduces.
_INTRODUCING = (PREFIXES["cite"], f"{BASE}ontology/")
_DESCRIBING = {f"{PREFIXES['rule']}rule-description"}
_KINDS = f"""SELECT ?thing ?kind ?graph WHERE {{
    GRAPH ?graph {{ ?thing <{RDF_TYPE}> ?kind FILTER(isIRI(?thing) && isIRI(?kind)) }}
}}"""
_TEXTS = "SELECT ?thing ?property ?text WHERE { ?thing ?property ?text FILTER(isLiteral(?text)) }"


@dataclass
class Entry:
    """What is indexed of one thing. Labels are (is not English, language, text)."""

    iri: str
    kind: str
    labels: list[tuple[bool, str, str]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def row(self) -> tuple[str, ...]:
        """The row of the table `entity`; English labels come first."""
        labels = [text for *_, text in sorted(self.labels)]
        shown = labels[0] if labels else curie(self.iri)
        names = BETWEEN.join([*sorted(self.names), curie(self.iri)])
        texts = "\n".join(sorted(self.texts))
        return self.iri, self.kind, shown, BETWEEN.join(labels), names, texts


def write(dataset: ox.Store, path: Path) -> int:
    """Index every thing of the dataset into a new file; returns the number of things.

    Raises:
        StoreError: the file cannot be written.
    """
    entries = _entries(dataset)
    rows = (entries[thing].row() for thing in sorted(entries))
    try:
        with closing(sqlite3.connect(path)) as connection:
            connection.executescript(SCHEMA)
            connection.executemany("INSERT INTO entity VALUES (?, ?, ?, ?, ?, ?)", rows)
            connection.execute("INSERT INTO entity(entity) VALUES ('optimize')")
            connection.commit()
    except sqlite3.Error as error:
        raise StoreError(f"{path}: cannot be written ({error})") from error
    return len(entries)


def _entries(dataset: ox.Store) -> dict[str, Entry]:
    """For each thing what is indexed of it."""
    entries = {thing: Entry(thing, kind) for thing, kind in _kinds(dataset).items()}
    for thing, predicate, value in _rows(dataset, _TEXTS):
        entry = entries.get(thing.value)
        if entry is not None and not predicate.value.endswith(_SKIPPED):
            _take(entry, predicate.value, value)
    return entries


def _take(entry: Entry, predicate: str, value: ox.Literal) -> None:
    if predicate == PREF_LABEL:
        entry.labels.append((value.language != "en", value.language or "", value.value))
    elif predicate in _NAMES:
        entry.names.append(value.value)
    else:
        entry.texts.append(value.value)


def _kinds(dataset: ox.Store) -> dict[str, str]:
    """For each thing the class it was introduced with, not those that axioms add."""
    kinds: dict[str, str] = {}
    for thing, kind, graph in _rows(dataset, _KINDS):
        if thing.value.startswith(ID) and _introduces(graph.value):
            kinds[thing.value] = min(kind.value, kinds.get(thing.value, kind.value))
    return kinds


def _introduces(graph: str) -> bool:
    return graph.startswith(_INTRODUCING) or graph in _DESCRIBING


def _rows(dataset: ox.Store, query: str) -> Iterator[tuple[Any, ...]]:
    """The rows of a query of three columns; its filters see to the kinds of their terms."""
    found = dataset.query(query)
    assert isinstance(found, ox.QuerySolutions)
    return (tuple(row) for row in found)
