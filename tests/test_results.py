"""Answers as people see them: tables, HTML for notebooks, data frames."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pyoxigraph as ox
import pytest

from kg.errors import QueryError
from kg.graph import Graph
from kg.results import Rows, Triples, aligned
from kg.terms import iri

BRAZIL = ox.NamedNode(iri("state:BRA") or "")
ROWS = Rows(
    ("thing", "label", "more"),
    (
        (BRAZIL, ox.Literal("Brasil", language="pt"), None),
        (ox.NamedNode("http://example.org/x"), ox.Literal(1), ox.BlankNode("b")),
    ),
)


def test_terms_read_as_people_write_them() -> None:
    assert ROWS.texts() == [["state:BRA", "Brasil", ""], ["http://example.org/x", "1", "b"]]


def test_rows_are_iterated_by_variable() -> None:
    first, second = ROWS
    assert len(ROWS) == 2
    assert first == {"thing": BRAZIL, "label": ox.Literal("Brasil", language="pt"), "more": None}
    assert second["more"] == ox.BlankNode("b")


def test_a_table_is_aligned() -> None:
    assert str(ROWS).split("\n") == [
        "thing                 label   more",
        "--------------------  ------  ----",
        "state:BRA             Brasil",
        "http://example.org/x  1       b",
    ]


def test_a_table_of_the_graph_has_one_line_a_row(graph: Graph) -> None:
    rows = graph.query("SELECT ?s ?note { ?s skos:note|skos:definition ?note } LIMIT 200")
    assert isinstance(rows, Rows)
    header, rule, *lines = str(rows).split("\n")
    assert len(lines) == len(rows) == 200
    assert set(rule) == {"-", " "}
    start = rule.index("  ") + 2
    assert header[start:].startswith("note")
    assert [line[start:] for line in lines] == [row[1] for row in rows.texts()]


def test_a_table_without_rows_has_its_header() -> None:
    assert aligned(["one", "two"], []) == "one  two\n---  ---"


@pytest.mark.parametrize("text", ["a\nb", "a\r\nb", "a\tb", "a\x1b[31mb", "a\x07b", "a\x9bb"])
def test_control_characters_do_not_reach_the_terminal(text: str) -> None:
    table = aligned(["text"], [[text]])
    assert len(table.split("\n")) == 3
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", table)


class Cells(HTMLParser):
    """The tags of a page, and the texts of its cells."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        assert not attrs
        if tag in {"td", "th"}:
            self.texts.append("")

    def handle_data(self, data: str) -> None:
        self.texts[-1] += data


def test_html_holds_texts_and_no_foreign_tags() -> None:
    script = "<script>alert('x')</script>"
    cells = Cells()
    rows = Rows(("a", "b"), ((ox.Literal(script), ox.Literal('<img onerror="x"> & "y"')),))
    cells.feed(rows._repr_html_())
    assert cells.tags == {"table", "thead", "tbody", "tr", "th", "td"}
    assert cells.texts == ["a", "b", script, '<img onerror="x"> & "y"']


def test_rows_turn_into_a_data_frame(graph: Graph) -> None:
    rows = graph.query(
        "SELECT ?who ?name { ballot:S-RES-1973 cs:abstained ?who . ?who skos:prefLabel ?name "
        'FILTER(LANG(?name) = "en") } ORDER BY STR(?who)'
    )
    assert isinstance(rows, Rows)
    frame = rows.to_dataframe()
    assert list(frame.columns) == ["who", "name"]
    assert frame.to_numpy().tolist() == rows.texts()
    assert frame["who"].tolist() == [f"state:{c}" for c in ("BRA", "CHN", "DEU", "IND", "RUS")]


def test_a_data_frame_without_rows_keeps_its_columns() -> None:
    assert list(Rows(("a", "b"), ()).to_dataframe().columns) == ["a", "b"]


def test_triples_print_as_turtle() -> None:
    triples = Triples((ox.Triple(BRAZIL, BRAZIL, ox.Literal("São Paulo")),))
    assert len(triples) == 1
    assert 'state:BRA state:BRA "São Paulo"' in str(triples)


@pytest.mark.parametrize("name", ["ttl", "nt", "jsonld", "rdfxml", "pdf", "table", ""])
def test_rows_have_no_format_of_graphs(name: str) -> None:
    with pytest.raises(QueryError, match="table, csv, tsv, json, xml"):
        ROWS.serialize(name)


@pytest.mark.parametrize("name", ["csv", "tsv", "json", "xml", "pdf", "table", ""])
def test_triples_have_no_format_of_rows(name: str) -> None:
    with pytest.raises(QueryError, match="ttl, nt, trig, nq, jsonld, rdfxml"):
        Triples(()).serialize(name)


def test_a_triple_as_a_value_is_refused_by_formats_that_lack_it() -> None:
    rows = Rows(("t",), ((ox.Triple(BRAZIL, BRAZIL, BRAZIL),),))
    with pytest.raises(QueryError, match="triple as a value"):
        rows.serialize("json")
