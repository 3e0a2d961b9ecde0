"""The import of General Assembly roll calls: a file in its public form in, a store of its own out.

Design decision: the plain graph is built where it always is, its version is copied into the store
of the import, and the roll calls are loaded into the copy; the copy becomes current in one step as
any version does, so a fault or a crash leaves what was there. The manifest lists the imported files
among the inputs, which is how an unchanged import is known.
"""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kg import build, manifest, search_index, store
from kg.errors import CorpusError, Fault, KGError, StoreError
from kg.imports import statements, undl, voeten
from kg.imports.crosswalk import Crosswalk
from kg.imports.rollcalls import Dataset
from kg.imports.tabular import Table
from kg.locations import Locations
from kg.manifest import Manifest
from kg.terms import CS, PREFIXES

Progress = Callable[[str], None]
_FILES: Final = ("un_votes.csv", "un_votes.csv.gz", "UNVotes.csv", "UNVotes.csv.gz",
                 "*ga_voting*.csv", "*ga_voting*.csv.gz")  # fmt: skip
#: Changes when the same files would give other statements.
_EDITION: Final = "unga-votes 1"
_AT_ONCE: Final = 1_000
_SYMBOLS: Final = f"SELECT ?doc ?symbol {{ ?doc <{CS['symbol']}> ?symbol }}"


@dataclass(frozen=True)
class Imported:
    """What an import did: the version's directory, its manifest, and whether it had to be made."""

    directory: Path
    manifest: Manifest
    rebuilt: bool


def import_votes(
    locations: Locations, file: Path, target: Path, *, progress: Progress | None = None
) -> Imported:
    """Put the roll calls of a file beside the shipped graph, in a store of their own.

    Args:
        locations: the folders to read; their store holds the plain graph, and is built if need be.
        file: the votes' file, or the folder that holds it.
        target: the directory of the store to make.
        progress: told in words what is being done.

    Raises:
        CorpusError: the files hold faults, each with its place; nothing was loaded.
        StoreError: a store cannot be read or written.
        KGError: there is no such file, or the target is the plain graph's own store.
    """
    tell = progress or (lambda _: None)
    if target.resolve() == locations.store.resolve():
        mend = "imported votes are kept apart from it; choose another --store"
        raise KGError(f"{target}: this is the store of the plain graph; {mend}")
    path = _find(file)
    plain = build.build(locations, progress=tell)
    hashes = _hashes(path)
    fingerprint = _fingerprint(plain.manifest.fingerprint, hashes)
    if found := _unchanged(target, fingerprint):
        return found
    opened = store.open_current(locations.store)
    dataset = _read(path, Crosswalk(opened.store), tell)
    with store.building(target) as place:
        counts = _fill(opened, dataset, hashes, place, tell)
        inputs = plain.manifest.inputs | {f"import/{name}": h for name, h in hashes.items()}

        def complete(directory: Path) -> Manifest:
            states = manifest.file_states(directory)
            made = replace(plain.manifest, fingerprint=fingerprint, inputs=inputs)
            return replace(made, counts=counts, files=states)

        tell("publishing")
        version = store.publish(target, place, complete)
    return Imported(version, manifest.read(version), rebuilt=True)


def default_target(plain: Path) -> Path:
    """Where an import goes unless it is told otherwise: beside the plain graph's store."""
    return plain.with_name(f"{plain.name}-unga-votes")


def _find(file: Path) -> Path:
    if file.is_file():
        return file
    found = [path for name in _FILES for path in sorted(file.glob(name))] if file.is_dir() else []
    if not found:
        known = ", ".join(name for name in _FILES if not name.endswith(".gz"))
        raise KGError(f"{file}: no file of votes; give the file, or a folder with one of {known}")
    return found[0]


def _hashes(path: Path) -> dict[str, str]:
    beside = [path.with_name(name) for name in voeten.ROLL_CALLS if path.with_name(name).is_file()]
    try:
        return {file.name: manifest.sha256(file) for file in [path, *beside[:1]]}
    except OSError as error:
        raise KGError(f"{error.filename}: cannot be read ({error.strerror})") from error


def _fingerprint(plain: str, hashes: dict[str, str]) -> str:
    lines = [_EDITION, plain, *(f"{name} {digest}" for name, digest in sorted(hashes.items()))]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _unchanged(target: Path, fingerprint: str) -> Imported | None:
    found = store.usable(target)
    directory = store.current(target) if found else None
    if found is None or directory is None or found.fingerprint != fingerprint:
        return None
    return Imported(directory, found, rebuilt=False)


def _read(path: Path, crosswalk: Crosswalk, tell: Progress) -> Dataset:
    """Read a file in the form that its header shows."""
    table = Table(path)
    with table.reading():
        header = table.header
    if undl.is_header(header):
        return undl.read(path, crosswalk, tell)
    if set(header) >= voeten.ONE_TABLE:
        return voeten.read_one(path, crosswalk, tell)
    if set(header) >= voeten.TWO_TABLES:
        return voeten.read_two(path, crosswalk, tell)
    message = f"the header `{','.join(header)[:120]}` is of none of the known files of votes"
    mend = "give Voeten's un_votes.csv or UNVotes.csv, or the UN Digital Library's bulk file"
    raise CorpusError.of([*table.faults, Fault(table.name, 1, 1, "column", message, mend)])


def _fill(
    opened: store.OpenStore, dataset: Dataset, hashes: dict[str, str], place: Path, tell: Progress
) -> dict[str, int]:
    """Copy the plain version and load the roll calls into the copy; returns counts."""
    tell("copying the plain graph")
    for name in (store.DATASET, store.SEARCH):
        source = opened.directory / name
        (shutil.copytree if source.is_dir() else shutil.copy2)(source, place / name)
    axioms, results = statements.Axioms.of(opened.store), _resolutions(opened.store)
    made = ox.Store(str(place / store.DATASET))
    for count, chunk in enumerate(_chunks(dataset, hashes, results, axioms)):
        tell(f"loading roll calls: {min(count * _AT_ONCE, len(dataset.calls)):,}")
        made.bulk_load(chunk.encode(), format=ox.RdfFormat.TRIG)
    made.flush()
    tell("indexing for search")
    _index(dataset, place / store.SEARCH)
    new = {"imported roll calls": len(dataset.calls), "imported votes": dataset.votes}
    return {**opened.manifest.counts, **new, "quads": len(made), "triples": _triples(made)}


def _triples(made: ox.Store) -> int:
    found = made.query("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
    assert isinstance(found, ox.QuerySolutions)
    return int(next(found)["n"].value)


def _chunks(
    dataset: Dataset, hashes: dict[str, str], results: dict[str, str], axioms: statements.Axioms
) -> Iterator[str]:
    yield statements.HEAD + statements.described(dataset, hashes, axioms)
    calls = iter(dataset.calls.values())
    while chunk := list(islice(calls, _AT_ONCE)):
        texts = (statements.roll_call(dataset, call, results, axioms) for call in chunk)
        yield statements.HEAD + "".join(texts)


def _resolutions(graph: ox.Store) -> dict[str, str]:
    """The names of documents by their symbols."""
    found = graph.query(_SYMBOLS)
    assert isinstance(found, ox.QuerySolutions)
    names = ((row["symbol"].value, row["doc"].value) for row in found)
    return {symbol: iri.removeprefix(PREFIXES["doc"]) for symbol, iri in names}


def _index(dataset: Dataset, path: Path) -> None:
    """Add the roll calls to the search index; raises StoreError where it cannot be written."""
    rows = (
        search_index.Entry(
            f"{PREFIXES['ballot']}{call.name}", CS["Ballot"], {(False, "en", call.label)},
            set(), {call.note} if call.note else set(),
        ).row()
        for call in dataset.calls.values()
    )  # fmt: skip
    try:
        with closing(sqlite3.connect(path)) as connection:
            connection.executemany("INSERT INTO entity VALUES (?, ?, ?, ?, ?, ?)", rows)
            connection.execute("INSERT INTO entity(entity) VALUES ('optimize')")
            connection.commit()
    except sqlite3.Error as error:
        raise StoreError(f"{path}: cannot be written ({error})") from error
