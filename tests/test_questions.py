"""Each saved question gives the answer that the documents give, on Oxigraph and on rdflib alike.

`tests/questions/<name>.json` holds for each question rows that must be in the answer (`must`),
whether these are all (`exactly`), how many rows there are at least (`least`), and the documents
whose citations (`slice`; or single citations, `document.locator`) and the rules whose conclusions
(`rules`) make the part of the graph on which two engines are compared.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox
import pytest
import rdflib

from kg import question as questions
from kg.graph import Graph, LocalSource
from kg.locations import find
from kg.question import Question
from kg.results import Rows, text_of
from kg.terms import PREFIXES, curie

EXPECTED: Final = Path(__file__).parent / "questions"
QUESTIONS: Final = questions.read_all(find().questions)
by_question = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)


def expected(question: Question) -> dict[str, Any]:
    path = EXPECTED / f"{question.name}.json"
    assert path.is_file(), f"write {path.name}: what a scholar would expect as the answer"
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def answer(graph: Graph, question: Question) -> list[dict[str, str]]:
    rows = graph.ask(question.name)
    assert isinstance(rows, Rows)
    return [{name: text_of(term) for name, term in row.items()} for row in rows]


def test_every_expectation_has_its_question() -> None:
    assert {path.stem for path in EXPECTED.glob("*.json")} == {q.name for q in QUESTIONS}


@by_question
def test_the_answer_holds_what_the_documents_say(graph: Graph, question: Question) -> None:
    wanted, found = expected(question), answer(graph, question)
    missing = [
        row for row in wanted["must"] if not any(row.items() <= got.items() for got in found)
    ]
    assert not missing
    assert len(found) >= wanted.get("least", 1)


@by_question
def test_the_answer_holds_nothing_else_where_it_is_complete(
    graph: Graph, question: Question
) -> None:
    wanted = expected(question)
    if not wanted.get("exactly"):
        assert len(wanted["must"]) >= 1
        return
    rows = answer(graph, question)
    extra = [got for got in rows if not any(row.items() <= got.items() for row in wanted["must"])]
    assert not extra


@by_question
def test_rows_come_in_an_order_that_is_said(graph: Graph, question: Question) -> None:
    assert "ORDER BY" in question.sparql
    assert answer(graph, question) == answer(graph, question)


def slice_of(graph: Graph, documents: list[str], rules: list[str]) -> list[ox.Quad]:
    """The graphs of these citations and rules; as default graph the merge on their things."""
    assert isinstance(graph.source, LocalSource)
    store, source = graph.source.store, ox.NamedNode(f"{PREFIXES['cs']}source")
    single = [ox.NamedNode(f"{PREFIXES['cite']}{name}") for name in documents if "." in name]
    names = [ox.NamedNode(f"{PREFIXES['doc']}{name}") for name in documents if "." not in name]
    graphs = single + [
        quad.subject
        for name in names
        for quad in store.quads_for_pattern(None, source, name, ox.DefaultGraph())
        if isinstance(quad.subject, ox.NamedNode)
    ]
    graphs += [ox.NamedNode(f"{PREFIXES['rule']}{rule}") for rule in rules]
    named = [quad for name in graphs for quad in store.quads_for_pattern(None, None, None, name)]
    things = {quad.subject for quad in named} | {quad.object for quad in named} | set(graphs)
    things |= {
        quad.object
        for thing in things
        if isinstance(thing, ox.NamedNode)
        for quad in store.quads_for_pattern(thing, None, None, ox.DefaultGraph())
        if isinstance(quad.object, ox.NamedNode)
    }
    merge = [
        quad
        for thing in things
        if isinstance(thing, ox.NamedNode)
        for quad in store.quads_for_pattern(thing, None, None, ox.DefaultGraph())
    ]
    return named + merge


def comparable(term: object) -> str:
    """A term as text that two engines write alike (numbers by value)."""
    text = str(term) if term is not None else ""
    return curie(text)


@by_question
def test_two_engines_answer_alike(graph: Graph, question: Question) -> None:
    wanted = expected(question)
    quads = slice_of(graph, wanted["slice"], wanted.get("rules", []))
    store = ox.Store()
    store.extend(quads)
    ours = store.query(question.sparql, prefixes=PREFIXES)
    assert isinstance(ours, ox.QuerySolutions)
    names = [variable.value for variable in ours.variables]
    first = [[text_of(row[name]) for name in names] for row in ours]
    dataset = rdflib.Dataset()
    dataset.parse(data=ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"", format="nquads")
    theirs = dataset.query(question.sparql, initNs=PREFIXES)
    keys = [rdflib.Variable(name) for name in names]
    second = [[comparable(row.get(key)) for key in keys] for row in theirs.bindings]
    assert first, "the slice must hold an answer"
    assert sorted(second) == sorted(first)
