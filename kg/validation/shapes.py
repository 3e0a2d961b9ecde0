"""SHACL: the shapes of `ontology/shapes` on the merge, by pySHACL.

Design decision: shapes say what a curated node must have, one that an authored file introduces in
its editorial part; they run on a copy of such nodes' statements in rdflib, without any inference of
pySHACL's own, because the merge holds what was inferred. What tables state is for their sidecars
(required columns) and the SPARQL checks: rdflib would take longer to read it than the whole build.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import Fault
from kg.locations import Locations
from kg.terms import PREFIXES, RDF_TYPE, VOCABULARIES, curie
from kg.validation.integrity import introduction, located

if TYPE_CHECKING:
    import rdflib

Kinds = dict[object, list[ox.Triple]]
_SH = VOCABULARIES["sh"]
_TYPE = ox.NamedNode(RDF_TYPE)
_EDITORIAL = f"{PREFIXES['cite']}editorial."
#: The graphs of what axioms say of types.
_AXIOMS = {
    f"{PREFIXES['rule']}{name}" for name in ("sub-class", "domain", "range", "defined-class")
}


def faults(dataset: ox.Store, locations: Locations) -> list[Fault]:
    """What does not conform to the shapes, each with the place where its node is introduced."""
    return located(locations, _findings(dataset, report(dataset, locations.ontology / "shapes")))


def report(dataset: ox.Store, folder: Path) -> rdflib.Graph:
    """SHACL's own report on the curated nodes of a dataset, by the shapes of a folder."""
    import pyshacl
    import rdflib

    shapes = _shapes(folder)
    kinds, curated = _given_types(dataset)
    data = _data(dataset, kinds, curated, {str(term) for triple in shapes for term in triple})
    _, found, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none", advanced=False)
    assert isinstance(found, rdflib.Graph)
    focus = rdflib.URIRef(f"{_SH}focusNode")
    for result, node in list(found.subject_objects(focus)):
        if ox.NamedNode(str(node)) not in curated:
            found.remove((result, None, None))
    return found


def _shapes(folder: Path) -> rdflib.Graph:
    import rdflib

    graph = rdflib.Graph()
    for path in sorted(folder.glob("*.ttl")):
        graph.parse(path, format="turtle")
    return graph


def _data(
    dataset: ox.Store, kinds: Kinds, curated: set[ox.NamedNode], named: set[str]
) -> rdflib.Graph:
    """What shapes can see: what curated nodes state with properties that the shapes name.

    Beside it the class tree, and the types of these nodes and of all that they point at. Types that
    axioms infer are left out: by a property's range whatever stands there has the class that a
    shape asks for, and the shape could never find anything else.
    """
    import rdflib

    stated = {
        quad.triple
        for thing in curated
        for quad in dataset.quads_for_pattern(thing, None, None, ox.DefaultGraph())
        if quad.predicate.value in named and quad.predicate != _TYPE
    }
    typed = {*curated, *(triple.object for triple in stated)}
    stated |= {triple for thing in typed for triple in kinds.get(thing, ())}
    tree = ox.NamedNode(f"{VOCABULARIES['rdfs']}subClassOf")
    stated |= {q.triple for q in dataset.quads_for_pattern(None, tree, None, ox.DefaultGraph())}
    written = ox.serialize(stated, format=ox.RdfFormat.N_TRIPLES) or b""
    return rdflib.Graph().parse(data=written, format="nt")


def _given_types(dataset: ox.Store) -> tuple[Kinds, set[ox.NamedNode]]:
    """The types that files give, by thing; and the things introduced in curated files."""
    kinds: Kinds = defaultdict(list)
    curated = set()
    for quad in dataset.quads_for_pattern(None, _TYPE, None, None):
        thing, graph = quad.subject, quad.graph_name
        if isinstance(thing, ox.NamedNode) and _is_given(quad):
            kinds[thing].append(quad.triple)
            if isinstance(graph, ox.NamedNode) and graph.value.startswith(_EDITORIAL):
                curated.add(thing)
    return kinds, curated


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
