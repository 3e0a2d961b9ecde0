"""Names, addresses and labels that lead to a thing, and what is said where none does."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import NotFound
from kg.graph import Graph, LocalSource
from kg.lookup import quoted, resolve
from kg.query import run
from kg.results import Rows, text_of
from kg.terms import BASE, PREF_LABEL, RDF_TYPE, curie, iri


def source_of(labels: dict[str, str]) -> LocalSource:
    """A store of states with these labels, by their names."""
    store = ox.Store()
    for name, label in labels.items():
        thing = ox.NamedNode(iri(name) or "")
        store.add(ox.Quad(thing, ox.NamedNode(PREF_LABEL), ox.Literal(label)))
        store.add(ox.Quad(thing, ox.NamedNode(RDF_TYPE), ox.NamedNode(iri("cs:State") or "")))
    return LocalSource(store, Path())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("state:BRA", "state:BRA"),
        ("  state:BRA ", "state:BRA"),
        (f"{BASE}id/state/BRA", "state:BRA"),
        (f"<{BASE}id/state/BRA>", "state:BRA"),
        ("Brazil", "state:BRA"),
        ("brasil", "state:BRA"),
        ("BRÉSIL", "state:BRA"),
        ("responsabilidade de proteger", "concept:responsibility-to-protect"),
        ("RESPONSABILITÉ DE PROTÉGER", "concept:responsibility-to-protect"),
        ("r2p", "concept:responsibility-to-protect"),
        ("S/RES/1973 (2011)", "doc:S-RES-1973"),
        ("Charter of the United Nations", "doc:UN-Charter"),
        ("doc:S-RES-1973.op4", "doc:S-RES-1973.op4"),
        ("cite:S-RES-1973.op4", "cite:S-RES-1973.op4"),
        ("cs:votedFor", "cs:votedFor"),
    ],
)
def test_a_thing_is_found_by_name_address_and_label(graph: Graph, text: str, name: str) -> None:
    assert curie(graph.resolve(text)) == name


def test_every_document_is_found_by_its_own_label(graph: Graph) -> None:
    """A citation bears the label of what it cites, and must not make that one doubtful."""
    answer = graph.query(
        "SELECT ?doc ?label { ?citation cs:source ?doc ; skos:prefLabel ?label . "
        "?doc skos:prefLabel ?label } ORDER BY STR(?doc) LIMIT 20"
    )
    assert isinstance(answer, Rows)
    assert len(answer) == 20
    for document, label in answer.texts():
        assert curie(graph.resolve(label)) == document


def test_a_label_of_several_things_lists_them() -> None:
    source = source_of({"state:COD": "Congo", "state:COG": "congo", "state:BRA": "Brazil"})
    with pytest.raises(NotFound) as raised:
        resolve(source, "Congo")
    assert "'Congo' names 2 things: state:COD, state:COG" in str(raised.value)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("state:BRAZ", "state:BRA"),
        ("concept:responsibility-to-protct", "concept:responsibility-to-protect"),
        ("doc:S-RES-19733", "doc:S-RES-1973"),
        ("responsability to protect", "responsibility to protect"),
        ("Carta das Nações Unida", "Carta das Nações Unidas"),
    ],
)
def test_names_that_look_alike_are_suggested(graph: Graph, text: str, hint: str) -> None:
    with pytest.raises(NotFound) as raised:
        graph.resolve(text)
    assert hint in str(raised.value).partition("did you mean ")[2]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "nothing of this name",
        "nowhere:thing",
        "state:",
        "javascript:alert(1)",
        "http://[",
        "http://example.org/a b",
        "https://example.org/not-in-the-graph",
        "<https://example.org/unclosed",
        "state:BRA> ?p ?o } #",
        f"{BASE}id/state/BRA> ?p ?o }} #",
        'Brazil" ) || true #',
        "Brazil\n",
        "a\\",
        "\x00",
        "http://example.org/\x01",
        "\udcff",
        "http://example.org/\udcff",
        "'; DROP ALL",
        "x" * 20_000,
    ],
)
def test_what_names_nothing_is_told_so(text: str) -> None:
    source = source_of({"state:DEU": "Germany", "state:BRA": "not Brazil"})
    with pytest.raises(NotFound):
        resolve(source, text)


@pytest.mark.parametrize(
    "text", ['say "no"', "it's", "a\\b", "a\nb", "a\rb", "{ } # <x>", "ação", '"""', "\t", "}"]
)
def test_any_text_can_be_quoted_into_a_query(text: str) -> None:
    answer = run(LocalSource(ox.Store(), Path()), f"SELECT ({quoted(text)} AS ?text) {{}}")
    assert isinstance(answer, Rows)
    assert [text_of(term) for (term,) in answer.rows] == [text]
