"""Reading of TriG files: what is loaded under which citation, what is derived, where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kg import corpus
from kg.corpus import derivations, ontology
from kg.corpus.names import CITE
from kg.locations import find
from kg.terms import BASE, CS, PREF_LABEL, RDF_TYPE, curie, iri
from tests import corpus_sample
from tests.corpus_sample import SAMPLE, add_trig, copy, faults, locations

REAL = find()


@pytest.fixture(scope="module")
def sample() -> corpus.Corpus:
    return corpus.read(locations(SAMPLE))


def node(name: str) -> NamedNode:
    found = iri(name)
    assert found is not None
    return NamedNode(found)


def english(text: str) -> Literal:
    return Literal(text, language="en")


def test_facts_stand_in_the_graph_of_their_citation(sample: corpus.Corpus) -> None:
    fact = Quad(
        node("intervention:libya-2011"),
        node("cs:intervener"),
        node("state:FRA"),
        node("cite:S-RES-1973.op4-5"),
    )
    assert fact in sample.quads


def test_editorial_content_stands_under_the_files_own_citation(sample: corpus.Corpus) -> None:
    label = Literal("Brasil", language="pt")
    graph = node("cite:editorial.states")
    assert Quad(node("state:BRA"), NamedNode(PREF_LABEL), label, graph) in sample.quads


def test_every_quad_of_the_facts_stands_under_a_citation(sample: corpus.Corpus) -> None:
    assert {
        quad
        for quad in sample.quads
        if not isinstance(quad.graph_name, NamedNode) or not quad.graph_name.value.startswith(CITE)
    } == set()


def test_ontology_files_have_a_graph_each(sample: corpus.Corpus) -> None:
    graphs = {str(quad.graph_name) for quad in sample.ontology}
    assert graphs == {f"<{BASE}ontology/core>", f"<{BASE}ontology/codes/outcome>"}


def test_blank_nodes_of_the_ontology_have_the_same_names_in_every_run() -> None:
    def blanks() -> set[str]:
        quads = corpus.read(locations(SAMPLE)).ontology
        return {quad.subject.value for quad in quads if isinstance(quad.subject, BlankNode)}

    assert blanks() == blanks() == {"core-0"}


def test_files_are_listed_with_digest_and_count(sample: corpus.Corpus) -> None:
    counts = {file.path: file.quads for file in sample.files}
    assert counts["graph_data/actors/states.trig"] == 10
    assert counts["graph_data/tables/ballots.csv-metadata.json"] == 0
    assert sum(counts.values()) == len(sample.quads) + len(sample.ontology)
    assert {len(file.sha256) for file in sample.files} == {64}


def test_a_citation_is_described(sample: corpus.Corpus) -> None:
    cite = node("cite:UN-Charter.art2_4")
    label = english("Charter of the United Nations, Article 2(4)")
    about = {triple for triple in sample.derived["citation-description"] if triple.subject == cite}
    assert about == {
        Triple(cite, NamedNode(RDF_TYPE), node("cs:Citation")),
        Triple(cite, node("cs:source"), node("doc:UN-Charter")),
        Triple(cite, node("cs:locator"), Literal("art2_4")),
        Triple(cite, node("cs:citesProvision"), node("doc:UN-Charter.art2_4")),
        Triple(cite, NamedNode(PREF_LABEL), label),
    }


def test_a_citation_of_a_whole_document_has_its_label_and_no_locator(sample: corpus.Corpus) -> None:
    cite = node("cite:UN-Charter")
    about = {triple for triple in sample.derived["citation-description"] if triple.subject == cite}
    assert Triple(cite, NamedNode(PREF_LABEL), english("Charter of the United Nations")) in about
    assert not {triple for triple in about if triple.predicate == node("cs:locator")}


def test_editorial_citations_have_a_described_source(sample: corpus.Corpus) -> None:
    derived = sample.derived["citation-description"]
    source = node("doc:editorial")
    assert Triple(node("cite:editorial.states"), node("cs:source"), source) in derived
    assert Triple(source, NamedNode(RDF_TYPE), node("cs:EditorialText")) in derived


def test_the_editorial_source_is_not_described_twice(tmp_path: Path) -> None:
    root = copy(tmp_path)
    add_trig(root, "<https://w3id.org/collective-security/id/doc/editorial> a cs:EditorialText .\n")
    derived = corpus.read(locations(root)).derived["citation-description"]
    assert not [triple for triple in derived if triple.subject == node("doc:editorial")]


def test_provisions_get_what_their_authors_left_out(sample: corpus.Corpus) -> None:
    derived = set(sample.derived["provision-description"])
    charter, label = node("doc:UN-Charter"), NamedNode(PREF_LABEL)
    plain, placed, labelled = (
        node(f"doc:UN-Charter.{part}") for part in ("art2_4", "art42", "chVII")
    )
    assert Triple(plain, node("cs:partOf"), charter) in derived
    assert Triple(plain, node("cs:locator"), Literal("art2_4")) in derived
    assert Triple(placed, node("cs:partOf"), charter) not in derived
    assert Triple(placed, label, english("Charter of the United Nations, Article 42")) in derived
    assert Triple(labelled, node("cs:partOf"), charter) in derived
    assert not {
        triple for triple in derived if (triple.subject, triple.predicate) == (labelled, label)
    }


@pytest.mark.parametrize(
    ("thing", "name", "day"),
    [
        ("state:BRA", "startedOnEarliest", "1945-10-24"),
        ("state:BRA", "startedOnLatest", "1945-10-24"),
        ("intervention:libya-2011", "startedOnEarliest", "2011-03-01"),
        ("intervention:libya-2011", "startedOnLatest", "2011-03-31"),
        ("intervention:libya-2011", "endedOnLatest", "2011-10-31"),
        ("intervention:libya-2011", "heldOnEarliest", "2011-03-19"),
        ("ballot:S-RES-1973", "onDateLatest", "2011-03-17"),
    ],
)
def test_dated_statements_have_bounds(
    sample: corpus.Corpus, thing: str, name: str, day: str
) -> None:
    value = Literal(day, datatype=node("xsd:date"))
    assert Triple(node(thing), NamedNode(CS[name]), value) in sample.derived["date-bounds"]


def test_an_open_interval_has_no_bound_on_its_open_side(sample: corpus.Corpus) -> None:
    predicates = {triple.predicate.value for triple in sample.derived["date-bounds"]}
    assert CS["heldOnLatest"] not in predicates


@pytest.mark.parametrize(
    ("triple", "place"),
    [
        (("state:BRA", "cs:startedOn", "1945-10-24"), ("graph_data/actors/states.trig", 13)),
        (
            ("intervention:libya-2011", "cs:intervener", "state:FRA"),
            ("graph_data/cases/libya.trig", 13),
        ),
        (("state:SRB", "rdf:type", "cs:State"), ("graph_data/actors/states.trig", 10)),
        (("code:adopted", "rdf:type", "cs:Code"), ("ontology/codes/outcome.ttl", 8)),
        (("ballot:S-RES-1973", "cs:abstained", "state:CHN"), ("graph_data/tables/ballots.csv", 2)),
        (("ballot:S-PV-6498-2", "cs:votedFor", "state:CHN"), ("graph_data/tables/ballots.csv", 3)),
    ],
)
def test_locate_finds_the_line(triple: tuple[str, str, str], place: tuple[str, int]) -> None:
    subject, predicate, value = triple
    known = iri(value)
    term = NamedNode(known) if known else Literal(value, datatype=node("xsd:date"))
    wanted = Triple(node(subject), node(predicate), term)
    assert corpus.locate(locations(SAMPLE), {wanted}) == {wanted: place}


def test_locate_leaves_out_what_nobody_wrote() -> None:
    absent = Triple(node("state:BRA"), node("cs:intervener"), node("state:CHN"))
    assert corpus.locate(locations(SAMPLE), {absent}) == {}


def test_progress_names_each_file() -> None:
    seen: list[str] = []
    corpus.read(locations(SAMPLE), seen.append)
    assert seen == [
        "graph_data/actors/states.trig",
        "graph_data/cases/libya.trig",
        "graph_data/documents/charter.trig",
        "graph_data/tables/ballots.csv",
    ]


@pytest.mark.parametrize(
    "body",
    [
        # A thing may be described after its use, in whatever file.
        "cite:UN-Charter.art4 { state:GER cs:memberOf state:POL . }\n"
        "state:POL a cs:State . state:GER a cs:State .\n",
        # A rule has a node, though no file of facts describes it.
        "cite:UN-Charter.art4 { state:BRA cs:memberOf "
        "<https://w3id.org/collective-security/id/rule/vetoed-by> . }\n",
        # A citation may be an object, whether or not it is a graph too.
        "cite:UN-Charter.art4 { state:BRA cs:memberOf cite:UN-Charter.art5 . }\n",
        # A comment may hold what would be wrong as text.
        "# cite:UN-Charter.art4 { }\ncite:UN-Charter.art4 { state:BRA cs:memberOf state:CHN . }\n",
        # An address stands in angle brackets.
        "cite:UN-Charter.art4 { state:BRA skos:exactMatch <https://example.org/brazil> . }\n",
    ],
)
def test_what_is_right_has_no_faults(tmp_path: Path, body: str) -> None:
    root = copy(tmp_path)
    add_trig(root, body)
    assert faults(root) == ()


def test_notes_and_licences_beside_the_facts_are_left_alone(tmp_path: Path) -> None:
    root = copy(tmp_path)
    (root / "graph_data" / "README.md").write_text("Notes.\n", "utf-8")
    (root / "graph_data" / ".hidden.ttl").write_text("not Turtle", "utf-8")
    assert faults(root) == ()


@pytest.mark.parametrize(
    "path",
    sorted(path for path in REAL.graph_data.rglob("*") if path.is_file()),
    ids=lambda path: path.relative_to(REAL.graph_data).as_posix(),
)
def test_authored_file_has_no_faults(path: Path, real_faults: dict[str, list[str]]) -> None:
    assert real_faults.get(path.relative_to(REAL.graph_data.parent).as_posix(), []) == []


@pytest.mark.parametrize("path", ontology.files(REAL.ontology), ids=lambda path: path.stem)
def test_ontology_file_has_no_faults(path: Path, real_faults: dict[str, list[str]]) -> None:
    assert real_faults.get(path.relative_to(REAL.ontology.parent).as_posix(), []) == []


@pytest.fixture(scope="module")
def real_faults() -> dict[str, list[str]]:
    """The faults of the project's own corpus by file."""
    by_file: dict[str, list[str]] = {}
    for fault in corpus_sample.faults(REAL.graph_data.parent):
        by_file.setdefault(fault.path, []).append(str(fault))
    return by_file


@pytest.mark.parametrize("dated", sorted(derivations.DATED_PROPERTIES), ids=curie)
def test_the_ontology_declares_the_derived_bounds(dated: str) -> None:
    declared = ontology.read(REAL.ontology).vocabulary.properties
    assert {f"{dated}Earliest", f"{dated}Latest"} <= declared.keys()
