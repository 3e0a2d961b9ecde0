"""Queries: what they answer, how their mistakes are told, and that none of them reaches out."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pyoxigraph as ox
import pytest

from kg.errors import QueryError
from kg.graph import Graph, LocalSource
from kg.query import run
from kg.results import Rows, Triples
from kg.terms import PREFIXES, iri
from tests import loopback
from tests.loopback import Loopback, Reply

P: Final = ox.NamedNode("http://example.org/p")


@pytest.fixture
def source() -> LocalSource:
    """A store with a few values that a query may name before it calls somebody."""
    store = ox.Store()
    for value in (ox.Literal(1), ox.Literal(True), ox.Literal("x", language="en"), P):
        store.add(ox.Quad(P, P, value))
    return LocalSource(store, Path())


@pytest.fixture
def other() -> Iterator[Loopback]:
    """Another machine's endpoint, which no query may reach."""
    answer = Reply(b'{"head": {"vars": []}, "results": {"bindings": [{}]}}', loopback.JSON)
    with loopback.serve(lambda _: answer) as running:
        yield running


# Answers ------------------------------------------------------------------------------------------


def test_select_gives_rows_without_declared_prefixes(graph: Graph) -> None:
    answer = graph.query("SELECT ?who WHERE { ballot:S-RES-1973 cs:abstained ?who }")
    assert isinstance(answer, Rows)
    assert answer.variables == ("who",)
    found = {row["who"].value for row in answer if isinstance(row["who"], ox.NamedNode)}
    assert found == {iri(f"state:{code}") for code in ("BRA", "CHN", "DEU", "IND", "RUS")}


@pytest.mark.parametrize(("voted", "expected"), [("votedFor", True), ("votedAgainst", False)])
def test_ask_gives_a_truth_value(graph: Graph, voted: str, expected: bool) -> None:
    assert graph.query(f"ASK {{ ballot:S-RES-1973 cs:{voted} state:FRA }}") is expected


def test_construct_gives_triples(graph: Graph) -> None:
    answer = graph.query(
        "CONSTRUCT { ?who cs:seen true } WHERE { ballot:S-RES-1973 cs:abstained ?who }"
    )
    assert isinstance(answer, Triples)
    assert len(answer) == 5
    assert {triple.predicate.value for triple in answer} == {iri("cs:seen")}


def test_describe_gives_triples(graph: Graph) -> None:
    answer = graph.query("DESCRIBE state:BRA")
    assert isinstance(answer, Triples)
    assert {triple.subject for triple in answer} == {ox.NamedNode(iri("state:BRA") or "")}


def test_every_prefix_of_the_table_is_known(source: LocalSource) -> None:
    names = " ".join(f"{prefix}:x" for prefix in PREFIXES)
    answer = run(source, f"SELECT ?x {{ VALUES ?x {{ {names} }} }}")
    assert isinstance(answer, Rows)
    assert {str(row[0]) for row in answer.rows} == {f"<{ns}x>" for ns in PREFIXES.values()}


def test_a_prefix_of_the_query_goes_before_the_table(source: LocalSource) -> None:
    assert run(source, "PREFIX cs: <http://example.org/> ASK { cs:p cs:p 1 }") is True


# Mistakes -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sparql", "line", "column", "shown"),
    [
        ("SELCT * { ?s ?p ?o }", 1, 1, "SELCT * { ?s ?p ?o }"),
        ("SELECT * { ?s ?p ?o } LIMIT x", 1, 23, "SELECT * { ?s ?p ?o } LIMIT x"),
        ("ASK {\n  ?s cs:votedFor ?é .\n  FILTR(?é = 1)\n}", 3, 3, "  FILTR(?é = 1)"),
        ("SELECT *\n\tWHERE { ?s ?p ?o ]", 2, 19, "\tWHERE { ?s ?p ?o ]"),
        ("SELECT * { ?s ?p ?o", 1, 20, "SELECT * { ?s ?p ?o"),
        ("ASK { ?s nowhere:p ?o }", 1, 19, "ASK { ?s nowhere:p ?o }"),
        ("", 1, 1, ""),
    ],
)
def test_a_mistake_is_shown_with_its_place(
    source: LocalSource, sparql: str, line: int, column: int, shown: str
) -> None:
    with pytest.raises(QueryError) as raised:
        run(source, sparql)
    first, text, caret = str(raised.value).split("\n")
    assert first.startswith(f"query:{line}:{column}: ")
    assert text == f"  {shown}"
    assert (caret.strip(), len(caret)) == ("^", 2 + column)
    assert [at for at in range(len(text)) if caret[at : at + 1] == "\t"] == (
        [at for at, character in enumerate(text) if character == "\t"]
    )


@pytest.mark.parametrize(
    ("sparql", "said"),
    [
        ("ASK { ?s nowhere:p ?o }", "Prefix not found"),
        ("SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o }", "contains a variable that is unbound"),
    ],
)
def test_a_mistake_is_told_in_words(source: LocalSource, sparql: str, said: str) -> None:
    with pytest.raises(QueryError, match=said):
        run(source, sparql)


@pytest.mark.parametrize(
    "update", ["DROP ALL", "CLEAR ALL", "INSERT DATA { cs:a cs:b 1 }", "DELETE WHERE { ?s ?p ?o }"]
)
def test_updates_are_no_queries(source: LocalSource, update: str) -> None:
    before = len(source.store)
    with pytest.raises(QueryError, match="query:1:"):
        run(source, update)
    assert len(source.store) == before


# Reaching out -------------------------------------------------------------------------------------

#: Calls in the forms that the engine takes; OTHER is the address of the other machine.
CALLS: Final = {
    "plain": "SELECT * { SERVICE <OTHER> { ?s ?p ?o } }",
    "lower case": "select * { service silent <OTHER> { ?s ?p ?o } }",
    "in a sub-query": "SELECT * { { SELECT * { SERVICE <OTHER> { ?s ?p ?o } } } }",
    "in EXISTS": "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE <OTHER> { ?s ?p ?o } } }",
    "in CONSTRUCT": "CONSTRUCT { ?s ?p ?o } { SERVICE <OTHER> { ?s ?p ?o } }",
    "by a prefix": "PREFIX : <OTHER> SELECT * { SERVICE :x { ?s ?p ?o } }",
    "glued to a prefix": "PREFIX : <OTHER> SELECT * { SERVICE:x { ?s ?p ?o } }",
    "glued to a name": "PREFIX ex: <OTHER> SELECT * { SERVICEex:x { ?s ?p ?o } }",
    "glued to SILENT": "PREFIX ex: <OTHER> SELECT * { SERVICESILENTex:x # }\n{ ?s ?p ?o } }",
    "glued to a number": "SELECT * { ?s ?p 1SERVICE<OTHER>{ } }",
    "glued to a language": 'SELECT * { ?s ?p "x"@en.SERVICE<OTHER>{ } }',
    "glued to an empty name": (
        "PREFIX p: <http://example.org/p> SELECT * { ?s ?p p:.SERVICE<OTHER>{ } }"
    ),
    "after a comment": "SELECT * { # it's \"\n SERVICE <OTHER> { ?s ?p ?o } }",
    "after a comment that a return ends": "SELECT * { # x\r SERVICE <OTHER> { ?s ?p ?o } }",
    "after an escaped #": "SELECT * { OPTIONAL { ?s concept:a\\#b 2 } SERVICE <OTHER> { } }",
    "after an address with #": "SELECT * { OPTIONAL { ?s <a://\\u0041#> 2 } SERVICE <OTHER> { } }",
    "in a false address": "SELECT * { ?s ?p ?o FILTER(1<2)SERVICE#>\n<OTHER> { ?s ?p ?o } }",
    "between false strings": "SELECT * { FILTER(1<2&&'>'!='')SERVICE<OTHER>{ }FILTER(''='') }",
    "in a false long string": (
        "SELECT * { FILTER(1<2#>'''\n)SERVICE<OTHER>{ }FILTER('''a'''!='') }"
    ),
}


@pytest.mark.parametrize("name", CALLS)
def test_no_query_calls_another_machine(source: LocalSource, other: Loopback, name: str) -> None:
    with pytest.raises(QueryError, match=r"SERVICE is not run|an address or as a comparison"):
        run(source, CALLS[name].replace("OTHER", other.url))
    assert not other.forms


@pytest.mark.parametrize("name", CALLS)
def test_the_engine_itself_would_call(source: LocalSource, other: Loopback, name: str) -> None:
    """Without the guard each of these queries does reach out, so the test above can fail."""
    found = source.select(CALLS[name].replace("OTHER", other.url))
    if not isinstance(found, ox.QueryBoolean):
        list(found)
    assert other.forms


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT ?service { ?service ?p ?o }",
        "SELECT $SERVICE { $SERVICE ?p ?o }",
        'ASK { ?s ?p "SERVICE <http://x> {}" }',
        "ASK { ?s ?p '''a \\' ''SERVICE '''@service }",
        "ASK { ?s <http://example.org/service#call> ?o }",
        "ASK { ?s <http://example.org/O'Brien_(service)> ?o }",
        "# SERVICE is not called here\nASK { ?s ?p ?o }",
        "PREFIX service: <http://example.org/> ASK { ?s service:p cs:a.service }",
        "ASK { _:service ?p ?o }",
        "ASK { ?s ?p ?o FILTER(?o < 3 && ?o > 2 || ?o<=2) }",
    ],
)
def test_the_word_alone_is_harmless(source: LocalSource, sparql: str) -> None:
    run(source, sparql)


@pytest.mark.parametrize("clause", ["FROM <{}>", "FROM NAMED <{}>"])
def test_from_reads_neither_network_nor_files(
    source: LocalSource, other: Loopback, tmp_path: Path, clause: str
) -> None:
    file = tmp_path / "secret.nt"
    file.write_text("<http://x/s> <http://x/p> <http://x/o> .\n", "utf-8")
    for address in (other.url, file.as_uri()):
        graph = "GRAPH ?g { ?s ?p ?o }" if "NAMED" in clause else "?s ?p ?o"
        answer = run(source, f"SELECT * {clause.format(address)} {{ {graph} }}")
        assert isinstance(answer, Rows)
        assert len(answer) == 0
    assert not other.forms


# Queries without end ------------------------------------------------------------------------------

#: Each of these ends the process of the engine that parses or plans it.
ENDLESS: Final = {
    "brackets": "'ASK { FILTER(' + '(' * 20_000 + '1' + ')' * 20_000 + ') }'",
    "braces": "'ASK ' + '{' * 20_000 + '}' * 20_000",
    "lists": "'ASK { ?s ?p ' + '(' * 20_000 + ')' * 20_000 + ' }'",
    "brackets in a false address": "'ASK { FILTER(1<' + '(' * 9_000 + '1>2' + ')' * 9_000 + ') }'",
    "negations": "'ASK { FILTER(' + '!' * 20_000 + 'true) }'",
    "alternatives": "'ASK { FILTER(' + '||'.join(['?x = 1'] * 20_000) + ') }'",
    "steps": "'ASK { ?s ' + '/'.join(['cs:p'] * 20_000) + ' ?o }'",
    "unions": "'ASK { ' + ' UNION '.join(['{ ?s ?p ?o }'] * 20_000) + ' }'",
}


@pytest.mark.parametrize("name", ENDLESS)
def test_a_query_without_end_is_refused_alive(name: str) -> None:
    code = (
        "import pyoxigraph, pathlib, kg.query, kg.graph, kg.errors\n"
        "source = kg.graph.LocalSource(pyoxigraph.Store(), pathlib.Path())\n"
        f"try: kg.query.run(source, {ENDLESS[name]})\n"
        "except kg.errors.QueryError as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "deep" in done.stdout or "parts" in done.stdout or "address" in done.stdout


def test_brackets_within_reason_are_fine(source: LocalSource) -> None:
    assert run(source, f"ASK {{ FILTER({'(' * 150}true{')' * 150}) }}") is True


def test_long_data_is_fine(source: LocalSource) -> None:
    listed = " ".join(f"({number})" for number in range(10_000))
    answer = run(source, f"SELECT (SUM(?n) AS ?sum) {{ VALUES (?n) {{ {listed} }} }}")
    assert isinstance(answer, Rows)
    assert answer.texts() == [["49995000"]]
