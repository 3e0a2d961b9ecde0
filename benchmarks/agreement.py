"""Agreement between members: counting pairs beside numpy's matrix product and a SPARQL self-join.

Design decision: numpy gets its one-hot matrices ready made, in the smallest type whose product is
exact and fast, so that it is the floor; it runs on one core, as ours does. A made assembly of the
size of the United Nations' stands beside the real votes.
"""

from __future__ import annotations

import os
import random
import statistics
from collections.abc import Callable, Sequence

import kg
from benchmarks.building import timed
from kg.locations import Locations
from kg.network.agreement import Positions, tables
from kg.network.ballots import mask
from kg.network.votes import Slice, Votes
from kg.results import Rows

MEMBERS, BALLOTS = 200, 6_000
YEARS = (2011, 2012)
JOIN = """
SELECT ?one ?other (COUNT(*) AS ?together) (SUM(IF(?a = ?b, 1, 0)) AS ?agree) WHERE {
  VALUES ?a { cs:votedFor cs:votedAgainst cs:abstained }
  VALUES ?b { cs:votedFor cs:votedAgainst cs:abstained }
  ?ballot cs:onDateEarliest ?day ; ?a ?one ; ?b ?other .
  ?ballot cs:votingRule ?rule . FILTER(?rule IN (code:art27-2, code:art27-3))
  FILTER(?day >= "2011-01-01"^^xsd:date && ?day <= "2012-12-31"^^xsd:date)
  FILTER(STR(?one) < STR(?other))
} GROUP BY ?one ?other
"""


def agreement_times(places: Locations, runs: int) -> str:
    """Lines with the ratios to numpy's product and to the self-join."""
    graph = kg.open(places.store)
    votes = graph.votes()
    council = [(yes, no, abst) for yes, no, abst, *_ in votes.ballots.positions.values()]
    wanted = Slice(years=YEARS, unanimous=True, incomplete=True)
    votes.agreement(wanted)  # what only some slices need is read by the first
    reading, joining, slicing = alternately(
        runs,
        lambda: Votes(graph.source),
        lambda: graph.query(JOIN),
        lambda: votes.agreement(wanted),
    )
    same = "equal" if joined(graph.query(JOIN)) == counted(votes, wanted) else "DIFFER"
    return "\n".join(
        [
            beside_numpy("all votes of the graph", council, runs),
            beside_numpy(f"a made assembly of {MEMBERS} x {BALLOTS:,}", made(), runs),
            f"agreement, Council {YEARS[0]}-{YEARS[1]}: self-join {joining * 1000:.0f} ms, slice "
            f"of columns {slicing * 1000:.1f} ms, ratio {joining / slicing:.0f}; reading the "
            f"columns once {reading * 1000:.0f} ms; answers {same}",
        ]
    )


def beside_numpy(name: str, columns: Sequence[Positions], runs: int) -> str:
    """A line with both medians and their ratio."""
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # read when numpy is imported
    import numpy

    width = max(way.bit_length() for ways in columns for way in ways)
    ready = numpy.array(
        [[int(digit) for digit in f"{ways[k]:0{width}b}"] for k in range(3) for ways in columns],
        dtype=numpy.float32,
    )
    ours, floor = alternately(runs, lambda: tables(columns), lambda: ready @ ready.T)
    product, size = (ready @ ready.T).astype(int), len(columns)
    for (one, other), table in tables(columns).items():
        found = product[one::size, other::size]
        assert tuple(found.ravel()) == table
    return (
        f"agreement, {name}: {ours * 1000:.0f} ms, numpy's product {floor * 1000:.0f} ms; "
        f"ratio {ours / floor:.1f}"
    )


def made() -> list[Positions]:
    """Members that vote as an Assembly does: for, against, abstaining or not at all."""
    chance = random.Random(1945)
    columns = []
    for _ in range(MEMBERS):
        drawn = chance.choices(range(4), (60, 10, 20, 10), k=BALLOTS)
        yes, no, abstained = (mask(way == each for each in drawn) for way in range(3))
        columns.append((yes, no, abstained))
    return columns


def alternately(runs: int, *actions: Callable[[], object]) -> list[float]:
    """The median seconds of each action, after one round to warm up."""
    rounds = [[timed(action) for action in actions] for _ in range(runs + 1)][1:]
    return [statistics.median(times) for times in zip(*rounds, strict=True)]


def joined(answer: object) -> set[tuple[str, ...]]:
    assert isinstance(answer, Rows)
    return {tuple(row) for row in answer.texts()}


def counted(votes: Votes, wanted: Slice) -> set[tuple[str, ...]]:
    pairs = votes.agreement(wanted).pairs()
    return {(pair.one, pair.other, str(pair.together), str(pair.agree)) for pair in pairs}
