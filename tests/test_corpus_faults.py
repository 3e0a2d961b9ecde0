"""Faults of authored files: each names its kind, file, line, column, the offending text and a mend.

The files of tests/data/broken are named `<kind>--<case>`; each is put into a corpus that is right.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kg import corpus
from kg.corpus import __main__ as command
from kg.errors import CorpusError, Fault
from kg.locations import find
from tests.corpus_sample import BROKEN, add_broken, add_trig, copy, faults, locations

#: File -> line, column and offending text of its fault; for a sidecar, the line is the sidecar's.
EXPECTED: dict[str, tuple[int, int, str]] = {
    "blank-node--brackets.trig": (6, 27, "`[`"),
    "blank-node--graph.trig": (5, 1, "`_:somewhere`"),
    "blank-node--label.trig": (6, 5, "`_:brazil`"),
    "blank-node--list.trig": (6, 27, "`(`"),
    "blank-node--quoted-triple.trig": (6, 29, "`(`"),
    "bom--file.trig": (1, 1, "byte order mark"),
    "bom--table.csv": (1, 1, "byte order mark"),
    "cell--address.csv": (3, 10, '"un.org"'),
    "cell--blank.csv": (3, 9, "` second`"),
    "cell--blanks-in-list.csv": (3, 7, "`BRA  CHN`"),
    "cell--decimal.csv": (2, 3, '"1.50"'),
    "cell--format.csv": (3, 4, "`accepted`"),
    "cell--integer.csv": (2, 3, '"seven"'),
    "cell--no-source.csv": (3, 8, "column source"),
    "cell--required.csv": (3, 3, "column date"),
    "cell--twice-in-list.csv": (3, 7, "`BRA`"),
    "citation--backward-range.trig": (5, 1, "`cite:S-RES-1973.op5-4`"),
    "citation--cell.csv": (3, 8, "`cite:S-RES-1973.foot`"),
    "citation--locator.trig": (5, 1, "`cite:UN-Charter.para3`"),
    "citation--not-a-citation.trig": (5, 1, "`doc:UN-Charter`"),
    "citation--two-dots.trig": (5, 1, "`cite:UN-Charter.art2.4`"),
    "column--misspelt.csv": (1, 4, "`outcom`"),
    "column--none.csv": (1, 0, "no header"),
    "column--order.csv": (1, 1, "`ballot,date,draft,"),
    "date--cell.csv": (3, 3, '"1952-02-30"'),
    "date--edtf.trig": (7, 29, '"[1667,1668]"'),
    "date--interval.trig": (7, 29, '"2011-10/2011-03"'),
    "date--no-such-day.trig": (9, 10, '"1952-02-30"'),
    "date--no-such-month.trig": (7, 29, '"1952-13"'),
    "date--zone.trig": (7, 29, '"1952-02-03Z"'),
    "duplicate-id--code.trig": (3, 1, "`code:adopted`"),
    "duplicate-id--introduced.csv": (3, 1, "`ballot:S-RES-1973`"),
    "duplicate-id--key.csv": (3, 1, "line 2"),
    "duplicate-id--second-file.trig": (6, 1, "`state:BRA`"),
    "editorial--column.csv": (9, 36, "`cs:statement`"),
    "editorial--fact-outside.trig": (6, 5, "`cs:memberOf`"),
    "editorial--own-graph.trig": (5, 1, "`cite:editorial.states`"),
    "editorial--source.csv": (3, 8, "`cite:editorial.ballots`"),
    "empty-graph--braces.trig": (7, 1, "`cite:UN-Charter.art42`"),
    "encoding--decomposed.trig": (5, 41, "`o\u0302`"),
    "encoding--hidden.trig": (5, 43, "U+202E"),
    "encoding--latin-1.trig": (5, 41, "byte f4"),
    "encoding--nul.csv": (3, 60, "U+0000"),
    "encoding--table.csv": (3, 58, "byte f4"),
    "literal--address.trig": (7, 23, '"www.un.org"'),
    "literal--blank.trig": (6, 21, '"Germany "'),
    "literal--decimal.trig": (6, 24, '"1.50"'),
    "literal--derived-integer.trig": (7, 28, '"7"^^'),
    "literal--direction.trig": (6, 21, '"Germany"'),
    "literal--integer.trig": (7, 28, '"007"'),
    "literal--language.trig": (6, 31, "`pt-BR`"),
    "name--cell.csv": (3, 2, "`S/RES/1973`"),
    "name--comma-list.csv": (3, 5, "`FRA,BRA`"),
    "name--foreign-subject.trig": (3, 1, "`<https://example.org/GER>`"),
    "name--malformed.trig": (4, 1, "`state:GER_1990`"),
    "name--part.trig": (4, 1, "`doc:UN-Charter.paragraph-3`"),
    "name--script-address.trig": (7, 31, "<javascript:alert(1)>"),
    "name--subject.csv": (3, 1, "`ballot:b_1`"),
    "name--unknown-kind.trig": (4, 1, "`country`"),
    "prefix--base.trig": (1, 1, "`@base`"),
    "prefix--not-in-table.trig": (3, 9, "`states:`"),
    "prefix--other-namespace.trig": (2, 9, "<http://purl.org/dc/elements/1.1/>"),
    "prefix--undeclared-known.trig": (6, 5, "`doc:`"),
    "prefix--undeclared-unknown.trig": (6, 5, "`stat:`"),
    "ragged-row--few.csv": (3, 6, "5 cells"),
    "ragged-row--many.csv": (3, 11, "11 cells"),
    "sidecar--annotation.csv": (9, 39, "#itemURL`"),
    "sidecar--brace.csv": (9, 106, "id/state/{x}{`"),
    "sidecar--datatype.csv": (9, 33, "`datum`"),
    "sidecar--key.csv": (6, 19, "`balot`"),
    "sidecar--list-value-url.csv": (9, 112, "valueUrl"),
    "sidecar--no-json.csv": (3, 17, "no JSON"),
    "sidecar--no-source.csv": (8, 16, "column `x`"),
    "sidecar--relative-property.csv": (9, 36, "`cs:votedFor`"),
    "sidecar--separator.csv": (9, 21, "column `x`: the separator"),
    "sidecar--template-variable.csv": (9, 106, "`{state}`"),
    "sidecar--titles.csv": (9, 21, "`x`"),
    "sidecar--type-of-value.csv": (9, 21, "`lang`"),
    "sidecar--unsupported-key.csv": (9, 21, "`ordered`"),
    "syntax--graph-keyword.trig": (5, 1, "`GRAPH`"),
    "syntax--missing-dot.trig": (6, 1, "`state:POL`"),
    "syntax--open-quote.csv": (3, 0, '"second'),
    "syntax--open-string.trig": (5, 39, '`"Germany .`'),
    "syntax--stray-quote.csv": (3, 0, '"sec"ond'),
    "syntax--two-dots.trig": (5, 59, "`.`"),
    "term--class-as-property.trig": (6, 15, "`cs:State`"),
    "term--class.trig": (4, 13, "`cs:Stat`"),
    "term--property.trig": (6, 15, "`cs:memberof`"),
    "term--reused.trig": (7, 15, "`skos:broadr`"),
    "term--sidecar-class.csv": (10, 80, "`cs:Balot`"),
    "term--sidecar-property.csv": (9, 36, "`cs:votedfor`"),
    "term--text-for-thing.trig": (6, 15, "`cs:memberOf`"),
    "term--thing-for-text.trig": (6, 15, "`cs:statement`"),
    "unknown-thing--cell.csv": (3, 6, "`state:BRZ`"),
    "unknown-thing--code.csv": (3, 4, "`code:postponed`"),
    "unknown-thing--object.trig": (6, 27, "`state:BRZ`"),
    "unknown-thing--part.trig": (4, 1, "`doc:League-Covenant`"),
    "unresolved-citation--cell.csv": (3, 8, "`cite:S-RES-1937.footer`"),
    "unresolved-citation--graph.trig": (5, 1, "`cite:UN-Charta.art42`"),
    "unresolved-citation--object.trig": (6, 27, "`cite:S-RES-1974.op4`"),
}

FILES = sorted(path for path in BROKEN.glob("*--*") if path.suffix in {".trig", ".csv"})
#: Kinds of fault that a file can show; each needs a broken file.
KINDS = (
    "syntax", "encoding", "bom", "prefix", "name", "term", "unknown-thing", "unresolved-citation",
    "citation", "date", "literal", "blank-node", "duplicate-id", "editorial", "ragged-row",
    "column", "cell", "sidecar", "empty-graph",
)  # fmt: skip


def kind_of(path: Path) -> str:
    return path.name.partition("--")[0]


def belongs(fault: Fault, name: str) -> bool:
    return fault.path in (name, f"{name}-metadata.json")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_fault_has_a_broken_file(kind: str) -> None:
    assert kind in {kind_of(path) for path in FILES}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_fault_of_a_broken_file(tmp_path: Path, path: Path) -> None:
    root = copy(tmp_path)
    name = add_broken(root, path)
    found = faults(root)
    assert found
    assert {fault.kind for fault in found} == {kind_of(path)}
    assert all(belongs(fault, name) for fault in found)
    line, column, offending = EXPECTED[path.name]
    assert [
        fault
        for fault in found
        if (fault.line, fault.column) == (line, column) and offending in fault.message
    ], [str(fault) for fault in found]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_fault_says_how_to_mend_it(tmp_path: Path, path: Path) -> None:
    root = copy(tmp_path)
    add_broken(root, path)
    unsaid = [str(f) for f in faults(root) if not f.mend and "the forms are" not in f.message]
    assert unsaid == []


def test_all_faults_of_a_run_are_listed(tmp_path: Path) -> None:
    root = copy(tmp_path)
    chosen = [path for path in FILES if kind_of(path) != "duplicate-id"]
    names = {path: add_broken(root, path) for path in chosen}
    found = faults(root)
    silent = [
        path.name
        for path, name in names.items()
        if not any(belongs(fault, name) and fault.kind == kind_of(path) for fault in found)
    ]
    # What a broken file may describe is not called unknown: these names stand in files that broke.
    assert silent == []
    assert list(found) == sorted(found)


def test_all_faults_of_a_file_are_listed(tmp_path: Path) -> None:
    root = copy(tmp_path)
    name = add_trig(
        root,
        "state:a_b a cs:Stat .\n"
        "cite:UN-Charter.x1 { state:BRA cs:memberof state:BRZ ; "
        'cs:startedOn "1952-02-30"^^xsd:date . }\n'
        "cite:UN-Charta.art1 { state:BRA cs:share 1.50 ; cs:memberOf [] . }\n",
    )
    found = faults(root)
    assert {fault.path for fault in found} == {name}
    assert [fault.kind for fault in sorted(found)] == [
        "name", "term",
        "citation", "term", "unknown-thing", "date",
        "unresolved-citation", "literal", "blank-node",
    ]  # fmt: skip


def test_every_occurrence_is_listed(tmp_path: Path) -> None:
    root = copy(tmp_path)
    body = "".join(
        f"cite:UN-Charter.art{number} {{ state:BRA cs:memberOf state:BRZ . }}\n"
        for number in range(1, 6)
    )
    add_trig(root, body)
    lines = [fault.line for fault in faults(root)]
    assert lines == list(range(lines[0], lines[0] + 5))


def test_all_faults_of_a_row_are_listed(tmp_path: Path) -> None:
    root = copy(tmp_path)
    path = root / "graph_data" / "tables" / "ballots.csv"
    row = "B/1,S-RES-1973,1952-02-30,accepted,BRZ F_A,GRR GRR,,S-RES-1973.footer,label ,no\n"
    path.write_text(path.read_text("utf-8") + row, "utf-8")
    line = 5  # the second row has two lines
    places = {(fault.line, fault.column, fault.kind) for fault in faults(root)}
    assert places == {
        (line, 1, "name"),
        (line, 3, "date"),
        (line, 4, "cell"),
        (line, 5, "name"),
        (line, 6, "cell"),
        (line, 9, "cell"),
        (line, 10, "cell"),
    }


def test_unknown_items_of_a_list_are_named_with_the_nearest(tmp_path: Path) -> None:
    root = copy(tmp_path)
    add_broken(root, BROKEN / "unknown-thing--cell.csv")
    (fault,) = faults(root)
    assert "column against" in fault.message
    assert "did you mean state:BRA?" in fault.mend


def test_an_undeclared_prefix_of_the_table_is_given_whole(tmp_path: Path) -> None:
    root = copy(tmp_path)
    add_broken(root, BROKEN / "prefix--undeclared-known.trig")
    (fault,) = faults(root)
    assert "add @prefix doc: <https://w3id.org/collective-security/id/doc/> ." in fault.mend


def test_all_undeclared_prefixes_of_a_file_are_listed(tmp_path: Path) -> None:
    root = copy(tmp_path)
    add_trig(root, "organ:a a organ:b .\nstate:GER a cs:State .\nigo:x a cs:State ; a igo:y .\n")
    assert [fault.message.split("`")[1] for fault in faults(root)] == ["organ:", "igo:"]


def test_a_broken_file_does_not_make_its_things_unknown(tmp_path: Path) -> None:
    root = copy(tmp_path)
    path = root / "graph_data" / "actors" / "states.trig"
    path.write_text(
        path.read_text("utf-8").replace("state:BRA a cs:State ;", "state:BRA a ;"), "utf-8"
    )
    assert [fault.kind for fault in faults(root)] == ["syntax"]


def test_a_broken_ontology_does_not_make_its_terms_unknown(tmp_path: Path) -> None:
    root = copy(tmp_path)
    path = root / "ontology" / "core.ttl"
    path.write_text(path.read_text("utf-8").replace("cs:State a", "cs:State"), "utf-8")
    assert [(fault.path, fault.kind) for fault in faults(root)] == [("ontology/core.ttl", "syntax")]


def test_the_ontology_may_not_use_terms_it_does_not_declare(tmp_path: Path) -> None:
    root = copy(tmp_path)
    path = root / "ontology" / "core.ttl"
    path.write_text(
        path.read_text("utf-8").replace("owl:onProperty cs:memberOf", "owl:onProperty cs:membrOf"),
        "utf-8",
    )
    (fault,) = faults(root)
    assert (fault.kind, fault.line) == ("term", 21)
    assert "`cs:membrOf`" in fault.message


def test_without_an_ontology_there_is_one_fault(tmp_path: Path) -> None:
    root = copy(tmp_path)
    (root / "ontology" / "core.ttl").unlink()
    (root / "ontology" / "codes" / "outcome.ttl").write_text("", "utf-8")
    kinds = [fault.kind for fault in faults(root) if fault.path.startswith("ontology")]
    assert kinds == ["term"]


@pytest.mark.parametrize("name", ["facts.ttl", "tables/table.tsv", "actors/states.csv", "all.nq"])
def test_facts_in_other_forms_and_places_are_not_passed_over(tmp_path: Path, name: str) -> None:
    root = copy(tmp_path)
    (root / "graph_data" / name).write_text("", "utf-8")
    (fault,) = faults(root)
    assert fault.path == f"graph_data/{name}"
    assert Path(name).name in fault.message


def test_a_table_needs_its_sidecar(tmp_path: Path) -> None:
    root = copy(tmp_path)
    (root / "graph_data" / "tables" / "ballots.csv-metadata.json").unlink()
    (fault,) = faults(root)
    assert (fault.path, fault.kind) == ("graph_data/tables/ballots.csv", "sidecar")


def test_a_sidecar_needs_its_table(tmp_path: Path) -> None:
    root = copy(tmp_path)
    (root / "graph_data" / "tables" / "ballots.csv").unlink()
    (fault,) = faults(root)
    assert (fault.kind, "`ballots.csv-metadata.json`" in fault.message) == ("sidecar", True)


def test_a_sidecar_names_the_table_beside_it(tmp_path: Path) -> None:
    root = copy(tmp_path)
    sidecar = root / "graph_data" / "tables" / "ballots.csv-metadata.json"
    sidecar.write_text(sidecar.read_text("utf-8").replace('"ballots.csv"', '"ballot.csv"'), "utf-8")
    (fault,) = faults(root)
    assert (fault.kind, "`ballot.csv`" in fault.message) == ("sidecar", True)


def test_carriage_returns_are_refused(tmp_path: Path) -> None:
    root = copy(tmp_path)
    path = root / "graph_data" / "actors" / "states.trig"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    (fault,) = faults(root)
    assert (fault.kind, fault.line) == ("encoding", 1)


def test_nothing_of_a_corpus_with_faults_is_given_out(tmp_path: Path) -> None:
    root = copy(tmp_path)
    add_broken(root, BROKEN / "date--no-such-day.trig")
    with pytest.raises(CorpusError, match="1 fault; nothing was loaded"):
        corpus.read(locations(root))


def test_quick_check_lists_faults_of_the_named_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = copy(tmp_path)
    monkeypatch.setattr("kg.locations.find", lambda: locations(root))
    monkeypatch.chdir(root)
    add_broken(root, BROKEN / "date--no-such-day.trig")
    add_broken(root, BROKEN / "term--class.trig")
    assert command.main(["graph_data/date--no-such-day.trig"]) == 1
    shown = capsys.readouterr().err
    assert "graph_data/date--no-such-day.trig:9:10: " in shown
    assert "term--class" not in shown
    assert "1 fault, 1 in other files" in shown
    assert command.main(["graph_data/actors"]) == 0
    assert command.main([]) == 1


def test_quick_check_sums_up_a_corpus_without_faults(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = copy(tmp_path)
    monkeypatch.setattr("kg.locations.find", lambda: locations(root))
    assert command.main([]) == 0
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "7 files, 51 quads" in captured.err


def test_quick_check_runs_as_a_module() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kg.corpus", "no-such-file"],
        cwd=find().graph_data.parent, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0
    assert "Traceback" not in done.stderr
