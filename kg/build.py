"""The build: authored files in, a complete and checked version of the store out.

Design decision: everything that can fail comes before publishing, and publishing is one atomic
step, so a build either makes a new current version or leaves the old one as it was. Checks run on
the filled store, by the same queries that a user could run.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import pyoxigraph as ox

from kg import __version__, corpus, search_index, store
from kg import manifest as manifests
from kg.corpus import Corpus
from kg.errors import CorpusError, Fault
from kg.locations import Locations
from kg.manifest import FORMAT, Manifest
from kg.reasoning import ClosedWorldRule, Closure, compile_axioms, descriptions, read_rules
from kg.reasoning.application import apply, rule_quads
from kg.terms import ID
from kg.validation import integrity
from kg.validation.integrity import CHECKS

Progress = Callable[[str], None]
_AUTHORED = {".ttl", ".trig", ".rq", ".csv", ".json", ".tsv"}
#: Triples by the rule that concluded them.
Groups = dict[str, Collection[ox.Triple]]


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
    tell("reading the authored files")
    read = corpus.read(locations, lambda name: tell(f"reading {name}"))
    with store.building(locations.store) as place:
        counts = _fill(locations, read, place, tell)

        def complete(directory: Path) -> Manifest:
            states = manifests.file_states(directory)
            return Manifest(FORMAT, __version__, fingerprint, inputs, counts, states)

        tell("publishing")
        version = store.publish(locations.store, place, complete)
    return Summary(version, manifests.read(version), rebuilt=True)


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


def _fill(locations: Locations, read: Corpus, place: Path, tell: Progress) -> dict[str, int]:
    """Fill a directory with dataset and search index, and close both; returns counts."""
    rules = read_rules(locations.ontology / "rules")
    dataset = ox.Store(str(place / store.DATASET))
    tell("inferring")
    closure = Closure(compile_axioms(read.ontology))
    concluded = _conclude(read, rules, closure)
    tell("writing the dataset")
    _write(dataset, read, concluded)
    tell("applying the closed-world rules")
    apply(rules, dataset, closure)
    tell("checking")
    if found := integrity.faults(dataset, locations):
        raise CorpusError.of(found)
    tell("indexing for search")
    search_index.write(dataset, place / store.SEARCH)
    dataset.flush()
    dataset.optimize()
    return _counts(dataset, read)


def _conclude(read: Corpus, rules: list[ClosedWorldRule], closure: Closure) -> Groups:
    """What the loader derives and the axioms infer, by rule."""
    groups: Groups = {**read.derived, "rule-description": list(descriptions(rules))}
    derived = [triple for group in groups.values() for triple in group]
    inferred = closure.add([*_asserted(read), *_things(read.ontology), *derived])
    return {**groups, **inferred}


def _write(dataset: ox.Store, read: Corpus, concluded: Groups) -> None:
    """The named graphs of citations, ontology and rules, and the merge of them all."""
    merge = {*_asserted(read), *(t for group in concluded.values() for t in group)}
    merge.update(quad.triple for quad in read.ontology if _plain(quad.triple))
    dataset.bulk_extend([*read.quads, *read.ontology])
    dataset.bulk_extend(rule_quads(concluded))
    dataset.bulk_extend(ox.Quad(t.subject, t.predicate, t.object) for t in merge)


def _counts(dataset: ox.Store, read: Corpus) -> dict[str, int]:
    merge = dataset.quads_for_pattern(None, None, None, ox.DefaultGraph())
    return {
        "quads": len(dataset),
        "triples": sum(1 for _ in merge),
        "asserted": len(_asserted(read)),
        "files": len(read.files),
    }


def _asserted(read: Corpus) -> set[ox.Triple]:
    return {quad.triple for quad in read.quads}


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
