"""Every format of answers, read back by rdflib, holds what was written."""

from __future__ import annotations

import csv
import io
import json
from typing import Final

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import isomorphic
from rdflib.query import Result

from kg.errors import QueryError
from kg.graph import Graph
from kg.results import GRAPH_FORMATS, ROW_FORMATS, Rows, Triples
from kg.terms import VOCABULARIES

XSD: Final = VOCABULARIES["xsd"]
RDFLIB_NAMES: Final = {
    "ttl": "turtle",
    "nt": "nt",
    "trig": "trig",
    "nq": "nquads",
    "jsonld": "json-ld",
    "rdfxml": "xml",
}
S, P = (ox.NamedNode(f"http://example.org/{name}") for name in "sp")
Object = ox.NamedNode | ox.Literal


def typed(text: str, name: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(f"{XSD}{name}"))


TEXTS: Final = {
    "plain": "plain",
    "empty": "",
    "blanks": "  before and after  ",
    "quotes": "say \"no\" and 'yes'",
    "three quotes": '"""',
    "newline": "one\ntwo",
    "return": "one\rtwo",
    "both": "one\r\ntwo\r\n",
    "tab": "one\ttwo",
    "backslash": "C:\\new",
    "comma": "a,b;c",
    "markup": "<b>&amp;</b> ]]> <!--",
    "formula": "=1+1",
    "accents": "São Tomé, Côte d’Ivoire, e\u0301",
    "other planes": "漢字 😀 العربية",
    "escape-like": "\\u0041 %41 &#65;",
}
VALUES: Final[dict[str, Object]] = {
    **{name: ox.Literal(text) for name, text in TEXTS.items()},
    "language": ox.Literal("responsabilité de protéger", language="fr"),
    "language of a region": ox.Literal("colour", language="en-gb"),
    "integer": typed("1973", "integer"),
    "decimal": typed("1.5", "decimal"),
    "boolean": typed("true", "boolean"),
    "date": typed("2011-03-17", "date"),
    "year": typed("2011", "gYear"),
    "month": typed("2011-03", "gYearMonth"),
    "address": typed("https://example.org/?a=1&b=<>", "anyURI"),
    "own datatype": ox.Literal("x", datatype=ox.NamedNode("http://example.org/my#string")),
    "iri": ox.NamedNode("http://example.org/é?x=1&y='2'#z"),
}


def in_rdflib(term: Object) -> rdflib.term.Node:
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    plain = term.language or term.datatype.value == f"{XSD}string"
    datatype = None if plain else rdflib.URIRef(term.datatype.value)
    return rdflib.Literal(term.value, lang=term.language, datatype=datatype)


def read_back(rows: Rows, name: str) -> list[list[rdflib.term.Node | None]]:
    """The values of the rows as rdflib reads them."""
    parsed = Result.parse(io.BytesIO(rows.serialize(name)), format=name)
    keys = [rdflib.Variable(variable) for variable in rows.variables]
    assert parsed.vars == keys
    return [[row.get(key) for key in keys] for row in parsed.bindings]


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("name", ["tsv", "json", "xml"])
def test_rows_keep_every_value(name: str, value: str) -> None:
    rows = Rows(("a", "b", "c"), ((VALUES[value], None, S), (None, VALUES[value], S)))
    term, end = in_rdflib(VALUES[value]), in_rdflib(S)
    assert read_back(rows, name) == [[term, None, end], [None, term, end]]


@pytest.mark.parametrize("value", VALUES)
def test_csv_keeps_every_text(value: str) -> None:
    rows = Rows(("a", "b"), ((VALUES[value], None), (S, VALUES[value])))
    text = VALUES[value].value
    written = rows.serialize("csv").decode()
    read = list(csv.reader(io.StringIO(written, newline="")))
    assert read == [["a", "b"], [text, ""], [S.value, text]]
    back = [[str(term or "") for term in row] for row in read_back(rows, "csv")]
    assert back == [[text, ""], [S.value, text]]


@pytest.mark.parametrize("name", ROW_FORMATS)
def test_blank_nodes_stay_one(name: str) -> None:
    node, other = ox.BlankNode("n1"), ox.BlankNode("n2")
    ((first, second), (third, _)) = read_back(Rows(("a", "b"), ((node, node), (other, node))), name)
    assert first == second != third
    assert isinstance(first, rdflib.BNode)


@pytest.mark.parametrize("name", ROW_FORMATS)
def test_an_answer_without_rows_is_valid(name: str) -> None:
    assert read_back(Rows(("a", "b"), ()), name) == []


def test_json_is_plain_json_with_its_characters() -> None:
    raw = Rows(("x",), ((ox.Literal("São"),),)).serialize("json")
    assert "São".encode() in raw
    assert json.loads(raw)["results"]["bindings"] == [{"x": {"type": "literal", "value": "São"}}]


@pytest.mark.parametrize("name", ROW_FORMATS)
def test_rows_of_the_graph_are_the_same_in_every_format(graph: Graph, name: str) -> None:
    rows = graph.query(
        "SELECT ?s ?p ?o { ?s ?p ?o . ?s a cs:Claim } ORDER BY STR(?s) STR(?p) STR(?o) LIMIT 2000"
    )
    assert isinstance(rows, Rows)
    found = [[str(term) for term in row] for row in read_back(rows, name)]
    assert found == [
        [term.value for term in row if isinstance(term, ox.NamedNode | ox.Literal)]
        for row in rows.rows
    ]
    assert len(found) == 2000


# Graphs -------------------------------------------------------------------------------------------


def graph_back(raw: bytes, name: str) -> rdflib.Graph:
    """All triples as rdflib reads them, in one graph."""
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=raw, format=RDFLIB_NAMES[name])
    graph = rdflib.Graph()
    for subject, predicate, value, _ in dataset.quads():
        graph.add((subject, predicate, value))
    return graph


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("name", GRAPH_FORMATS)
def test_graphs_keep_every_value(name: str, value: str) -> None:
    raw = Triples((ox.Triple(S, P, VALUES[value]),)).serialize(name)
    triples = list(graph_back(raw, name))
    assert triples == [(in_rdflib(S), in_rdflib(P), in_rdflib(VALUES[value]))]


@pytest.mark.parametrize("name", GRAPH_FORMATS)
def test_graphs_keep_blank_nodes_apart(name: str) -> None:
    one, two = ox.BlankNode("n1"), ox.BlankNode("n2")
    triples = (ox.Triple(one, P, two), ox.Triple(two, P, one), ox.Triple(S, P, one))
    expected = rdflib.Graph()
    a, b, p = rdflib.BNode(), rdflib.BNode(), rdflib.URIRef(P.value)
    for triple in ((a, p, b), (b, p, a), (rdflib.URIRef(S.value), p, a)):
        expected.add(triple)
    assert isomorphic(graph_back(Triples(triples).serialize(name), name), expected)


@pytest.mark.parametrize("name", GRAPH_FORMATS)
def test_triples_of_the_graph_are_the_same_in_every_format(graph: Graph, name: str) -> None:
    answer = graph.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o . ?s a cs:Claim }")
    assert isinstance(answer, Triples)
    found = {tuple(map(str, triple)) for triple in graph_back(answer.serialize(name), name)}
    written = {
        (t.subject.value, t.predicate.value, t.object.value)
        for t in answer
        if not isinstance(t.subject, ox.Triple) and not isinstance(t.object, ox.Triple)
    }
    assert found == written
    assert len(found) > 1000


@pytest.mark.parametrize("name", GRAPH_FORMATS)
def test_a_graph_without_triples_is_valid(name: str) -> None:
    assert not len(graph_back(Triples(()).serialize(name), name))


# What XML has no place for ------------------------------------------------------------------------


@pytest.mark.parametrize("character", ["\x00", "\x01", "\x0b", "\x1b", "\ufffe"])
def test_xml_refuses_characters_that_it_cannot_carry(character: str) -> None:
    value = ox.Literal(f"x{character}")
    with pytest.raises(QueryError, match="choose another format"):
        Rows(("a",), ((value,),)).serialize("xml")
    with pytest.raises(QueryError, match="choose another format"):
        Triples((ox.Triple(S, P, value),)).serialize("rdfxml")


@pytest.mark.parametrize("name", ["http://example.org/123", "http://example.org/", "urn:x:7"])
def test_rdfxml_refuses_properties_that_it_cannot_name(name: str) -> None:
    triples = Triples((ox.Triple(S, ox.NamedNode(name), S),))
    with pytest.raises(QueryError, match="choose another format"):
        triples.serialize("rdfxml")
    assert len(graph_back(triples.serialize("ttl"), "ttl")) == 1
