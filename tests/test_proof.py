"""Why a statement holds: cited, inferred, or not at all."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.errors import NotFound
from kg.graph import Graph
from kg.reasoning.axioms import Axioms, Term
from kg.reasoning.proof import Proof, explain
from kg.results import Rows, text_of
from kg.terms import CS, ID, PREFIXES, curie


def leaves(proof: Proof) -> list[Proof]:
    """The statements that a proof rests on in the end."""
    if not proof.premises:
        return [proof]
    return [leaf for premise in proof.premises for leaf in leaves(premise)]


def test_a_cited_statement_is_its_own_proof(graph: Graph) -> None:
    proof = graph.why("ballot:S-RES-1973", "cs:abstained", "state:BRA")
    assert proof.rule is None
    assert [curie(citation) for citation in proof.citations] == ["cite:undl-voting-data.year-2011"]


def test_a_defined_class_is_proved_from_citations_and_the_veto_rule(graph: Graph) -> None:
    proof = graph.why("doc:S-2012-77", "a", "cs:VetoedDraft")
    assert proof.rule == "defined-class"
    assert {leaf.rule for leaf in leaves(proof)} == {None, "vetoed-by"}
    assert all(leaf.citations or leaf.rule == "vetoed-by" for leaf in leaves(proof))


def test_a_claim_is_about_what_its_proposition_is_about(graph: Graph) -> None:
    proof = graph.why("claim:patriota-westphalia-system-2020", "cs:about", "concept:sovereignty")
    assert proof.rule == "chain"
    assert [curie(premise.goal[1]) for premise in proof.premises] == [
        "cs:takesPositionOn",
        "cs:about",
    ]


def test_what_does_not_hold_has_no_proof(graph: Graph) -> None:
    with pytest.raises(NotFound, match="does not hold"):
        graph.why("ballot:S-RES-1973", "cs:vetoedBy", "state:BRA")


class Facts:
    """A handful of triples in one graph each, as a source of answers."""

    def __init__(self, *triples: tuple[str, str, str, str]) -> None:
        self.store = ox.Store()
        for subject, predicate, value, graph in triples:
            terms = [ox.NamedNode(ID + "x/" + name) for name in (subject, value)]
            prop = ox.NamedNode(predicate)
            self.store.add(
                ox.Quad(terms[0], prop, terms[1], ox.NamedNode(PREFIXES["cite"] + graph))
            )
            self.store.add(ox.Quad(terms[0], prop, terms[1]))

    def infer(self, subject: str, predicate: str, value: str, rule: str) -> None:
        """Put an inferred triple in as a build would."""
        one, other = (ox.NamedNode(ID + "x/" + name) for name in (subject, value))
        graph = ox.NamedNode(PREFIXES["rule"] + rule)
        self.store.add(ox.Quad(one, ox.NamedNode(predicate), other, graph))
        self.store.add(ox.Quad(one, ox.NamedNode(predicate), other))

    def rows(self, sparql: str) -> list[list[Term]]:
        """The rows of a SELECT."""
        found = self.store.query(sparql)
        assert isinstance(found, ox.QuerySolutions)
        return [list(row) for row in found]


PART = CS["partOf"]


def goal(subject: str, value: str) -> tuple[Term, str, Term]:
    return ox.NamedNode(ID + "x/" + subject), PART, ox.NamedNode(ID + "x/" + value)


def test_a_cycle_does_not_keep_a_proof_from_ending() -> None:
    facts = Facts(("a", PART, "b", "d1"), ("b", PART, "a", "d2"))
    facts.infer("a", PART, "a", "transitivity")
    proof = explain(facts, Axioms(transitive={PART}), goal("a", "a"))
    assert proof.rule == "transitivity"
    assert len(leaves(proof)) == 2


def test_of_two_proofs_the_smaller_is_shown() -> None:
    facts = Facts(
        ("a", PART, "b", "d1"),
        ("b", PART, "c", "d2"),
        ("c", PART, "d", "d3"),
        ("b", PART, "d", "d4"),
    )
    facts.infer("a", PART, "c", "transitivity")
    facts.infer("a", PART, "d", "transitivity")
    proof = explain(facts, Axioms(transitive={PART}), goal("a", "d"))
    assert [str(leaf.goal[2]).rsplit("/", 1)[1] for leaf in leaves(proof)] == ["b>", "d>"]


def test_every_class_of_a_thing_can_be_proved(graph: Graph) -> None:
    rows = graph.query("SELECT ?class WHERE { ballot:S-RES-678 a ?class }")
    assert isinstance(rows, Rows)
    classes = [text_of(row["class"]) for row in rows]
    assert "cs:Ballot" in classes
    for name in classes:
        assert all(leaf.citations for leaf in leaves(graph.why("ballot:S-RES-678", "a", name)))
