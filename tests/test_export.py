"""The graph as files and as objects of other libraries: all of it, and always the same."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

import networkx
import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import isomorphic

import kg
from kg import question as questions
from kg.build import build
from kg.errors import QueryError
from kg.export.files import QUADS, TRIPLES, export
from kg.graph import Graph, LocalSource
from kg.locations import Locations
from kg.results import Rows
from kg.terms import BASE, PREF_LABEL, PREFIXES, curie
from tests.test_results_formats import RDFLIB_NAMES, in_rdflib

MERGE: Final = "http://example.org/merge"
DEFAULT: Final = "urn:x-rdflib:default"
Node = rdflib.term.Node
Graphs = dict[str, rdflib.Graph]


@pytest.fixture(scope="module")
def store(small: Locations) -> ox.Store:
    source = kg.open(small.store).source
    assert isinstance(source, LocalSource)
    return source.store


def node(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Node:
    assert not isinstance(term, ox.Triple)
    return rdflib.BNode(term.value) if isinstance(term, ox.BlankNode) else in_rdflib(term)


def held(store: ox.Store) -> Graphs:
    """The graphs of a store in rdflib's terms; the default graph under rdflib's name for it."""
    graphs: Graphs = defaultdict(rdflib.Graph)
    for quad in store:
        named = isinstance(quad.graph_name, ox.NamedNode | ox.BlankNode)
        name = quad.graph_name.value if named else DEFAULT
        graphs[name].add((node(quad.subject), node(quad.predicate), node(quad.object)))
    return graphs


def read(raw: bytes, name: str) -> Graphs:
    """The graphs of an export as rdflib reads them; empty ones are left out."""
    dataset = rdflib.Dataset()
    dataset.parse(data=raw, format=RDFLIB_NAMES[name])
    graphs: Graphs = defaultdict(rdflib.Graph)
    for subject, predicate, value, graph in dataset.quads():
        graphs[str(graph or DEFAULT)].add((subject, predicate, value))
    return graphs


def same(one: Graphs, other: Graphs) -> None:
    assert one.keys() == other.keys()
    for name in one:
        blank = any(isinstance(term, rdflib.BNode) for triple in one[name] for term in triple)
        equal = isomorphic(one[name], other[name]) if blank else set(one[name]) == set(other[name])
        assert equal, name


# Files --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", TRIPLES)
def test_formats_of_triples_hold_the_merge(store: ox.Store, name: str) -> None:
    same(read(export(store, name), name), {DEFAULT: held(store)[DEFAULT]})


@pytest.mark.parametrize("name", QUADS)
def test_formats_of_graphs_hold_the_named_graphs(store: ox.Store, name: str) -> None:
    expected = held(store)
    del expected[DEFAULT]
    assert any(graph.startswith(PREFIXES["cite"]) for graph in expected)
    assert any(graph.startswith(PREFIXES["rule"]) for graph in expected)
    assert any(graph.startswith(f"{BASE}ontology/") for graph in expected)
    same(read(export(store, name), name), expected)


@pytest.mark.parametrize("name", QUADS)
def test_the_merge_stands_beside_on_demand(store: ox.Store, name: str) -> None:
    same(read(export(store, name, with_merge=True), name), held(store))


@pytest.mark.parametrize("with_merge", [True, False])
@pytest.mark.parametrize("name", QUADS)
def test_the_merge_can_be_a_named_graph(store: ox.Store, name: str, with_merge: bool) -> None:
    expected = held(store)
    expected[MERGE] = expected.pop(DEFAULT)
    raw = export(store, name, with_merge=with_merge, default_graph=MERGE)
    same(read(raw, name), expected)


@pytest.mark.parametrize("name", [*TRIPLES, *QUADS])
def test_two_builds_export_the_same_bytes(store: ox.Store, own: Locations, name: str) -> None:
    assert build(own, force=True).rebuilt
    again = kg.open(own.store).source
    assert isinstance(again, LocalSource)
    raw = export(store, name)
    assert raw == export(store, name) == export(again.store, name)
    assert raw.decode("utf-8")


@pytest.mark.parametrize("name", TRIPLES)
def test_formats_of_triples_have_no_place_for_graphs(store: ox.Store, name: str) -> None:
    with pytest.raises(QueryError, match="holds the merge alone; --with-merge is for trig"):
        export(store, name, with_merge=True)
    with pytest.raises(QueryError, match="holds the merge alone"):
        export(store, name, default_graph=MERGE)


@pytest.mark.parametrize("iri", ["", "merge", "http://a b/", "http://[", "<http://x/>"])
def test_the_merges_name_must_be_an_iri(store: ox.Store, iri: str) -> None:
    with pytest.raises(QueryError, match="not an IRI for the merge's graph"):
        export(store, "nq", default_graph=iri)


def test_the_merge_does_not_enter_a_graph_that_is_there(store: ox.Store) -> None:
    with pytest.raises(QueryError, match="a graph of this name is there"):
        export(store, "nq", default_graph=f"{PREFIXES['cite']}S-RES-1973")


@pytest.mark.parametrize("name", ["csv", "turtle", "", "TTL"])
def test_an_unknown_format_lists_those_there_are(store: ox.Store, name: str) -> None:
    with pytest.raises(QueryError, match="choose one of ttl, nt, rdfxml, trig, nq, jsonld"):
        export(store, name)


@pytest.mark.parametrize("name", ["nt", "nq"])
def test_lines_are_sorted(store: ox.Store, name: str) -> None:
    lines = export(store, name).decode().splitlines()
    keys = [(line.rsplit(" ", 2)[1] if name == "nq" else "") for line in lines]
    assert keys == sorted(keys)
    assert len(set(lines)) == len(lines)


# Libraries ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def few(small: Locations) -> Graph:
    """The small graph: rdflib takes minutes for the whole one."""
    return kg.open(small.store)


@pytest.fixture(scope="module")
def dataset(few: Graph) -> rdflib.Dataset:
    return few.to_rdflib()


def test_rdflib_holds_the_same_graphs(store: ox.Store, small: Locations) -> None:
    copy = kg.open(small.store).to_rdflib()
    graphs: Graphs = defaultdict(rdflib.Graph)
    for subject, predicate, value, name in copy.quads():
        graphs[str(name or DEFAULT)].add((subject, predicate, value))
    same(graphs, held(store))


def test_rdflib_counts_the_merge_as_its_default_graph(few: Graph, dataset: rdflib.Dataset) -> None:
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    ours, (theirs,) = few.query(count), dataset.query(count).bindings
    assert isinstance(ours, Rows)
    assert ours.texts() == [[str(theirs[rdflib.Variable("n")])]]
    assert len(dataset.default_graph) == int(ours.texts()[0][0]) == few.stats().triples


@pytest.mark.parametrize("name", ["authorisations", "vetoes-by-decade", "vetoes", "votes"])
def test_rdflib_answers_alike(few: Graph, dataset: rdflib.Dataset, name: str) -> None:
    ours = few.ask(name)
    assert isinstance(ours, Rows) and len(ours)
    theirs = dataset.query(questions.find(few.locations.questions, name).sparql)
    keys = [rdflib.Variable(variable) for variable in ours.variables]
    found = [
        [curie(str(row[key])) if key in row else "" for key in keys] for row in theirs.bindings
    ]
    assert sorted(found) == sorted(ours.texts())


def test_rdflib_knows_the_prefixes(dataset: rdflib.Dataset) -> None:
    bound = {prefix: str(namespace) for prefix, namespace in dataset.namespaces()}
    assert PREFIXES.items() <= bound.items()


def test_what_is_done_with_the_copy_does_not_touch_the_store(small: Locations) -> None:
    graph = kg.open(small.store)
    copy = graph.to_rdflib()
    copy.update("DELETE WHERE { ?s ?p ?o }")
    assert not len(copy.default_graph)
    assert graph.query("ASK { state:BRA a cs:State }") is True


def test_networkx_holds_the_statements_between_things(store: ox.Store, small: Locations) -> None:
    copy = kg.open(small.store).to_networkx()
    assert isinstance(copy, networkx.MultiDiGraph)
    merge = store.quads_for_pattern(None, None, None, ox.DefaultGraph())
    links = {
        (curie(quad.subject.value), curie(quad.object.value), curie(quad.predicate.value))
        for quad in merge
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode)
        and quad.subject.value.startswith(f"{BASE}id/")
        and quad.object.value.startswith(f"{BASE}id/")
    }  # fmt: skip
    assert set(copy.edges(keys=True)) == links
    assert all(data["property"] == key for *_, key, data in copy.edges(keys=True, data=True))


def test_networkx_has_english_labels(store: ox.Store, small: Locations) -> None:
    copy = kg.open(small.store).to_networkx()
    quads = store.quads_for_pattern(None, ox.NamedNode(PREF_LABEL), None, ox.DefaultGraph())
    labels = {
        curie(quad.subject.value): quad.object.value
        for quad in quads
        if isinstance(quad.subject, ox.NamedNode)
        and isinstance(quad.object, ox.Literal)
        and quad.object.language == "en"
    }
    found: dict[str, str | None] = {name: data.get("label") for name, data in copy.nodes(data=True)}
    assert found == {name: labels.get(name) for name in copy}
    assert found["state:BRA"] == "Brazil"
