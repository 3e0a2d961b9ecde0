"""Roll calls as all voting datasets give them: what was voted on, when, and how each state behaved.

Design decision: votes are kept as lists of states by behaviour, which is the form in which they are
written; a state's second vote in one roll call is found by one look-up in a set.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from kg.imports.crosswalk import Crosswalk
from kg.imports.tabular import Table

#: Properties of the ontology by which a state behaves in a ballot.
FOR: Final = "votedFor"
AGAINST: Final = "votedAgainst"
ABSTAINED: Final = "abstained"
ABSENT: Final = "absent"
#: Behaviour of a state of which nothing is stated.
NOTHING: Final = ""


@dataclass
class RollCall:
    """One roll call; `day` is a date, or a month (`1983-11`) where the dataset knows no more."""

    name: str
    label: str
    day: str
    object: str = "whole-draft"
    note: str = ""
    resolution: str = ""
    tally: tuple[int, int, int] | None = None
    votes: dict[str, list[str]] = field(default_factory=dict)
    voters: set[str] = field(default_factory=set)


@dataclass
class Dataset:
    """The roll calls of one dataset: its document in the graph, how it is called, what was read."""

    document: str
    title: str
    calls: dict[str, RollCall]
    files: list[str] = field(default_factory=list)

    @property
    def votes(self) -> int:
        """How many votes, abstentions and absences there are."""
        return sum(len(states) for call in self.calls.values() for states in call.votes.values())


class Votes:
    """Takes votes row by row, with faults for what is unknown or stands twice."""

    def __init__(self, table: Table, crosswalk: Crosswalk, codes: dict[str, str]) -> None:
        self._table = table
        self._crosswalk = crosswalk
        self._codes = codes
        self._seats: dict[tuple[str, str], str] = {}
        self._unknown: set[str] = set()

    def take(
        self, line: int, call: RollCall, state: str, code: tuple[int, str], column: int
    ) -> None:
        """A state's vote; `code` is the number of the vote's column and its text."""
        behaviour = self._codes.get(code[1])
        if behaviour is None:
            known = ", ".join(sorted(filter(None, self._codes)))
            message = f"`{code[1][:40]}` is no vote"
            self._table.fault(line, code[0] + 1, "vote", message, f"the codes are {known}")
        elif behaviour:
            seat = self._seat(state, call.day)
            if seat in call.voters:
                message = f"state:{seat} votes twice in roll call {call.name}"
                self._table.fault(line, column + 1, "duplicate-row", message, "keep one of them")
            call.voters.add(seat)
            call.votes.setdefault(behaviour, []).append(seat)

    def _seat(self, state: str, day: str) -> str:
        key = (state, day)
        if key not in self._seats:
            self._seats[key] = self._crosswalk.seated(state, day)
        return self._seats[key]

    def unknown(self, line: int, column: int, text: str) -> None:
        """A fault where a name that the graph does not know stands for the first time."""
        if text in self._unknown:
            return
        self._unknown.add(text)
        message = f"`{text[:60]}` is no state of the graph"
        mend = "check the spelling; a state that is missing belongs into the table of states"
        self._table.fault(line, column + 1, "unknown-country", message, mend)
