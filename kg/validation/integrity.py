"""Integrity checks: SELECT queries that must return nothing, run on the whole dataset.

Design decision: one check is one file in `checks/`, whose header says what is wrong and how to mend
it; its columns ?this, ?predicate and ?object name the offending triple, and other columns fill the
message.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg import corpus
from kg.errors import Fault
from kg.locations import Locations
from kg.terms import PREFIXES, RDF_TYPE, curie

CHECKS = Path(__file__).parent / "checks"
_AT_ONCE = 2
_HEADER = re.compile(r"^#\s*(title|message|mend):\s*(.+?)\s*$", re.MULTILINE)


@dataclass(frozen=True)
class Check:
    """A query that must return nothing; `message` has places like {this} for its columns."""

    name: str
    title: str
    message: str
    mend: str
    query: str


@dataclass(frozen=True)
class Finding:
    """One row of a check, with the triple to blame where the query names it."""

    check: Check
    values: dict[str, str]
    triple: ox.Triple | None


def read_checks(folder: Path = CHECKS) -> list[Check]:
    """All checks, by name.

    A header that lacks a part raises KeyError: a mistake of the package, not of a user.
    """
    checks = []
    for path in sorted(folder.glob("*.rq")):
        text = path.read_text(encoding="utf-8")
        header = dict(_HEADER.findall(text))
        checks.append(Check(path.stem, header["title"], header["message"], header["mend"], text))
    return checks


def run(dataset: ox.Store, checks: Iterable[Check]) -> list[Finding]:
    """The findings of the checks, which run side by side."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        found = pool.map(lambda check: _findings(dataset, check), checks)
        return [finding for findings in found for finding in findings]


def _findings(dataset: ox.Store, check: Check) -> list[Finding]:
    rows = dataset.query(check.query, prefixes=PREFIXES)
    assert isinstance(rows, ox.QuerySolutions)
    names = [variable.value for variable in rows.variables]
    findings = []
    for row in rows:
        terms = {name: row[name] for name in names if row[name] is not None}
        words = {name: _words(value) for name, value in terms.items()}
        findings.append(Finding(check, words, _triple(dataset, terms)))
    return findings


def faults(dataset: ox.Store, locations: Locations) -> list[Fault]:
    """The findings of all checks, each with the file and line where its triple was authored."""
    findings = run(dataset, read_checks())
    return located(
        locations, [(f.check.name, _message(f), f.check.mend, f.triple) for f in findings]
    )


def located(
    locations: Locations, found: Iterable[tuple[str, str, str, ox.Triple | None]]
) -> list[Fault]:
    """Faults of (kind, message, mend, triple), placed where the triple is authored, if it is."""
    found = list(found)
    triples = {triple for *_, triple in found if triple is not None}
    places = corpus.locate(locations, triples) if triples else {}
    listed = []
    for kind, message, mend, triple in found:
        path, line = places.get(triple, ("the graph", 0)) if triple else ("the graph", 0)
        listed.append(Fault(path, line, 0, kind, message, mend))
    return sorted(set(listed))


def _words(term: object) -> str:
    return (
        curie(term.value) if isinstance(term, ox.NamedNode) else str(getattr(term, "value", term))
    )


def _message(finding: Finding) -> str:
    return re.sub(
        r"\{(\w+)\}", lambda match: finding.values.get(match[1], "?"), finding.check.message
    )


def _triple(dataset: ox.Store, terms: dict[str, object]) -> ox.Triple | None:
    """The triple a row names; for a thing alone, the statement that introduces it."""
    this, predicate, value = (terms.get(name) for name in ("this", "predicate", "object"))
    if not isinstance(this, ox.NamedNode):
        return None
    if isinstance(predicate, ox.NamedNode) and isinstance(value, ox.NamedNode | ox.Literal):
        return ox.Triple(this, predicate, value)
    return introduction(dataset, this)


def introduction(dataset: ox.Store, this: ox.NamedNode) -> ox.Triple | None:
    """The statement that introduces a thing: its authored type."""
    for quad in dataset.quads_for_pattern(this, ox.NamedNode(RDF_TYPE), None, None):
        graph = quad.graph_name
        if isinstance(graph, ox.NamedNode) and graph.value.startswith(PREFIXES["cite"]):
            return quad.triple
    return None
