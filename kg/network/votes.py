"""Votes compared: which ballots of a graph a slice takes, which it leaves out and why.

Design decision: a slice is a mask over the ballots. What leaves a ballot of the slice out is asked
in one order and counted, so that the ballots used and those left out add up to the slice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Final

from kg.errors import NotFound, QueryError
from kg.lookup import resolve
from kg.network.agreement import Agreement, Basis, Positions, count
from kg.network.ballots import Ballots, mask
from kg.query import Source
from kg.terms import PREFIXES, curie

ORGANS: Final = ("security-council", "general-assembly")
SEATS: Final = ("permanent", "elected")
OUTCOMES: Final = ("adopted", "not-adopted")
_CODE: Final = PREFIXES["code"]


@dataclass(frozen=True)
class Slice:
    """Which ballots and members to compare.

    Unanimous ballots are left out unless asked for: two thirds of the Council's votes are, and with
    them even Russia and the United States agree in more than four of five. What remains says how
    members vote where there is something to disagree on, not how often there is. F. M. Häge and S.
    Hug show how much the choice changes such measures (Consensus Decisions and Similarity Measures
    in International Organizations, International Interactions 42(3), 2016, 503-529).

    Attributes:
        organ: one of ORGANS.
        years: first and last year, both included.
        members: compact names, codes or labels; all that voted where none is given.
        seat: one of SEATS, the kind of seat held on the day of the ballot; either where empty.
        agenda: words of the agenda item, in any case.
        situation: what the resolution or draft addresses.
        outcome: one of OUTCOMES; either where empty.
        unanimous: use ballots too in which all took the same position.
        incomplete: use roll calls too of which only some names are known.
        non_participation: count declared non-participation as abstention; an absence never is.

    Raises QueryError where a value is none of those known.
    """

    organ: str = "security-council"
    years: tuple[int, int] | None = None
    members: tuple[str, ...] = ()
    seat: str = ""
    agenda: str = ""
    situation: str = ""
    outcome: str = ""
    unanimous: bool = False
    incomplete: bool = False
    non_participation: bool = False

    def __post_init__(self) -> None:
        for value, known in ((self.organ, ORGANS), (self.seat, SEATS), (self.outcome, OUTCOMES)):
            if value not in known and (value or known is ORGANS):
                raise QueryError(f"'{value}' is none of {', '.join(known)}")
        if self.seat and self.organ != "security-council":
            raise QueryError("only the Security Council has permanent and elected seats")
        if self.years and self.years[0] > self.years[1]:
            raise QueryError(f"{self.years[0]}-{self.years[1]}: give the earlier year first")

    def __str__(self) -> str:
        words = (
            self.organ.replace("-", " ").title(),
            "-".join(map(str, dict.fromkeys(self.years or ()))),
            f"{self.seat} members" if self.seat else "",
            f"comparing {' '.join(self.members)}" if self.members else "",
            f"agenda item with '{self.agenda}'" if self.agenda else "",
            self.situation,
            self.outcome.replace("-", " "),
            "unanimous ballots too" if self.unanimous else "",
            "incomplete roll calls too" if self.incomplete else "",
            "non-participation as abstention" if self.non_participation else "",
        )
        return ", ".join(filter(None, words))


ALL: Final = Slice()


class Votes:
    """All votes of a graph, read once; any number of slices are counted from them."""

    def __init__(self, source: Source) -> None:
        self.ballots = Ballots(source)

    def agreement(self, chosen: Slice = ALL) -> Agreement:
        """How often members agree in the ballots of a slice.

        Raises:
            NotFound: a name stands for nothing, or no ballot of the slice can be used.
        """
        positions = self._positions(chosen)
        used, left_out = self._used(chosen, positions)
        if not used:
            raise NotFound(f"{chosen}: no ballot to compare votes in{_told(left_out)}")
        first = (used & -used).bit_length() - 1  # no bit is needed for what came before
        shown: dict[str, Positions] = {}
        for member, (yes, no, abstained) in positions.items():
            if chosen.members or (yes | no | abstained) & used:
                shown[curie(member)] = (
                    (yes & used) >> first,
                    (no & used) >> first,
                    (abstained & used) >> first,
                )
        names = [name for n, name in enumerate(self.ballots.names) if used >> n & 1]
        cited = Counter(label for name in names for label in self.ballots.sources.get(name, ()))
        ranked = dict(sorted(cited.items(), key=lambda item: (-item[1], item[0])))
        inferred = (used & self.ballots.inferred).bit_count() if chosen.unanimous else 0
        basis = Basis(str(chosen), tuple(map(curie, names)), inferred, left_out, ranked)
        return count(shown, self.ballots.labels([m for m in positions if curie(m) in shown]), basis)

    def _positions(self, chosen: Slice) -> dict[str, Positions]:
        """What the members of a slice did in all ballots in which they held the seat asked for."""
        wanted = sorted({self._member(name) for name in chosen.members})
        held = self.ballots.seats[f"{_CODE}{chosen.seat}-seat"] if chosen.seat else {}
        found = {}
        for member in wanted or self.ballots.positions:
            seat = held.get(member, 0) if chosen.seat else self.ballots.every
            yes, no, abstained = self._stances(self.ballots.positions[member], chosen)
            found[member] = (yes & seat, no & seat, abstained & seat)
        return found

    @staticmethod
    def _stances(ways: tuple[int, ...], chosen: Slice) -> Positions:
        yes, no, abstained, *silent = ways
        return yes, no, reduce(or_, silent, abstained) if chosen.non_participation else abstained

    def _member(self, name: str) -> str:
        state = f"{PREFIXES['state']}{name}"
        found = state if state in self.ballots.positions else resolve(self.ballots.source, name)
        if found not in self.ballots.positions:
            raise NotFound(f"{name}: is named in no ballot; give a member that voted")
        return found

    def _used(self, chosen: Slice, positions: dict[str, Positions]) -> tuple[int, dict[str, int]]:
        """The ballots of a slice that can be used, and how many cannot, by reason."""
        left_out: Counter[str] = Counter()
        used = self.ballots.organs[chosen.organ]
        for inside, unknown, reason in self._bounds(chosen):
            left_out[reason] += (used & unknown).bit_count()
            used &= inside & ~unknown
        for reason, excluded in self._exclusions(chosen, positions):
            left_out[reason] += (used & excluded).bit_count()
            used &= ~excluded
        return used, {reason: number for reason, number in left_out.items() if number}

    def _bounds(self, chosen: Slice) -> Iterator[tuple[int, int, str]]:
        """For each bound: the ballots inside, those of which it is unknown, and how that reads."""
        ballots = self.ballots
        if chosen.years:
            yield *self._years(*chosen.years), "without a day that is known closely enough"
        if chosen.outcome:
            inside = ballots.having(ballots.outcomes, {f"{_CODE}{chosen.outcome}"})
            unknown = mask(name not in ballots.outcomes for name in ballots.names)
            yield inside, unknown, "without a known outcome"
        if chosen.agenda:
            words = chosen.agenda.casefold()
            items = set().union(*ballots.agenda.values())
            inside = ballots.having(ballots.agenda, {i for i in items if words in i.casefold()})
            unknown = mask(name not in ballots.agenda for name in ballots.names)
            yield inside, unknown, "without a known agenda item"
        if chosen.situation:
            wanted = resolve(ballots.source, chosen.situation)
            unknown = mask(name not in ballots.situations for name in ballots.names)
            inside = ballots.having(ballots.situations, {wanted})
            yield inside, unknown, "without a known situation"

    def _years(self, first: int, last: int) -> tuple[int, int]:
        start, end = f"{first:04}-01-01", f"{last:04}-12-31"
        days = list(zip(self.ballots.earliest, self.ballots.latest, strict=True))
        touching = mask(early <= end and (not late or late >= start) for early, late in days)
        within = mask(start <= early and "" < late <= end for early, late in days)
        return touching, touching & ~within

    def _exclusions(
        self, chosen: Slice, positions: dict[str, Positions]
    ) -> Iterator[tuple[str, int]]:
        """Why ballots are not used, in the order in which it is asked, with these ballots."""
        ballots = self.ballots
        mode = {name: ballots.modes.get(f"{_CODE}{name}", 0) for name in _MODES}
        taken = [self._stances(ways, chosen) for ways in ballots.positions.values()]
        yes, no, abstained = (reduce(or_, (ways[n] for ways in taken), 0) for n in range(3))
        named = yes | no | abstained
        divided = yes & no | yes & abstained | no & abstained
        yield "the same vote as another", ballots.repeated
        yield "decided without a vote", mode["without-vote"] | mode["consensus"]
        yield "voted on in parts", mode["in-parts"]
        if not chosen.unanimous:
            whole = named & ~divided & ~ballots.incomplete
            yield "unanimous", mode["unanimous-vote"] | whole
        yield "without names", ballots.every & ~named
        if not chosen.incomplete:
            yield "with incomplete names", ballots.incomplete
        yield "without two of the members", ballots.every & ~_shared(positions)


_MODES: Final = ("without-vote", "consensus", "in-parts", "unanimous-vote")


def _shared(positions: dict[str, Positions]) -> int:
    """The ballots in which at least two members took a position."""
    one = two = 0
    for ways in positions.values():
        took = reduce(or_, ways)
        two |= one & took
        one |= took
    return two


def _told(left_out: dict[str, int]) -> str:
    told = ", ".join(f"{number:,} {reason}" for reason, number in left_out.items())
    return f" (left out: {told})" if told else "; choose other years, members or words"
