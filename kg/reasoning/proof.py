"""Why a statement holds: its citations, or a shortest proof from cited statements by the axioms.

Design decision: the proof is searched afresh, because the rule graph that holds a triple only tells
which rule came first. Rule instances are collected backwards from the goal until cited statements,
then statements are settled forwards by the size of their proofs (D. E. Knuth, A generalization of
Dijkstra's algorithm, 1977), so that cycles among rules do no harm and the proof shown is a smallest
one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pyoxigraph as ox

from kg.errors import NotFound
from kg.reasoning.axioms import Axioms, Definition, Term, compile_axioms
from kg.terms import PREFIXES, RDF_TYPE, curie

Goal = tuple[Term, str, Term]
#: Statements explored at most, and examples of one join at most.
_MOST_GOALS = 400
_EXAMPLES = 4


class Answers(Protocol):
    """What a proof asks of a source: the rows of a SELECT as lists of terms."""

    def rows(self, sparql: str) -> list[list[Term]]:
        """The rows of a query; every variable is bound."""


@dataclass(frozen=True)
class Proof:
    """A statement, its citations or the rule that concludes it, and the proofs of its premises."""

    goal: Goal
    rule: str | None
    citations: tuple[str, ...]
    premises: tuple[Proof, ...] = ()


@dataclass(frozen=True)
class _Instance:
    """One way to conclude a goal: a rule and the premises that hold."""

    rule: str
    premises: tuple[Goal, ...]


def read_axioms(ontology: Path) -> Axioms:
    """The axioms of the modules in a folder."""
    quads = (quad for path in sorted(ontology.glob("*.ttl")) for quad in ox.parse(path=path))
    return compile_axioms(list(quads))


def _spell(term: Term) -> str:
    return str(term) if isinstance(term, ox.Triple) else curie(term.value)


def explain(answers: Answers, axioms: Axioms, goal: Goal) -> Proof:
    """A smallest proof of a statement.

    Raises:
        NotFound: the statement is not in the graph.
    """
    search = _Search(answers, axioms)
    if not search.graphs(goal):
        subject, predicate, value = goal
        terms = (_spell(subject), curie(predicate), _spell(value))
        raise NotFound(f"the graph does not hold the statement: {' '.join(terms)}")
    search.collect(goal)
    return search.settle(goal)


class _Search:
    """The rule instances found backwards from one goal."""

    def __init__(self, answers: Answers, axioms: Axioms) -> None:
        self._answers, self._axioms = answers, axioms
        self._graphs: dict[Goal, tuple[str, ...]] = {}
        self._instances: dict[Goal, list[_Instance]] = {}

    def graphs(self, goal: Goal) -> tuple[str, ...]:
        """The citations and rules in whose graphs a statement stands."""
        if goal not in self._graphs:
            subject, predicate, value = goal
            pattern = f"GRAPH ?g {{ {subject} <{predicate}> {value} }}"
            rows = self._answers.rows(f"SELECT DISTINCT ?g WHERE {{ {pattern} }}")
            names = sorted(str(term.value) for (term,) in rows if isinstance(term, ox.NamedNode))
            self._graphs[goal] = tuple(names)
        return self._graphs[goal]

    def cited(self, goal: Goal) -> tuple[str, ...]:
        """The graphs of a statement that are not rules: citations, and the ontology's files."""
        return tuple(g for g in self.graphs(goal) if not g.startswith(PREFIXES["rule"]))

    def collect(self, goal: Goal) -> None:
        """Find rule instances backwards until every open premise is cited or nothing is left."""
        waiting = [goal]
        while waiting and len(self._instances) < _MOST_GOALS:
            current = waiting.pop(0)
            if current in self._instances or self.cited(current):
                continue
            self._instances[current] = list(self._conclusions(current))
            waiting += [p for instance in self._instances[current] for p in instance.premises]

    def settle(self, goal: Goal) -> Proof:
        """Settle goals by the size of their smallest proofs, from cited statements upwards."""
        sizes: dict[Goal, int] = {}
        best: dict[Goal, _Instance] = {}
        changed = True
        while changed:
            changed = False
            for current, instances in self._instances.items():
                for instance in instances:
                    size = self._size(instance, sizes)
                    if size is not None and size < sizes.get(current, 10**9):
                        sizes[current], best[current], changed = size, instance, True
        return self._proof(goal, best)

    def _size(self, instance: _Instance, sizes: dict[Goal, int]) -> int | None:
        total = 1
        for premise in instance.premises:
            size = 1 if self._is_leaf(premise) else sizes.get(premise)
            if size is None:
                return None
            total += size
        return total

    def _is_leaf(self, goal: Goal) -> bool:
        """Cited, or concluded by a closed-world rule, whose premises are not searched."""
        return bool(self.cited(goal)) or not self._instances.get(goal, [None])

    def _proof(self, goal: Goal, best: dict[Goal, _Instance]) -> Proof:
        cited = self.cited(goal)
        if cited or goal not in best:
            rules = [g.removeprefix(PREFIXES["rule"]) for g in self.graphs(goal) if g not in cited]
            return Proof(goal, None if cited else next(iter(rules), None), cited)
        instance = best[goal]
        return Proof(
            goal, instance.rule, (), tuple(self._proof(p, best) for p in instance.premises)
        )

    # ------------------------------------------------------------ rule instances
    def _conclusions(self, goal: Goal) -> Iterator[_Instance]:
        subject, predicate, value = goal
        if predicate == RDF_TYPE and isinstance(value, ox.NamedNode):
            yield from self._types(subject, value)
        for prop, supers in self._axioms.super_properties.items():
            if predicate in supers:
                yield from self._holding("sub-property", [(subject, prop, value)])
        for inverse in self._axioms.inverses.get(predicate, ()):
            yield from self._holding("inverse", [(value, inverse, subject)])
        if predicate in self._axioms.symmetric:
            yield from self._holding("symmetry", [(value, predicate, subject)])
        if predicate in self._axioms.transitive:
            yield from self._joined("transitivity", goal, (predicate, predicate))
        for steps, result in self._axioms.chains:
            if result == predicate and len(steps) == 2:
                yield from self._joined("chain", goal, (steps[0], steps[1]))

    def _types(self, subject: Term, cls: ox.NamedNode) -> Iterator[_Instance]:
        for narrower, supers in self._axioms.super_classes.items():
            if cls.value in supers:
                yield from self._holding("sub-class", [(subject, RDF_TYPE, ox.NamedNode(narrower))])
        for prop, domains in self._axioms.domains.items():
            if cls.value in domains:
                for value in self._one(f"{subject} <{prop}> ?x"):
                    yield _Instance("domain", ((subject, prop, value),))
        for prop, ranges in self._axioms.ranges.items():
            if cls.value in ranges:
                for holder in self._one(f"?x <{prop}> {subject}"):
                    yield _Instance("range", ((holder, prop, subject),))
        for definition in self._axioms.definitions:
            if definition.name == cls.value:
                yield from self._defined(subject, definition)

    def _defined(self, subject: Term, definition: Definition) -> Iterator[_Instance]:
        premises: list[Goal] = [
            (subject, RDF_TYPE, ox.NamedNode(cls)) for cls in definition.classes
        ]
        for restriction in definition.restrictions:
            if restriction.value is not None:
                premises.append((subject, restriction.property, restriction.value))
                continue
            pattern = f"{subject} <{restriction.property}> ?x . ?x a <{restriction.filler}>"
            found = self._one(pattern)
            if not found:
                return
            premises.append((subject, restriction.property, found[0]))
            premises.append((found[0], RDF_TYPE, ox.NamedNode(restriction.filler or "")))
        yield from self._holding("defined-class", premises)

    def _holding(self, rule: str, premises: list[Goal]) -> Iterator[_Instance]:
        if all(isinstance(p[0], ox.NamedNode) and self.graphs(p) for p in premises):
            yield _Instance(rule, tuple(premises))

    def _one(self, pattern: str) -> list[Term]:
        """The first term, by its text, that fits ?x in a pattern; none if there is none."""
        found = self._answers.rows(f"SELECT ?x WHERE {{ {pattern} }} ORDER BY STR(?x) LIMIT 1")
        return [term for (term,) in found]

    def _joined(self, rule: str, goal: Goal, steps: tuple[str, str]) -> Iterator[_Instance]:
        subject, _, value = goal
        pattern = f"{subject} <{steps[0]}> ?x . ?x <{steps[1]}> {value}"
        rows = self._answers.rows(
            f"SELECT ?x WHERE {{ {pattern} }} ORDER BY STR(?x) LIMIT {_EXAMPLES}"
        )
        for (middle,) in rows:
            if middle not in (subject, value):
                yield _Instance(rule, ((subject, steps[0], middle), (middle, steps[1], value)))
