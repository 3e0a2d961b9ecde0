"""What the graph holds, in numbers.

Design decision: every number is one query over the graph as it is, none is kept from the build, so
that an endpoint and a local store answer alike and the share of cited statements is measured, not
claimed.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from kg.query import Source, rows
from kg.terms import PREFIXES

_COUNTS = {
    "triples": "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }",
    "citations": "SELECT (COUNT(*) AS ?n) WHERE { ?c cs:source ?d }",
    "documents cited": "SELECT (COUNT(DISTINCT ?d) AS ?n) WHERE { ?c cs:source ?d }",
}
#: Asserted statements: those in the graphs of citations, whether or not the citation resolves.
_ASSERTED = (
    "SELECT (COUNT(*) AS ?n) WHERE {{ SELECT DISTINCT ?s ?p ?o WHERE {{ "
    "GRAPH ?g {{ ?s ?p ?o }} {more} "
    'FILTER(STRSTARTS(STR(?g), "{cite}")) }} }}'
)
_RESOLVES = "?g cs:source ?document . ?document a ?type ; skos:prefLabel ?label ."
_INFERRED = (
    "SELECT (COUNT(*) AS ?n) WHERE {{ SELECT DISTINCT ?s ?p ?o WHERE {{ GRAPH ?g {{ ?s ?p ?o }} "
    'FILTER(STRSTARTS(STR(?g), "{rule}")) }} }}'
)
_CLASSES = (
    "SELECT ?class (COUNT(DISTINCT ?thing) AS ?n) WHERE {{ GRAPH ?g {{ ?thing a ?class }} "
    'FILTER(STRSTARTS(STR(?g), "{cite}")) }} GROUP BY ?class ORDER BY DESC(?n) STR(?class)'
)
_BALLOTS = "SELECT (COUNT(DISTINCT ?ballot) AS ?n) WHERE {{ ?ballot a cs:Ballot . {what} }}"
_NO_VOTE = "{ code:without-vote code:consensus code:in-parts code:acclamation }"
#: What the graph knows of who voted how, for each kind of ballots the pattern that finds them.
_KNOWN = {
    "ballots with names of all sides": "?ballot cs:votedFor ?member .",
    "ballots with some names only": (
        "?ballot cs:votedAgainst|cs:abstained|cs:absent|cs:notParticipating ?member . "
        "OPTIONAL { ?ballot cs:votedFor ?supporter } FILTER(!BOUND(?supporter))"
    ),
    "ballots in which nobody voted": f"?ballot cs:adoptionMode ?mode . VALUES ?mode {_NO_VOTE}",
}


@dataclass(frozen=True)
class Statistics:
    """The numbers; `cited_share` (0 to 1) is of asserted statements whose citation resolves."""

    triples: int
    asserted: int
    cited: int
    cited_share: float
    inferred: int
    citations: int
    documents_cited: int
    claimants: int
    ballots: int
    ballots_by_what_is_known: dict[str, int]
    entities_by_class: dict[str, int]

    def as_dict(self) -> dict[str, object]:
        """The numbers as plain data, for JSON."""
        return asdict(self)


def _number(source: Source, query: str) -> int:
    ((number,),) = rows(source, query).texts()
    return int(number)


def measure(source: Source) -> Statistics:
    """Count what the source holds."""
    cite, rule = PREFIXES["cite"], PREFIXES["rule"]
    asserted = _number(source, _ASSERTED.format(more="", cite=cite))
    cited = _number(source, _ASSERTED.format(more=_RESOLVES, cite=cite))
    by_class = {
        name: int(number) for name, number in rows(source, _CLASSES.format(cite=cite)).texts()
    }
    return Statistics(
        triples=_number(source, _COUNTS["triples"]),
        asserted=asserted,
        cited=cited,
        cited_share=cited / asserted if asserted else 0.0,
        inferred=_number(source, _INFERRED.format(rule=rule)),
        citations=_number(source, _COUNTS["citations"]),
        documents_cited=_number(source, _COUNTS["documents cited"]),
        claimants=_number(
            source, "SELECT (COUNT(DISTINCT ?c) AS ?n) WHERE { ?claim cs:claimant ?c }"
        ),
        ballots=by_class.get("cs:Ballot", 0),
        ballots_by_what_is_known=_known(source, by_class.get("cs:Ballot", 0)),
        entities_by_class=by_class,
    )


def _known(source: Source, ballots: int) -> dict[str, int]:
    """Ballots by what is known of who voted how; the rest has numbers at most."""
    known = {name: _number(source, _BALLOTS.format(what=what)) for name, what in _KNOWN.items()}
    return {**known, "ballots with numbers at most": ballots - sum(known.values())}
