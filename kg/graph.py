"""The graph as users hold it: one object to query, ask, show, search and follow paths.

Design decision: every method is a query on a source, so the same object stands for the local store
and for any SPARQL endpoint; only search needs the local index. Heavy libraries are imported by the
method that needs them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg import locations as places
from kg.errors import KGError
from kg.locations import Locations
from kg.lookup import resolve
from kg.query import ROOM, Answer, Raw, Source, run
from kg.terms import PREFIXES

if TYPE_CHECKING:
    import networkx
    import rdflib

    from kg.description import Description
    from kg.network.model import Network
    from kg.network.paths import Path as Trail
    from kg.network.votes import Votes
    from kg.question import Question
    from kg.reasoning.axioms import Term
    from kg.reasoning.proof import Proof
    from kg.search import Hit
    from kg.statistics import Statistics


@dataclass(frozen=True)
class LocalSource:
    """A pyoxigraph store as a source; `directory` is its version's directory."""

    store: ox.Store
    directory: Path

    def select(self, sparql: str) -> Raw:
        """Run a query with the prefix table at hand."""
        return self.store.query(sparql + ROOM, prefixes=PREFIXES)


class Graph:
    """The knowledge graph, read-only."""

    def __init__(self, source: Source, locations: Locations) -> None:
        self.source = source
        self.locations = locations

    def query(self, sparql: str) -> Answer:
        """The answer to a SPARQL query; the project's prefixes need no declaration.

        Returns Rows for SELECT, Triples for CONSTRUCT and DESCRIBE, a bool for ASK.

        Raises:
            QueryError: the query is refused, is not SPARQL, or cannot be evaluated.
        """
        return run(self.source, sparql)

    def questions(self) -> list[Question]:
        """All saved questions, by name."""
        from kg.question import read_all  # slow regular expressions are not paid by a query

        return read_all(self.locations.questions)

    def ask(self, name: str, /, **values: str) -> Answer:
        """The answer to a saved question, with values for its parameters.

        Raises:
            NotFound: there is no such question, or a value names nothing.
            QueryError: a value for no parameter, or of another kind than the example.
        """
        from kg.question import find

        question = find(self.locations.questions, name)
        return run(self.source, question.with_values(self.source, values))

    def resolve(self, entity: str) -> str:
        """The IRI of a thing given by compact name, IRI or label. Raises NotFound."""
        return resolve(self.source, entity)

    def show(self, entity: str, limit: int = 40) -> Description:
        """The statements about a thing, each with its citations. Raises NotFound."""
        from kg.description import describe

        return describe(self.source, self.resolve(entity), limit)

    def search(self, text: str, limit: int = 20) -> list[Hit]:
        """Things whose texts hold the words.

        Raises:
            QueryError: no word to look for.
            KGError: the graph is an endpoint, which has no index.
        """
        from kg.search import search

        if not isinstance(self.source, LocalSource):
            raise KGError("search needs the local store; on an endpoint use a query with CONTAINS")
        return search(self.source.directory, text, limit)

    def path(self, start: str, end: str, count: int = 3) -> list[Trail]:
        """The shortest chains of statements between two things. Raises NotFound."""
        from kg.network.paths import shortest

        return shortest(self.source, self.resolve(start), self.resolve(end), count)

    def why(self, subject: str, predicate: str, value: str) -> Proof:
        """A smallest proof of a statement between things, or of a thing's class.

        Raises NotFound where a name stands for nothing or the graph does not hold the statement.
        """
        from kg.query import rows
        from kg.reasoning.proof import explain, read_axioms

        source = self.source

        class Answers:
            def rows(self, sparql: str) -> list[list[Term]]:
                found = rows(source, sparql).rows
                return [[term for term in row if term is not None] for row in found]

        prop = PREFIXES["rdf"] + "type" if predicate == "a" else self.resolve(predicate)
        goal = (ox.NamedNode(self.resolve(subject)), prop, ox.NamedNode(self.resolve(value)))
        return explain(Answers(), read_axioms(self.locations.ontology), goal)

    def stats(self) -> Statistics:
        """What the graph holds, in numbers."""
        from kg.statistics import measure

        return measure(self.source)

    def network(self, name: str) -> Network:
        """The network of a view, by the view's name. Raises NotFound."""
        from kg.network import read_network

        return read_network(self.source, name)

    def votes(self) -> Votes:
        """All votes, read once; their `agreement` compares members over any slice of ballots."""
        from kg.network.votes import Votes

        return Votes(self.source)

    def to_rdflib(self) -> rdflib.Dataset:
        """A copy for rdflib: the merge as default graph, citations and rules as named graphs."""
        from kg.export.libraries import to_rdflib

        return to_rdflib(self.source)

    def to_networkx(self) -> networkx.MultiDiGraph[str]:
        """A copy for networkx: things as nodes with labels, statements between them as edges."""
        from kg.export.libraries import to_networkx

        return to_networkx(self.source)


def open_graph(
    store: str | Path | None = None,
    *,
    endpoint: str | None = None,
    default_graph: str | None = None,
) -> Graph:
    """The graph of the local store, or of an endpoint.

    Args:
        store: the store's directory instead of the usual place.
        endpoint: address of a SPARQL 1.1 endpoint to ask instead of a local store.
        default_graph: IRI of the merge, for endpoints without a default graph.

    Raises:
        StoreError: nothing was built here, or the store is damaged.
        RemoteError: the endpoint's address is none.
    """
    found = places.find(Path(store) if store else None)
    if endpoint:
        from kg.remote import Endpoint

        return Graph(Endpoint(endpoint, default_graph), found)
    from kg.store import open_current

    opened = open_current(found.store)
    return Graph(LocalSource(opened.store, opened.directory), found)
