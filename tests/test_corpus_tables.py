"""Reading of tables: one row about one thing, in the graphs of its citations."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode

from kg import corpus
from kg.terms import BASE, CS, ID, PREF_LABEL, RDF_TYPE
from tests.corpus_sample import SAMPLE, copy, faults, locations

CITE = f"{ID}cite/"


def quads_about(read: corpus.Corpus, subject: str) -> set[tuple[str, str, str]]:
    """Predicate, object and graph of everything said about a subject, in short."""
    return {
        (short(quad.predicate), short(quad.object), short(quad.graph_name))
        for quad in read.quads
        if quad.subject == NamedNode(f"{ID}{subject}")
    }


def short(term: object) -> str:
    if isinstance(term, NamedNode):
        return term.value.removeprefix(CITE).removeprefix(ID).removeprefix(f"{BASE}ontology#")
    assert isinstance(term, Literal)
    return term.value


def add_table(
    root: Path,
    columns: list[dict[str, Any]],
    *lines: str,
    about: str = "ballot/{ballot}",
    **schema: Any,
) -> None:
    """Add a table to a corpus."""
    schema |= {"columns": columns, "aboutUrl": f"{ID}{about}"}
    sidecar = {"@context": "http://www.w3.org/ns/csvw", "url": "added.csv", "tableSchema": schema}
    tables = root / "graph_data" / "tables"
    (tables / "added.csv").write_text("".join(f"{line}\n" for line in lines), "utf-8")
    (tables / "added.csv-metadata.json").write_text(json.dumps(sidecar), "utf-8")


BALLOT: dict[str, Any] = {"name": "ballot", "required": True}
SOURCE: dict[str, Any] = {
    "name": "source",
    "propertyUrl": "dc:source",
    "valueUrl": f"{CITE}{{source}}",
}
KIND: dict[str, Any] = {
    "name": "type",
    "virtual": True,
    "propertyUrl": "rdf:type",
    "valueUrl": CS["Ballot"],
}


@pytest.fixture(scope="module")
def sample() -> corpus.Corpus:
    return corpus.read(locations(SAMPLE))


def test_a_row_is_stated_under_its_citation(sample: corpus.Corpus) -> None:
    footer = "S-RES-1973.footer"
    assert quads_about(sample, "ballot/S-RES-1973") == {
        ("onDraft", "doc/S-RES-1973", footer),
        ("onDate", "2011-03-17", footer),
        ("outcome", "code/adopted", footer),
        ("votedFor", "state/FRA", footer),
        ("abstained", "state/BRA", footer),
        ("abstained", "state/CHN", footer),
        ("url", "https://example.org/1973", footer),
        (PREF_LABEL, "vote on resolution 1973", "editorial.ballots"),
        (RDF_TYPE, "Ballot", "editorial.ballots"),
    }


def test_a_row_with_two_citations_is_stated_in_each(sample: corpus.Corpus) -> None:
    said = quads_about(sample, "ballot/S-PV-6498-2")
    assert {graph for name, _, graph in said if name == "votedFor"} == {
        "S-RES-1973.op4",
        "UN-Charter.art27",
    }
    assert len([name for name, _, _ in said if name == "votedFor"]) == 6


def test_quoted_cells_keep_quotes_and_line_ends(sample: corpus.Corpus) -> None:
    label = ("http://www.w3.org/2004/02/skos/core#prefLabel", 'vote on "no fly",\nlater')
    assert (*label, "editorial.ballots") in quads_about(sample, "ballot/S-PV-6498-2")


def test_cells_become_literals_of_their_datatype_and_language(sample: corpus.Corpus) -> None:
    objects = {quad.object for quad in sample.quads}
    day = NamedNode("http://www.w3.org/2001/XMLSchema#date")
    assert Literal("2011-03-18", datatype=day) in objects
    assert Literal("vote on resolution 1973", language="en") in objects


def test_empty_and_null_cells_say_nothing(tmp_path: Path) -> None:
    root = copy(tmp_path)
    meetings = {
        "name": "n",
        "datatype": "integer",
        "null": ["", "-"],
        "propertyUrl": CS["meetings"],
    }
    rows = ("a,S-RES-1973.op4,3", "b,S-RES-1973.op4,-", "c,S-RES-1973.op4,")
    add_table(root, [BALLOT, SOURCE, meetings, KIND], "ballot,source,n", *rows)
    read = corpus.read(locations(root))
    values = [quad.object for quad in read.quads if quad.predicate == NamedNode(CS["meetings"])]
    assert [short(value) for value in values] == ["3", "3"]  # the other is of the sample
    assert quads_about(read, "ballot/c") == {(RDF_TYPE, "Ballot", "S-RES-1973.op4")}


def test_a_column_without_property_says_nothing_but_is_checked(tmp_path: Path) -> None:
    root = copy(tmp_path)
    remark = {"name": "remark", "datatype": {"base": "string", "format": "[a-z]+"}}
    add_table(root, [BALLOT, SOURCE, remark, KIND], "ballot,source,remark", "a,S-RES-1973,no")
    said = quads_about(corpus.read(locations(root)), "ballot/a")
    assert said == {(RDF_TYPE, "Ballot", "S-RES-1973")}


def test_a_column_may_be_about_something_else(tmp_path: Path) -> None:
    root = copy(tmp_path)
    part_type = {**KIND, "aboutUrl": f"{ID}ballot/{{ballot}}-{{part}}"}
    part_of = {
        "name": "whole",
        "virtual": True,
        "aboutUrl": f"{ID}ballot/{{ballot}}-{{part}}",
        "propertyUrl": CS["partOf"],
        "valueUrl": f"{ID}ballot/{{ballot}}",
    }
    columns = [BALLOT, {"name": "part"}, SOURCE, KIND | {"name": "t"}, part_type, part_of]
    add_table(root, columns, "ballot,part,source", "a,1,S-RES-1973", "b,,S-RES-1973")
    read = corpus.read(locations(root))
    assert quads_about(read, "ballot/a-1") == {
        (RDF_TYPE, "Ballot", "S-RES-1973"),
        ("partOf", "ballot/a", "S-RES-1973"),
    }
    assert quads_about(read, "ballot/b") == {(RDF_TYPE, "Ballot", "S-RES-1973")}


def test_the_source_may_be_the_same_for_the_whole_table(tmp_path: Path) -> None:
    root = copy(tmp_path)
    source = SOURCE | {"virtual": True, "valueUrl": f"{CITE}UN-Charter.art27"}
    add_table(root, [BALLOT, KIND, source], "ballot", "a")
    said = quads_about(corpus.read(locations(root)), "ballot/a")
    assert said == {(RDF_TYPE, "Ballot", "UN-Charter.art27")}


def test_an_uncertain_date_may_stand_in_a_cell(tmp_path: Path) -> None:
    root = copy(tmp_path)
    edtf = "http://id.loc.gov/datatypes/edtf/EDTF"
    day = {"name": "day", "datatype": {"base": "string", "@id": edtf}, "propertyUrl": CS["onDate"]}
    add_table(root, [BALLOT, SOURCE, day, KIND], "ballot,source,day", "a,S-RES-1973,2011-03~")
    read = corpus.read(locations(root))
    subject = NamedNode(f"{ID}ballot/a")
    bounds = {short(t.object) for t in read.derived["date-bounds"] if t.subject == subject}
    assert Literal("2011-03~", datatype=NamedNode(edtf)) in {quad.object for quad in read.quads}
    assert bounds == {"2011-03-01", "2011-03-31"}


def test_things_of_a_table_are_known_to_other_files(tmp_path: Path) -> None:
    root = copy(tmp_path)
    other = {"name": "o", "propertyUrl": CS["partOf"], "valueUrl": f"{ID}ballot/{{o}}"}
    rows = ("a,S-RES-1973,S-RES-1973", "b,S-RES-1973,a")
    add_table(root, [BALLOT, SOURCE, other, KIND], "ballot,source,o", *rows)
    assert faults(root) == ()


def test_a_table_of_a_hundred_thousand_quads_is_read_whole(tmp_path: Path) -> None:
    root = copy(tmp_path)
    voters = {
        "name": "for",
        "separator": " ",
        "propertyUrl": CS["votedFor"],
        f"{BASE}ontology#itemUrl": f"{ID}state/{{for}}",
    }
    rows = [f"b{number},S-RES-1973.op{number % 30 + 1},BRA CHN FRA SRB" for number in range(20000)]
    add_table(root, [BALLOT, SOURCE, voters, KIND], "ballot,source,for", *rows, primaryKey="ballot")
    quads = corpus.read(locations(root)).quads
    sample_size = len(corpus.read(locations(SAMPLE)).quads)
    assert len(quads) == len(set(quads)) == sample_size + 20000 * 5
