"""The closure of a set of triples under the axioms, kept so that more triples can be added later.

Design decision: terms are interned to integers and every rule works on whole sets of new pairs
(semi-naive evaluation: each round joins only what the last round added), because the same rules as
SPARQL updates take several times as long. The first rule that concludes a triple owns it; `why`
looks for proofs by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol

import pyoxigraph as ox

from kg.reasoning.axioms import Axioms, Definition, Term
from kg.terms import PREFIXES, RDF_TYPE

Pair = tuple[int, int]
Pairs = set[Pair]


class Triple(Protocol):
    """What has a subject, a predicate and an object; a quad counts as the triple in it."""

    @property
    def subject(self) -> Any:
        """The subject term."""

    @property
    def predicate(self) -> Any:
        """The predicate term."""

    @property
    def object(self) -> Any:
        """The object term."""


_LITERAL_RANGES = (
    "http://www.w3.org/2001/XMLSchema#",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString",
)


class _Index:
    """The pairs of one property, by subject and by object."""

    def __init__(self) -> None:
        self.forward: defaultdict[int, set[int]] = defaultdict(set)
        self.backward: defaultdict[int, set[int]] = defaultdict(set)

    def add(self, pairs: Pairs) -> None:
        for subject, value in pairs:
            self.forward[subject].add(value)
            self.backward[value].add(subject)


class Closure:
    """Triples closed under axioms. `add` returns what was newly inferred, by rule name."""

    def __init__(self, axioms: Axioms) -> None:
        self._axioms = axioms
        self._numbers: dict[Term, int] = {}
        self._terms: list[Term] = []
        self._texts: list[str] = []
        self._known: defaultdict[int, Pairs] = defaultdict(set)
        self._fresh: defaultdict[int, Pairs] = defaultdict(set)
        self._inferred: defaultdict[str, set[tuple[int, Pair]]] = defaultdict(set)
        self._type = self._number(ox.NamedNode(RDF_TYPE))
        self._compile()

    # ------------------------------------------------------------ interning
    def _number(self, term: Term) -> int:
        number = self._numbers.get(term)
        if number is None:
            number = self._numbers[term] = len(self._terms)
            self._terms.append(term)
            self._texts.append(str(term))
        return number

    def _iri(self, iri: str) -> int:
        return self._number(ox.NamedNode(iri))

    def _table(
        self, table: dict[str, set[str]], keep: Callable[[str], bool] = lambda _: True
    ) -> dict[int, list[int]]:
        kept = {key: [value for value in sorted(table[key]) if keep(value)] for key in table}
        return {self._iri(key): [self._iri(v) for v in values] for key, values in kept.items()}

    # ------------------------------------------------------------ compilation
    def _compile(self) -> None:
        axioms = self._axioms
        self._super_classes = self._table(axioms.super_classes)
        self._super_properties = self._table(axioms.super_properties)
        self._domains = self._table(axioms.domains)
        self._ranges = self._table(axioms.ranges, lambda cls: not cls.startswith(_LITERAL_RANGES))
        needed = {r.property for d in axioms.definitions for r in d.restrictions}
        needed |= {step for steps, _ in axioms.chains for step in steps}
        self._inverses = self._table(axioms.inverses, needed.__contains__)
        self._symmetric = {self._iri(prop) for prop in axioms.symmetric}
        self._transitive = {self._iri(prop) for prop in axioms.transitive}
        self._definitions = axioms.definitions
        self._compile_chains()
        self._indexed = {p: _Index() for p in self._joined_properties()}

    def _compile_chains(self) -> None:
        """Chains of more than two steps are split with a step of our own that is never told."""
        self._chains: list[tuple[int, int, int]] = []
        self._hidden: set[int] = set()
        for count, (steps, result) in enumerate(self._axioms.chains):
            left = self._iri(steps[0])
            for place, step in enumerate(steps[1:], start=1):
                last = place == len(steps) - 1
                target = self._iri(result) if last else self._iri(f"urn:chain:{count}:{place}")
                if not last:
                    self._hidden.add(target)
                self._chains.append((left, self._iri(step), target))
                left = target

    def _joined_properties(self) -> set[int]:
        joined = set(self._transitive)
        for left, right, _ in self._chains:
            joined |= {left, right}
        for definition in self._definitions:
            joined |= {self._iri(r.property) for r in definition.restrictions}
        return joined | {self._type} if self._definitions else joined

    # ------------------------------------------------------------ running
    def add(self, triples: Iterable[Triple]) -> dict[str, set[ox.Triple]]:
        """Add triples and close; returns what is newly inferred, by the rule that concluded it."""
        self.state(triples)
        self.close()
        return {
            rule: {self._triple(predicate, pair) for predicate, pair in found}
            for rule, found in sorted(self._inferred.items())
        }

    def state(self, triples: Iterable[Triple]) -> None:
        """Take triples in; what follows from them is inferred when `close` is called."""
        number, known, fresh = self._number, self._known, self._fresh
        for triple in triples:
            pair = (number(triple.subject), number(triple.object))
            predicate = number(triple.predicate)
            if pair not in known.get(predicate, ()):
                fresh[predicate].add(pair)

    @property
    def stated(self) -> int:
        """How many triples were stated since `close` was called last."""
        return sum(len(pairs) for pairs in self._fresh.values())

    def close(self) -> None:
        """Infer all that follows from what was stated since the last time."""
        self._inferred.clear()
        while self._fresh:
            self._round()

    def _triple(self, predicate: int, pair: Pair) -> ox.Triple:
        subject, verb, value = self._terms[pair[0]], self._terms[predicate], self._terms[pair[1]]
        assert isinstance(subject, ox.NamedNode | ox.BlankNode) and isinstance(verb, ox.NamedNode)
        return ox.Triple(subject, verb, value)

    # ------------------------------------------------------------ telling
    def all_lines(self) -> Iterator[str]:
        """Everything that is known, as lines of N-Triples."""
        texts = self._texts
        for predicate, pairs in self._known.items():
            if predicate not in self._hidden:
                verb = texts[predicate]
                yield from (f"{texts[s]} {verb} {texts[o]} .\n" for s, o in pairs)

    def inferred_lines(self) -> Iterator[str]:
        """What `close` inferred last, as lines of N-Quads in the graphs of the rules."""
        texts = self._texts
        for rule, found in sorted(self._inferred.items()):
            graph = ox.NamedNode(f"{PREFIXES['rule']}{rule}")
            yield from (f"{texts[s]} {texts[p]} {texts[o]} {graph} .\n" for p, (s, o) in found)

    def _round(self) -> None:
        delta, self._fresh = self._fresh, defaultdict(set)
        for predicate, pairs in delta.items():
            self._known[predicate] |= pairs
            if predicate in self._indexed:
                self._indexed[predicate].add(pairs)
        for predicate, pairs in delta.items():
            self._unary_rules(predicate, pairs)
            if predicate in self._transitive:
                self._conclude("transitivity", predicate, self._extended(predicate, pairs))
        self._chain_rules(delta)
        self._definition_rules(delta)

    def _conclude(self, rule: str, predicate: int, pairs: Pairs) -> None:
        new = pairs - self._known.get(predicate, set()) - self._fresh.get(predicate, set())
        if new:
            self._fresh[predicate] |= new
            if predicate not in self._hidden:
                self._inferred[rule] |= {(predicate, pair) for pair in new}

    def _unary_rules(self, predicate: int, pairs: Pairs) -> None:
        if predicate == self._type:
            self._class_rules(pairs)
        for super_property in self._super_properties.get(predicate, ()):
            self._conclude("sub-property", super_property, pairs)
        for inverse in self._inverses.get(predicate, ()):
            self._conclude("inverse", inverse, {(value, subject) for subject, value in pairs})
        if predicate in self._symmetric:
            self._conclude("symmetry", predicate, {(value, subject) for subject, value in pairs})
        for domain in self._domains.get(predicate, ()):
            self._conclude("domain", self._type, {(subject, domain) for subject, _ in pairs})
        for range_ in self._ranges.get(predicate, ()):
            self._conclude("range", self._type, {(value, range_) for _, value in pairs})

    def _class_rules(self, pairs: Pairs) -> None:
        members: defaultdict[int, set[int]] = defaultdict(set)
        for subject, cls in pairs:
            members[cls].add(subject)
        for cls, subjects in members.items():
            for super_class in self._super_classes.get(cls, ()):
                self._conclude("sub-class", self._type, {(s, super_class) for s in subjects})

    def _extended(self, predicate: int, pairs: Pairs) -> Pairs:
        index = self._indexed[predicate]
        onward = {(a, c) for a, b in pairs for c in index.forward.get(b, ())}
        return onward | {(z, b) for a, b in pairs for z in index.backward.get(a, ())}

    def _chain_rules(self, delta: dict[int, Pairs]) -> None:
        for left, right, result in self._chains:
            found: Pairs = set()
            if left in delta:
                onward = self._indexed[right].forward
                found |= {(a, c) for a, b in delta[left] for c in onward.get(b, ())}
            if right in delta:
                back = self._indexed[left].backward
                found |= {(z, c) for b, c in delta[right] for z in back.get(b, ())}
            if found:
                self._conclude("chain", result, found)

    def _definition_rules(self, delta: dict[int, Pairs]) -> None:
        for definition in self._definitions:
            found = {s for s in self._candidates(definition, delta) if self._meets(definition, s)}
            if found:
                name = self._iri(definition.name)
                self._conclude("defined-class", self._type, {(s, name) for s in found})

    def _candidates(self, definition: Definition, delta: dict[int, Pairs]) -> set[int]:
        """Subjects for which a condition of the definition may have become true in this round."""
        new_types = delta.get(self._type, set())
        classes = {self._iri(cls) for cls in definition.classes}
        candidates = {subject for subject, cls in new_types if cls in classes}
        for restriction in definition.restrictions:
            prop = self._iri(restriction.property)
            candidates |= {subject for subject, _ in delta.get(prop, ())}
            if restriction.filler is not None:
                filler = self._iri(restriction.filler)
                back = self._indexed[prop].backward
                for value, cls in new_types:
                    if cls == filler:
                        candidates |= back.get(value, set())
        return candidates

    def _meets(self, definition: Definition, subject: int) -> bool:
        types = self._known[self._type]
        if not all((subject, self._iri(cls)) in types for cls in definition.classes):
            return False
        for restriction in definition.restrictions:
            values = self._indexed[self._iri(restriction.property)].forward.get(subject, set())
            if restriction.value is not None:
                met = self._number(restriction.value) in values
            else:
                filler = self._iri(restriction.filler or "")
                met = any((value, filler) in types for value in values)
            if not met:
                return False
        return True
