"""The numbers of the graph are counted on the graph, and change when it changes."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest

import kg
from kg.graph import Graph, LocalSource
from kg.locations import Locations
from kg.statistics import Statistics, measure
from kg.terms import CS, PREF_LABEL, PREFIXES, RDF_TYPE, iri

CITE = PREFIXES["cite"]


def node(name: str) -> ox.NamedNode:
    return ox.NamedNode(iri(name) or "")


@pytest.fixture
def copied(small: Locations) -> LocalSource:
    """The small graph in memory, which a test may change."""
    opened = kg.open(small.store).source
    assert isinstance(opened, LocalSource)
    store = ox.Store()
    store.bulk_extend(opened.store)
    return LocalSource(store, Path())


def counted(graph: Graph) -> tuple[set[ox.Triple], set[ox.Triple], set[ox.NamedNode]]:
    """Statements under citations, statements of rules and the citations, counted without SPARQL."""
    assert isinstance(graph.source, LocalSource)
    asserted, inferred, citations = set(), set(), set()
    for quad in graph.source.store:
        name = quad.graph_name
        if isinstance(name, ox.NamedNode) and name.value.startswith(CITE):
            asserted.add(quad.triple)
        elif isinstance(name, ox.NamedNode) and name.value.startswith(PREFIXES["rule"]):
            inferred.add(quad.triple)
        elif isinstance(name, ox.DefaultGraph) and quad.predicate.value == CS["source"]:
            citations.add(quad.subject)
    return asserted, inferred, {c for c in citations if isinstance(c, ox.NamedNode)}


def test_every_statement_of_the_graph_is_cited(graph: Graph) -> None:
    numbers = graph.stats()
    assert numbers.cited_share == 1.0
    assert numbers.cited == numbers.asserted > 10_000


def test_numbers_are_those_of_the_store(graph: Graph) -> None:
    numbers = graph.stats()
    asserted, inferred, citations = counted(graph)
    assert isinstance(graph.source, LocalSource)
    merge = graph.source.store.quads_for_pattern(None, None, None, ox.DefaultGraph())
    assert numbers.asserted == len(asserted)
    assert numbers.inferred == len(inferred)
    assert numbers.citations == len(citations)
    assert numbers.triples == sum(1 for _ in merge)


def test_ballots_and_claimants_are_counted(small: Locations) -> None:
    numbers = kg.open(small.store).stats()
    assert numbers.ballots == numbers.entities_by_class["cs:Ballot"] == 2
    assert numbers.ballots_by_what_is_known["ballots with names of all sides"] == 2
    assert numbers.claimants == 3
    assert numbers.entities_by_class["cs:State"] == 16


@pytest.mark.parametrize(
    ("known", "statement"),
    [
        ("ballots with names of all sides", "cs:votedFor state:FRA"),
        ("ballots with some names only", "cs:votedAgainst state:FRA"),
        ("ballots in which nobody voted", "cs:adoptionMode code:consensus"),
        ("ballots with numbers at most", "cs:adoptionMode code:recorded-vote"),
    ],
)
def test_a_ballot_counts_by_what_is_known(copied: LocalSource, known: str, statement: str) -> None:
    before = measure(copied).ballots_by_what_is_known
    predicate, value = (node(name) for name in statement.split())
    ballot, citation = node("ballot:X"), node("cite:S-RES-1973")
    copied.store.extend(
        ox.Quad(ballot, verb, term, graph)
        for verb, term in [(node("rdf:type"), node("cs:Ballot")), (predicate, value)]
        for graph in (citation, ox.DefaultGraph())
    )
    after = measure(copied).ballots_by_what_is_known
    assert {name for name in after if after[name] != before[name]} == {known}


def stated(copied: LocalSource, citation: str) -> ox.NamedNode:
    """One more statement, under a citation."""
    graph = node(citation)
    one, name, other = node("state:BRA"), node("cs:about"), node("state:LBY")
    copied.store.add(ox.Quad(one, name, other, graph))
    return graph


def less_by_one(numbers: Statistics) -> None:
    assert numbers.cited == numbers.asserted - 1
    assert numbers.cited_share == numbers.cited / numbers.asserted < 1.0


def test_a_statement_under_an_undescribed_citation_is_not_cited(copied: LocalSource) -> None:
    before = measure(copied)
    assert before.cited_share == 1.0
    stated(copied, "cite:nowhere.p1")
    after = measure(copied)
    assert after.asserted == before.asserted + 1
    less_by_one(after)


@pytest.mark.parametrize("lacking", ["a document", "a type", "a label"])
def test_a_citation_of_an_undescribed_document_does_not_count(
    copied: LocalSource, lacking: str
) -> None:
    citation, document = stated(copied, "cite:lost.p1"), node("doc:lost")
    facts = {
        "a document": ox.Quad(citation, node("cs:source"), document),
        "a type": ox.Quad(document, ox.NamedNode(RDF_TYPE), node("cs:Report")),
        "a label": ox.Quad(document, ox.NamedNode(PREF_LABEL), ox.Literal("Lost")),
    }
    copied.store.extend(fact for name, fact in facts.items() if name != lacking)
    less_by_one(measure(copied))
    copied.store.add(facts[lacking])
    assert measure(copied).cited_share == 1.0


def test_a_statement_under_two_citations_counts_once(copied: LocalSource) -> None:
    before = measure(copied)
    stated(copied, "cite:S-RES-1973.op4")
    stated(copied, "cite:S-RES-1973")
    after = measure(copied)
    assert after.asserted == before.asserted + 1
    assert after.cited_share == 1.0


def test_one_good_citation_is_enough(copied: LocalSource) -> None:
    stated(copied, "cite:nowhere.p1")
    stated(copied, "cite:S-RES-1973.op4")
    assert measure(copied).cited_share == 1.0


def test_an_empty_store_has_no_share() -> None:
    numbers = measure(LocalSource(ox.Store(), Path()))
    assert (numbers.triples, numbers.asserted, numbers.cited_share) == (0, 0, 0.0)


def test_numbers_are_plain_data(small: Locations) -> None:
    numbers = kg.open(small.store).stats()
    assert json.loads(json.dumps(numbers.as_dict())) == numbers.as_dict()
    assert numbers.as_dict()["cited_share"] == 1.0
