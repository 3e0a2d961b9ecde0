"""The build: authored files in, a complete and checked version of the store out.

Design decision: everything that can fail comes before publishing, and publishing is one atomic step, so a
build either makes a new current version or leaves the old one as it was. Checks run on the filled store, by
the same queries that a user could run.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg import __version__, corpus, search_index, store
from kg import manifest as manifests
from kg.corpus import Corpus
from kg.errors import CorpusError, Fault
from kg.locations import Locations
from kg.manifest import FORMAT, Manifest
from kg.reasoning import ClosedWorldRule, Closure, compile_axioms, descriptions, read_rules
from kg.terms import ID, PREFIXES
from kg.validation import integrity

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Summary:
    """What a build did: the version's directory, its manifest, and whether it had to be made."""

    directory: Path
    manifest: Manifest
    rebuilt: bool


def build(locations: Locations, *, force: bool = False, progress: Progress | None = None) -> Summary:
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
        tell("reading the authored files")
        read = corpus.read(locations, lambda name: tell(f"reading {name}"))
        counts = _fill(locations, read, place, tell)

        def complete(directory: Path) -> Manifest:
            states = manifests.file_states(directory)
            return Manifest(FORMAT, __version__, fingerprint, inputs, counts, states)

        tell("publishing")
        version = store.publish(locations.store, place, complete)
    return Summary(version, manifests.read(version), rebuilt=True)


def hash_inputs(locations: Locations) -> dict[str, str]:
    """The SHA-256 of every authored file, by its path below `ontology` or `graph_data`."""
    hashes = {}
    for root in (locations.ontology, locations.graph_data):
        for path in sorted(root.rglob("*")):
            if path.is_file() and path.suffix in {".ttl", ".trig", ".rq", ".csv", ".json", ".tsv"}:
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
    """Fill a directory with dataset and search index; returns counts. Nothing keeps it open afterwards."""
    rules = read_rules(locations.ontology / "rules")
    tell("inferring")
    closure = Closure(compile_axioms(read.ontology))
    asserted = [quad.triple for quad in read.quads]
    groups = dict(read.derived) | {"rule-description": list(descriptions(rules))}
    start = [*asserted, *_things(read.ontology), *(t for group in groups.values() for t in group)]
    inferred = closure.add(start)
    tell("writing the dataset")
    dataset = ox.Store(str(place / store.DATASET))
    merge = set(start)
    merge.update(q.triple for q in read.ontology if _plain(q.triple))
    dataset.bulk_extend([*read.quads, *read.ontology])
    dataset.bulk_extend(_rule_quads(groups | inferred))
    merge.update(t for found in inferred.values() for t in found)
    dataset.bulk_extend(ox.Quad(t.subject, t.predicate, t.object) for t in merge)
    tell("applying the closed-world rules")
    late = _apply(rules, dataset, closure)
    tell("checking")
    faults = integrity.faults(dataset, locations)
    if faults:
        raise CorpusError.of(faults)
    tell("indexing for search")
    search_index.write(dataset, place / store.SEARCH)
    counts = {
        "quads": len(dataset),
        "triples": len(merge) + late,
        "asserted": len(set(asserted)),
        "files": len(read.files),
    }
    dataset.flush()
    dataset.optimize()
    return counts


def _things(ontology: Iterable[ox.Quad]) -> list[ox.Triple]:
    """The individuals that the ontology's files describe: codes and their schemes."""
    return [
        quad.triple
        for quad in ontology
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(ID)
    ]


def _plain(triple: ox.Triple) -> bool:
    return not isinstance(triple.subject, ox.BlankNode) and not isinstance(triple.object, ox.BlankNode)


def _rule_quads(groups: dict[str, Iterable[ox.Triple]]) -> Iterable[ox.Quad]:
    for name, triples in groups.items():
        graph = ox.NamedNode(f"{PREFIXES['rule']}{name}")
        for triple in triples:
            yield ox.Quad(triple.subject, triple.predicate, triple.object, graph)


def _apply(rules: list[ClosedWorldRule], dataset: ox.Store, closure: Closure) -> int:
    """Run the closed-world rules by strata, and the axioms on what they conclude; returns the new triples' number."""
    added = 0
    for stratum in sorted({rule.stratum for rule in rules}):
        concluded = {
            rule.name: _construct(dataset, rule) for rule in rules if rule.stratum == stratum
        }
        inferred = closure.add(t for triples in concluded.values() for t in triples)
        for name, triples in inferred.items():
            concluded[name] = concluded.get(name, set()) | triples
        new = {t for triples in concluded.values() for t in triples if not _holds(dataset, t)}
        dataset.bulk_extend(_rule_quads(concluded))
        dataset.bulk_extend(ox.Quad(t.subject, t.predicate, t.object) for t in new)
        added += len(new)
    return added


def _holds(dataset: ox.Store, triple: ox.Triple) -> bool:
    quad = ox.Quad(triple.subject, triple.predicate, triple.object)
    return quad in dataset


def _construct(dataset: ox.Store, rule: ClosedWorldRule) -> set[ox.Triple]:
    try:
        found = dataset.query(rule.query, prefixes=PREFIXES)
    except SyntaxError as error:
        place = f"ontology/rules/{rule.name}.rq"
        mend = "mend the query"
        fault = Fault(place, error.lineno or 0, error.offset or 0, "rule", str(error.msg), mend)
        raise CorpusError.of([fault]) from error
    if not isinstance(found, ox.QueryTriples):
        fault = Fault(f"ontology/rules/{rule.name}.rq", 1, 1, "rule", "a rule must be a CONSTRUCT query")
        raise CorpusError.of([fault])
    return set(found)
