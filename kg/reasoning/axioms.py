"""The axioms of the ontology as plain tables: what implies what.

Design decision: only the axioms that add triples are read (sub-classes, sub-properties, domains,
ranges, symmetry, transitivity, chains, defined classes); disjointness and the rest are for the DL
reasoner and the checks. Inverses are not materialised, since `^p` asks for them, except where a
defined class needs one, nor are super-properties of other vocabularies, nor what the ontology marks
as left to queries. The conditions follow the
rules of OWL 2 RL/RDF (W3C OWL 2 Profiles, section 4.3): cax-sco, prp-spo1, prp-dom, prp-rng,
prp-symp, prp-trp, prp-inv, prp-spo2, cls-int1 with cls-hv2 and cls-svf1.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import pyoxigraph as ox

from kg.terms import CS, VOCABULARIES

RDF = VOCABULARIES["rdf"]
RDFS = VOCABULARIES["rdfs"]
OWL = VOCABULARIES["owl"]

Term = ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple


@dataclass(frozen=True)
class Restriction:
    """`property` has the value `value`, or some value in the class `filler`: one of the two."""

    property: str
    value: Term | None = None
    filler: str | None = None


@dataclass(frozen=True)
class Definition:
    """A defined class: what is in all `classes` and meets all `restrictions` belongs to `name`."""

    name: str
    classes: tuple[str, ...]
    restrictions: tuple[Restriction, ...]


@dataclass
class Axioms:
    """What implies what, by IRI. Chains are (steps, super-property)."""

    super_classes: dict[str, set[str]] = field(default_factory=dict)
    super_properties: dict[str, set[str]] = field(default_factory=dict)
    domains: dict[str, set[str]] = field(default_factory=dict)
    ranges: dict[str, set[str]] = field(default_factory=dict)
    inverses: dict[str, set[str]] = field(default_factory=dict)
    symmetric: set[str] = field(default_factory=set)
    transitive: set[str] = field(default_factory=set)
    chains: list[tuple[tuple[str, ...], str]] = field(default_factory=list)
    definitions: list[Definition] = field(default_factory=list)


class _Graph:
    """The ontology's triples, looked up by subject and predicate."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self.objects: dict[tuple[object, str], list[Term]] = {}
        self.pairs: dict[str, list[tuple[object, Term]]] = {}
        for quad in quads:
            key = quad.predicate.value
            self.objects.setdefault((quad.subject, key), []).append(quad.object)
            self.pairs.setdefault(key, []).append((quad.subject, quad.object))

    def one(self, subject: object, predicate: str) -> Term | None:
        found = self.objects.get((subject, predicate), [])
        return found[0] if found else None

    def items(self, head: Term | None) -> list[Term]:
        """The members of an RDF list."""
        members: list[Term] = []
        while head is not None and head != ox.NamedNode(f"{RDF}nil"):
            first = self.one(head, f"{RDF}first")
            if first is not None:
                members.append(first)
            head = self.one(head, f"{RDF}rest")
        return members


def _named(graph: _Graph, predicate: str) -> dict[str, set[str]]:
    table: dict[str, set[str]] = {}
    for subject, value in graph.pairs.get(predicate, []):
        if isinstance(subject, ox.NamedNode) and isinstance(value, ox.NamedNode):
            table.setdefault(subject.value, set()).add(value.value)
    return table


def _typed(graph: _Graph, kind: str) -> set[str]:
    wanted = ox.NamedNode(OWL + kind)
    return {
        subject.value
        for subject, value in graph.pairs.get(f"{RDF}type", [])
        if value == wanted and isinstance(subject, ox.NamedNode)
    }


def _chains(graph: _Graph) -> list[tuple[tuple[str, ...], str]]:
    chains = []
    for subject, head in graph.pairs.get(f"{OWL}propertyChainAxiom", []):
        steps = tuple(step.value for step in graph.items(head) if isinstance(step, ox.NamedNode))
        if isinstance(subject, ox.NamedNode):
            chains.append((steps, subject.value))
    return sorted(chains)


def _restriction(graph: _Graph, node: Term) -> Restriction:
    prop = graph.one(node, f"{OWL}onProperty")
    filler = graph.one(node, f"{OWL}someValuesFrom")
    value = graph.one(node, f"{OWL}hasValue")
    if not isinstance(prop, ox.NamedNode) or (filler is None) == (value is None):
        raise ValueError(f"a restriction this reasoner does not know: {node}")
    if filler is None:
        return Restriction(prop.value, value=value)
    if not isinstance(filler, ox.NamedNode):
        raise ValueError(f"a restriction with an unnamed filler: {node}")
    return Restriction(prop.value, filler=filler.value)


def _definitions(graph: _Graph) -> list[Definition]:
    definitions = []
    for subject, expression in graph.pairs.get(f"{OWL}equivalentClass", []):
        if not isinstance(subject, ox.NamedNode) or isinstance(expression, ox.NamedNode):
            continue
        parts = graph.items(graph.one(expression, f"{OWL}intersectionOf"))
        classes = tuple(part.value for part in parts if isinstance(part, ox.NamedNode))
        rest = [part for part in parts if not isinstance(part, ox.NamedNode)]
        restrictions = tuple(_restriction(graph, part) for part in rest)
        definitions.append(Definition(subject.value, classes, restrictions))
    return sorted(definitions, key=lambda definition: definition.name)


def _both_ways(table: dict[str, set[str]]) -> dict[str, set[str]]:
    ways: dict[str, set[str]] = {}
    for one, others in table.items():
        for other in others:
            ways.setdefault(one, set()).add(other)
            ways.setdefault(other, set()).add(one)
    return ways


def _own(table: dict[str, set[str]]) -> dict[str, set[str]]:
    """Super-properties, but for those of other vocabularies, which are there for alignment only."""
    others_of = tuple(VOCABULARIES.values())
    kept = {
        prop: {other for other in others if not other.startswith(others_of)}
        for prop, others in table.items()
    }
    return {prop: others for prop, others in kept.items() if others}


def _marked(graph: _Graph, mark: str) -> set[str]:
    """The IRIs that bear a mark of the ontology."""
    return {s.value for s, _ in graph.pairs.get(mark, []) if isinstance(s, ox.NamedNode)}


def _without(table: dict[str, set[str]], omitted: set[str]) -> dict[str, set[str]]:
    """A table of implications without those that conclude something omitted."""
    kept = {key: values - omitted for key, values in table.items()}
    return {key: values for key, values in kept.items() if values}


def compile_axioms(ontology: Iterable[ox.Quad]) -> Axioms:
    """The axioms that the ontology's triples state.

    Args:
        ontology: quads of all modules (graph names are ignored; the parser keeps their blank nodes
            apart).

    Raises:
        ValueError: a defined class is built in a way that the reasoner would silently miss.
    """
    graph = _Graph(ontology)
    omitted = _marked(graph, CS["leftToQueries"])
    super_classes = _without(_named(graph, f"{RDFS}subClassOf"), omitted)
    definitions = _definitions(graph)
    for definition in definitions:  # a definition implies its named classes too
        super_classes.setdefault(definition.name, set()).update(definition.classes)
    return Axioms(
        super_classes=super_classes,
        super_properties=_without(_own(_named(graph, f"{RDFS}subPropertyOf")), omitted),
        domains=_without(_named(graph, f"{RDFS}domain"), omitted),
        ranges=_without(_named(graph, f"{RDFS}range"), omitted),
        inverses=_both_ways(_named(graph, f"{OWL}inverseOf")),
        symmetric=_typed(graph, "SymmetricProperty"),
        transitive=_typed(graph, "TransitiveProperty"),
        chains=_chains(graph),
        definitions=definitions,
    )
