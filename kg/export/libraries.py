"""The graph as objects of rdflib and networkx.

Design decision: a copy, not a view: what users do with it cannot touch the store, and rdflib's own engine
works on its own memory without silent fall-backs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.query import Source, run
from kg.results import Rows
from kg.terms import ID, PREFIXES, curie

if TYPE_CHECKING:
    import networkx
    import rdflib

_ALL = "SELECT ?s ?p ?o ?g WHERE { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
_LINKS = "SELECT ?s ?p ?o WHERE { ?s ?p ?o FILTER(isIRI(?o)) } ORDER BY STR(?s) STR(?p) STR(?o)"
_LABELS = 'SELECT ?s ?label WHERE { ?s skos:prefLabel ?label FILTER(LANG(?label) = "en") }'


def to_rdflib(source: Source) -> rdflib.Dataset:
    """An rdflib Dataset: the merge is its default graph, citations and rules are its named graphs."""
    import rdflib

    quads = []
    for subject, predicate, value, graph in _rows(source, _ALL).rows:
        assert isinstance(subject, ox.NamedNode | ox.BlankNode) and isinstance(predicate, ox.NamedNode)
        assert value is not None
        name = graph if isinstance(graph, ox.NamedNode) else ox.DefaultGraph()
        quads.append(ox.Quad(subject, predicate, value, name))
    dataset = rdflib.Dataset()
    dataset.parse(data=ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"", format="nquads")
    for prefix, namespace in PREFIXES.items():
        dataset.bind(prefix, namespace, replace=True)
    return dataset


def to_networkx(source: Source) -> networkx.MultiDiGraph:
    """A networkx MultiDiGraph: nodes are compact names with `label`, edges have `property` as key."""
    import networkx

    graph = networkx.MultiDiGraph()
    for subject, predicate, value in _rows(source, _LINKS).rows:
        ends = (subject, predicate, value)
        if all(isinstance(term, ox.NamedNode) for term in ends):
            names = [curie(term.value) for term in ends if isinstance(term, ox.NamedNode)]
            if all(term.value.startswith(ID) for term in (ends[0], ends[2]) if isinstance(term, ox.NamedNode)):
                graph.add_edge(names[0], names[2], key=names[1], property=names[1])
    for subject, label in _rows(source, _LABELS).rows:
        if isinstance(subject, ox.NamedNode) and curie(subject.value) in graph and isinstance(label, ox.Literal):
            graph.nodes[curie(subject.value)]["label"] = label.value
    return graph


def _rows(source: Source, query: str) -> Rows:
    rows = run(source, query)
    assert isinstance(rows, Rows)
    return rows
