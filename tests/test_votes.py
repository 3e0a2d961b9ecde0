"""Agreement between members: known roll calls by hand, and every count beside another way to it."""

from __future__ import annotations

import csv
import io
import json
import math
import random
import subprocess
import sys
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import Final

import pandas
import pyoxigraph as ox
import pytest

from kg.build import Summary
from kg.errors import NotFound, QueryError
from kg.graph import Graph, LocalSource
from kg.locations import Locations
from kg.network.agreement import MEASURES, Agreement, Basis, Pair, count, tables
from kg.network.ballots import mask
from kg.network.votes import Slice, Votes
from kg.remote import Endpoint
from kg.results import Rows
from tests import loopback
from tests.command_line import run
from tests.tiny_graph import quads

#: The five divided votes of 2011, as the tables give them.
DIVIDED_2011: Final = (
    "ballot:S-2011-24", "ballot:S-RES-1973", "ballot:S-RES-1984",
    "ballot:S-2011-612", "ballot:S-RES-2023",
)  # fmt: skip
LIBYA: Final = Slice(years=(2011, 2011), situation="situation:libya-2011")
KUWAIT: Final = Slice(years=(1990, 1990), situation="situation:iraq-kuwait-1990")
PERMANENT: Final = ("state:CHN", "state:FRA", "state:GBR", "state:RUS", "state:SUN", "state:USA")


@pytest.fixture(scope="module")
def votes(graph: Graph) -> Votes:
    return graph.votes()


@pytest.fixture(scope="module")
def council(votes: Votes) -> Agreement:
    return votes.agreement(Slice(years=(1990, 2025)))


def tiny(*ballots: str) -> Votes:
    """A graph of ballots in TriG; `ballot(...)` writes one."""
    store = ox.Store()
    store.extend(ox.Quad(*quad.triple) for quad in quads("\n".join(ballots)))
    return Votes(LocalSource(store, Path()))


def ballot(
    name: str,
    day: str,
    mode: str = "recorded-vote",
    more: str = "; cs:votingRule code:art27-3",
    **ways: str,
) -> str:
    lists = "".join(
        f" ; cs:{way} {', '.join(f'state:{code}' for code in codes.split())}"
        for way, codes in ways.items()
    )
    bounds = f'cs:onDateEarliest "{day}"^^xsd:date ; cs:onDateLatest "{day}"^^xsd:date'
    about = f"cs:adoptionMode code:{mode} {more}"
    return f"ballot:{name} a cs:Ballot ; {bounds} ; {about}{lists} ."


# Roll calls known by hand -------------------------------------------------------------------------


def test_resolution_1973_stands_alone_among_the_votes_on_libya_of_2011(votes: Votes) -> None:
    found = votes.agreement(LIBYA)
    assert found.basis.ballots == ("ballot:S-RES-1973",)
    assert found.basis.left_out["unanimous"] == 5
    abstained = {"BRA", "CHN", "DEU", "IND", "RUS"}
    for one, other in combinations(("BRA", "CHN", "DEU", "IND", "RUS", "FRA", "USA", "ZAF"), 2):
        same = (one in abstained) == (other in abstained)
        assert found.pair(one, other).share == same
        assert found.pair(one, other).lijphart == (1 if same else 0.5)


def test_resolution_678(votes: Votes) -> None:
    """Twelve for, Cuba and Yemen against, China abstaining."""
    found = votes.agreement(KUWAIT)
    last = {member: found.pair("USA", member) for member in found.members}
    assert "ballot:S-RES-678" in found.basis.ballots
    assert last["state:SUN"].share == last["state:FRA"].share == 1
    assert last["state:CHN"].table == (len(found.basis.ballots) - 1, 0, 1) + (0,) * 6
    assert found.pair("CUB", "YEM").table[4] >= 1


def test_the_divided_votes_of_2011(votes: Votes) -> None:
    found = votes.agreement(Slice(years=(2011, 2011), seat="permanent"))
    assert found.basis.ballots == DIVIDED_2011
    assert found.members == tuple(name for name in PERMANENT if name != "state:SUN")
    agreed = {(p.one[-3:], p.other[-3:]): p.agree for p in found.pairs()}
    assert agreed == {
        ("CHN", "RUS"): 5, ("FRA", "GBR"): 5, ("FRA", "USA"): 4, ("GBR", "USA"): 4,
        ("CHN", "FRA"): 2, ("CHN", "GBR"): 2, ("FRA", "RUS"): 2, ("GBR", "RUS"): 2,
        ("CHN", "USA"): 1, ("RUS", "USA"): 1,
    }  # fmt: skip


def test_unanimous_votes_count_where_they_are_asked_for(votes: Votes) -> None:
    """The permanent members agreed on resolution 1970, whose names the seats give."""
    found = votes.agreement(
        Slice(LIBYA.organ, LIBYA.years, situation=LIBYA.situation, seat="permanent", unanimous=True)
    )
    assert "ballot:S-RES-1970" in found.basis.ballots
    assert len(found.basis.ballots) == 6
    assert found.basis.inferred == 5
    assert found.pair("CHN", "USA").agree == 5
    assert found.pair("FRA", "USA").agree == 6
    assert "5 with names that a rule infers" in str(found.basis)


# Properties of every answer -----------------------------------------------------------------------


@pytest.mark.parametrize("measure", MEASURES)
def test_a_matrix_is_symmetric(council: Agreement, measure: str) -> None:
    cells = council.matrix(measure)
    for row, one in enumerate(council.members):
        for column in range(row):
            value, other = cells[row][column], council.members[column]
            assert value == cells[column][row] or math.isnan(value)
            if column % 9 == 0:
                pairs = council.pair(one, other), council.pair(other, one)
                same = {pair.measure(measure) for pair in pairs if not math.isnan(value)}
                assert same <= {value}


def test_a_member_agrees_with_itself(council: Agreement) -> None:
    for place, member in enumerate(council.members):
        own = council.pair(member, member)
        assert own.share == council.matrix()[place][place] == 1
        assert own.together == own.agree > 0


def test_shares_lie_between_none_and_all(council: Agreement) -> None:
    for pair in council.pairs():
        assert 0 <= pair.share <= pair.lijphart <= 1
        assert math.isnan(pair.kappa) or pair.kappa <= 1
        assert math.isnan(pair.pi) or pair.pi <= pair.kappa + 1e-9


@pytest.mark.parametrize(
    ("one", "other"), [("BRA", "USA"), ("CHN", "RUS"), ("FRA", "GBR"), ("DEU", "IND")]
)
def test_counts_equal_those_of_a_query(votes: Votes, graph: Graph, one: str, other: str) -> None:
    """Every ballot of the Council since 1990 in which both took a position, by SPARQL."""
    answer = graph.query(f"""
        SELECT (COUNT(*) AS ?together) (SUM(IF(?a = ?b, 1, 0)) AS ?agree) WHERE {{
          VALUES ?a {{ cs:votedFor cs:votedAgainst cs:abstained }}
          VALUES ?b {{ cs:votedFor cs:votedAgainst cs:abstained }}
          ?ballot ?a state:{one} ; ?b state:{other} ; cs:votingRule ?rule ; cs:onDateEarliest ?day .
          FILTER(?rule IN (code:art27-2, code:art27-3) && ?day >= "1990-01-01"^^xsd:date)
        }}""")
    assert isinstance(answer, Rows)
    found = votes.agreement(Slice(years=(1990, 2100), unanimous=True, incomplete=True))
    pair = found.pair(one, other)
    assert answer.texts() == [[str(pair.together), str(pair.agree)]]


def test_used_and_left_out_add_up_to_the_council(votes: Votes, graph: Graph) -> None:
    answer = graph.query(
        "SELECT (COUNT(*) AS ?n) { ?b cs:votingRule ?rule "
        "FILTER(?rule IN (code:art27-2, code:art27-3)) }"
    )
    assert isinstance(answer, Rows)
    for chosen in (Slice(), Slice(unanimous=True), Slice(unanimous=True, incomplete=True)):
        basis = votes.agreement(chosen).basis
        assert [[str(len(basis.ballots) + sum(basis.left_out.values()))]] == answer.texts()


def test_tables_equal_a_plain_count() -> None:
    """Two hundred ballots of nine members, ballot by ballot."""
    chance = random.Random(1973)
    drawn = [chance.choices(range(4), (5, 2, 2, 1), k=200) for _ in range(9)]
    columns = [
        (mask(w == 0 for w in ways), mask(w == 1 for w in ways), mask(w == 2 for w in ways))
        for ways in drawn
    ]
    for (one, other), table in tables(columns).items():
        plain = Counter(zip(drawn[one], drawn[other], strict=True))
        assert table == tuple(plain[a, b] for a in range(3) for b in range(3))


def test_the_order_of_statements_does_not_matter() -> None:
    made = [
        ballot(f"b{n}", f"20{n:02}-01-0{n % 9 + 1}", votedFor="BRA USA", votedAgainst="CHN RUS")
        for n in range(12)
    ]
    shuffled = random.Random(7).sample(made, len(made))
    assert tiny(*made).agreement() == tiny(*shuffled).agreement()


def test_an_endpoint_answers_as_the_store_does(votes: Votes, graph: Graph) -> None:
    assert isinstance(graph.source, LocalSource)
    with loopback.serve(loopback.sparql(graph.source.store)) as running:
        remote = Votes(Endpoint(running.url))
        for chosen in (Slice(seat="permanent"), LIBYA):
            assert remote.agreement(chosen) == votes.agreement(chosen)


# Measures -----------------------------------------------------------------------------------------


def test_measures_by_hand() -> None:
    """Ten ballots: 4 both for, 1 both against, 2 for and against, 3 for and abstaining.

    Share 5/10; Lijphart (5 + 3/2)/10. The one is for in 9 and against in 1, the other for in 4,
    against in 3 and abstains in 3: Cohen's chance is .9*.4 + .1*.3 = .39, Scott's
    .65^2 + .2^2 + .15^2 = .485.
    """
    pair = Pair("a", "b", (4, 2, 3, 0, 1, 0, 0, 0, 0))
    assert (pair.together, pair.agree) == (10, 5)
    assert pair.share == 0.5
    assert pair.lijphart == 0.65
    assert pair.kappa == pytest.approx((0.5 - 0.39) / (1 - 0.39))
    assert pair.pi == pytest.approx((0.5 - 0.485) / (1 - 0.485))


def test_what_is_not_defined_is_no_number() -> None:
    never, always = Pair("a", "b", (0,) * 9), Pair("a", "b", (7, *(0,) * 8))
    assert all(math.isnan(never.measure(name)) for name in ("share", "lijphart", "kappa", "pi"))
    assert always.share == 1
    assert math.isnan(always.kappa) and math.isnan(always.pi)


def test_independent_voters_agree_as_chance_has_it() -> None:
    assert Pair("a", "b", (4, 4, 2, 2, 2, 1, 2, 2, 1)).kappa == pytest.approx(0)


# Slices -------------------------------------------------------------------------------------------


def test_seats_are_those_of_the_day(votes: Votes) -> None:
    permanent = votes.agreement(Slice(seat="permanent"))
    assert permanent.members == PERMANENT
    assert permanent.pair("SUN", "RUS").together == 0
    assert math.isnan(permanent.pair("SUN", "RUS").share)
    elected = votes.agreement(Slice(seat="elected"))
    assert not set(PERMANENT) & set(elected.members)
    assert {"state:BRA", "state:IND", "state:DEU"} <= set(elected.members)


def test_members_may_be_given_by_code_name_and_label(votes: Votes) -> None:
    named = [("BRA", "USA"), ("state:USA", "state:BRA"), ("Brazil", "United States of America")]
    found = [votes.agreement(Slice(years=(2011, 2011), members=pair)) for pair in named]
    assert [each.members for each in found] == [("state:BRA", "state:USA")] * 3
    assert len({tuple(each.tables.items()) for each in found}) == 1
    assert found[0].labels["state:BRA"] == "Brazil"


def test_agenda_words_in_any_case(votes: Votes) -> None:
    found = votes.agreement(Slice(years=(2011, 2011), agenda="SITUATION IN LIBYA"))
    assert found.basis.ballots == ("ballot:S-RES-1973",)
    assert found.basis.left_out["without a known agenda item"] == 2  # drafts that were not adopted


def test_outcomes(votes: Votes) -> None:
    failed = votes.agreement(Slice(years=(2011, 2011), outcome="not-adopted"))
    assert failed.basis.ballots == ("ballot:S-2011-24", "ballot:S-2011-612")


def test_the_assembly(votes: Votes) -> None:
    found = votes.agreement(Slice(organ="general-assembly", years=(1971, 1971)))
    assert "ballot:A-RES-2758" in found.basis.ballots
    assert found.pair("USA", "BRA").share == 1  # both voted against 2758, for 2793
    assert found.pair("USA", "ALB").together == 2


def test_sources_are_told_for_every_ballot(votes: Votes) -> None:
    basis = votes.agreement(Slice(years=(2011, 2011))).basis
    assert basis.sources == {"UN Digital Library, voting data of the Security Council": 5}


@pytest.mark.parametrize(
    ("chosen", "message"),
    [
        (Slice(years=(1890, 1900)), "1890-1900: no ballot to compare votes in"),
        (Slice(years=(2011, 2011), members=("BRA",)), "5 without two of the members"),
        (Slice(members=("no such state",)), "no thing has this label"),
        (Slice(members=("concept:veto",)), "is named in no ballot"),
        (Slice(situation="situation:none-such"), "none-such"),
    ],
)
def test_an_empty_slice_says_why(votes: Votes, chosen: Slice, message: str) -> None:
    with pytest.raises(NotFound, match=message):
        votes.agreement(chosen)


@pytest.mark.parametrize(
    "wrong",
    [{"organ": "league"}, {"organ": ""}, {"seat": "observer"}, {"outcome": "vetoed"},
     {"years": (2011, 2010)}, {"organ": "general-assembly", "seat": "elected"}],
)  # fmt: skip
def test_a_slice_that_cannot_be_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(QueryError):
        Slice(**wrong)  # type: ignore[arg-type]


# What is left out ---------------------------------------------------------------------------------


def test_a_roll_call_with_some_names_is_left_out_unless_asked_for() -> None:
    """Only the vetoing members are named, whose agreement would be all that is seen."""
    counted = "; cs:votesFor 9 ; cs:votesAgainst 3 ; cs:abstentions 3 ; cs:votingRule code:art27-3"
    votes = tiny(
        ballot("whole", "1981-01-01", votedFor="FRA BRA", votedAgainst="GBR USA"),
        ballot("part", "1981-04-30", more=counted, votedAgainst="FRA GBR USA"),
        ballot("alone", "1981-05-01", votedAgainst="GBR USA"),
    )
    found = votes.agreement()
    assert found.basis.ballots == ("ballot:whole",)
    assert found.basis.left_out == {"with incomplete names": 2}
    assert votes.agreement(Slice(incomplete=True)).pair("GBR", "USA").together == 3


def test_every_reason_is_counted_once() -> None:
    votes = tiny(
        ballot("used", "2001-01-01", votedFor="BRA", abstained="CHN"),
        ballot("without", "2001-01-02", mode="without-vote"),
        ballot("consensus", "2001-01-03", mode="consensus"),
        ballot("parts", "2001-01-04", mode="in-parts"),
        ballot("unanimous", "2001-01-05", mode="unanimous-vote"),
        ballot("same", "2001-01-06", votedFor="BRA CHN"),
        ballot("nameless", "2001-01-07"),
        ballot("one", "2001-01-08", votedFor="BRA", votedAgainst="USA"),
    )
    assert votes.agreement(Slice(members=("BRA", "CHN"))).basis.left_out == {
        "decided without a vote": 2,
        "voted on in parts": 1,
        "unanimous": 2,
        "without names": 1,
        "without two of the members": 1,
    }


def test_non_participation_is_abstention_only_where_asked_for() -> None:
    votes = tiny(
        ballot("a", "1972-01-01", votedFor="USA", abstained="SUN", notParticipating="CHN"),
        ballot("b", "1972-01-02", votedFor="USA SUN", absent="CHN", presentNotVoting="IRQ"),
    )
    assert votes.agreement().members == ("state:SUN", "state:USA")
    lenient = votes.agreement(Slice(non_participation=True))
    assert lenient.pair("CHN", "SUN").share == 1
    assert lenient.pair("CHN", "USA").together == 1
    assert len(lenient.basis.ballots) == 2  # no longer unanimous: Iraq did not vote


def test_a_vote_imported_beside_the_graph_counts_once() -> None:
    adopted = "; cs:votingRule code:art18-2 ; cs:object code:whole-draft ; cs:resultsIn doc:A-RES-1"
    votes = tiny(
        ballot("A-RES-1", "2001-01-01", more=adopted, votedFor="BRA", votedAgainst="USA"),
        ballot("unga-1", "2001-01-01", more=adopted, votedFor="BRA FRA", votedAgainst="USA"),
    )
    found = votes.agreement(Slice(organ="general-assembly"))
    assert found.basis.ballots == ("ballot:unga-1",)
    assert found.basis.left_out == {"the same vote as another": 1}


def test_a_month_that_two_slices_share_is_in_none() -> None:
    vague = (
        'ballot:m a cs:Ballot ; cs:onDateEarliest "2001-12-01"^^xsd:date ; cs:onDateLatest '
        '"2002-01-31"^^xsd:date ; cs:adoptionMode code:recorded-vote ; cs:votingRule code:art27-3 ;'
        " cs:votedFor state:BRA ; cs:votedAgainst state:USA ."
    )
    votes = tiny(vague, ballot("d", "2001-06-01", votedFor="BRA", votedAgainst="USA"))
    basis = votes.agreement(Slice(years=(2001, 2001))).basis
    assert basis.ballots == ("ballot:d",)
    assert basis.left_out == {"without a day that is known closely enough": 1}
    assert votes.agreement(Slice(years=(2001, 2002))).pair("BRA", "USA").together == 2


def test_a_graph_without_ballots() -> None:
    with pytest.raises(NotFound, match="no ballot to compare votes in"):
        tiny("state:BRA a cs:State .").agreement()


# Forms --------------------------------------------------------------------------------------------


def test_a_data_frame_has_the_members_on_both_sides(council: Agreement) -> None:
    frame = council.to_pandas("lijphart")
    assert list(frame.index) == list(frame.columns) == list(council.members)
    assert frame.loc["state:CHN", "state:RUS"] == council.pair("CHN", "RUS").lijphart
    pandas.testing.assert_frame_equal(frame, frame.T)


def test_a_graph_has_edges_with_counts(council: Agreement) -> None:
    drawn = council.to_networkx(min_together=100)
    assert drawn.number_of_nodes() == len(council.members)
    edge, pair = drawn.edges["state:CHN", "state:USA"], council.pair("CHN", "USA")
    assert edge["weight"] == edge["share"] == pair.share
    assert (edge["together"], edge["agree"]) == (pair.together, pair.agree)
    assert min(dict(drawn.edges[ends])["together"] for ends in drawn.edges) >= 100
    assert drawn.nodes["state:BRA"]["label"] == "Brazil"


def test_pairs_come_in_order_and_the_undefined_last() -> None:
    basis = Basis("", (), 0, {}, {})
    columns = {"state:A": (0b1111, 0, 0), "state:B": (0b1111, 0, 0), "state:C": (0b0011, 0b1100, 0)}
    found = count(columns, {name: name for name in columns}, basis)
    assert [pair.share for pair in found.pairs()] == [1, 0.5, 0.5]
    assert [(pair.one, pair.other) for pair in found.pairs("kappa")][-1] == ("state:A", "state:B")
    assert found.pairs(min_together=5) == []
    assert "state:A  state:B  4         4      1.000" in str(found)


def test_wrong_names_are_refused(council: Agreement) -> None:
    with pytest.raises(QueryError, match="share, lijphart, kappa, pi"):
        council.matrix("affinity")
    with pytest.raises(NotFound, match="not among the"):
        council.pair("BRA", "PRK")


# The command --------------------------------------------------------------------------------------


def test_the_command_writes_pairs_and_tells_what_was_counted(
    built: Summary, locations: Locations
) -> None:
    line = ("agreement", "--years", "2011", "--seat", "permanent", "--format", "csv")
    done = run(*line, store=locations.store)
    assert done.status == 0, done.err
    first, *_, last = csv.DictReader(io.StringIO(done.out))
    assert (first["one"], first["other"], first["share"]) == ("state:CHN", "state:RUS", "1.0")
    assert (last["one"], last["other"], last["agree"]) == ("state:RUS", "state:USA", "1")
    assert "Counted over 5 ballots: Security Council, 2011, permanent members." in done.err
    assert "unanimous" in done.err


def test_the_command_writes_a_matrix(built: Summary, locations: Locations) -> None:
    line = ("agreement", "--members", "BRA, IND,ZAF", "--years", "2011-2012", "--matrix")
    done = run(*line, "--format", "json", store=locations.store)
    assert (done.status, done.err) == (0, "")
    whole = json.loads(done.out)
    assert [row["member"] for row in whole["rows"]] == ["state:BRA", "state:IND", "state:ZAF"]
    assert whole["rows"][0]["state:BRA"] == 1
    assert "ballot:S-RES-1973" in whole["basis"]["ballots"]
    assert run(*line, store=locations.store).out.startswith("member     state:BRA  state:IND")


@pytest.mark.parametrize(
    ("options", "status", "message"),
    [
        (("--years", "20"), 2, "'20' is no span of years"),
        (("--seat", "both"), 2, "'both' is not one of"),
        (("--years", "1900"), 1, "no ballot to compare votes in"),
        (("--years", "2011", "--min-together", "99"), 1, "voted together in 99 ballots"),
        (("--organ", "general-assembly", "--seat", "elected"), 1, "only the Security Council"),
    ],
)
def test_the_command_says_what_is_wrong(
    built: Summary, locations: Locations, options: tuple[str, ...], status: int, message: str
) -> None:
    done = run("agreement", *options, store=locations.store)
    assert (done.status, done.out) == (status, "")
    assert message in done.err


def test_comparing_votes_imports_no_heavy_library(built: Summary, locations: Locations) -> None:
    code = (
        "import sys, kg; kg.open(sys.argv[1]).votes().agreement(); "
        "print(*sys.modules.keys() & {'networkx', 'numpy', 'pandas', 'rdflib', 'rich'})"
    )
    command = [sys.executable, "-c", code, str(locations.store)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
