"""What a dataset's roll calls say, as TriG: under the dataset's own citations, and in the merge.

Design decision: text that the engine parses by itself is several times faster than a Python object
for each of some million quads; a roll call is a few long statements. What axioms would infer from a
ballot is the same for each, so it is read from the ontology once and written along.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from kg import citations
from kg.corpus.literals import day_bounds, month_bounds
from kg.imports.rollcalls import ABSENT, ABSTAINED, AGAINST, FOR, Dataset, RollCall
from kg.terms import CS, PREFIXES, RDF_TYPE

_USED: Final = ("ballot", "cite", "code", "cs", "doc", "rdfs", "rule", "skos", "state", "xsd")
HEAD: Final = "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in _USED)
_MONTH: Final = len("1983-11")
_TALLY: Final = ("votesFor", "votesAgainst", "abstentions")
_SUPER: Final = "SELECT ?above {{ <{term}> <{rdfs}{relation}>+ ?above FILTER(ISIRI(?above)) }}"


@dataclass(frozen=True)
class Axioms:
    """What is above the terms that are written: classes by class, properties by property."""

    classes: dict[str, list[str]]
    properties: dict[str, list[str]]

    @classmethod
    def of(cls, graph: ox.Store) -> Axioms:
        """The axioms of a built graph's ontology."""
        kinds = ("Ballot", "Dataset", "Citation")
        return cls(
            {name: _above(graph, name, "subClassOf") for name in kinds},
            {
                name: _above(graph, name, "subPropertyOf")
                for name in (FOR, AGAINST, ABSTAINED, ABSENT)
            },
        )


def _above(graph: ox.Store, name: str, relation: str) -> list[str]:
    query = _SUPER.format(term=CS[name], rdfs=PREFIXES["rdfs"], relation=relation)
    found = graph.query(query)
    assert isinstance(found, ox.QuerySolutions)
    return sorted({str(row["above"]) for row in found})


def document(dataset: Dataset) -> str:
    """The name of the document that an imported dataset's statements are cited to."""
    return f"{dataset.document}-import"


def described(dataset: Dataset, hashes: dict[str, str], axioms: Axioms) -> str:
    """TriG that describes the imported files as a document, and the citations into it."""
    name = document(dataset)
    label = _text(f"{dataset.title}, as imported from {', '.join(dataset.files)}")
    files = "; ".join(f"{file}: SHA-256 {digest}" for file, digest in hashes.items())
    node = f"doc:{name} a cs:Dataset ; skos:prefLabel {label} ; skos:note {_text(files)} ."
    lines = [_both(f"cite:{name}", node)]
    lines.append(_both(f"cite:{name}", f"doc:{name} cs:cites doc:{dataset.document} ."))
    lines.append(_classes(f"doc:{name}", "Dataset", axioms))
    for citation in [name, *(f"{name}.year-{year}" for year in _years(dataset))]:
        lines += _citation(citation, label, axioms)
    return "".join(lines)


def _years(dataset: Dataset) -> list[str]:
    return sorted({call.day[:4] for call in dataset.calls.values()})


def _citation(name: str, label: str, axioms: Axioms) -> Iterator[str]:
    parsed = citations.parse(name)
    more = ""
    if parsed.locator is not None:
        label = f'{label[:-4]}, {citations.describe_locator(parsed.locator)}"@en'
        more = f' ; cs:locator "{parsed.locator}"'
    node = f"a cs:Citation ; cs:source doc:{parsed.document}{more} ; skos:prefLabel {label} ."
    yield _both("rule:citation-description", f"<{PREFIXES['cite']}{name}> {node}")
    yield _classes(f"<{PREFIXES['cite']}{name}>", "Citation", axioms)


def roll_call(dataset: Dataset, call: RollCall, results: dict[str, str], axioms: Axioms) -> str:
    """TriG of one roll call; `results` are the names of known resolutions by their symbols."""
    ballot = f"ballot:{call.name}"
    graph = f"<{PREFIXES['cite']}{document(dataset)}.year-{call.day[:4]}>"
    lists = {way: _states(states) for way, states in call.votes.items()}
    votes = "".join(f" ;\n cs:{way} {states}" for way, states in sorted(lists.items()))
    inferred = "".join(
        f"{ballot} {above} {states} .\n"
        for way, states in sorted(lists.items())
        for above in axioms.properties[way]
    )
    stated = f"{ballot} a cs:Ballot{_about(call, results)}{votes} .\n"
    bounds = _bounds(ballot, call.day)
    return (
        _both(graph, stated)
        + _both("rule:sub-property", inferred)
        + _both("rule:date-bounds", bounds)
        + _classes(ballot, "Ballot", axioms)
    )


def _about(call: RollCall, results: dict[str, str]) -> str:
    kind = "gYearMonth" if len(call.day) == _MONTH else "date"
    parts = [
        f"skos:prefLabel {_text(call.label)}",
        f'cs:onDate "{call.day}"^^xsd:{kind}',
        f"cs:object code:{call.object}",
        "cs:adoptionMode code:recorded-vote",
    ]
    if call.note:
        parts.append(f"skos:note {_text(call.note)}")
    if call.tally is not None:
        parts += [f"cs:{name} {n}" for name, n in zip(_TALLY, call.tally, strict=True)]
    if call.resolution:
        parts.append("cs:outcome code:adopted")
    if call.resolution in results:
        parts.append(f"cs:resultsIn doc:{results[call.resolution]}")
    return "".join(f" ;\n {part}" for part in parts)


def _bounds(ballot: str, day: str) -> str:
    first, last = month_bounds(day) if len(day) == _MONTH else day_bounds(day)
    return "".join(
        f'{ballot} cs:onDate{name} "{bound}"^^xsd:date .\n'
        for name, bound in (("Earliest", first), ("Latest", last))
        if bound is not None
    )


def _states(names: list[str]) -> str:
    return ", ".join(f"state:{name}" for name in sorted(names))


def _classes(node: str, name: str, axioms: Axioms) -> str:
    above = "".join(f"{node} <{RDF_TYPE}> {term} .\n" for term in axioms.classes[name])
    return _both("rule:sub-class", above)


def _both(graph: str, statements: str) -> str:
    """Statements in a named graph and in the merge."""
    return f"{graph} {{ {statements} }}\n{statements}\n" if statements else ""


def _text(text: str) -> str:
    """A text of the dataset as an English literal: blanks made plain, every character escaped."""
    return str(ox.Literal(" ".join(text.split()), language="en"))
