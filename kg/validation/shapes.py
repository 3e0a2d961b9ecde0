"""SHACL: the shapes of `ontology/shapes` on the merge, by pySHACL.

Design decision: shapes say what a curated node must have; they run on a copy of the merge in
rdflib, without any inference of pySHACL's own, because the merge holds what was inferred. Bulk
tables are for the SPARQL checks.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import Fault
from kg.locations import Locations
from kg.terms import CS, ID, VOCABULARIES, curie
from kg.validation.integrity import introduction, located

if TYPE_CHECKING:
    import rdflib

_SH = VOCABULARIES["sh"]


def faults(dataset: ox.Store, locations: Locations) -> list[Fault]:
    """What does not conform to the shapes, each with the place where its node is introduced."""
    import pyshacl

    shapes = _shapes(locations.ontology / "shapes")
    _, report, _ = pyshacl.validate(
        _data(dataset), shacl_graph=shapes, inference="none", advanced=False
    )
    return located(locations, _findings(dataset, report))


def _shapes(folder: Path) -> rdflib.Graph:
    import rdflib

    graph = rdflib.Graph()
    for path in sorted(folder.glob("*.ttl")):
        graph.parse(path, format="turtle")
    return graph


def _data(dataset: ox.Store) -> rdflib.Graph:
    """The merge's statements about things, and the class tree that targets need."""
    import rdflib

    keep = (ID, CS[""])
    triples = (
        quad.triple
        for quad in dataset.quads_for_pattern(None, None, None, ox.DefaultGraph())
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(keep)
    )
    written = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
    return rdflib.Graph().parse(data=written, format="nt")


def _findings(
    dataset: ox.Store, report: rdflib.Graph
) -> list[tuple[str, str, str, ox.Triple | None]]:
    import rdflib

    sh = rdflib.Namespace(_SH)
    found = []
    for result in report.subjects(rdflib.RDF.type, sh.ValidationResult):
        node = str(report.value(result, sh.focusNode))
        message = str(report.value(result, sh.resultMessage))
        value = report.value(result, sh.value)
        shown = f" (it has {curie(str(value))})" if value is not None else ""
        blame = introduction(dataset, ox.NamedNode(node))
        found.append(
            ("shape", f"{curie(node)}: {message}{shown}", "add or mend the statement", blame)
        )
    return found
