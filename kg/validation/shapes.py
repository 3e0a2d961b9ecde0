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
from kg.terms import CS, ID, PREFIXES, RDF_TYPE, VOCABULARIES, curie
from kg.validation.integrity import introduction, located

if TYPE_CHECKING:
    import rdflib

_SH = VOCABULARIES["sh"]
#: The graphs of what axioms say of types.
_AXIOMS = {
    f"{PREFIXES['rule']}{name}" for name in ("sub-class", "domain", "range", "defined-class")
}


def faults(dataset: ox.Store, locations: Locations) -> list[Fault]:
    """What does not conform to the shapes, each with the place where its node is introduced."""
    return located(locations, _findings(dataset, report(dataset, locations.ontology / "shapes")))


def report(dataset: ox.Store, folder: Path) -> rdflib.Graph:
    """SHACL's own report on a dataset, by the shapes of a folder."""
    import pyshacl
    import rdflib

    shapes = _shapes(folder)
    data = _data(dataset, {str(term) for triple in shapes for term in triple})
    _, found, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none", advanced=False)
    assert isinstance(found, rdflib.Graph)
    return found


def _shapes(folder: Path) -> rdflib.Graph:
    import rdflib

    graph = rdflib.Graph()
    for path in sorted(folder.glob("*.ttl")):
        graph.parse(path, format="turtle")
    return graph


def _data(dataset: ox.Store, named: set[str]) -> rdflib.Graph:
    """What shapes can see: the statements with properties that they name, types, the class tree.

    Types that axioms infer are left out: by a property's range whatever stands there has the class
    that a shape asks for, and the shape could never find anything else.
    """
    import rdflib

    kind = ox.NamedNode(RDF_TYPE)
    stated = dataset.quads_for_pattern(None, None, None, ox.DefaultGraph())
    kinds = dataset.quads_for_pattern(None, kind, None, None)
    seen = named | {f"{VOCABULARIES['rdfs']}subClassOf"}
    triples = {quad.triple for quad in stated if quad.predicate.value in seen and _is_checked(quad)}
    triples = {triple for triple in triples if triple.predicate != kind}
    triples |= {quad.triple for quad in kinds if _is_given(quad) and _is_checked(quad)}
    written = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
    return rdflib.Graph().parse(data=written, format="nt")


def _is_checked(quad: ox.Quad) -> bool:
    return isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith((ID, CS[""]))


def _is_given(quad: ox.Quad) -> bool:
    return isinstance(quad.graph_name, ox.NamedNode) and quad.graph_name.value not in _AXIOMS


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
