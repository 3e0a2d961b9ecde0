"""Saved questions: how they are read, and that a value can only ever be a value."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pyoxigraph as ox
import pytest

from kg import question as questions
from kg.errors import NotFound, QueryError
from kg.graph import Graph, LocalSource
from kg.locations import find
from kg.query import run
from kg.question import Question
from kg.results import Rows
from kg.terms import CS, PREF_LABEL, iri

QUESTIONS: Final = questions.read_all(find().questions)

#: A question with a parameter of every kind; it gives back the values that it was asked with.
EVERY_KIND: Final = """# title: Every kind
# question: Which values were given?
# reading: The values as they were given.
SELECT ?thing ?text ?word ?day ?number WHERE {
  VALUES ?thing { state:BRA }  # parameter: a thing
  VALUES ?text { "an example" }  # parameter: a text
  VALUES ?word { "exemplo"@pt }  # parameter: a word
  VALUES ?day { "2011-03-17"^^xsd:date }  # parameter: a day
  VALUES ?number { "1973"^^xsd:integer }  # parameter: a number
}
"""
HOSTILE: Final = (
    'a" } INSERT',
    '"""',
    "it's",
    "}",
    "} # ",
    "{ ?s ?p ?o }",
    "state:BRA } UNION { ?s ?p ?o",
    "a\\",
    "\\",
    "\\u0022",
    "\\1",
    "\\g<name>",
    "two\nlines",
    "two\r\nlines",
    "<http://example.org/>",
    "http://example.org/> } #",
    "?thing",
    "$thing",
    "# comment",
    "VALUES ?x { 1 }  # parameter: another",
    '"2011"^^xsd:gYear',
    "ação 😀",
    "",
    " ",
)


@pytest.fixture
def source() -> LocalSource:
    store = ox.Store()
    for name, label in (("state:BRA", "Brazil"), ("state:DEU", "Germany")):
        thing = ox.NamedNode(iri(name) or "")
        store.add(ox.Quad(thing, ox.NamedNode(PREF_LABEL), ox.Literal(label)))
        store.add(ox.Quad(thing, ox.NamedNode(CS["secret"]), ox.Literal("secret")))
    return LocalSource(store, Path())


@pytest.fixture
def every_kind(tmp_path: Path) -> Question:
    path = tmp_path / "every-kind.rq"
    path.write_text(EVERY_KIND, "utf-8")
    return questions.read(path)


def asked(source: LocalSource, question: Question, **values: str) -> list[list[str]]:
    answer = run(source, question.with_values(source, values))
    assert isinstance(answer, Rows)
    return answer.texts()


EXAMPLES: Final = ["state:BRA", "an example", "exemplo", "2011-03-17", "1973"]


def test_a_question_is_read_with_its_header_and_parameters(every_kind: Question) -> None:
    assert every_kind.name == "every-kind"
    assert every_kind.title == "Every kind"
    assert every_kind.reading == "The values as they were given."
    assert [(p.name, p.description) for p in every_kind.parameters] == [
        ("thing", "a thing"),
        ("text", "a text"),
        ("word", "a word"),
        ("day", "a day"),
        ("number", "a number"),
    ]


def test_without_values_the_examples_are_asked(source: LocalSource, every_kind: Question) -> None:
    assert asked(source, every_kind) == [EXAMPLES]


@pytest.mark.parametrize(
    ("name", "value", "given"),
    [
        ("thing", "state:DEU", "state:DEU"),
        ("thing", "germany", "state:DEU"),
        ("text", "another", "another"),
        ("word", "palavra", "palavra"),
        ("day", "1945-06-26", "1945-06-26"),
        ("number", "-7", "-7"),
    ],
)
def test_a_value_takes_the_place_of_the_example(
    source: LocalSource, every_kind: Question, name: str, value: str, given: str
) -> None:
    names = [parameter.name for parameter in every_kind.parameters]
    expected = list(EXAMPLES)
    expected[names.index(name)] = given
    assert asked(source, every_kind, **{name: value}) == [expected]


def test_a_value_keeps_the_language_of_the_example(
    source: LocalSource, every_kind: Question
) -> None:
    answer = run(source, every_kind.with_values(source, {"word": "força"}))
    assert isinstance(answer, Rows)
    assert answer.rows[0][2] == ox.Literal("força", language="pt")


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("name", ["text", "word"])
def test_a_text_is_a_text_whatever_it_holds(
    source: LocalSource, every_kind: Question, name: str, value: str
) -> None:
    expected = [value if example == {"text": "an example", "word": "exemplo"}[name] else example
                for example in EXAMPLES]  # fmt: skip
    assert asked(source, every_kind, **{name: value}) == [expected]


@pytest.mark.parametrize("value", HOSTILE)
def test_a_thing_that_is_none_is_not_asked_for(
    source: LocalSource, every_kind: Question, value: str
) -> None:
    with pytest.raises(NotFound):
        asked(source, every_kind, thing=value)


@pytest.mark.parametrize("value", [*HOSTILE, "17 March 2011", "2011-3-17", "2011-13-40", "1.5"])
@pytest.mark.parametrize("name", ["day", "number"])
def test_a_day_and_a_number_must_look_like_the_example(
    source: LocalSource, every_kind: Question, name: str, value: str
) -> None:
    with pytest.raises(QueryError, match="write it like the example"):
        asked(source, every_kind, **{name: value})


def test_an_unknown_parameter_lists_those_there_are(
    source: LocalSource, every_kind: Question
) -> None:
    with pytest.raises(QueryError, match="'year'; it has: thing, text, word, day, number"):
        every_kind.with_values(source, {"year": "2011"})


@pytest.mark.parametrize("missing", ["title", "question"])
def test_a_question_without_its_header_is_told(tmp_path: Path, missing: str) -> None:
    path = tmp_path / "broken.rq"
    path.write_text(EVERY_KIND.replace(f"# {missing}:", "# "), "utf-8")
    with pytest.raises(QueryError, match=r"broken\.rq:1: a question starts with '# title"):
        questions.read(path)


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("abstention", "did you mean abstentions"),
        ("vetos", "did you mean vetoes"),
        ("../questions/vetoes", "no such question"),
        ("/etc/passwd", "no such question"),
        ("", "no such question"),
        ("vetoes.rq", "did you mean vetoes"),
        ("x\n", "no such question"),
    ],
)
def test_an_unknown_question_suggests_others(name: str, hint: str) -> None:
    with pytest.raises(NotFound) as raised:
        questions.find(find().questions, name)
    assert hint in str(raised.value)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_every_saved_question_says_what_it_asks(question: Question) -> None:
    assert question.question.endswith("?")
    assert questions.find(find().questions, question.name) == question
    assert question.sparql.count("# parameter:") == len(question.parameters)


@pytest.mark.parametrize(
    ("question", "parameter"),
    [(one, parameter) for one in QUESTIONS for parameter in one.parameters],
    ids=lambda value: value.name,
)
def test_asking_for_the_example_is_asking_as_it_stands(
    graph: Graph, question: Question, parameter: questions.Parameter
) -> None:
    as_it_stands = graph.ask(question.name)
    assert isinstance(as_it_stands, Rows)
    assert graph.ask(question.name, **{parameter.name: parameter.example}) == as_it_stands
    assert len(as_it_stands)


def test_asking_for_another_ballot_gives_its_abstentions(graph: Graph) -> None:
    answer = graph.ask("abstentions", ballot="ballot:S-2011-612")
    assert isinstance(answer, Rows)
    members = {row[answer.variables.index("member")] for row in answer.texts()}
    assert members == {f"state:{code}" for code in ("BRA", "IND", "LBN", "ZAF")}
