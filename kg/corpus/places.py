"""Where given triples were authored: file and line, found by reading the files again.

Design decision: no build pays for places nobody asks for; a check that finds something wrong asks
here, and the files are read once more with the readers that loaded them.
"""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Triple

from kg.corpus import ontology, sources
from kg.errors import Fault
from kg.locations import Locations


def locate(locations: Locations, triples: set[Triple]) -> dict[Triple, tuple[str, int]]:
    """File name and line where each of these triples was first authored; others are left out."""
    found: dict[Triple, tuple[str, int]] = {}
    missing = set(triples)
    for triple, path, line in _authored(locations):
        if not missing:
            break
        if triple in missing:
            missing.remove(triple)
            found[triple] = (path, line)
    return found


def _authored(locations: Locations) -> Iterator[tuple[Triple, str, int]]:
    terms = ontology.read(locations.ontology)
    ignored: list[Fault] = []
    for source in sources.find(locations.graph_data, ignored):
        for statement in source.statements(terms.vocabulary):
            yield statement.quad.triple, source.text.name, statement.line
    for reading in terms.readings:
        for statement in ontology.statements(reading.text):
            yield statement.quad.triple, reading.text.name, statement.line
