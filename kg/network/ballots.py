"""The ballots of a graph as columns, read once.

Design decision: the members' names come as one list a ballot and way of voting (a row a vote takes
the engine three times as long) and become integers of one bit a ballot, in the order of time: the
ballots in which Brazil abstained are one number, and so are the ballots that were unanimous. What
only some slices need (seats, agenda, situations) is read when one asks for it.

A roll call is whole where at least as many names are known as the record counts, way by way, and
names in favour where it counts none. Where only the vetoing members are named, their agreement
would be all that is seen.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Final

import pyoxigraph as ox

from kg.query import Source, rows
from kg.results import Term
from kg.terms import PREFIXES, curie

#: Ways of voting, as the columns hold them; the last two are declared non-participation.
WAYS: Final = ("votedFor", "votedAgainst", "abstained", "notParticipating", "presentNotVoting")
_TALLIES: Final = ("votesFor", "votesAgainst", "abstentions")
#: How roll calls are named that `kg import unga-votes` has put beside the graph.
_IMPORTED: Final = f"{PREFIXES['ballot']}unga-"
_COUNCIL: Final = f"{PREFIXES['organ']}security-council"
_ASSEMBLY: Final = f"{PREFIXES['organ']}general-assembly"

_LISTS: Final = (
    "SELECT ?ballot (GROUP_CONCAT(STR(?member)) AS ?members) "
    "WHERE {{ ?ballot cs:{way} ?member }} GROUP BY ?ballot"
)
_ADOPTERS: Final = (
    "?ballot cs:resultsIn/cs:adoptedBy ?value FILTER NOT EXISTS { ?ballot cs:votingRule ?rule }"
)
_ABOUT: Final = "?ballot cs:resultsIn|cs:onDraft ?document . ?document cs:{name} ?value"
_TWICE: Final = (
    "SELECT (GROUP_CONCAT(STR(?ballot)) AS ?ballots) WHERE { ?ballot cs:resultsIn ?resolution ; "
    "cs:object code:whole-draft } GROUP BY ?resolution HAVING (COUNT(*) > 1)"
)
_SEATS: Final = (
    "SELECT ?member ?kind ?started ?ended WHERE { ?seat cs:organisation organ:security-council ; "
    "cs:member ?member ; cs:seatKind ?kind ; cs:startedOnEarliest ?started "
    "OPTIONAL { ?seat cs:endedOnLatest ?ended } }"
)
_CITED: Final = (
    "GRAPH ?cite { ?ballot cs:adoptionMode ?mode } ?cite cs:source ?document . "
    "?document skos:prefLabel ?value"
)
_INFERRED: Final = (
    "SELECT DISTINCT ?ballot WHERE { GRAPH ?rule { ?ballot cs:votedFor ?member } "
    f'FILTER(STRSTARTS(STR(?rule), "{PREFIXES["rule"]}")) }}'
)
_LABELS: Final = (
    "SELECT ?member ?label WHERE {{ VALUES ?member {{ {members} }} "
    '?member skos:prefLabel ?label FILTER(LANG(?label) = "en") }}'
)

Column = dict[str, set[str]]


def mask(flags: Iterable[bool]) -> int:
    """An integer with a bit for each flag, that of the first one lowest.

    >>> bin(mask([False, True, True]))
    '0b110'
    """
    return int("".join("1" if flag else "0" for flag in flags)[::-1] or "0", 2)


class Ballots:
    """The columns. Masks have a bit for each of `names`, which are IRIs in the order of time."""

    def __init__(self, source: Source) -> None:
        self.source = source
        earliest = self.column("?ballot a cs:Ballot ; cs:onDateEarliest ?value")
        modes = self.column("?ballot cs:adoptionMode ?value")
        first = {name: min(earliest[name]) if name in earliest else "" for name in modes}
        self.names = sorted(modes, key=lambda name: (first[name], name))
        self.earliest = [first[name] for name in self.names]
        self.modes = {mode: self.having(modes, {mode}) for mode in set().union(*modes.values())}
        #: For each member, by its IRI, a mask for each of WAYS.
        self.positions: dict[str, tuple[int, ...]] = {}
        self._read_names()

    def column(self, pattern: str) -> Column:
        """The values of a pattern with ?ballot and ?value, by ballot."""
        found: Column = defaultdict(set)
        for ballot, value in rows(self.source, f"SELECT ?ballot ?value WHERE {{ {pattern} }}").rows:
            found[_value(ballot)].add(_value(value))
        return dict(found)

    def having(self, column: Column, wanted: set[str]) -> int:
        """The ballots that have one of the values in a column."""
        return mask(not wanted.isdisjoint(column.get(name, ())) for name in self.names)

    def _read_names(self) -> None:
        place = {name: number for number, name in enumerate(self.names)}
        self.named = [[0] * len(place) for _ in WAYS]
        digits: dict[str, list[bytearray]] = {}
        for way, name in enumerate(WAYS):
            for ballot, listed in rows(self.source, _LISTS.format(way=name)).rows:
                if (number := place.get(_value(ballot))) is not None:
                    members = set(_value(listed).split())
                    self.named[way][number] = len(members)
                    for member in members:
                        if member not in digits:
                            digits[member] = [bytearray(b"0" * len(place)) for _ in WAYS]
                        digits[member][way][~number] = ord("1")
        for member in sorted(digits):
            self.positions[member] = tuple(int(column, 2) for column in digits[member])

    @cached_property
    def every(self) -> int:
        """All ballots."""
        return (1 << len(self.names)) - 1

    @cached_property
    def incomplete(self) -> int:
        """The ballots with fewer names than the record counts, or with none in favour."""
        counted = [self.column(f"?ballot cs:{name} ?value") for name in _TALLIES]
        flags = []
        for number, ballot in enumerate(self.names):
            tallies = [max(map(int, column.get(ballot, ("0",)))) for column in counted]
            missing = any(
                names[number] < tally for names, tally in zip(self.named, tallies, strict=False)
            )
            in_favour = self.named[0][number] or ballot in counted[0]
            flags.append(missing or not in_favour)
        return mask(flags)

    @cached_property
    def repeated(self) -> int:
        """The ballots that another one with more names stands for: the same vote, imported."""
        place = {name: number for number, name in enumerate(self.names)}
        again: set[str] = set()
        for (listed,) in rows(self.source, _TWICE).rows:
            same = sorted(name for name in set(_value(listed).split()) if name in place)
            totals = [sum(way[place[name]] for way in self.named) for name in same]
            again.update(same[:best] + same[best + 1 :] if (best := _best(totals)) >= 0 else ())
        return mask(name in again for name in self.names)

    @cached_property
    def organs(self) -> dict[str, int]:
        """The ballots of the Council (those under Article 27) and of the Assembly."""
        rules = self.column("?ballot cs:votingRule ?value")
        adopters = self.column(_ADOPTERS)
        code = PREFIXES["code"]
        council = self.having(rules, {f"{code}art27-2", f"{code}art27-3"})
        imported = mask(name.startswith(_IMPORTED) for name in self.names)
        assembly = self.having(rules, {f"{code}art18-2", f"{code}art18-3"}) | imported
        return {
            "security-council": council | self.having(adopters, {_COUNCIL}),
            "general-assembly": assembly | self.having(adopters, {_ASSEMBLY}),
        }

    @cached_property
    def latest(self) -> list[str]:
        """The last day on which each ballot may have been; empty where none is known."""
        found = self.column("?ballot a cs:Ballot ; cs:onDateLatest ?value")
        return [max(found.get(name, {""})) for name in self.names]

    @cached_property
    def outcomes(self) -> Column:
        """Adopted or not adopted."""
        return self.column("?ballot cs:outcome ?value")

    @cached_property
    def agenda(self) -> Column:
        """The agenda items of what was voted on."""
        return self.column(_ABOUT.format(name="agendaItem"))

    @cached_property
    def situations(self) -> Column:
        """The situations that what was voted on addresses."""
        return self.column(_ABOUT.format(name="addresses"))

    @cached_property
    def sources(self) -> Column:
        """The labels of the documents under which ballots are recorded."""
        return self.column(_CITED)

    @cached_property
    def inferred(self) -> int:
        """The ballots of which a rule infers names: those of unanimous votes, from the seats."""
        found = {_value(ballot) for (ballot,) in rows(self.source, _INFERRED).rows}
        return mask(name in found for name in self.names)

    @cached_property
    def seats(self) -> dict[str, dict[str, int]]:
        """By kind of seat in the Council and member, the ballots while it was held."""
        held: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for member, kind, started, ended in rows(self.source, _SEATS).rows:
            low = bisect_left(self.earliest, _value(started))
            high = bisect_right(self.earliest, _value(ended) or "9999")
            held[_value(kind)][_value(member)] |= (1 << high) - (1 << low)
        return held

    def labels(self, members: Sequence[str]) -> dict[str, str]:
        """English labels by the compact names of members, which stand in where there is none."""
        found = {curie(member): curie(member) for member in members}
        listed = " ".join(f"<{member}>" for member in members)
        for member, label in sorted(
            rows(self.source, _LABELS.format(members=listed)).texts(), reverse=True
        ):
            found[member] = label
        return found


def _best(totals: list[int]) -> int:
    """The place of the largest number, the first of several; -1 where there is none."""
    return totals.index(max(totals)) if totals else -1


def _value(term: Term | None) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else ""
