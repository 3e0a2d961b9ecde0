"""Closed-world rules applied to a dataset, and what they and the axioms conclude written to it.

Design decision: all rules of a stratum run on the dataset as the stratum before left it; the axioms
then run on their conclusions, so that a later stratum sees everything that follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

import pyoxigraph as ox

from kg.errors import CorpusError, Fault
from kg.reasoning.closure import Closure
from kg.reasoning.rules import ClosedWorldRule
from kg.terms import PREFIXES

_PLACE = re.compile(r"error at (\d+):(\d+):\s*(.*)", re.DOTALL)


def apply(rules: Iterable[ClosedWorldRule], dataset: ox.Store, closure: Closure) -> None:
    """Run the rules by strata, and the axioms on their conclusions; both are written.

    Raises:
        CorpusError: a rule is no CONSTRUCT query.
    """
    strata: dict[int, list[ClosedWorldRule]] = {}
    for rule in rules:
        strata.setdefault(rule.stratum, []).append(rule)
    for _, stratum in sorted(strata.items()):
        concluded = {rule.name: _construct(dataset, rule) for rule in stratum}
        inferred = closure.add(triple for triples in concluded.values() for triple in triples)
        _write(dataset, concluded)
        _write(dataset, inferred)


def rule_quads(groups: Mapping[str, Iterable[ox.Triple]]) -> Iterator[ox.Quad]:
    """Triples by rule as quads in the graphs of their rules."""
    for name, triples in groups.items():
        graph = ox.NamedNode(f"{PREFIXES['rule']}{name}")
        for triple in triples:
            yield ox.Quad(triple.subject, triple.predicate, triple.object, graph)


def _write(dataset: ox.Store, groups: Mapping[str, set[ox.Triple]]) -> None:
    """Add to the graphs of rules and to the merge, which takes a triple only once."""
    dataset.bulk_extend(rule_quads(groups))
    merged = {triple for triples in groups.values() for triple in triples}
    dataset.bulk_extend(ox.Quad(t.subject, t.predicate, t.object) for t in merged)


def _construct(dataset: ox.Store, rule: ClosedWorldRule) -> set[ox.Triple]:
    try:
        found = dataset.query(rule.query, prefixes=PREFIXES)
    except SyntaxError as error:
        line, column, what = _place(str(error))
        raise _wrong(rule, what, line, column) from error
    if not isinstance(found, ox.QueryTriples):
        raise _wrong(rule, "a rule must be a CONSTRUCT query")
    return set(found)


def _place(message: str) -> tuple[int, int, str]:
    """Line, column and text of a message of the query parser."""
    found = _PLACE.fullmatch(message)
    return (int(found[1]), int(found[2]), found[3].strip()) if found else (1, 1, message)


def _wrong(rule: ClosedWorldRule, what: str, line: int = 1, column: int = 1) -> CorpusError:
    place = f"ontology/rules/{rule.name}.rq"
    return CorpusError.of([Fault(place, line, column, "rule", what, "mend the query")])
