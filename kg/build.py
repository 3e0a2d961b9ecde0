"""The build: authored files in, a complete and checked version of the store out.

Design decision: everything that can fail comes before publishing, and publishing is one atomic
step, so a build either makes a new current version or leaves the old one as it was. Checks run on
the filled store, by the same queries that a user could run.
"""

from __future__ import annotations

import gc
import hashlib
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

import pyoxigraph as ox

from kg import __version__, corpus, search_index, store
from kg import manifest as manifests
from kg.corpus import Corpus
from kg.errors import CorpusError, Fault
from kg.filling import Filling, filling, quad_lines
from kg.locations import Locations
from kg.manifest import FORMAT, Manifest
from kg.reasoning import ClosedWorldRule, Closure, compile_axioms, descriptions, read_rules
from kg.reasoning.application import apply, rule_lines
from kg.terms import ID, RDF_TYPE
from kg.validation import integrity
from kg.validation.integrity import CHECKS

Progress = Callable[[str], None]
_TYPE = ox.NamedNode(RDF_TYPE)
_AUTHORED = {".ttl", ".trig", ".rq", ".csv", ".json", ".tsv"}


@dataclass(frozen=True)
class Summary:
    """What a build did: the version's directory, its manifest, and whether it had to be made."""

    directory: Path
    manifest: Manifest
    rebuilt: bool


def build(
    locations: Locations, *, force: bool = False, progress: Progress | None = None
) -> Summary:
    """Compile ontology and facts into the store.

    Args:
        locations: the folders to read and the store to fill.
        force: build even where the current version was made from the same files.
        progress: told in words what is being done.

    Raises:
        CorpusError: the authored files hold faults; the old version stays.
        StoreError: the store cannot be written, or another build is running.
    """
    tell = progress or (lambda _: None)
    inputs = hash_inputs(locations)
    fingerprint = _fingerprint(inputs)
    if not force and (summary := _unchanged(locations, fingerprint)):
        return summary
    with store.building(locations.store) as place:
        with _without_collections(), filling(place / store.DATASET) as dataset:
            counts = _fill(locations, dataset, place, tell)

        def complete(directory: Path) -> Manifest:
            states = manifests.file_states(directory)
            return Manifest(FORMAT, __version__, fingerprint, inputs, counts, states)

        tell("publishing")
        version = store.publish(locations.store, place, complete)
    return Summary(version, manifests.read(version), rebuilt=True)


@contextmanager
def _without_collections() -> Iterator[None]:
    """Spare the search for cycles among the many objects of a build; it makes next to none."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def check(locations: Locations, *, progress: Progress | None = None) -> list[Fault]:
    """Compile the authored files as they are now, publish nothing, and return every fault.

    Raises:
        StoreError: there is no room for a temporary store.
    """
    with tempfile.TemporaryDirectory(prefix="kg-check-") as folder:
        place = replace(locations, store=Path(folder) / "store")
        try:
            build(place, progress=progress)
        except CorpusError as error:
            return list(error.faults)
        if progress:
            progress("shapes")
        from kg.validation import shapes

        return shapes.faults(store.open_current(place.store).store, locations)


def hash_inputs(locations: Locations) -> dict[str, str]:
    """The SHA-256 of every authored file, and of the program's own, by path below its folder."""
    hashes = {}
    for root, kinds in (
        (locations.ontology, _AUTHORED),
        (locations.graph_data, _AUTHORED),
        (Path(__file__).parent, {".py"}),
        (CHECKS, {".rq"}),
    ):
        for path in sorted(root.rglob("*")):
            if path.is_file() and path.suffix in kinds:
                hashes[f"{root.name}/{path.relative_to(root).as_posix()}"] = manifests.sha256(path)
    return hashes


def _fingerprint(inputs: dict[str, str]) -> str:
    lines = [f"{FORMAT} {__version__}", *(f"{name} {digest}" for name, digest in inputs.items())]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _unchanged(locations: Locations, fingerprint: str) -> Summary | None:
    manifest = store.usable(locations.store)
    directory = store.current(locations.store) if manifest else None
    if manifest is None or directory is None or manifest.fingerprint != fingerprint:
        return None
    return Summary(directory, manifest, rebuilt=False)


def _fill(locations: Locations, dataset: Filling, place: Path, tell: Progress) -> dict[str, int]:
    """Fill the dataset and the search index beside it; returns counts.

    What the files say goes to disk while the next file is read.
    """
    tell("reading the authored files")
    taken: set[str] = set()

    def take(quads: Iterable[corpus.Fact | ox.Quad]) -> None:
        new = set(quad_lines(quads)) - taken
        dataset.store(new)
        taken.update(new)

    read = corpus.read(locations, lambda name: tell(f"reading {name}"), take)
    tell("inferring")
    rules = read_rules(locations.ontology / "rules")
    closure = Closure(compile_axioms(read.ontology))
    quads = len(taken) + _state(read, closure, dataset)
    taken.clear()
    asserted = closure.stated
    quads += _conclude(read, rules, closure, dataset)
    tell("indexing for search")
    _index(read, rules, place / store.SEARCH)
    read.forget()
    tell("applying the closed-world rules")
    quads += apply(rules, dataset, closure)
    tell("checking")
    if found := integrity.faults(dataset.memory, locations):
        raise CorpusError.of(found)
    triples = _size(dataset.memory)
    tell("writing the dataset")
    files = len(read.files)
    return {"asserted": asserted, "files": files, "quads": quads + triples, "triples": triples}


def _state(read: Corpus, closure: Closure, dataset: Filling) -> int:
    """Put what rules and checks need of the files into memory, and the statements into the closure.

    Returns the number of quads of the ontology.
    """
    types = (quad for quad in read.tabled if quad.predicate == _TYPE)
    dataset.load(quad_lines(chain(read.written, types)))
    closure.state(chain(read.written, read.tabled))
    return dataset.add(read.ontology)


def _conclude(
    read: Corpus, rules: list[ClosedWorldRule], closure: Closure, dataset: Filling
) -> int:
    """Write what the loader derives, what the axioms infer, and the merge of everything.

    Returns the number of quads in graphs of rules.
    """
    closure.state(_things(read.ontology))
    described = list(descriptions(rules))
    closure.state(described)
    quads = dataset.write(rule_lines({"rule-description": described}))
    for triples in read.derived.values():
        closure.state(triples)
    quads += dataset.store(rule_lines(read.derived))
    closure.close()
    quads += dataset.store(closure.inferred_lines())
    plain = (quad.triple for quad in read.ontology if _plain(quad.triple))
    dataset.write(chain(closure.all_lines(), (f"{triple} .\n" for triple in plain)))
    return quads


def _index(read: Corpus, rules: list[ClosedWorldRule], path: Path) -> None:
    """Index what files and the loader say of things, rules among them."""
    described = read.derived["provision-description"]
    rule_graph = ox.NamedNode(f"{ID}rule/rule-description")
    of_rules = (ox.Quad(t.subject, t.predicate, t.object, rule_graph) for t in descriptions(rules))
    search_index.write(chain(read.written, read.tabled, read.ontology, of_rules), described, path)


def _size(dataset: ox.Store) -> int:
    """The number of triples of the merge."""
    found = dataset.query("SELECT (COUNT(*) AS ?size) WHERE { ?s ?p ?o }")
    assert isinstance(found, ox.QuerySolutions)
    return int(next(found)["size"].value)


def _things(ontology: Iterable[ox.Quad]) -> list[ox.Triple]:
    """The individuals that the ontology's files describe: codes and their schemes."""
    return [
        quad.triple
        for quad in ontology
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(ID)
    ]


def _plain(triple: ox.Triple) -> bool:
    return not isinstance(triple.subject, ox.BlankNode) and not isinstance(
        triple.object, ox.BlankNode
    )
