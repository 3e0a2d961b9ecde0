"""Checks and shapes: each is tripped by an example, and the graph trips none.

Most checks see what a corpus says: their examples are authored files, and the fault must name file
and line. Three guard what the reader of the corpus refuses already: their examples are quads.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import pyoxigraph as ox
import pytest
import rdflib

from kg import store
from kg.build import build
from kg.errors import CorpusError, Fault
from kg.graph import Graph, LocalSource
from kg.locations import Locations
from kg.terms import VOCABULARIES
from kg.validation import integrity, shapes
from tests.tiny_graph import ONTOLOGY, quads, with_prefixes

LABELS: Final = 'skos:prefLabel "a"@en , "a"@pt , "a"@fr , "a"@es'
BALLOT: Final = """
    ballot:x a cs:Ballot ; skos:prefLabel "Vote"@en .
    cite:S-PV-6498 { ballot:x cs:object code:whole-draft ; cs:outcome code:adopted ;
        cs:adoptionMode code:recorded-vote ; cs:votedFor state:FRA , state:GBR ;
        cs:votedAgainst state:BRA ; cs:abstained state:CHN , state:IND . }
"""
PHASE: Final = """
    phase:x a cs:Phase ; skos:prefLabel "Libya, 2011: another phase"@en .
    cite:S-2011-155 { phase:x cs:phaseOf intervention:libya-2011 ; cs:intervener state:GBR . }
"""
DOCUMENT: Final = 'doc:x a cs:Treaty ; skos:prefLabel "Treaty"@en .'


def dated(**dates: str) -> str:
    said = " ; ".join(f'cs:{name} "{day}"^^xsd:date' for name, day in dates.items())
    return f"{DOCUMENT}\ncite:x {{ doc:x {said} . }}"


SEATED: Final = [
    "CHN",
    "FRA",
    "GBR",
    "RUS",
    "USA",
    "BIH",
    "BRA",
    "COL",
    "DEU",
    "GAB",
    "IND",
    "LBN",
    "NGA",
    "PRT",
    "ZAF",
]


def council(outcome: str, votesFor: int = 0, members: Sequence[str] = ()) -> str:
    """A recorded vote of the Council on 1 May 2011, with a number or with names."""
    names = ", ".join(f"state:{code}" for code in members)
    votes = f"cs:votedFor {names}" if members else f"cs:votesFor {votesFor}"
    return f"""
        ballot:x a cs:Ballot ; skos:prefLabel "Vote"@en .
        cite:S-PV-6498 {{ ballot:x cs:object code:whole-draft ; cs:outcome code:{outcome} ;
            cs:adoptionMode code:recorded-vote ; cs:votingRule code:art27-3 ; {votes} ;
            cs:onDate "2011-05-01"^^xsd:date . }}
    """


def resolution(name: str, adopted: str) -> str:
    return f"""
        doc:{name} a cs:SecurityCouncilResolution ; skos:prefLabel "Resolution"@en .
        cite:{name} {{ doc:{name} cs:adoptedOn "{adopted}"^^xsd:date . }}
    """


#: For each check what trips it and nothing else. Each is put into a file of its own.
AUTHORED: Final = {
    "claim-not-against-itself": """
        cite:S-PV-6498.p3 { claim:france-force-protects
            cs:denies proposition:libya-force-protects . }
    """,
    "concept-defined": f"concept:x a cs:Norm ; {LABELS} .",
    "concept-in-four-languages": """
        concept:x a cs:Norm ; skos:prefLabel "a"@en , "a"@pt , "a"@fr ; skos:definition "An a."@en .
    """,
    "contested-only-as-claim": """
        office:x a cs:Office ; skos:prefLabel "Office"@en .
        cite:S-2011-178 { office:x cs:assessedStatus code:unlawful . }
    """,
    "dates-adoptedon-before-terminatedon": dated(adoptedOn="2001-01-02", terminatedOn="2001-01-01"),
    "dates-agree": dated(signedOn="2001-01-01")
    + 'cite:S-2011-155 { doc:x cs:signedOn "2001-02"^^xsd:gYearMonth . }',
    "dates-are-dates": f'{DOCUMENT}\ncite:x {{ doc:x cs:signedOn "2001-01-01" . }}',
    "dates-inforceon-before-terminatedon": dated(inForceOn="2001-01-02", terminatedOn="2001-01-01"),
    "dates-signedon-before-inforceon": dated(signedOn="2001-01-02", inForceOn="2001-01-01"),
    "dates-startedon-before-endedon": """
        event:x a cs:Event ; skos:prefLabel "Event"@en .
        cite:S-2011-155 { event:x cs:startedOn "2011-04"^^xsd:gYearMonth ;
            cs:endedOn "2011-03-31"^^xsd:date . }
    """,
    "disjoint-classes": "cite:S-PV-6498 { claim:france-force-protects cs:speaker state:FRA . }",
    "dispute-with-two-sides": """
        proposition:x a cs:Proposition ; skos:prefLabel "Nobody contests this"@en .
        cite:S-PV-6498.p3 { proposition:x cs:about situation:libya-2011 .
            claim:france-force-protects cs:asserts proposition:x . }
    """,
    "entity-with-label": "event:x a cs:Event .",
    "neutral-case-label": 'event:x a cs:Event ; skos:prefLabel "Invasion of a country"@en .',
    "no-names-where-nobody-voted": BALLOT.replace("recorded-vote", "consensus"),
    "one-council-action": """
        finding:x a cs:Finding ; skos:prefLabel "Finding"@en .
        cite:S-2011-155 { finding:x cs:ofPhase phase:libya-2011-coalition ;
            cs:councilAction code:authorised , code:condemned . }
    """,
    "phase-with-council-action": PHASE,
    "phase-within-intervention": PHASE
    + 'cite:S-2011-155 { phase:x cs:startedOn "2011-02"^^xsd:gYearMonth . }',
    "relation-in-own-words": """
        cite:S-RES-1973 { concept:responsibility-to-protect cs:derivesFrom concept:genocide . }
    """,
    "seats-exclude-each-other": BALLOT + "cite:S-PV-6498.p2 { ballot:x cs:abstained state:BRA . }",
    "tally-abstained": BALLOT + "cite:S-PV-6498 { ballot:x cs:abstentions 1 . }",
    "tally-votedagainst": BALLOT + "cite:S-PV-6498 { ballot:x cs:votesAgainst 2 . }",
    "tally-votedfor": BALLOT + "cite:S-PV-6498 { ballot:x cs:votesFor 3 . }",
    "ballot-says-one-thing": BALLOT
    + "cite:S-PV-6498.p2 { ballot:x cs:outcome code:not-adopted . }",
    "ballot-within-its-meeting": BALLOT
    + """cite:S-PV-6498 { ballot:x cs:onDate "2011-03-18"^^xsd:date ;
        cs:recordedIn doc:S-PV-6498 . }""",
    "operation-after-its-mandate": """
        operation:x a cs:Operation ; skos:prefLabel "Operation"@en .
        cite:S-2011-155 { operation:x cs:mandatedBy doc:S-RES-1973.op4 ;
            cs:startedOn "2011-02"^^xsd:gYearMonth . }
    """,
    "outcome-follows-from-votes": council(outcome="adopted", votesFor=8),
    "resolution-cites-what-is-there": resolution("S-RES-9999", "2011-03-16")
    + "cite:S-RES-9999.pp1 { doc:S-RES-9999 cs:recalls doc:S-RES-1973 . }",
    "resolution-dated-as-its-ballot": resolution("S-RES-9999", "2011-04-30")
    + "cite:S-PV-6498 { ballot:x cs:resultsIn doc:S-RES-9999 . }"
    + council(outcome="adopted", votesFor=15),
    "resolution-numbers-run-on": resolution("S-RES-1975", "2011-03-30")
    + 'cite:S-RES-1975 { doc:S-RES-1975 cs:symbol "S/RES/1975 (2011)" . }',
    "roll-call-complete": council(outcome="adopted", members=SEATED[:-1]),
    "seats-of-the-council": """
        membership:x a cs:Membership ; skos:prefLabel "A sixteenth seat"@en .
        cite:S-PV-6498 { membership:x cs:member state:LBY ; cs:organisation organ:security-council ;
            cs:startedOn "2011-12-01"^^xsd:date ; cs:endedOn "2011-12-31"^^xsd:date . }
    """,
    "voter-held-a-seat": council(outcome="adopted", members=[*SEATED[:-1], "LBY"]),
}
BY_READER: Final = {
    "citation-resolves": "{ cite:y cs:source doc:y . } cite:y { state:FRA a cs:State . }",
    "editorial-holds-texts-only": """
        cite:editorial.y { state:FRA cs:memberOf igo:united-nations . }
        { cite:editorial.y cs:source doc:editorial . }
        { doc:editorial a cs:EditorialText ; skos:prefLabel "Editorial text"@en . }
    """,
    "statement-with-citation": "cite:y { state:FRA cs:memberOf igo:united-nations . }",
}


def added(locations: Locations, text: str) -> tuple[Fault, ...]:
    """The faults of a build with one more file, `claims/added.trig`."""
    path = locations.graph_data / "claims" / "added.trig"
    path.write_text(with_prefixes(text), "utf-8")
    with pytest.raises(CorpusError) as caught:
        build(locations)
    return caught.value.faults


def test_every_check_has_an_example() -> None:
    names = {check.name for check in integrity.read_checks()}
    assert names == AUTHORED.keys() | BY_READER.keys()


@pytest.mark.parametrize("name", AUTHORED)
def test_check_is_tripped_with_file_and_line(own: Locations, name: str) -> None:
    faults = added(own, AUTHORED[name])
    assert {fault.kind for fault in faults} == {name}
    for fault in faults:
        path = own.graph_data.parent / fault.path
        assert 0 < fault.line <= len(path.read_text("utf-8").splitlines())
        assert "?" not in fault.message
        assert fault.mend


@pytest.mark.parametrize("name", BY_READER)
def test_check_of_what_the_reader_refuses_is_tripped(name: str) -> None:
    dataset = ox.Store()
    dataset.extend(quads(BY_READER[name]))
    (check,) = [check for check in integrity.read_checks() if check.name == name]
    assert integrity.run(dataset, [check])


@pytest.mark.parametrize("name", BY_READER)
def test_reader_refuses_it_first(own: Locations, name: str) -> None:
    assert added(own, BY_READER[name])


MORE: Final = {
    "an end after the intervention's": (
        "phase-within-intervention",
        PHASE
        + """cite:S-2011-155 { intervention:libya-2011 cs:endedOn "2011-10-31"^^xsd:date .
             phase:x cs:startedOn "2011"^^xsd:gYear ; cs:endedOn "2011-11"^^xsd:gYearMonth . }""",
    ),
    "classes that exclude each other in a pair": (
        "disjoint-classes",
        """igo:x a cs:IntergovernmentalOrganisation ; skos:prefLabel "I"@en .
           cite:S-PV-6498 { igo:x a cs:NonGovernmentalOrganisation . }""",
    ),
    "a dispute among one claimant's own claims": (
        "dispute-with-two-sides",
        """proposition:x a cs:Proposition ; skos:prefLabel "One claimant says both"@en .
           cite:S-PV-6498.p3 { claim:france-force-protects cs:asserts proposition:x . }
           cite:S-2011-155 { claim:y cs:denies proposition:x ; cs:claimant state:FRA . }
           claim:y a cs:Claim ; skos:prefLabel "France, later"@en .""",
    ),
}


@pytest.mark.parametrize("case", MORE)
def test_check_sees_the_other_case_too(own: Locations, case: str) -> None:
    name, text = MORE[case]
    assert {fault.kind for fault in added(own, text)} == {name}


FINE: Final = {
    "a tally with names": BALLOT + "cite:S-PV-6498 { ballot:x cs:votesFor 2 ; cs:abstentions 2 . }",
    "a tally without names": """
        ballot:x a cs:Ballot ; skos:prefLabel "Vote"@en .
        cite:S-PV-6498 { ballot:x cs:votesFor 15 . }
    """,
    "a ballot of every seat": council(outcome="adopted", members=SEATED),
    "a procedural ballot with a permanent member against": council(outcome="adopted", votesFor=9)
    .replace("art27-3", "art27-2")
    .replace("cs:votesFor", "cs:votedAgainst state:RUS ; cs:votesFor"),
    "a roll call known to be incomplete": council(outcome="adopted", members=SEATED[:-1])
    + "cite:S-PV-6498.p2 { ballot:x cs:rollCall code:roll-call-incomplete . }",
    "an operation known to precede its mandate": """
        operation:x a cs:Operation ; skos:prefLabel "Operation"@en .
        cite:S-2011-155 { operation:x cs:mandatedBy doc:S-RES-1973.op4 ;
            cs:mandateTiming code:mandated-after-start ; cs:startedOn "2011-02"^^xsd:gYearMonth . }
    """,
    "dates of which one is vague": dated(adoptedOn="2001-01-02")
    + 'cite:x { doc:x cs:terminatedOn "2001"^^xsd:gYear . }',
    "a relation in its document's own words": """
        cite:A-RES-60-1.138-139 {
            concept:responsibility-to-protect cs:derivesFrom concept:genocide . }
    """,
}


@pytest.mark.parametrize("case", FINE)
def test_check_lets_right_facts_pass(own: Locations, case: str) -> None:
    path = own.graph_data / "claims" / "added.trig"
    path.write_text(with_prefixes(FINE[case]), "utf-8")
    assert build(own).rebuilt


def test_fault_names_the_very_line(own: Locations) -> None:
    text = (
        "cite:S-RES-1973 {\n    concept:genocide\n\n    cs:derivesFrom concept:armed-force .\n}\n"
    )
    (fault,) = added(own, text)
    lines = (own.graph_data / "claims" / "added.trig").read_text("utf-8").splitlines()
    assert fault.path == "graph_data/claims/added.trig"
    assert "cs:derivesFrom" in lines[fault.line - 1]


def test_fault_of_a_table_names_its_row(own: Locations) -> None:
    table = own.graph_data / "tables" / "ballots.csv"
    table.write_text(table.read_text("utf-8").replace(",CHN RUS,BRA", ",CHN RUS,RUS BRA"), "utf-8")
    with pytest.raises(CorpusError) as caught:
        build(own)
    (fault,) = caught.value.faults
    assert (fault.kind, fault.path, fault.line) == (
        "seats-exclude-each-other",
        "graph_data/tables/ballots.csv",
        3,
    )


def test_whole_graph_passes_every_check(graph: Graph, locations: Locations) -> None:
    assert isinstance(graph.source, LocalSource)
    assert integrity.faults(graph.source.store, locations) == []


# Shapes ------------------------------------------------------------------------------------------

SH: Final = rdflib.Namespace(VOCABULARIES["sh"])
#: What no authored file can do: the loader itself describes citations and provisions, and the
#: types of what they point at follow from the ontology's ranges.
OUT_OF_REACH: Final = {
    ("a citation points into exactly one document", "Class"),
    ("a citation points into exactly one document", "MinCount"),
    ("a citation points into exactly one document", "MaxCount"),
    ("a provision is part of a document", "MinCount"),
    ("a provision has its locator", "MinCount"),
}

#: A thing of each class with nothing, and one with too much or with things of another kind.
WRONG: Final = """
intervention:bare a cs:Intervention . phase:bare a cs:Phase . consent:bare a cs:Consent .
finding:bare a cs:Finding . finding:atrocity a cs:AtrocityFinding . ballot:bare a cs:Ballot .
determination:bare a cs:Determination . authorisation:bare a cs:Authorisation .
doc:bare a cs:SecurityCouncilResolution ; skos:prefLabel "Bare"@en .
formulation:bare a cs:Formulation . claim:bare a cs:Claim . claim:assessment a cs:Assessment .
proposition:bare a cs:Proposition .
intervention:full a cs:Intervention . phase:full a cs:Phase . finding:full a cs:Finding .
finding:full2 a cs:AtrocityFinding . ballot:full a cs:Ballot .
determination:full a cs:Determination . authorisation:full a cs:Authorisation .
formulation:full a cs:Formulation . claim:full a cs:Claim . doc:full.op1 a cs:Provision .
doc:full a cs:SecurityCouncilResolution ; skos:prefLabel "Full"@en .
proposition:full a cs:Proposition .

cite:S-2011-155 {
    intervention:full cs:respondsTo code:adopted .
    phase:full cs:phaseOf intervention:libya-2011 , intervention:full , code:adopted ;
        cs:intervener code:adopted ; cs:measure code:adopted ; cs:territory code:adopted ;
        cs:startedOn "2001"^^xsd:gYear , "2002"^^xsd:gYear .
    finding:full cs:byRule rule:vetoed-by , rule:council-action-9-none , code:adopted ;
        cs:councilAction code:authorised , code:condemned .
    finding:full2 cs:finder code:adopted ; cs:category code:adopted .
    ballot:full cs:object code:agenda , code:whole-draft ; cs:outcome code:adopted , code:agenda ;
        cs:adoptionMode code:consensus , code:in-parts ;
        cs:onDate "2001"^^xsd:gYear , "2002"^^xsd:gYear ; cs:votesFor -1 , 2 ;
        cs:votesAgainst -1 , 2 ; cs:abstentions -1 , 2 .
    determination:full cs:provision doc:S-RES-1973.op4 , code:adopted ;
        cs:kind code:threat-to-the-peace , code:agenda ; cs:forSituation code:adopted .
    authorisation:full cs:provision doc:S-RES-1973.op4 , code:adopted ;
        cs:verb code:authorizes , code:agenda ; cs:addressee code:adopted ;
        cs:permits code:adopted ; cs:forSituation code:adopted ;
        cs:startedOn "2001"^^xsd:gYear , "2002"^^xsd:gYear .
    doc:full cs:symbol "S/RES/1" , "S/RES/2 (1946)" ; cs:recordedIn doc:UN-Charter , doc:S-PV-6498 ;
        cs:adoptedOn "2001"^^xsd:gYear , "2002"^^xsd:gYear .
    doc:full.op1 cs:locator "op9" ;
        cs:basisMode code:acting-under-formula , code:chapter-recalled .
    formulation:full cs:formulates code:adopted .
    claim:full cs:claimant code:adopted ; cs:register code:moral , code:agenda ;
        cs:attestation code:press , code:agenda ; cs:statement "a"@en , "b"@en ;
        cs:statedOn "2001"^^xsd:gYear , "2002"^^xsd:gYear ; cs:speaker code:adopted ;
        cs:onBallot code:adopted .
    proposition:full cs:relationKind code:derives-from , code:complements .
}
"""


Constraint = tuple[str, str]  # the shape's message, the kind of constraint


def constraints() -> list[Constraint]:
    """Every constraint of the shapes."""
    graph = rdflib.Graph()
    for path in sorted((ONTOLOGY / "shapes").glob("*.ttl")):
        graph.parse(path, format="turtle")
    return sorted(
        (str(graph.value(node, SH.message)), kind[0].upper() + kind[1:])
        for node in graph.objects(None, SH.property)
        for kind in (str(key).removeprefix(str(SH)) for key in set(graph.predicates(node)))
        if kind not in {"path", "message"}
    )


def test_every_shape_has_a_message_of_its_own() -> None:
    found = constraints()
    assert len(found) == len(set(found)) > 60
    assert all(message != "None" for message, _ in found)


@pytest.fixture(scope="module")
def tripped(small: Locations, tmp_path_factory: pytest.TempPathFactory) -> set[Constraint]:
    """The constraints that the wrong things break."""
    root = tmp_path_factory.mktemp("wrong")
    shutil.copytree(small.graph_data, root / "graph_data")
    (root / "graph_data" / "added.trig").write_text(with_prefixes(WRONG), "utf-8")
    own = replace(small, graph_data=root / "graph_data", store=root / "store")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(integrity, "faults", lambda dataset, locations: [])
        build(own)
    report = shapes.report(store.open_current(own.store).store, own.ontology / "shapes")
    kinds = {
        result: str(report.value(result, SH.sourceConstraintComponent)).removeprefix(str(SH))
        for result in report.subjects(rdflib.RDF.type, SH.ValidationResult)
    }
    return {
        (str(report.value(result, SH.resultMessage)), kind.removesuffix("ConstraintComponent"))
        for result, kind in kinds.items()
    }


@pytest.mark.parametrize("constraint", constraints(), ids=": ".join)
def test_shape_is_tripped(tripped: set[Constraint], constraint: Constraint) -> None:
    assert (constraint in tripped) != (constraint in OUT_OF_REACH)


def test_fault_of_a_shape_names_the_line_that_introduces_the_thing(own: Locations) -> None:
    path = own.graph_data / "added.trig"
    event = 'event:x a cs:Event ; skos:prefLabel "Event"@en .'
    consent = 'consent:x a cs:Consent ; skos:prefLabel "Consent"@en .'
    path.write_text(with_prefixes(f"{event}\n\n{consent}\n"), "utf-8")
    build(own)
    found = shapes.faults(store.open_current(own.store).store, own)
    line = path.read_text("utf-8").splitlines().index(consent) + 1
    assert {(fault.path, fault.line) for fault in found} == {("graph_data/added.trig", line)}
    assert [fault.message for fault in found] == [
        "consent:x: a consent has a giver",
        "consent:x: a consent has the capacity in which it was given",
    ]


def test_whole_graph_conforms_to_every_shape(graph: Graph, locations: Locations) -> None:
    assert isinstance(graph.source, LocalSource)
    assert shapes.faults(graph.source.store, locations) == []
