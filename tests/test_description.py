"""What is shown of a thing: each statement once, with all that it rests on."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path
from typing import Final

import pyoxigraph as ox
import pytest

from kg.description import Statement, describe
from kg.errors import NotFound
from kg.graph import Graph, LocalSource
from kg.results import text_of
from kg.terms import PREFIXES, RDF_TYPE, curie, iri

THINGS: Final = (
    "concept:responsibility-to-protect",
    "state:BRA",
    "doc:S-RES-1973",
    "doc:S-RES-1973.op4",
    "ballot:S-RES-1973",
    "intervention:libya-2011",
    "cite:S-RES-1973.op4",
    "person:antonio-patriota",
    "code:political",
    "cs:votedFor",
)


def graphs_of(graph: Graph, subject: str, statement: Statement) -> set[str]:
    """The citations, or else the rules and modules, in which the store holds a statement."""
    assert isinstance(graph.source, LocalSource)
    thing, value = ox.NamedNode(subject), statement.value
    ends = (value, thing) if statement.inverse else (thing, value)
    assert isinstance(ends[0], ox.NamedNode) and not isinstance(ends[1], ox.Triple)
    name = ox.NamedNode(statement.property)
    quads = graph.source.store.quads_for_pattern(ends[0], name, ends[1], None)
    found = {text_of(q.graph_name) for q in quads if isinstance(q.graph_name, ox.NamedNode)}
    return {name for name in found if not name.startswith("rule:")} or found


@pytest.mark.parametrize("thing", THINGS)
def test_each_statement_stands_once(graph: Graph, thing: str) -> None:
    described = graph.show(thing, limit=10_000)
    own = Counter((s.property, s.value) for s in described.statements)
    naming = Counter((s.property, s.value) for s in described.named_by)
    assert own and max(own.values()) == 1
    assert not naming or max(naming.values()) == 1
    assert not any(isinstance(value, ox.BlankNode) for _, value in [*own, *naming])


@pytest.mark.parametrize("thing", THINGS)
def test_each_statement_has_all_its_citations_and_no_other(graph: Graph, thing: str) -> None:
    described = graph.show(thing, limit=200)
    for statement in (*described.statements, *described.named_by):
        found = {basis.name for basis in statement.bases}
        assert found == graphs_of(graph, described.iri, statement)
        assert found
        assert len(found) == len(statement.bases)


def test_every_cited_statement_is_shown(graph: Graph) -> None:
    assert isinstance(graph.source, LocalSource)
    thing = ox.NamedNode(iri("doc:S-RES-1973") or "")
    cited = {
        (quad.predicate.value, quad.object)
        for quad in graph.source.store.quads_for_pattern(thing, None, None, None)
        if isinstance(quad.graph_name, ox.NamedNode)
        and quad.graph_name.value.startswith(PREFIXES["cite"])
    }
    assert cited
    assert cited <= {(s.property, s.value) for s in graph.show("doc:S-RES-1973").statements}


def test_a_statement_of_several_documents_names_them_all(graph: Graph) -> None:
    described = graph.show("state:FRA")
    several = [s for s in described.statements if len(s.bases) > 1]
    assert several
    for statement in several:
        assert all(basis.label for basis in statement.bases)
        assert list(statement.bases) == sorted(statement.bases, key=lambda basis: basis.name)


def test_what_is_inferred_is_named_by_its_rule(graph: Graph) -> None:
    described = graph.show("ballot:S-2011-612")
    (veto,) = {s.bases for s in described.statements if curie(s.property) == "cs:vetoedBy"}
    assert all(basis.is_rule for basis in veto)
    assert {basis.name for basis in veto} == {"rule:vetoed-by"}
    cited = [s for s in described.statements if curie(s.property) == "cs:votedAgainst"]
    assert {curie(text_of(s.value)) for s in cited} == {"state:CHN", "state:RUS"}
    assert not any(basis.is_rule for s in cited for basis in s.bases)


def test_what_is_cited_does_not_name_the_rule_that_infers_it_too() -> None:
    store = ox.Store()
    one, name, other = (
        ox.NamedNode(iri(curie) or "") for curie in ("state:BRA", "cs:memberOf", "group:g77")
    )
    for graph in ("rule:chain", "cite:S-RES-1973.op4", "cite:A-RES-60-1"):
        store.add(ox.Quad(one, name, other, ox.NamedNode(iri(graph) or "")))
    (statement,) = describe(LocalSource(store, Path()), one.value).statements
    assert [basis.name for basis in statement.bases] == ["cite:A-RES-60-1", "cite:S-RES-1973.op4"]


def test_labels_come_first_and_english_before_others(graph: Graph) -> None:
    described = graph.show("concept:responsibility-to-protect")
    assert described.label == "responsibility to protect"
    assert described.iri == iri("concept:responsibility-to-protect")
    properties = [curie(s.property) for s in described.statements]
    assert properties[0] == "rdf:type"
    assert properties[1:5] == ["skos:prefLabel"] * 4
    texts = [s.value_text for s in described.statements[1:5]]
    assert texts[0] == "responsibility to protect"
    assert texts[1:] == [
        "responsabilidad de proteger @es",
        "responsabilité de protéger @fr",
        "responsabilidade de proteger @pt",
    ]


def test_derived_days_are_left_out(graph: Graph) -> None:
    properties = {curie(s.property) for s in graph.show("doc:S-RES-1973").statements}
    assert "cs:adoptedOn" in properties
    assert not [name for name in properties if name.endswith(("Earliest", "Latest"))]


def test_types_that_only_follow_from_others_are_left_out(graph: Graph) -> None:
    described = graph.show("doc:S-RES-1973")
    types = [curie(text_of(s.value)) for s in described.statements if s.property == RDF_TYPE]
    assert "cs:SecurityCouncilResolution" in types
    assert "cs:Document" not in types


def test_the_limit_shortens_only_what_names_the_thing(graph: Graph) -> None:
    whole, short = graph.show("state:USA", limit=10_000), graph.show("state:USA", limit=3)
    assert len(short.named_by) == 3
    assert short.named_by == whole.named_by[:3]
    assert short.named_by_total == whole.named_by_total == len(whole.named_by)
    assert short.statements == whole.statements
    assert graph.show("state:USA", limit=0).named_by == ()


def test_statements_that_name_the_thing_are_read_backwards(graph: Graph) -> None:
    described = graph.show("ballot:S-RES-1973", limit=10_000)
    assert not any(statement.inverse for statement in described.statements)
    assert all(statement.inverse for statement in described.named_by)


def test_what_is_not_there_cannot_be_shown(graph: Graph) -> None:
    with pytest.raises(NotFound, match="state:XYZ: nothing in the graph bears this name"):
        graph.show("state:XYZ")


def test_any_thing_of_the_graph_can_be_shown(graph: Graph) -> None:
    assert isinstance(graph.source, LocalSource)
    store = graph.source.store
    types = store.quads_for_pattern(None, ox.NamedNode(RDF_TYPE), None, ox.DefaultGraph())
    things = sorted({q.subject.value for q in types if isinstance(q.subject, ox.NamedNode)})
    for thing in random.Random(1973).sample(things, 30):
        described = graph.show(thing)
        assert described.iri == thing
        assert described.label
