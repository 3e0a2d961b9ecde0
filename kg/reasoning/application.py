"""Closed-world rules applied to a dataset, and what they and the axioms conclude written to it.

Design decision: all rules of a stratum run on the dataset as the stratum before left it; the axioms
then run on their conclusions, so that a later stratum sees everything that follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

import pyoxigraph as ox

from kg.errors import CorpusError, Fault
from kg.reasoning.closure import Closure
from kg.reasoning.rules import ClosedWorldRule
from kg.terms import PREFIXES

_PLACE = re.compile(r"error at (\d+):(\d+):\s*(.*)", re.DOTALL)


class Dataset(Protocol):
    """What rules are applied to: an engine to query, and ways to add lines of N-Quads."""

    @property
    def memory(self) -> ox.Store:
        """What rules query."""

    def write(self, lines: Iterable[str]) -> int:
        """Add lines to what is queried; returns how many they are."""

    def store(self, lines: Iterable[str]) -> int:
        """Keep lines that no rule needs to see; returns how many they are."""


def apply(rules: Iterable[ClosedWorldRule], dataset: Dataset, closure: Closure) -> int:
    """Run the rules by strata, and the axioms on their conclusions; both are written.

    Returns the number of quads in graphs of rules.

    Raises:
        CorpusError: a rule is no CONSTRUCT query.
    """
    strata: dict[int, list[ClosedWorldRule]] = {}
    for rule in rules:
        strata.setdefault(rule.stratum, []).append(rule)
    quads = 0
    for _, stratum in sorted(strata.items()):
        concluded = {rule.name: _construct(dataset.memory, rule) for rule in stratum}
        inferred = closure.add(triple for triples in concluded.values() for triple in triples)
        groups = {**concluded, **inferred}
        quads += dataset.store(rule_lines(groups))
        dataset.write(f"{triple} .\n" for triples in groups.values() for triple in triples)
    return quads


def rule_lines(groups: Mapping[str, Iterable[ox.Triple]]) -> Iterator[str]:
    """Triples by rule as lines of N-Quads, in the graphs of their rules."""
    for name, triples in groups.items():
        graph = ox.NamedNode(f"{PREFIXES['rule']}{name}")
        yield from (f"{triple} {graph} .\n" for triple in triples)


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
