"""The closed-world rules, each on the smallest graphs that show what it does and does not."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Final

import pyoxigraph as ox
import pytest

from kg.errors import CorpusError
from kg.graph import Graph
from kg.reasoning.rules import BUILT_IN, ClosedWorldRule, descriptions, read_rule
from kg.results import Rows
from kg.terms import PREFIXES, curie
from tests.tiny_graph import concluded, rules


def texts(dataset: ox.Store, query: str) -> list[tuple[str, ...]]:
    """Rows of compact names and texts, sorted."""
    found = dataset.query(query, prefixes=PREFIXES)
    assert isinstance(found, ox.QuerySolutions)
    names = [variable.value for variable in found.variables]
    return sorted(tuple(curie(str(row[name].value)) for name in names) for row in found)


# Files -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.name)
def test_rule_concludes_nothing_from_nothing(rule: ClosedWorldRule) -> None:
    found = ox.Store().query(rule.query, prefixes=PREFIXES)
    assert isinstance(found, ox.QueryTriples)
    assert list(found) == []


@pytest.mark.parametrize(
    "header",
    [
        "# title: T\n# definition: D.\n",
        "# title: T\n# stratum: 1\n",
        "# title: T\n# definition: D.\n# stratum: first\n",
    ],
    ids=["no stratum", "no definition", "stratum in words"],
)
def test_rule_without_a_full_header_is_refused(tmp_path: Path, header: str) -> None:
    path = tmp_path / "rule.rq"
    path.write_text(f"{header}CONSTRUCT {{ ?a ?b ?c }} WHERE {{ ?a ?b ?c }}", "utf-8")
    with pytest.raises(CorpusError, match="# stratum: 1"):
        read_rule(path)


def test_every_rule_is_described_in_the_graph() -> None:
    described = Counter(triple.subject for triple in descriptions(rules()))
    names = BUILT_IN.keys() | {rule.name for rule in rules()}
    assert described == dict.fromkeys((ox.NamedNode(PREFIXES["rule"] + n) for n in names), 3)


# Veto --------------------------------------------------------------------------------------------


def ballot(
    day: str, supporters: int, against: str, rule: str = "art27-3", outcome: str = "not-adopted"
) -> str:
    """A ballot with so many affirmative votes; PA1 and PA2 have permanent seats, EL1 has not."""
    votes = " , ".join(f"state:S{number}" for number in range(supporters)) or "state:NONE"
    return f"""
        state:PA1 cs:permanentMemberOf organ:security-council .
        state:PA2 cs:permanentMemberOf organ:security-council .
        ballot:b a cs:Ballot ; cs:votingRule code:{rule} ; cs:outcome code:{outcome} ;
            cs:onDateEarliest "{day}"^^xsd:date ; cs:votedFor {votes} ; cs:votedAgainst {against} .
    """


def vetoers(text: str) -> list[str]:
    found = texts(concluded(text), "SELECT ?member { ballot:b cs:vetoedBy ?member }")
    return [member for (member,) in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ballot("1950-09-05", 7, "state:PA1"), ["state:PA1"]),
        (ballot("1950-09-05", 6, "state:PA1"), []),
        (ballot("1965-12-31", 7, "state:PA1"), ["state:PA1"]),
        (ballot("1966-01-01", 8, "state:PA1"), []),
        (ballot("1966-01-01", 9, "state:PA1"), ["state:PA1"]),
        (ballot("2011-10-04", 9, "state:PA1 , state:PA2"), ["state:PA1", "state:PA2"]),
        (ballot("2011-10-04", 9, "state:PA1 , state:EL1"), ["state:PA1"]),
        (ballot("2011-10-04", 9, "state:EL1"), []),
        (ballot("1999-03-26", 3, "state:PA1 , state:PA2"), []),
        (ballot("2011-10-04", 9, "state:PA1", rule="art27-2"), []),
        (ballot("1949-03-03", 9, "state:PA1", outcome="adopted"), []),
    ],
    ids=[
        "seven votes before 1966",
        "six votes before 1966",
        "seven votes on the last day of 1965",
        "eight votes since 1966",
        "nine votes since 1966",
        "two vetoes",
        "negative vote of an elected member too",
        "negative vote of an elected member alone",
        "not enough votes anyway",
        "procedural question",
        "adopted all the same",
    ],
)
def test_veto(text: str, expected: list[str]) -> None:
    assert vetoers(text) == expected


UNNAMED: Final = """
    state:PA1 cs:permanentMemberOf organ:security-council .
    ballot:b a cs:Ballot ; cs:votingRule code:art27-3 ; cs:outcome code:not-adopted ;
        cs:onDateEarliest "1955-12-13"^^xsd:date ; cs:votedAgainst state:PA1 .
"""


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ("ballot:b cs:votesFor 8 .", ["state:PA1"]),
        ("ballot:b cs:votesFor 6 .", []),
        ("ballot:b cs:hadRequiredMajority true .", ["state:PA1"]),
        ("ballot:b cs:hadRequiredMajority false .", []),
        ("ballot:b cs:votesFor 6 ; cs:hadRequiredMajority true .", []),
        ("", []),
    ],
    ids=["enough", "too few", "said to be enough", "said to be too few", "a count wins", "unknown"],
)
def test_veto_where_supporters_have_no_names(known: str, expected: list[str]) -> None:
    assert vetoers(UNNAMED + known) == expected


# Names of unanimous votes --------------------------------------------------------------------


def unanimous(day: str, mode: str = "unanimous-vote", rule: str = "art27-3") -> str:
    """A ballot, one permanent seat without end, one that ended in 1991, and an elected one."""
    return f"""
        ballot:b a cs:Ballot ; cs:adoptionMode code:{mode} ; cs:votingRule code:{rule} ;
            cs:onDateEarliest "{day}"^^xsd:date .
        membership:p cs:organisation organ:security-council ; cs:member state:PA1 ;
            cs:seatKind code:permanent-seat ; cs:startedOnEarliest "1946-01-17"^^xsd:date .
        membership:q cs:organisation organ:security-council ; cs:member state:PA2 ;
            cs:seatKind code:permanent-seat ; cs:startedOnEarliest "1946-01-17"^^xsd:date ;
            cs:endedOnLatest "1991-12-24"^^xsd:date .
        membership:e cs:organisation organ:security-council ; cs:member state:EL1 ;
            cs:seatKind code:elected-seat ; cs:startedOnEarliest "1990-01-01"^^xsd:date ;
            cs:endedOnLatest "1991-12-31"^^xsd:date .
        membership:o cs:organisation organ:other ; cs:member state:EL2 ;
            cs:seatKind code:elected-seat ; cs:startedOnEarliest "1990-01-01"^^xsd:date ;
            cs:endedOnLatest "1991-12-31"^^xsd:date .
    """


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (unanimous("1990-01-01"), ["EL1", "PA1", "PA2"]),
        (unanimous("1991-12-24"), ["EL1", "PA1", "PA2"]),
        (unanimous("1991-12-31"), ["EL1", "PA1"]),
        (unanimous("1992-01-01"), ["PA1"]),
        (unanimous("1989-12-31"), ["PA1", "PA2"]),
        (unanimous("1991-06-01", mode="without-vote"), []),
        (unanimous("1991-06-01", mode="recorded-vote"), []),
        (unanimous("1991-06-01", rule="art18-2"), []),
    ],
    ids=["first day", "last day of a seat", "last day of a term", "after the term", "before it",
         "without a vote", "recorded", "in the Assembly"],
)  # fmt: skip
def test_names_of_a_unanimous_vote(text: str, expected: list[str]) -> None:
    found = texts(concluded(text), "SELECT ?member { ballot:b cs:votedFor ?member }")
    assert [member for (member,) in found] == [f"state:{code}" for code in expected]


# Who represented a contested seat ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "member", "expected"),
    [
        ("1971-10-24", "state:CH", ["government:old"]),
        ("1971-10-25", "state:CH", []),
        ("1971-10-26", "state:CH", ["government:new"]),
        ("1971-10-24", "state:XX", []),
    ],
)
def test_who_represented_a_contested_seat(day: str, member: str, expected: list[str]) -> None:
    text = f"""
        event:d a cs:CredentialsDecision ; cs:credentialsOf state:CH ; cs:seats government:new ;
            cs:unseats government:old ; cs:onDateEarliest "1971-10-25"^^xsd:date .
        ballot:b a cs:Ballot ; cs:abstained {member} ; cs:onDateEarliest "{day}"^^xsd:date .
    """
    found = texts(concluded(text), "SELECT ?government { ballot:b cs:representedBy ?government }")
    assert [government for (government,) in found] == expected


def test_vetoed_ballot_and_its_draft_are_classified() -> None:
    text = ballot("2011-10-04", 9, "state:PA1") + "ballot:b cs:onDraft doc:D . doc:D a cs:Draft ."
    dataset = concluded(text)
    assert texts(dataset, "SELECT ?b { ?b a cs:VetoedBallot }") == [("ballot:b",)]
    assert texts(dataset, "SELECT ?d { ?d a cs:VetoedDraft }") == [("doc:D",)]
    inferred = "SELECT ?rule { GRAPH ?rule { ?x a cs:VetoedBallot } }"
    assert texts(dataset, inferred) == [("rule:defined-class",)]


# Council action ----------------------------------------------------------------------------------

PHASE: Final = """
    state:X a cs:State ; skos:prefLabel "X"@en .
    intervention:i a cs:Intervention ; cs:respondsTo situation:s .
    phase:p a cs:Phase ; skos:prefLabel "Place, 2000"@en ; cs:phaseOf intervention:i ;
        cs:intervener state:X ; cs:measure concept:narrow ;
        cs:startedOnEarliest "2000-06-01"^^xsd:date ; cs:endedOnLatest "2000-12-31"^^xsd:date .
    concept:narrow a cs:Measure ; skos:broader concept:broad .
"""


def permission(
    name: str,
    verb: str,
    *,
    to: str = "state:X",
    permits: str = "concept:broad",
    since: str = "2000-01-01",
    until: str = "",
    of: str = "situation:s",
) -> str:
    end = f'; cs:endedOnLatest "{until}"^^xsd:date' if until else ""
    return f"""
        authorisation:{name} a cs:Authorisation ; cs:forSituation {of} ; cs:addressee {to} ;
            cs:verb code:{verb} ; cs:permits {permits} ;
            cs:startedOnEarliest "{since}"^^xsd:date {end} .
    """


def resolution(adopted: str) -> str:
    return f"""
        doc:R a cs:SecurityCouncilResolution ; cs:addresses situation:s ;
            cs:adoptedBy organ:security-council ; cs:adoptedOnEarliest "{adopted}"^^xsd:date .
    """


#: The codes in the order in which they are tried, each with the least that makes it fit.
CODES: Final = {
    "authorised": permission("authorises", "authorizes"),
    "called-upon-to-use-force": permission("calls", "calls-upon"),
    "recommended": permission("recommends", "recommends"),
    "approved-while-under-way": permission(
        "approves", "approves-continued-conduct", since="2000-09-01"
    ),
    "commended": "doc:R.op1 a cs:Provision ; cs:commends intervention:i .",
    "authorised-for-other-purpose": permission("other", "authorizes", permits="concept:else"),
    "condemned": "doc:R.op2 a cs:Provision ; cs:condemns phase:p .",
    "addressed-without-permission": resolution("2000-07-01"),
    "none-found": "",
}
ACTION: Final = """
    SELECT ?action { ?finding a cs:Finding ; cs:ofPhase phase:p ; cs:ofIntervener state:X ;
      cs:councilAction ?action }
"""


def actions(text: str) -> list[str]:
    return [action.removeprefix("code:") for (action,) in texts(concluded(PHASE + text), ACTION)]


@pytest.mark.parametrize("code", CODES)
def test_council_action_fits_its_example(code: str) -> None:
    assert actions(CODES[code]) == [code]


@pytest.mark.parametrize("code", CODES)
def test_first_code_that_fits_is_taken(code: str) -> None:
    later = list(CODES)[list(CODES).index(code) :]
    assert actions(" ".join(CODES[each] for each in later)) == [code]


def test_every_code_of_the_list_has_a_rule() -> None:
    written = {name for rule in rules() for name in CODES if f"code:{name} " in rule.query}
    assert written == CODES.keys()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (permission("a", "decides-may"), "authorised"),
        (permission("a", "authorizes", permits="concept:narrow"), "authorised"),
        (permission("a", "authorizes", until="2000-06-01"), "authorised"),
        (permission("a", "authorizes", until="2000-05-31"), "none-found"),
        (permission("a", "authorizes", since="2000-06-01"), "authorised"),
        (permission("a", "authorizes", since="2000-06-02"), "approved-while-under-way"),
        (permission("a", "authorizes", since="2001-01-01"), "none-found"),
        (permission("a", "authorizes", to="state:Y"), "none-found"),
        (permission("a", "authorizes", to="group:member-states"), "authorised"),
        (permission("a", "authorizes", to="group:g"), "none-found"),
        (
            permission("a", "authorizes", to="group:g") + "state:X cs:memberOf group:g .",
            "authorised",
        ),
        (permission("a", "authorizes", of="situation:t"), "none-found"),
        (permission("a", "recommends", permits="concept:else"), "authorised-for-other-purpose"),
        ("doc:R.op1 cs:commends phase:p .", "commended"),
        ("doc:R.op1 cs:commends operation:o . operation:o cs:inPhase phase:p .", "commended"),
        ("doc:R.op1 cs:commends operation:o .", "none-found"),
        ("doc:R.op2 cs:condemns intervention:i .", "condemned"),
        ("doc:R.op2 cs:condemns phase:q .", "none-found"),
        (resolution("1999-01-01"), "addressed-without-permission"),
        (resolution("2000-12-31"), "addressed-without-permission"),
        (resolution("2001-01-01"), "none-found"),
    ],
    ids=[
        "decides that it may",
        "for the very measure",
        "ends on the day",
        "ended the day before",
        "begins on the day",
        "begins the day after",
        "begins after the phase",
        "addressed to another",
        "addressed to all states",
        "addressed to a group of others",
        "addressed to a group of its own",
        "for another situation",
        "recommends another measure",
        "commends the phase",
        "commends an operation of the phase",
        "commends another operation",
        "condemns the intervention",
        "condemns another phase",
        "addressed before",
        "addressed on the last day",
        "addressed when it was over",
    ],
)
def test_council_action_of(text: str, expected: str) -> None:
    assert actions(text) == [expected]


def test_narrow_permission_does_not_cover_a_broad_measure() -> None:
    broad = PHASE.replace("cs:measure concept:narrow", "cs:measure concept:broad")
    narrow = permission("a", "authorizes", permits="concept:narrow")
    found = texts(concluded(broad + narrow), ACTION)
    assert found == [("code:authorised-for-other-purpose",)]


def test_all_states_are_no_organisation() -> None:
    organisation = PHASE.replace("state:X a cs:State", "state:X a cs:Organisation")
    text = permission("a", "authorizes", to="group:member-states")
    assert texts(concluded(organisation + text), ACTION) == [("code:none-found",)]


def test_interveners_of_one_phase_are_judged_apart() -> None:
    more = """phase:p cs:intervener state:Y . state:Y a cs:State ; skos:prefLabel "Y"@en ."""
    dataset = concluded(PHASE + more + CODES["authorised"])
    query = "SELECT ?who ?action { ?f cs:ofIntervener ?who ; cs:councilAction ?action }"
    assert texts(dataset, query) == [
        ("state:X", "code:authorised"),
        ("state:Y", "code:none-found"),
    ]


def test_phase_before_the_charter_has_no_council_action() -> None:
    assert texts(concluded(PHASE.replace('"2000-06-01"', '"1931-09-18"')), ACTION) == []


@pytest.mark.parametrize("code", [code for code in CODES if code != "none-found"])
def test_finding_says_by_which_rule_and_on_what(code: str) -> None:
    dataset = concluded(PHASE + resolution("2000-07-01") + CODES[code])
    query = """SELECT ?label ?searched ?rule { ?finding cs:ofPhase phase:p ; skos:prefLabel ?label ;
                 cs:searched ?searched ; cs:byRule ?rule ; cs:basedOn ?basis }"""
    ((label, searched, by),) = texts(dataset, query)
    assert (label, searched) == ("Council action on: Place, 2000 (X)", "doc:R")
    (rule,) = [rule for rule in rules() if f"rule:{rule.name}" == by]
    assert f"cs:councilAction code:{code} ;" in rule.query


def test_finding_that_there_is_nothing_lists_what_was_searched() -> None:
    dataset = concluded(PHASE + resolution("2001-01-01"))
    query = "SELECT ?doc { ?finding cs:councilAction code:none-found ; cs:searched ?doc }"
    assert texts(dataset, query) == [("doc:R",)]
    assert texts(dataset, "SELECT ?basis { ?finding cs:basedOn ?basis }") == []


# The whole graph ---------------------------------------------------------------------------------


def rows(graph: Graph, query: str) -> list[list[str]]:
    found = graph.query(query)
    assert isinstance(found, Rows)
    return found.texts()


def test_every_intervener_of_every_phase_has_one_code(graph: Graph) -> None:
    pairs = rows(
        graph,
        """SELECT DISTINCT ?phase ?intervener { ?phase a cs:Phase ; cs:intervener ?intervener ;
             cs:startedOnEarliest ?began FILTER(?began >= "1945-10-24"^^xsd:date) }""",
    )
    codes = rows(
        graph,
        """SELECT DISTINCT ?phase ?intervener ?action { ?finding a cs:Finding ;
             cs:ofPhase ?phase ; cs:ofIntervener ?intervener ; cs:councilAction ?action }""",
    )
    assert len(pairs) > 30
    found = Counter((phase, intervener) for phase, intervener, _ in codes)
    assert found == Counter((phase, intervener) for phase, intervener in pairs)


def test_vetoes_of_the_whole_graph_are_of_permanent_members(graph: Graph) -> None:
    vetoes = rows(graph, "SELECT ?ballot ?member { ?ballot cs:vetoedBy ?member }")
    against = rows(
        graph,
        """SELECT ?ballot ?member { ?ballot cs:votedAgainst ?member ; cs:outcome code:not-adopted .
             ?member cs:permanentMemberOf organ:security-council }""",
    )
    assert vetoes
    assert {tuple(row) for row in vetoes} <= {tuple(row) for row in against}
