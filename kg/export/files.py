"""The graph as files of linked data.

Design decision: formats without named graphs hold the merge; formats with named graphs hold the
graphs of citations, rules and ontology, and the merge only on demand, because with it every
statement stands twice. Statements are written in a fixed order, so that two exports of one corpus
are the same bytes.
"""

from __future__ import annotations

from typing import Final

import pyoxigraph as ox

from kg.errors import QueryError
from kg.results import GRAPH_FORMATS, Triples
from kg.terms import PREFIXES

#: Formats that hold the merge alone, and formats that hold named graphs.
TRIPLES: Final = ("ttl", "nt", "rdfxml")
QUADS: Final = ("trig", "nq", "jsonld")


def export(
    store: ox.Store, name: str, *, with_merge: bool = False, default_graph: str | None = None
) -> bytes:
    """The whole graph in a format.

    Args:
        store: the dataset.
        name: one of TRIPLES or QUADS.
        with_merge: put the merge beside the named graphs (QUADS only).
        default_graph: IRI of the merge's graph, for engines without a default graph (the merge is
            then written too).

    Raises:
        QueryError: no such format, or an option that the format cannot carry.
    """
    if name in TRIPLES:
        if with_merge or default_graph is not None:
            raise QueryError(
                f"'{name}' holds the merge alone; --with-merge is for {', '.join(QUADS)}"
            )
        return Triples(tuple(sorted((q.triple for q in _merge(store)), key=str))).serialize(name)
    if name not in QUADS:
        raise QueryError(f"'{name}': no such format; choose one of {', '.join((*TRIPLES, *QUADS))}")
    quads = [q for q in store if not isinstance(q.graph_name, ox.DefaultGraph)]
    if with_merge or default_graph is not None:
        graph = _named(default_graph)
        if any(quad.graph_name == graph for quad in quads):
            raise QueryError(f"{default_graph}: a graph of this name is there; choose another")
        quads += [ox.Quad(q.subject, q.predicate, q.object, graph) for q in _merge(store)]
    ordered = sorted(quads, key=lambda q: (str(q.graph_name), str(q.triple)))
    return ox.serialize(ordered, format=GRAPH_FORMATS[name], prefixes=PREFIXES) or b""


def _merge(store: ox.Store) -> list[ox.Quad]:
    return list(store.quads_for_pattern(None, None, None, ox.DefaultGraph()))


def _named(iri: str | None) -> ox.NamedNode | ox.DefaultGraph:
    if iri is None:
        return ox.DefaultGraph()
    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise QueryError(f"{iri}: not an IRI for the merge's graph ({error})") from error
