"""Agreement between members over ballots: counts, measures, a matrix, pairs and a graph.

Design decision: everything is a function of one table a pair, in how many ballots the one voted so
and the other so, and the tables are counted with the integers of one bit a ballot that the columns
are: `(a & b).bit_count()`. For 200 members and 6,000 ballots this takes a tenth of a second, four
times as long as numpy's matrix product alone, but less than importing numpy takes, and less than
reading the votes (docs/benchmarks.md): no dependency is worth what is left to gain.

Measures of a pair, over the ballots in which both voted for, against or abstained (`together`):

* share: the same position, divided by together.
* lijphart: Lijphart's index of agreement, (f + g/2)/t, where one abstained and the other did not
  counting half (A. Lijphart, American Political Science Review 57(4), 1963, 902-917).
* kappa: (share - chance)/(1 - chance), where chance is the agreement expected of two that vote
  independently, each as often for, against and abstaining as it did (J. Cohen, A Coefficient of
  Agreement for Nominal Scales, Educational and Psychological Measurement 20, 1960, 37-46).
* pi: the same with the mean of the two members' habits for both (W. A. Scott, Reliability of
  Content Analysis, Public Opinion Quarterly 19, 1955, 321-325).

F. M. Häge (Choice or Circumstance?, Political Analysis 19(3), 2011, 287-305) proposes kappa and pi
for states. A measure that is not defined (never together, or nothing but one position by both) is
not a number (nan).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.errors import KGError, NotFound, QueryError
from kg.results import aligned

if TYPE_CHECKING:
    import networkx
    import pandas

#: The ballots in which a member voted for, voted against and abstained, one bit a ballot.
Positions = tuple[int, int, int]
#: Ballots by the positions of two members: (for, for), (for, against), (for, abstained), ...
Table = tuple[int, ...]

_NOWHERE: Final = (0,) * 9
#: The documents named in a line of text; all are in `Basis.sources`.
_FIRST: Final = 3


@dataclass(frozen=True)
class Basis:
    """What was counted.

    Attributes:
        slice: the slice in words.
        ballots: compact names of the ballots used, in the order of time.
        inferred: of how many of them names are inferred by a rule, not recorded.
        left_out: how many ballots of the slice were not used, by reason.
        sources: how many of the ballots used are recorded under each document, by its label.
    """

    slice: str
    ballots: tuple[str, ...]
    inferred: int
    left_out: Mapping[str, int]
    sources: Mapping[str, int]

    def __str__(self) -> str:
        left = ", ".join(f"{number:,} {reason}" for reason, number in self.left_out.items())
        cited = [f"{label} ({n:,})" for label, n in list(self.sources.items())[:_FIRST]]
        more = len(self.sources) - len(cited)
        cited += [f"and {more:,} more documents"] if more else []
        by_rule = f" ({self.inferred:,} with names that a rule infers)" if self.inferred else ""
        noun = "ballot" if len(self.ballots) == 1 else "ballots"
        return (
            f"Counted over {len(self.ballots):,} {noun}{by_rule}: {self.slice}. "
            f"Left out: {left or 'none'}. Recorded in: {'; '.join(cited) or 'nothing cited'}."
        )


@dataclass(frozen=True)
class Pair:
    """Two members, and in how many ballots they took which positions."""

    one: str
    other: str
    table: Table

    @property
    def together(self) -> int:
        """The ballots in which both took a position."""
        return sum(self.table)

    @property
    def agree(self) -> int:
        """The ballots in which both took the same position."""
        return self.table[0] + self.table[4] + self.table[8]

    @property
    def share(self) -> float:
        """The share of agreement; 0 to 1."""
        return _ratio(self.agree, self.together)

    @property
    def lijphart(self) -> float:
        """Lijphart's index of agreement; 0 to 1."""
        half = self.table[2] + self.table[5] + self.table[6] + self.table[7]
        return _ratio(self.agree + half / 2, self.together)

    @property
    def kappa(self) -> float:
        """Cohen's kappa; at most 1, and 0 where agreement is what chance would bring."""
        one, other = self._habits()
        return self._beyond(sum(a * b for a, b in zip(one, other, strict=True)))

    @property
    def pi(self) -> float:
        """Scott's pi; at most 1, and 0 where agreement is what chance would bring."""
        one, other = self._habits()
        return self._beyond(sum((a + b) ** 2 for a, b in zip(one, other, strict=True)) / 4)

    def _habits(self) -> tuple[list[int], list[int]]:
        """How often each voted for, against and abstained."""
        table = self.table
        return [sum(table[n : n + 3]) for n in (0, 3, 6)], [sum(table[n::3]) for n in range(3)]

    def _beyond(self, chance: float) -> float:
        """Agreement beyond chance, which is given as a number of pairs of ballots."""
        pairs = self.together**2
        return _ratio(self.agree * self.together - chance, pairs - chance)

    def measure(self, name: str) -> float:
        """A measure by its name."""
        return MEASURES[name](self)


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else math.nan


#: The measures, and the two counts, by name.
MEASURES: Final[dict[str, Callable[[Pair], float]]] = {
    "share": lambda pair: pair.share,
    "lijphart": lambda pair: pair.lijphart,
    "kappa": lambda pair: pair.kappa,
    "pi": lambda pair: pair.pi,
    "together": lambda pair: pair.together,
    "agree": lambda pair: pair.agree,
}


def count(positions: Mapping[str, Positions], labels: Mapping[str, str], basis: Basis) -> Agreement:
    """Count the tables of all pairs of members, in the order of their names."""
    members = tuple(sorted(positions))
    columns = [positions[member] for member in members]
    return Agreement(members, {name: labels[name] for name in members}, basis, tables(columns))


def tables(columns: Sequence[Positions]) -> dict[tuple[int, int], Table]:
    """The tables of all pairs that sat together, by the members' places, the lower one first."""
    voted = [yes | no | abstained for yes, no, abstained in columns]
    found: dict[tuple[int, int], Table] = {}
    for one, (a, b, c) in enumerate(columns):
        present = voted[one]
        for other in range(one, len(columns)):
            if present & voted[other]:
                x, y, z = columns[other]
                found[one, other] = (
                    (a & x).bit_count(), (a & y).bit_count(), (a & z).bit_count(),
                    (b & x).bit_count(), (b & y).bit_count(), (b & z).bit_count(),
                    (c & x).bit_count(), (c & y).bit_count(), (c & z).bit_count(),
                )  # fmt: skip
    return found


@dataclass(frozen=True)
class Agreement:
    """How often members agree: `members` by compact name, in order, with `labels` in English."""

    members: tuple[str, ...]
    labels: Mapping[str, str]
    basis: Basis
    tables: Mapping[tuple[int, int], Table]

    def pair(self, one: str, other: str) -> Pair:
        """Two members by compact name or code, in this order. Raises NotFound."""
        first, second = self._place(one), self._place(other)
        table = self.tables.get((min(first, second), max(first, second)), _NOWHERE)
        if first > second:
            table = tuple(table[column + 3 * row] for column in range(3) for row in range(3))
        return Pair(self.members[first], self.members[second], table)

    def _place(self, name: str) -> int:
        for full in (name, f"state:{name}"):
            if full in self.members:
                return self.members.index(full)
        raise NotFound(f"'{name}': not among the {len(self.members)} members compared")

    def pairs(self, measure: str = "share", min_together: int = 1) -> list[Pair]:
        """The pairs that sat together in so many ballots, those that agree most first.

        Pairs for which the measure is not defined come last. Raises QueryError for no measure.
        """
        known(measure)
        found = [
            Pair(self.members[one], self.members[other], table)
            for (one, other), table in self.tables.items()
            if one != other and sum(table) >= max(min_together, 1)
        ]

        def rank(pair: Pair) -> tuple[bool, float, int, str, str]:
            value = pair.measure(measure)
            lost = math.isnan(value)
            return lost, 0.0 if lost else -value, -pair.together, pair.one, pair.other

        return sorted(found, key=rank)

    def matrix(self, measure: str = "share") -> tuple[tuple[float, ...], ...]:
        """A symmetric matrix in the order of the members: of a measure, or a count, by name.

        Raises QueryError where there is no such measure.
        """
        known(measure)
        size = range(len(self.members))
        empty = Pair("", "", _NOWHERE).measure(measure)
        cells = [[empty for _ in size] for _ in size]
        for (one, other), table in self.tables.items():
            value = Pair(self.members[one], self.members[other], table).measure(measure)
            cells[one][other] = cells[other][one] = value
        return tuple(map(tuple, cells))

    def to_pandas(self, measure: str = "share") -> pandas.DataFrame:
        """The matrix as a pandas DataFrame (pandas must be installed)."""
        try:
            import pandas
        except ModuleNotFoundError as error:
            raise KGError("pandas is not installed; run: python -m pip install pandas") from error
        names = list(self.members)
        return pandas.DataFrame(self.matrix(measure), index=names, columns=names)

    def to_networkx(self, measure: str = "share", min_together: int = 1) -> networkx.Graph[str]:
        """An undirected graph of the members, for networkx.

        Nodes have a `label`; edges `weight` (the measure), `share`, `together` and `agree`. A pair
        that sat together in fewer ballots than `min_together`, or has no such measure, has no edge.
        """
        import networkx

        graph: networkx.Graph[str] = networkx.Graph()
        for member in self.members:
            graph.add_node(member, label=self.labels[member])
        for pair in self.pairs(measure, min_together):
            if not math.isnan(weight := pair.measure(measure)):
                counts = {name: MEASURES[name](pair) for name in ("share", "together", "agree")}
                graph.add_edge(pair.one, pair.other, weight=weight, **counts)
        return graph

    def __str__(self) -> str:
        rows = [
            [pair.one, pair.other, str(pair.together), str(pair.agree), f"{pair.share:.3f}"]
            for pair in self.pairs()
        ]
        return f"{aligned(['one', 'other', 'together', 'agree', 'share'], rows)}\n{self.basis}"


def known(measure: str) -> None:
    """Raises QueryError where there is no measure of this name."""
    if measure not in MEASURES:
        raise QueryError(f"'{measure}': no such measure; choose one of {', '.join(MEASURES)}")
