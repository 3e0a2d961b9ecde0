"""The graph as objects of rdflib and networkx.

Design decision: a copy, not a view: what users do with it cannot touch the store, and rdflib's own
engine works on its own memory without silent fall-backs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.query import Source, rows
from kg.terms import ID, PREFIXES

if TYPE_CHECKING:
    import networkx
    import rdflib

_ALL = "SELECT ?s ?p ?o ?g WHERE { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
_LINKS = (
    "SELECT ?s ?p ?o WHERE { ?s ?p ?o FILTER(isIRI(?o)) "
    f'FILTER(STRSTARTS(STR(?s), "{ID}") && STRSTARTS(STR(?o), "{ID}")) }} '
    "ORDER BY STR(?s) STR(?p) STR(?o)"
)
_LABELS = 'SELECT ?s ?label WHERE { ?s skos:prefLabel ?label FILTER(LANG(?label) = "en") }'


def to_rdflib(source: Source) -> rdflib.Dataset:
    """An rdflib Dataset: the merge as default graph, citations and rules as named graphs."""
    import rdflib

    quads = []
    for subject, predicate, value, graph in rows(source, _ALL).rows:
        assert isinstance(subject, ox.NamedNode | ox.BlankNode) and isinstance(
            predicate, ox.NamedNode
        )
        assert value is not None
        name = graph if isinstance(graph, ox.NamedNode) else ox.DefaultGraph()
        quads.append(ox.Quad(subject, predicate, value, name))
    dataset = rdflib.Dataset()
    dataset.parse(data=ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"", format="nquads")
    for prefix, namespace in PREFIXES.items():
        dataset.bind(prefix, namespace, replace=True)
    return dataset


def to_networkx(source: Source) -> networkx.MultiDiGraph[str]:
    """A networkx MultiDiGraph: nodes are compact names with `label`, edges have a `property`."""
    import networkx

    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for subject, predicate, value in rows(source, _LINKS).texts():
        graph.add_edge(subject, value, key=predicate, property=predicate)
    for thing, label in rows(source, _LABELS).texts():
        if thing in graph:
            graph.nodes[thing]["label"] = label
    return graph
