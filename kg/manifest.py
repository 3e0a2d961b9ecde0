"""The manifest of a built store: what it was made from, what it holds, and how its files must look.

Design decision: RocksDB notices a damaged table file by itself, but opens silently after losing its
log or pointing back to an older state, so the manifest keeps the size of every file and the SHA-256
of all but the table files; checking it costs a few milliseconds at each start.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kg.errors import StoreError

#: Changes when stores of earlier versions cannot be read any more.
FORMAT = 1
NAME = "manifest.json"
#: RocksDB writes these at every start; they hold no data.
_VOLATILE = ("LOG", "LOCK")
_CHECKED_BY_ENGINE = ".sst"


@dataclass(frozen=True)
class FileState:
    """Size in bytes, and the SHA-256 where the engine does not check the file itself."""

    size: int
    sha256: str | None


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
    return {
        path.relative_to(directory).as_posix(): _state(path)
        for path in sorted(directory.rglob("*"))
        if path.is_file() and path.name != NAME and not path.name.startswith(_VOLATILE)
    }


def _state(path: Path) -> FileState:
    checked = path.suffix == _CHECKED_BY_ENGINE
    return FileState(path.stat().st_size, None if checked else sha256(path))


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def verify(directory: Path, manifest: Manifest) -> None:
    """Compare the files of a version with its manifest.

    Raises:
        StoreError: a file is missing, cut short, or changed.
    """
    for name, wanted in manifest.files.items():
        path = directory / name
        try:
            size = path.stat().st_size
        except OSError as error:
            raise StoreError(f"{path}: a file of the store is missing") from error
        if size != wanted.size:
            raise StoreError(f"{path}: {size} bytes where {wanted.size} were written")
        if wanted.sha256 is not None and sha256(path) != wanted.sha256:
            raise StoreError(f"{path}: the file was changed after the build")
