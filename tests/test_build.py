"""The build: when it runs, what it refuses, and what a finished dataset looks like."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

import pyoxigraph as ox
import pytest

import kg
from kg import store
from kg.build import Summary, build, hash_inputs
from kg.errors import CorpusError
from kg.graph import Graph, LocalSource
from kg.locations import Locations
from kg.terms import BASE, PREFIXES

FACTS: Final = "claims/libya-2011.trig"


def append(text: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        with (folder / FACTS).open("a", encoding="utf-8") as file:
            file.write(text)

    return change


def rewrite(name: str, old: str, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        text = (folder / name).read_text("utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new), "utf-8")

    return change


def add_file(folder: Path) -> None:
    (folder / "actors" / "more.trig").write_text("# nothing yet\n", "utf-8")


def remove_file(folder: Path) -> None:
    (folder / "actors" / "more.trig").unlink()


def dataset(locations: Locations) -> ox.Store:
    return store.open_current(locations.store).store


def versions(locations: Locations) -> set[str]:
    return {path.name for path in (locations.store / "versions").iterdir()}


# When it runs --------------------------------------------------------------------------------


def test_unchanged_corpus_is_not_built_again(own: Locations) -> None:
    before = store.current(own.store)
    summary = build(own)
    assert not summary.rebuilt
    assert summary.directory == store.current(own.store) == before


CHANGES: Final = {
    "statement": append("# a remark is a change too\n"),
    "cell": rewrite("tables/ballots.csv", "Vote on draft", "Ballot on draft"),
    "sidecar": rewrite("tables/ballots.csv-metadata.json", "whole-draft", "amendment"),
    "new file": add_file,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_changed_corpus_is_built_again(own: Locations, change: Callable[[Path], None]) -> None:
    before = store.current(own.store)
    change(own.graph_data)
    assert build(own).rebuilt
    assert store.current(own.store) != before
    assert not build(own).rebuilt


def test_removed_file_is_a_change(own: Locations) -> None:
    add_file(own.graph_data)
    build(own)
    remove_file(own.graph_data)
    assert build(own).rebuilt


def test_force_builds_what_has_not_changed(own: Locations) -> None:
    assert build(own, force=True).rebuilt


def test_ontology_rules_and_code_lists_are_inputs(small: Locations) -> None:
    inputs = hash_inputs(small)
    assert {"ontology/core.ttl", "ontology/codes/outcome.ttl", "ontology/rules/vetoed-by.rq"} <= (
        inputs.keys()
    )


def test_progress_is_told_in_words(own: Locations) -> None:
    told: list[str] = []
    build(own, force=True, progress=told.append)
    assert f"reading graph_data/{FACTS}" in told
    assert told[-1] == "publishing"


# What it refuses -------------------------------------------------------------------------------

FAULTS: Final = {
    "syntax": append("cite:S-RES-1973 { state:FRA cs:memberOf }\n"),
    "unknown-thing": append("cite:S-RES-1973 { claim:france-force-protects cs:ground claim:no . }"),
    "dispute-with-two-sides": append(
        'proposition:alone a cs:Proposition ; skos:prefLabel "Nobody contests this"@en .\n'
        "cite:S-RES-1973 { proposition:alone cs:about ballot:S-RES-1973 . }"
    ),
    "date": rewrite("tables/ballots.csv", "2011-10-04", "2011-13-04"),
}


@pytest.mark.parametrize("kind", FAULTS)
def test_faulty_corpus_leaves_the_old_version(own: Locations, kind: str) -> None:
    before, all_before = store.current(own.store), versions(own)
    FAULTS[kind](own.graph_data)
    with pytest.raises(CorpusError) as caught:
        build(own)
    assert {fault.kind for fault in caught.value.faults} == {kind}
    assert store.current(own.store) == before
    assert versions(own) == all_before
    assert "ballot:S-RES-1973" in str(kg.open(own.store).query("SELECT ?b { ?b a cs:Ballot }"))


def broken_rule(own: Locations, folder: Path, query: str) -> Locations:
    """The locations with a copy of the ontology to which a rule was added."""
    shutil.copytree(own.ontology, folder)
    header = "# title: Broken\n# definition: Broken.\n# stratum: 1\n"
    (folder / "rules" / "broken.rq").write_text(header + query, "utf-8")
    return replace(own, ontology=folder)


@pytest.mark.parametrize(
    ("query", "line", "message"),
    [
        ("CONSTRUCT { ?a ?b } WHERE { ?a ?b ?c }", 4, "expected"),
        ("SELECT ?a WHERE { ?a ?b ?c }", 1, "a rule must be a CONSTRUCT query"),
    ],
    ids=["syntax", "select"],
)
def test_broken_rule_is_told_with_its_place(
    own: Locations, tmp_path: Path, query: str, line: int, message: str
) -> None:
    with pytest.raises(CorpusError) as caught:
        build(broken_rule(own, tmp_path / "ontology", query))
    (fault,) = caught.value.faults
    assert (fault.path, fault.line) == ("ontology/rules/broken.rq", line)
    assert message in fault.message


# What comes out ----------------------------------------------------------------------------------


def merge_and_graphs(found: ox.Store) -> tuple[list[ox.Triple], set[ox.Triple]]:
    """The default graph's triples as stored, and those of all named graphs without blank nodes."""
    merge = [quad.triple for quad in found.quads_for_pattern(None, None, None, ox.DefaultGraph())]
    named = {quad.triple for quad in found if not isinstance(quad.graph_name, ox.DefaultGraph)}
    blank = {t for t in named if ox.BlankNode in (type(t.subject), type(t.object))}
    return merge, named - blank


def test_default_graph_is_the_merge(small: Locations) -> None:
    merge, named = merge_and_graphs(dataset(small))
    assert len(merge) == len(set(merge))
    assert set(merge) - named == set()
    assert named - set(merge) == set()


def test_default_graph_is_the_merge_of_the_whole_corpus(graph: Graph) -> None:
    assert isinstance(graph.source, LocalSource)
    merge, named = merge_and_graphs(graph.source.store)
    assert len(merge) == len(set(merge))
    assert set(merge) == named


def test_counts_are_those_of_the_dataset(small: Locations) -> None:
    opened = store.open_current(small.store)
    merge, _ = merge_and_graphs(opened.store)
    cited = (q for q in opened.store if str(q.graph_name).startswith(f"<{PREFIXES['cite']}"))
    asserted = {quad.triple for quad in cited}
    counts = opened.manifest.counts
    assert counts["triples"] == len(merge)
    assert counts["quads"] == len(list(opened.store)) == len(opened.store)
    assert counts["asserted"] == len(asserted)


def test_every_named_graph_is_a_citation_a_rule_or_a_module(small: Locations) -> None:
    starts = (PREFIXES["cite"], PREFIXES["rule"], f"{BASE}ontology/")
    names = [graph for graph in dataset(small).named_graphs() if isinstance(graph, ox.NamedNode)]
    assert [name.value for name in names if not name.value.startswith(starts)] == []


def test_every_rule_graph_is_a_described_rule(small: Locations) -> None:
    found = kg.open(small.store).query(
        f"""SELECT DISTINCT ?graph WHERE {{
          {{ SELECT DISTINCT ?graph WHERE {{ GRAPH ?graph {{ ?s ?p ?o }} }} }}
          FILTER(STRSTARTS(STR(?graph), "{PREFIXES["rule"]}"))
          OPTIONAL {{ ?graph a cs:Rule ; skos:prefLabel ?label ; skos:definition ?definition }}
          FILTER(!BOUND(?definition)) }}"""
    )
    assert str(found).splitlines()[2:] == []


def canonical(found: ox.Store) -> list[str]:
    """All quads in canonical form (RDFC-1.0), sorted."""
    quads = ox.Dataset(found)
    quads.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(str(quad) for quad in quads)


def in_another_process(locations: Locations, seed: int, directory: Path) -> None:
    """Build under another seed of Python's hashes, on which the order of sets depends."""
    code = (
        "import sys; from pathlib import Path; from kg.locations import Locations; "
        "from kg.build import build; build(Locations(*map(Path, sys.argv[1:])))"
    )
    read = [locations.ontology, locations.graph_data, locations.questions]
    folders = [str(path) for path in (*read, locations.visualizations, directory)]
    command = [sys.executable, "-c", code, *folders]
    environment = {**os.environ, "PYTHONHASHSEED": str(seed)}
    subprocess.run(command, env=environment, check=True, timeout=120)


def test_two_builds_have_the_same_content(small: Locations, tmp_path: Path) -> None:
    contents = []
    for seed in (1, 2):
        in_another_process(small, seed, tmp_path / str(seed))
        contents.append(store.open_current(tmp_path / str(seed)))
    one, other = contents
    assert canonical(one.store) == canonical(other.store)
    assert sorted(map(str, one.store)) == sorted(map(str, other.store))
    assert (one.directory / store.SEARCH).read_bytes() == (
        other.directory / store.SEARCH
    ).read_bytes()


def test_summary_tells_what_is_on_disk(built: Summary, locations: Locations) -> None:
    assert built.rebuilt
    assert built.manifest == store.open_current(locations.store).manifest
    assert built.manifest.inputs == hash_inputs(locations)
