"""The search index: every thing with its names and texts, in one SQLite file beside the dataset.

Design decision: the index is made from the merge when the store is built and never changed afterwards, so it
is opened immutable; it holds what a reader would type (labels in all languages, symbols) apart from longer
texts, and names weigh more than texts.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from kg.terms import ID, RDF_TYPE, VOCABULARIES, curie

SCHEMA = """
CREATE VIRTUAL TABLE entity USING fts5(
    iri UNINDEXED, kind UNINDEXED, shown UNINDEXED, label, names, body,
    tokenize = "porter unicode61 remove_diacritics 2"
);
CREATE TABLE name (folded TEXT NOT NULL, iri TEXT NOT NULL);
"""
_SKOS = VOCABULARIES["skos"]
_NAMES = {f"{_SKOS}altLabel", f"{_SKOS}hiddenLabel"}
_LABEL = f"{_SKOS}prefLabel"
_SKIPPED = ("Earliest", "Latest")
_ONTOLOGY_NAMES = ("symbol", "title", "iso3")


def write(dataset: ox.Store, path: Path) -> int:
    """Index every thing of the dataset into a new file; returns the number of things."""
    connection = sqlite3.connect(path)
    try:
        connection.executescript(SCHEMA)
        count = 0
        for iri, kind, label, names, body in _rows(dataset):
            shown = label[0] if label else curie(iri)
            row = (iri, kind, shown, " · ".join(label), " · ".join([*names, curie(iri)]), "\n".join(body))
            connection.execute("INSERT INTO entity VALUES (?, ?, ?, ?, ?, ?)", row)
            folded = {name.casefold() for name in [*label, *names]}
            connection.executemany("INSERT INTO name VALUES (?, ?)", [(n, iri) for n in sorted(folded)])
            count += 1
        connection.execute("CREATE INDEX name_folded ON name (folded)")
        connection.execute("INSERT INTO entity(entity) VALUES ('optimize')")
        connection.commit()
    finally:
        connection.close()
    return count


Row = tuple[str, str, list[str], list[str], list[str]]


def _rows(dataset: ox.Store) -> Iterator[Row]:
    """Things in the order of their IRIs: IRI, class, labels (English first), other names, texts."""
    kinds = _asserted_kinds(dataset)
    for iri in sorted(kinds):
        labels: list[tuple[bool, str, str]] = []
        names: list[str] = []
        body: list[str] = []
        for quad in dataset.quads_for_pattern(ox.NamedNode(iri), None, None, ox.DefaultGraph()):
            value, predicate = quad.object, quad.predicate.value
            if not isinstance(value, ox.Literal) or predicate.endswith(_SKIPPED):
                continue
            if predicate == _LABEL:
                labels.append((value.language != "en", value.language or "", value.value))
            elif predicate in _NAMES or predicate.endswith(_ONTOLOGY_NAMES):
                names.append(value.value)
            else:
                body.append(value.value)
        yield iri, kinds[iri], [text for *_, text in sorted(labels)], sorted(names), sorted(body)


def _asserted_kinds(dataset: ox.Store) -> dict[str, str]:
    """For each thing the class it was introduced with (not those that rules infer)."""
    kinds: dict[str, str] = {}
    for quad in dataset.quads_for_pattern(None, ox.NamedNode(RDF_TYPE), None, None):
        graph = quad.graph_name
        if not isinstance(graph, ox.NamedNode) or not isinstance(quad.subject, ox.NamedNode):
            continue
        introduced = graph.value.startswith((f"{ID}cite/", ID[: -len("id/")] + "ontology/"))
        described = graph.value.endswith(("/rule-description", "/citation-description"))
        if quad.subject.value.startswith(ID) and (introduced or described):
            kind = quad.object.value if isinstance(quad.object, ox.NamedNode) else ""
            if kind not in kinds.get(quad.subject.value, "") or quad.subject.value not in kinds:
                kinds[quad.subject.value] = min(kind, kinds.get(quad.subject.value, kind))
    return kinds
