"""The Council's record: what every student of the Council looks up, against the documents.

The expected names are those of the official footers and voting records that the rows cite.
"""

from __future__ import annotations

from typing import Final

import pytest

from kg.graph import Graph
from kg.results import Rows, text_of


def column(graph: Graph, query: str) -> list[str]:
    """The only column of a query's rows, in their order."""
    found = graph.query(query)
    assert isinstance(found, Rows)
    return [text_of(term) for row in found for term in row.values()]


def states(codes: str) -> set[str]:
    return {f"state:{code}" for code in codes.split()}


def behaving(graph: Graph, ballot: str, vote: str) -> set[str]:
    return set(column(graph, f"SELECT ?member {{ ballot:{ballot} cs:{vote} ?member }}"))


VOTES: Final = [
    ("S-RES-1973", "abstained", "BRA CHN DEU IND RUS"),
    ("S-RES-1973", "votedFor", "BIH COL FRA GAB GBR LBN NGA PRT USA ZAF"),
    ("S-RES-678", "abstained", "CHN"),
    ("S-RES-678", "votedAgainst", "CUB YEM"),
    ("S-RES-1970", "abstained", ""),
    ("S-RES-1970", "votedFor", "BIH BRA CHN COL DEU FRA GAB GBR IND LBN NGA PRT RUS USA ZAF"),
    ("S-RES-83", "abstained", ""),
    ("S-RES-83", "votedAgainst", "YUG"),
    ("S-RES-83", "absent", "SUN"),
    ("S-RES-83", "notParticipating", "EGY IND"),
    ("S-RES-688", "votedAgainst", "CUB YEM ZWE"),
    ("S-RES-688", "abstained", "CHN IND"),
    ("S-RES-955", "votedAgainst", "RWA"),
    ("S-RES-1593", "abstained", "BRA CHN DZA USA"),
    ("S-RES-282", "abstained", "FRA GBR USA"),
    ("S-RES-2803", "abstained", "CHN RUS"),
    ("A-RES-377-V", "votedAgainst", "BLR CSK POL SUN UKR"),
    ("A-RES-ES-11-1", "votedAgainst", "BLR ERI PRK RUS SYR"),
]


@pytest.mark.parametrize(("ballot", "vote", "members"), VOTES)
def test_members_behave_as_the_record_says(
    graph: Graph, ballot: str, vote: str, members: str
) -> None:
    assert behaving(graph, ballot, vote) == states(members)


COUNCILS: Final = {
    "1946-01-17": "AUS BRA CHN EGY FRA GBR MEX NLD POL SUN USA",
    "1950-06-25": "CHN CUB ECU EGY FRA GBR IND NOR SUN USA YUG",
    "1980-01-03": "BGD CHN DDR FRA GBR JAM NER NOR PHL PRT SUN TUN USA ZMB",
    "1980-01-07": "BGD CHN DDR FRA GBR JAM MEX NER NOR PHL PRT SUN TUN USA ZMB",
    "1991-12-24": "AUT BEL CHN CIV CUB ECU FRA GBR IND ROU SUN USA YEM COD ZWE",
    "1991-12-25": "AUT BEL CHN CIV CUB ECU FRA GBR IND ROU RUS USA YEM COD ZWE",
    "2011-03-17": "BIH BRA CHN COL DEU FRA GAB GBR IND LBN NGA PRT RUS USA ZAF",
}


@pytest.mark.parametrize("day", COUNCILS)
def test_the_council_of_a_day(graph: Graph, day: str) -> None:
    rows = graph.ask("members-of-the-council", day=day)
    assert isinstance(rows, Rows)
    assert {text_of(row["member"]) for row in rows} == states(COUNCILS[day])
    assert len(rows) == len(COUNCILS[day].split())


@pytest.mark.parametrize(
    ("day", "government"),
    [("1950-06-25", "Republic of China"), ("1980-01-03", "People's Republic of China")],
)
def test_who_represented_the_contested_seat(graph: Graph, day: str, government: str) -> None:
    rows = graph.ask("members-of-the-council", day=day)
    assert isinstance(rows, Rows)
    found = {text_of(row["member"]): text_of(row.get("government")) for row in rows}
    assert government in found.pop("state:CHN")
    assert set(found.values()) == {""}


def test_every_resolution_to_the_end_of_2025_is_there(graph: Graph) -> None:
    symbols = column(
        graph, "SELECT ?symbol { ?r a cs:SecurityCouncilResolution ; cs:symbol ?symbol }"
    )
    numbers = {int(symbol.removeprefix("S/RES/").partition(" ")[0]) for symbol in symbols}
    assert numbers == set(range(1, 2812))


def test_every_resolution_has_its_ballot(graph: Graph) -> None:
    query = """SELECT ?r { ?r a cs:SecurityCouncilResolution
        OPTIONAL { ?ballot cs:resultsIn ?r } FILTER(!BOUND(?ballot)) }"""
    assert column(graph, query) == []


def test_nearly_every_ballot_since_1994_has_names_or_needs_none(graph: Graph) -> None:
    ballots = """?b a cs:Ballot ; cs:votingRule ?rule ; cs:onDateEarliest ?day .
        VALUES ?rule { code:art27-2 code:art27-3 } FILTER(?day >= "1994-01-01"^^xsd:date)"""
    every = set(column(graph, f"SELECT DISTINCT ?b {{ {ballots} }}"))
    named = set(column(graph, f"SELECT DISTINCT ?b {{ {ballots} ?b cs:votedFor ?member }}"))
    without = """VALUES ?mode { code:without-vote code:consensus code:in-parts }
        ?b cs:adoptionMode ?mode ."""
    unvoted = set(column(graph, f"SELECT DISTINCT ?b {{ {ballots} {without} }}"))
    assert not named & unvoted
    assert len(named | unvoted) >= 0.98 * len(every) > 1900


def test_every_veto_has_the_name_of_who_cast_it(graph: Graph) -> None:
    query = "SELECT DISTINCT ?b { ?b a cs:VetoedBallot OPTIONAL { ?b cs:vetoedBy ?m } "
    assert len(column(graph, query + "}")) >= 245
    assert column(graph, query + "FILTER(!BOUND(?m)) }") == []


def test_a_veto_stands_only_against_a_permanent_member_s_name(graph: Graph) -> None:
    query = """SELECT ?b { ?b cs:vetoedBy ?m OPTIONAL { ?b cs:votedAgainst ?m . BIND(1 AS ?voted) }
        FILTER(!BOUND(?voted)) }"""
    assert column(graph, query) == []


def test_procedural_decisions_against_a_permanent_member(graph: Graph) -> None:
    query = """SELECT DISTINCT ?r { ?b cs:resultsIn ?r ; cs:votedAgainst ?m ; cs:votingRule ?rule .
        ?m cs:permanentMemberOf organ:security-council . FILTER(?rule = code:art27-2) }"""
    found = set(column(graph, query))
    assert {"doc:S-RES-119", "doc:S-RES-120", "doc:S-RES-462", "doc:S-RES-2623"} <= found


def test_the_parties_to_the_genocide_convention_in_april_1994(graph: Graph) -> None:
    rows = graph.ask("parties", treaty="doc:Genocide-Convention", day="1994-04-01")
    assert isinstance(rows, Rows)
    found = {text_of(row["state"]) for row in rows}
    assert len(found) == 113
    assert states("RWA BIH HRV SVN CZE SVK RUS CHN USA GBR FRA BEL COD LIE") <= found
    assert not found & states("SUN CSK YUG SCG BDI UGA JPN")
    in_force = {text_of(row["state"]) for row in rows if text_of(row.get("force")) > "1994-04-01"}
    assert in_force == states("LIE")


def test_what_authorises_force(graph: Graph) -> None:
    rows = graph.ask("authorising-force")
    assert isinstance(rows, Rows)
    by_verb: dict[str, set[str]] = {}
    for row in rows:
        by_verb.setdefault(text_of(row["verb"]), set()).add(text_of(row["resolution"]))
    strict = {f"doc:S-RES-{n}" for n in (169, 221, 678, 794, 836, 929, 940, 1264, 1386, 1973)}
    assert strict <= by_verb["code:authorizes"]
    assert {"doc:S-RES-83", "doc:S-RES-84"} <= by_verb["code:recommends"]
    assert {"doc:S-RES-665", "doc:S-RES-787"} <= by_verb["code:calls-upon"]
    none = {f"doc:S-RES-{n}" for n in (242, 418, 660, 661, 687, 688, 1199, 1203, 1441, 1970)}
    assert not none & set().union(*by_verb.values())


def test_a_unanimous_vote_has_the_names_of_the_seats(graph: Graph) -> None:
    assert behaving(graph, "S-RES-1441", "votedFor") == states(
        "BGR CHN CMR COL FRA GBR GIN IRL MEX MUS NOR RUS SGP SYR USA"
    )


@pytest.mark.parametrize("ballot", ["S-RES-1", "S-RES-918"])
def test_what_was_adopted_without_a_vote_has_no_names(graph: Graph, ballot: str) -> None:
    assert behaving(graph, ballot, "votedFor") == set()


def test_nobody_is_named_for_the_seat_of_a_day_without_a_council(graph: Graph) -> None:
    assert (
        column(
            graph,
            """SELECT ?s { ?s cs:organisation organ:security-council ; cs:startedOnEarliest ?day
           FILTER(?day < "1946-01-17"^^xsd:date) }""",
        )
        == []
    )
