"""The manifest of a built store: what it was made from, what it holds, and how its files must look.

Design decision: RocksDB opens silently after losing its log or pointing back to an older state, and
a query on a damaged table file may fail or never end, so the manifest holds size and SHA-256 of
every file. The small files are compared at each start; the table files, which are most of the
bytes, only where their time of change is not that of the build, or on demand.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kg.errors import StoreError

#: Changes when stores of earlier versions cannot be read any more.
FORMAT = 1
NAME = "manifest.json"
#: RocksDB writes these at every start; they hold no data.
_VOLATILE = ("LOG", "LOCK")
_TABLE_FILE = ".sst"


@dataclass(frozen=True)
class FileState:
    """Size in bytes, time of the last change in nanoseconds, and SHA-256."""

    size: int
    changed: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """`inputs` and `files` map relative paths to hashes and states; `counts` names to numbers."""

    format: int
    version: str
    fingerprint: str
    inputs: dict[str, str]
    counts: dict[str, int]
    files: dict[str, FileState]

    def write(self, directory: Path) -> None:
        """Write the manifest into the directory that it describes."""
        text = json.dumps(asdict(self), indent=1, sort_keys=True)
        (directory / NAME).write_text(text + "\n", encoding="utf-8")


def read(directory: Path) -> Manifest:
    """The manifest of a version's directory.

    Raises:
        StoreError: there is none, it is no manifest, or it is of another format.
    """
    try:
        data: dict[str, Any] = json.loads((directory / NAME).read_text(encoding="utf-8"))
        files = {name: FileState(**state) for name, state in data.pop("files").items()}
        manifest = Manifest(files=files, **data)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise StoreError(f"{directory / NAME}: no readable manifest ({error})") from error
    if manifest.format != FORMAT:
        raise StoreError(
            f"{directory}: a store of format {manifest.format}, this program reads {FORMAT}"
        )
    return manifest


def file_states(directory: Path) -> dict[str, FileState]:
    """The states of all files of a version's directory that hold data."""
    states = {}
    for name, path in _data_files(directory):
        status = path.stat()
        states[name] = FileState(status.st_size, status.st_mtime_ns, sha256(path))
    return states


def _data_files(directory: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(directory.rglob("*")):
        if path.is_file() and path.name != NAME and not path.name.startswith(_VOLATILE):
            yield path.relative_to(directory).as_posix(), path


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def verify(directory: Path, manifest: Manifest, *, thorough: bool = False) -> None:
    """Compare the files of a version with its manifest.

    Args:
        directory: the version's directory.
        manifest: what was written there.
        thorough: read table files too whose time of change is that of the build.

    Raises:
        StoreError: a file is missing, cut short, changed, or was not written by the build.
    """
    found = dict(_data_files(directory))
    for name, path in found.items():
        if name not in manifest.files:
            raise StoreError(f"{path}: the build did not write this file")
    for name, wanted in manifest.files.items():
        if name not in found:
            raise StoreError(f"{directory / name}: a file of the store is missing")
        _compare(found[name], wanted, thorough)


def _compare(path: Path, wanted: FileState, thorough: bool) -> None:
    status = path.stat()
    if status.st_size != wanted.size:
        raise StoreError(f"{path}: {status.st_size} bytes where {wanted.size} were written")
    untouched = path.suffix == _TABLE_FILE and status.st_mtime_ns == wanted.changed
    if (thorough or not untouched) and sha256(path) != wanted.sha256:
        raise StoreError(f"{path}: the file was changed after the build")
