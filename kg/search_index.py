"""The search index: every thing with its names and texts, in one SQLite file beside the dataset.

Design decision: the index is made from what files state when the store is built and never changed
afterwards, so it is opened immutable; it holds what a reader would type (labels in all languages,
symbols) apart from longer texts, and names weigh more than texts.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.errors import StoreError
from kg.terms import CS, ID, PREF_LABEL, RDF_TYPE, VOCABULARIES, curie

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
_TYPE = ox.NamedNode(RDF_TYPE)


@dataclass
class Entry:
    """What is indexed of one thing. Labels are (is not English, language, text)."""

    iri: str
    kind: str
    labels: set[tuple[bool, str, str]] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)

    def row(self) -> tuple[str, ...]:
        """The row of the table `entity`; English labels come first."""
        labels = [text for *_, text in sorted(self.labels)]
        shown = labels[0] if labels else curie(self.iri)
        names = BETWEEN.join([*sorted(self.names), curie(self.iri)])
        texts = "\n".join(sorted(self.texts))
        return self.iri, self.kind, shown, BETWEEN.join(labels), names, texts


def write(quads: Iterable[Any], derived: Iterable[Any], path: Path) -> int:
    """Index every thing that is introduced into a new file; returns the number of things.

    Args:
        quads: what files state (anything with subject, predicate, object and graph_name).
        derived: triples that describe things besides, such as labels of provisions.
        path: the file to write.

    Raises:
        StoreError: the file cannot be written.
    """
    entries = _entries(list(quads), derived)
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


def _entries(quads: list[Any], derived: Iterable[Any]) -> dict[str, Entry]:
    """For each thing what is indexed of it."""
    entries = {thing: Entry(thing, kind) for thing, kind in _kinds(quads).items()}
    for statement in chain(quads, derived):
        value = statement.object
        if isinstance(value, ox.Literal) and isinstance(statement.subject, ox.NamedNode):
            entry = entries.get(statement.subject.value)
            predicate = statement.predicate.value
            if entry is not None and not predicate.endswith(_SKIPPED):
                _take(entry, predicate, value)
    return entries


def _take(entry: Entry, predicate: str, value: ox.Literal) -> None:
    if predicate == PREF_LABEL:
        entry.labels.add((value.language != "en", value.language or "", value.value))
    elif predicate in _NAMES:
        entry.names.add(value.value)
    else:
        entry.texts.add(value.value)


def _kinds(quads: Iterable[Any]) -> dict[str, str]:
    """For each thing the class it was introduced with, not those that axioms add."""
    kinds: dict[str, str] = {}
    types = (quad for quad in quads if quad.predicate == _TYPE)
    for quad in types:
        thing, kind = quad.subject, quad.object
        if isinstance(thing, ox.NamedNode) and thing.value.startswith(ID):
            kinds[thing.value] = min(kind.value, kinds.get(thing.value, kind.value))
    return kinds
