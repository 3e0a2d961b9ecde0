"""`kg import unga-votes`: public files in, a store of its own out, and nothing half-loaded."""

from __future__ import annotations

import gzip
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

import kg
from kg import manifest, store
from kg.build import Summary, build
from kg.errors import CorpusError, KGError
from kg.imports import import_votes
from kg.imports.tabular import Table
from kg.locations import Locations
from tests.command_line import run

#: The headers are those of the public files; the rows are made up, in their form.
ROLL_CALLS: Final = """\
rcid,session,importantvote,date,unres,amend,para,short,descr
2492,38.0,0,1983-11-06,R/38/7,0,0,"GRENADA, FOREIGN TROOPS",TO DEMAND THAT FOREIGN TROOPS WITHDRAW
9001,66.0,0,2012-02-16,R/66/253,0,1,ARMED CONFLICTS PREVENTION,A paragraph
"""
VOTES: Final = """\
rcid,country,country_code,vote
2492.0,Brazil,BR,yes
2492.0,United States,US,no
2492.0,United Kingdom,GB,abstain
9001.0,Brazil,BR,yes
"""
ONE_TABLE: Final = """\
"","rcid","ccode","member","vote","Country","Countryname","year","session","date","unres","amend"
"1",2492,140,1,1,"BRA","Brazil",1983,38,1983-11-06,"R/38/7",0
"2",2492,2,1,3,"USA","United States",1983,38,1983-11-06,"R/38/7",0
"3",2492,200,1,8,"GBR","United Kingdom",1983,38,1983-11-06,"R/38/7",0
"4",2492,999,0,9,NA,"Nowhere",1983,38,1983-11-06,"R/38/7",0
"""
UNDL: Final = "\n".join(
    [
        "undl_id,ms_code,ms_name,ms_vote,date,session,resolution,draft,committee_report,meeting,title,"
        "agenda_title,subjects,vote_note,total_yes,total_no,total_abstentions,total_non_voting,"
        "total_ms,undl_link",
        *(
            f"671274,{member},{vote},2009-09-14,63,A/RES/63/308,,,A/63/PV.105,"
            '"A ""title"" : resolution",,,,1.0,1.0,0.0,1.0,3.0,'
            for member, vote in (
                ("BRA,BRAZIL", "Y"),
                ("USA,UNITED STATES", "N"),
                ("GBR,UNITED KINGDOM", "X"),
            )
        ),
    ]
)
WAYS: Final = "SELECT ?way ?who {{ ballot:{} ?way ?who . ?way rdfs:subPropertyOf cs:tookPart }}"


def files(folder: Path, **texts: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    return folder


def answer(place: Path, query: str) -> list[list[str]]:
    found = kg.open(place).query(query)
    assert isinstance(found, kg.Rows)
    return sorted(found.texts())


def faults(small: Locations, folder: Path, target: Path) -> list[str]:
    with pytest.raises(CorpusError) as caught:
        import_votes(small, folder, target)
    assert store.current(target) is None
    return [str(fault) for fault in caught.value.faults]


@pytest.fixture
def two(tmp_path: Path) -> Path:
    return files(tmp_path / "two", un_votes=VOTES, un_roll_calls=ROLL_CALLS)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "target"


# Formats ------------------------------------------------------------------------------------------


def test_two_tables_give_ballots_with_their_votes(
    small: Locations, two: Path, target: Path
) -> None:
    done = import_votes(small, two, target)
    assert answer(target, WAYS.format("unga-voeten-2492")) == [
        ["cs:abstained", "state:GBR"],
        ["cs:votedAgainst", "state:USA"],
        ["cs:votedFor", "state:BRA"],
    ]
    assert done.manifest.counts["imported roll calls"] == 2
    assert done.manifest.counts["imported votes"] == 4


def test_one_table_gives_absences_and_leaves_out_who_was_no_member(
    small: Locations, tmp_path: Path, target: Path
) -> None:
    import_votes(small, files(tmp_path / "one", UNVotes=ONE_TABLE) / "UNVotes.csv", target)
    assert answer(target, WAYS.format("unga-voeten-2492")) == [
        ["cs:absent", "state:GBR"],
        ["cs:votedAgainst", "state:USA"],
        ["cs:votedFor", "state:BRA"],
    ]


def test_bulk_file_gives_tallies_and_says_nothing_of_who_did_not_vote(
    small: Locations, tmp_path: Path, target: Path
) -> None:
    import_votes(small, files(tmp_path / "undl", **{"2026_02_06_ga_voting": UNDL}), target)
    name = "unga-undl-671274"
    ways = [["cs:votedAgainst", "state:USA"], ["cs:votedFor", "state:BRA"]]
    assert answer(target, WAYS.format(name)) == ways
    tally = f"""SELECT ?f ?a ?l {{
        ballot:{name} cs:votesFor ?f ; cs:votesAgainst ?a ; skos:prefLabel ?l }}"""
    assert answer(target, tally) == [["1", "1", 'Vote on A/RES/63/308, A "title"']]


def test_gzipped_file_is_the_same(small: Locations, two: Path, target: Path) -> None:
    packed = two / "un_votes.csv.gz"
    packed.write_bytes(gzip.compress((two / "un_votes.csv").read_bytes()))
    import_votes(small, packed, target)
    assert len(answer(target, WAYS.format("unga-voeten-2492"))) == 3


# What is stated -----------------------------------------------------------------------------------


def test_placeholder_days_become_months(small: Locations, two: Path, target: Path) -> None:
    import_votes(small, two, target)
    dates = """SELECT ?b ?d { VALUES ?b { ballot:unga-voeten-2492 ballot:unga-voeten-9001 }
               ?b cs:onDate ?d }"""
    assert answer(target, dates) == [
        ["ballot:unga-voeten-2492", "1983-11"],
        ["ballot:unga-voeten-9001", "2012-02-16"],
    ]


def test_votes_stand_under_a_citation_of_the_imported_file(
    small: Locations, two: Path, target: Path
) -> None:
    import_votes(small, two, target)
    query = """SELECT ?c ?document { GRAPH ?c { ballot:unga-voeten-2492 cs:votedFor state:BRA }
               ?c cs:source ?document . ?document skos:prefLabel ?label }"""
    document = "doc:voeten-unga-votes-import"
    assert answer(target, query) == [["cite:voeten-unga-votes-import.year-1983", document]]


def test_shipped_graph_is_there_too_and_its_own_store_is_left_alone(
    small: Locations, two: Path, target: Path
) -> None:
    before = store.current(small.store)
    import_votes(small, two, target)
    shipped = "SELECT ?s { ballot:S-RES-1973 cs:abstained ?s }"
    assert answer(target, shipped) == answer(small.store, shipped) != []
    assert store.current(small.store) == before
    assert not answer(small.store, WAYS.format("unga-voeten-2492"))


def test_state_of_the_seat_is_that_of_the_day(small: Locations, two: Path, target: Path) -> None:
    both = "SELECT ?s { VALUES ?s { state:SUN state:RUS } ?s a cs:State }"
    known = {row[0] for row in answer(small.store, both)}
    rows = "2492.0,Russia,RU,yes\n9001.0,Russia,RU,no\n"
    import_votes(small, files(two, un_votes=VOTES + rows), target)
    seat = "SELECT ?s { ballot:unga-voeten-2492 cs:votedFor ?s FILTER(?s != state:BRA) }"
    expected = "state:SUN" if "state:SUN" in known else "state:RUS"
    assert answer(target, seat) == [[expected]]


def test_imported_ballots_are_found_by_words(small: Locations, two: Path, target: Path) -> None:
    import_votes(small, two, target)
    hits = kg.open(target).search("grenada troops")
    assert [hit.name for hit in hits] == ["ballot:unga-voeten-2492"]


# Versions -----------------------------------------------------------------------------------------


def test_unchanged_file_is_not_imported_again(small: Locations, two: Path, target: Path) -> None:
    first, second = (import_votes(small, two, target) for _ in range(2))
    assert (first.rebuilt, second.rebuilt) == (True, False)
    assert first.directory == second.directory


def test_changed_file_is_imported_in_place_of_the_first(
    small: Locations, two: Path, target: Path
) -> None:
    import_votes(small, two, target)
    files(two, un_votes=VOTES.replace("US,no", "US,yes"))
    assert import_votes(small, two, target).rebuilt
    assert ["cs:votedFor", "state:USA"] in answer(target, WAYS.format("unga-voeten-2492"))


def test_manifest_says_what_was_imported(small: Locations, two: Path, target: Path) -> None:
    inputs = import_votes(small, two, target).manifest.inputs
    imported = {name: inputs[name] for name in inputs if name.startswith("import/")}
    names = ("un_votes.csv", "un_roll_calls.csv")
    assert imported == {f"import/{name}": manifest.sha256(two / name) for name in names}


def test_build_makes_the_plain_graph_again(small: Locations, two: Path, target: Path) -> None:
    import_votes(small, two, target)
    assert build(replace(small, store=target)).rebuilt
    assert not answer(target, WAYS.format("unga-voeten-2492"))


def test_store_of_the_plain_graph_is_refused(small: Locations, two: Path) -> None:
    with pytest.raises(KGError, match="kept apart"):
        import_votes(small, two, small.store)


# Faults -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "place", "kind"),
    [
        ("2492.0,Atlantis,AT,yes", "un_votes.csv:6:2", "unknown-country"),
        ("2492.0,Brazil,BR,no", "un_votes.csv:6:2", "duplicate-row"),
        ("2492.0,France,FR,perhaps", "un_votes.csv:6:4", "vote"),
        ("2492.0,France,FR", "un_votes.csv:6:4", "ragged-row"),
        ("17.0,France,FR,yes", "un_votes.csv:6:1", "roll-call"),
    ],
)
def test_fault_names_its_place_and_nothing_is_loaded(
    small: Locations, two: Path, target: Path, row: str, place: str, kind: str
) -> None:
    files(two, un_votes=f"{VOTES}{row}\n")
    (fault,) = faults(small, two, target)
    assert fault.startswith(f"{place}: ") and fault.endswith(f"[{kind}]")


@pytest.mark.parametrize(
    ("wrong", "right", "place"),
    [
        ("1983-11-06", "1983-13-06", "un_roll_calls.csv:2:4"),
        ("38.0", "soon", "un_roll_calls.csv:2:2"),
        ("9001,66.0", "2492,66.0", "un_roll_calls.csv:3:1"),
        ("unres", "symbol", "un_roll_calls.csv:1"),
    ],
)
def test_faults_of_roll_calls_are_named(
    small: Locations, two: Path, target: Path, wrong: str, right: str, place: str
) -> None:
    files(two, un_roll_calls=ROLL_CALLS.replace(wrong, right))
    assert any(fault.startswith(f"{place}: ") for fault in faults(small, two, target))


def test_votes_without_roll_calls_beside_them_are_refused(
    small: Locations, two: Path, target: Path
) -> None:
    (two / "un_roll_calls.csv").unlink()
    assert "un_roll_calls.csv is missing" in faults(small, two, target)[0]


def test_unknown_header_is_refused(small: Locations, tmp_path: Path, target: Path) -> None:
    file = files(tmp_path / "other", other="a,b\n1,2\n") / "other.csv"
    assert "of none of the known files" in faults(small, file, target)[0]


@pytest.mark.parametrize("raw", [b"\x1f\x8bnot a gzip file", b"rcid,country,vote\n\xff\xfe,a,b\n"])
def test_broken_file_is_refused(small: Locations, two: Path, target: Path, raw: bytes) -> None:
    (two / "un_votes.csv").write_bytes(raw)
    assert faults(small, two, target)[0].startswith("un_votes.csv")


def test_file_that_unpacks_too_far_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.csv.gz"
    path.write_bytes(gzip.compress(b"a,b\n" + b"1,2\n" * 1_000_000))
    table = Table(path, limit=100_000)
    with pytest.raises(CorpusError, match="more than 100,000 bytes"), table.reading() as rows:
        list(rows)


# Command line -------------------------------------------------------------------------------------


def test_command_imports_and_prints_the_version(
    built: Summary, locations: Locations, two: Path, target: Path
) -> None:
    assert built.manifest.counts
    arguments = ("import", "unga-votes", str(two), "--store", str(target))
    done = run(*arguments, store=locations.store)
    assert done.status == 0, done.err
    assert Path(done.out.strip()) == store.current(target)
    assert "2 imported roll calls" in done.err
    asked = run("--store", str(target), "query", WAYS.format("unga-voeten-2492"))
    assert "state:BRA" in asked.out


def test_command_shows_faults_without_a_traceback(
    built: Summary, locations: Locations, two: Path, target: Path
) -> None:
    assert built.manifest.counts
    files(two, un_votes=VOTES + "2492.0,Atlantis,AT,yes\n")
    done = run("import", "unga-votes", str(two), "--store", str(target), store=locations.store)
    assert (done.status, done.out) == (1, "")
    assert "un_votes.csv:6:2: " in done.err and "Traceback" not in done.err


def test_command_needs_a_file_that_exists(tmp_path: Path) -> None:
    assert run("import", "unga-votes", str(tmp_path / "nothing.csv")).status == 2
