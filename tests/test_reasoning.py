"""The reasoner: each rule by an example, and all of them against owlrl, an engine for OWL 2 RL."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

import owlrl
import pyoxigraph as ox
import pytest
import rdflib

from kg import corpus
from kg.corpus import Corpus
from kg.locations import Locations
from kg.reasoning import Axioms, Closure, compile_axioms
from kg.terms import CS, ID, ONTOLOGY, RDF_TYPE, VOCABULARIES, iri

Inferred = dict[str, set[ox.Triple]]
EXAMPLE: Final = "https://example.org/"
PREFIXES: Final = {"": EXAMPLE} | {
    name: VOCABULARIES[name] for name in ("rdf", "rdfs", "owl", "xsd")
}


def quads(turtle: str) -> list[ox.Quad]:
    head = "".join(f"@prefix {name}: <{space}> .\n" for name, space in PREFIXES.items())
    return list(ox.parse(head + turtle, format=ox.RdfFormat.TURTLE))


def triples(turtle: str) -> set[ox.Triple]:
    return {quad.triple for quad in quads(turtle)}


def inferred(axioms: str, facts: str) -> Inferred:
    return Closure(compile_axioms(quads(axioms))).add(triples(facts))


def together(found: Inferred) -> set[ox.Triple]:
    return {triple for group in found.values() for triple in group}


# Each rule --------------------------------------------------------------------------------------

RULES: Final = {
    "sub-class": (
        ":Cat rdfs:subClassOf :Animal . :Animal rdfs:subClassOf :Being .",
        ":tom a :Cat .",
        ":tom a :Animal , :Being .",
    ),
    "sub-property": (":sonOf rdfs:subPropertyOf :childOf .", ":a :sonOf :b .", ":a :childOf :b ."),
    "domain": (":eats rdfs:domain :Animal .", ":a :eats :b .", ":a a :Animal ."),
    "range": (":eats rdfs:range :Food .", ":a :eats :b .", ":b a :Food ."),
    "symmetry": (":near a owl:SymmetricProperty .", ":a :near :b .", ":b :near :a ."),
    "transitivity": (
        ":in a owl:TransitiveProperty .",
        ":a :in :b . :b :in :c . :c :in :d .",
        ":a :in :c , :d . :b :in :d .",
    ),
    "chain": (
        ":uncle owl:propertyChainAxiom ( :parent :brother ) .",
        ":a :parent :b . :b :brother :c .",
        ":a :uncle :c .",
    ),
    "defined-class": (
        """:Parent owl:equivalentClass [ a owl:Class ; owl:intersectionOf
             ( :Person
               [ a owl:Restriction ; owl:onProperty :child ; owl:someValuesFrom :Person ] ) ] .
           :Red owl:equivalentClass [ a owl:Class ; owl:intersectionOf
             ( :Thing [ a owl:Restriction ; owl:onProperty :colour ; owl:hasValue :red ] ) ] .""",
        ":a a :Person ; :child :b . :b a :Person . :c a :Thing ; :colour :red .",
        ":a a :Parent . :c a :Red .",
    ),
}


@pytest.mark.parametrize("rule", RULES)
def test_rule_concludes_its_example(rule: str) -> None:
    axioms, facts, expected = RULES[rule]
    assert inferred(axioms, facts) == {rule: triples(expected)}


def test_chain_of_three_steps() -> None:
    axioms = ":x owl:propertyChainAxiom ( :p :q :r ) ."
    assert inferred(axioms, ":a :p :b . :b :q :c . :c :r :d .") == {"chain": triples(":a :x :d .")}


def test_chain_through_its_own_conclusion() -> None:
    axioms = ":about owl:propertyChainAxiom ( :on :about ) ."
    found = inferred(axioms, ":a :on :b . :b :on :c . :c :about :d .")
    assert together(found) == triples(":a :about :d . :b :about :d .")


def test_inverse_holds_where_a_definition_needs_it() -> None:
    axioms = """:Owner owl:equivalentClass [ a owl:Class ; owl:intersectionOf
          ( :Person [ a owl:Restriction ; owl:onProperty :owns ; owl:someValuesFrom :Thing ] ) ] .
        :ownedBy owl:inverseOf :owns ."""
    found = inferred(axioms, ":a a :Person . :b a :Thing ; :ownedBy :a .")
    assert found == {"inverse": triples(":a :owns :b ."), "defined-class": triples(":a a :Owner .")}


def test_inverse_that_nothing_needs_is_not_materialised() -> None:
    assert inferred(":part owl:inverseOf :whole .", ":a :part :b .") == {}


def test_what_the_ontology_leaves_to_queries_is_not_materialised() -> None:
    axioms = f""":Thing <{CS["leftToQueries"]}> true . :does <{CS["leftToQueries"]}> true .
        :Dog rdfs:subClassOf :Animal . :Animal rdfs:subClassOf :Thing .
        :barksAt rdfs:subPropertyOf :does ; rdfs:range :Thing ."""
    found = inferred(axioms, ":a a :Dog ; :barksAt :b .")
    assert together(found) == triples(":a a :Animal .")


def test_literals_have_no_class() -> None:
    assert inferred(":age rdfs:range xsd:integer .", ":a :age 7 .") == {}


def test_what_is_known_is_not_inferred() -> None:
    assert inferred(RULES["sub-property"][0], ":a :sonOf :b ; :childOf :b .") == {}


@pytest.mark.parametrize("length", [1, 2, 3, 7])
def test_cycle_in_a_transitive_property_ends(length: int) -> None:
    ring = "".join(f":n{at} :in :n{(at + 1) % length} . " for at in range(length))
    found = together(inferred(":in a owl:TransitiveProperty .", ring))
    everywhere = {f":n{one} :in :n{other} ." for one in range(length) for other in range(length)}
    assert found | triples(ring) == triples(" ".join(everywhere))


def test_long_transitive_chain() -> None:
    line = "".join(f":n{at} :in :n{at + 1} . " for at in range(60))
    found = together(inferred(":in a owl:TransitiveProperty .", line))
    assert len(found) == 60 * 61 // 2 - 60


def test_unknown_kind_of_definition_is_refused() -> None:
    axioms = """:Big owl:equivalentClass [ a owl:Class ; owl:intersectionOf
        ( :Thing [ a owl:Restriction ; owl:onProperty :part ; owl:minCardinality 3 ] ) ] ."""
    with pytest.raises(ValueError, match="a restriction this reasoner does not know"):
        compile_axioms(quads(axioms))


# The real ontology ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def read(small: Locations) -> Corpus:
    return corpus.read(small)


@pytest.fixture(scope="module")
def whole(locations: Locations) -> Corpus:
    return corpus.read(locations)


def logical(found: Iterable[ox.Triple]) -> set[ox.Triple]:
    """Without labels, notes and other texts: they imply nothing, and owlrl is slow."""
    texts = tuple(VOCABULARIES[name] for name in ("skos", "dcterms", "vann"))
    broader = f"{VOCABULARIES['skos']}broader"
    return {
        triple
        for triple in found
        if not isinstance(triple.object, ox.Literal)
        and (triple.predicate.value == broader or not triple.predicate.value.startswith(texts))
    }


def facts_of(read: Corpus) -> set[ox.Triple]:
    """What the reasoner is given: facts, what the loader derives, and the codes."""
    codes = (q.triple for q in read.ontology if str(q.subject).startswith(f"<{ID}"))
    derived = (triple for group in read.derived.values() for triple in group)
    return logical([*(quad.triple for quad in read.quads), *derived, *codes])


def sample(facts: set[ox.Triple], size: int) -> set[ox.Triple]:
    """Some facts of every property, with the types of their ends and what joins those ends."""
    by_property = defaultdict(list)
    for triple in sorted(facts, key=str):
        by_property[triple.predicate].append(triple)
    generator = random.Random(1648)
    chosen = {
        triple
        for found in by_property.values()
        for triple in generator.sample(found, min(size, len(found)))
    }
    ends: set[object] = {end for triple in chosen for end in (triple.subject, triple.object)}
    return chosen | {
        triple
        for triple in facts
        if triple.subject in ends and (triple.object in ends or triple.predicate.value == RDF_TYPE)
    }


def compared(subject: str, predicate: str, value: str) -> bool:
    """Statements about things that both engines owe.

    Left out: what owlrl says of classes, properties, literals and blank nodes; owl:sameAs and
    owl:differentFrom; memberships of owl:Thing, rdfs:Resource and unnamed classes; super-properties
    of other vocabularies (cito:cites); the inverses in NOT_MATERIALISED; and what the ontology
    marks as left to queries.
    """
    named = value if predicate == RDF_TYPE else predicate
    return (
        subject.startswith(ID)
        and named.startswith((ONTOLOGY, VOCABULARIES["skos"]))
        and named not in NOT_MATERIALISED | LEFT_TO_QUERIES
    )


#: Inverses that neither a chain nor a definition needs; `^p` asks for them.
NOT_MATERIALISED: Final = {CS["hasPart"], CS["hasMember"]}
LEFT_TO_QUERIES: Final = {CS["Entity"], CS["tookPart"]}


def test_inverses_left_out_are_needed_by_no_rule(read: Corpus) -> None:
    axioms = compile_axioms(read.ontology)
    needed = {step for steps, _ in axioms.chains for step in steps}
    needed |= {r.property for d in axioms.definitions for r in d.restrictions}
    inverse_of = {CS["hasPart"]: CS["partOf"], CS["hasMember"]: CS["memberOf"]}
    assert set(inverse_of) == NOT_MATERIALISED
    for one, other in inverse_of.items():
        assert other in axioms.inverses[one]
        assert one not in needed


def by_owlrl(ontology: set[ox.Triple], facts: set[ox.Triple]) -> set[tuple[str, str, str]]:
    data = ox.serialize(ontology | facts, format=ox.RdfFormat.N_TRIPLES)
    graph = rdflib.Graph().parse(data=data, format="nt")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return {
        (str(subject), str(predicate), str(value))
        for subject, predicate, value in graph
        if isinstance(subject, rdflib.URIRef) and isinstance(value, rdflib.URIRef)
    }


def by_closure(ontology: list[ox.Quad], facts: set[ox.Triple]) -> set[tuple[str, str, str]]:
    closed = facts | together(Closure(compile_axioms(ontology)).add(facts))
    return {
        (t.subject.value, t.predicate.value, t.object.value)
        for t in closed
        if isinstance(t.subject, ox.NamedNode) and isinstance(t.object, ox.NamedNode)
    }


def expect_agreement(read: Corpus, facts: set[ox.Triple]) -> None:
    ours = {key for key in by_closure(read.ontology, facts) if compared(*key)}
    axioms = (q.triple for q in read.ontology if not str(q.subject).startswith(f"<{ID}"))
    ontology = logical(axioms)
    theirs = {key for key in by_owlrl(ontology, facts) if compared(*key)}
    assert len(ours) > len(facts)
    assert ours - theirs == set()
    assert theirs - ours == set()


def test_agrees_with_owlrl_on_the_small_corpus(read: Corpus) -> None:
    expect_agreement(read, facts_of(read))


def test_agrees_with_owlrl_on_a_sample_of_every_property(whole: Corpus) -> None:
    expect_agreement(whole, sample(facts_of(whole), size=4))


def test_adding_in_parts_gives_what_adding_at_once_gives(read: Corpus) -> None:
    facts = sorted(facts_of(read), key=str)
    random.Random(1945).shuffle(facts)
    at_once = together(Closure(axioms := compile_axioms(read.ontology)).add(facts))
    closure, in_parts = Closure(axioms), set[ox.Triple]()
    for start in range(0, len(facts), 50):
        in_parts |= together(closure.add(facts[start : start + 50]))
    assert in_parts - set(facts) == at_once


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_order_of_facts_and_axioms_does_not_matter(read: Corpus, seed: int) -> None:
    facts, ontology = sorted(facts_of(read), key=str), list(read.ontology)
    expected = together(Closure(compile_axioms(ontology)).add(facts))
    random.Random(seed).shuffle(facts)
    random.Random(seed).shuffle(ontology)
    assert together(Closure(compile_axioms(ontology)).add(facts)) == expected


def test_second_call_tells_only_what_is_new(read: Corpus) -> None:
    closure = Closure(compile_axioms(read.ontology))
    facts = facts_of(read)
    closure.add(facts)
    assert closure.add(facts) == {}


def compiled(read: Corpus) -> Axioms:
    return compile_axioms(read.ontology)


def test_four_classes_are_defined(read: Corpus) -> None:
    names = {definition.name for definition in compiled(read).definitions}
    assert names == {
        iri(f"cs:{name}")
        for name in ("ChapterVIIProvision", "ExplanationOfVote", "VetoedBallot", "VetoedDraft")
    }


@pytest.mark.parametrize(
    ("thing", "kind"),
    [
        ("doc:S-RES-1973.op4", "cs:ChapterVIIProvision"),
        ("claim:brazil-force-may-harm", "cs:ExplanationOfVote"),
    ],
)
def test_thing_that_meets_a_definition_is_classified(read: Corpus, thing: str, kind: str) -> None:
    found = by_closure(read.ontology, facts_of(read))
    assert (iri(thing), RDF_TYPE, iri(kind)) in found
