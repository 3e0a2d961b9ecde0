"""The search index: every thing with its names and texts, in one SQLite file beside the dataset.

Design decision: the index is made from the merge when the store is built and never changed
afterwards, so it is opened immutable; it holds what a reader would type (labels in all languages,
symbols) apart from longer texts, and names weigh more than texts.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

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
    kinds = _kinds(dataset)
    rows = (_entry(dataset, thing, kinds[thing]).row() for thing in sorted(kinds))
    try:
        with closing(sqlite3.connect(path)) as connection:
            connection.executescript(SCHEMA)
            connection.executemany("INSERT INTO entity VALUES (?, ?, ?, ?, ?, ?)", rows)
            connection.execute("INSERT INTO entity(entity) VALUES ('optimize')")
            connection.commit()
    except sqlite3.Error as error:
        raise StoreError(f"{path}: cannot be written ({error})") from error
    return len(kinds)


def _entry(dataset: ox.Store, thing: str, kind: str) -> Entry:
    entry = Entry(thing, kind)
    for quad in dataset.quads_for_pattern(ox.NamedNode(thing), None, None, ox.DefaultGraph()):
        value, predicate = quad.object, quad.predicate.value
        if not isinstance(value, ox.Literal) or predicate.endswith(_SKIPPED):
            continue
        if predicate == PREF_LABEL:
            entry.labels.append((value.language != "en", value.language or "", value.value))
        elif predicate in _NAMES:
            entry.names.append(value.value)
        else:
            entry.texts.append(value.value)
    return entry


def _kinds(dataset: ox.Store) -> dict[str, str]:
    """For each thing the class it was introduced with, not those that axioms add."""
    kinds: dict[str, str] = {}
    for quad in dataset.quads_for_pattern(None, ox.NamedNode(RDF_TYPE), None, None):
        thing, kind = quad.subject, quad.object
        if isinstance(thing, ox.NamedNode) and isinstance(kind, ox.NamedNode) and _introduces(quad):
            kinds[thing.value] = min(kind.value, kinds.get(thing.value, kind.value))
    return kinds


def _introduces(quad: ox.Quad) -> bool:
    graph, thing = quad.graph_name, quad.subject
    return (
        isinstance(graph, ox.NamedNode)
        and isinstance(thing, ox.NamedNode)
        and thing.value.startswith(ID)
        and (graph.value.startswith(_INTRODUCING) or graph.value in _DESCRIBING)
    )
