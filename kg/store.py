"""The store on disk: versions side by side, one of them current, readable while another is built.

Design decision: a version is a directory that never changes once it is complete. A build fills a
directory of its own and publishes it by replacing one small file, `current`, which is atomic where
renaming directories is not; readers keep the version that they opened. A build that dies leaves
nothing but a directory to sweep.

    <store>/current                     the name of the current version
    <store>/versions/<name>/rocksdb     the dataset
    <store>/versions/<name>/search.sqlite
    <store>/versions/<name>/manifest.json
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg import manifest as manifests
from kg.errors import StoreError
from kg.manifest import Manifest

if TYPE_CHECKING:
    from collections.abc import Callable

DATASET = "rocksdb"
SEARCH = "search.sqlite"
_CURRENT = "current"
_UNFINISHED = ".unfinished"
_VERSION = re.compile(r"[0-9a-f]+-[0-9]+")


@dataclass(frozen=True)
class OpenStore:
    """A version opened for reading."""

    store: ox.Store
    manifest: Manifest
    directory: Path


def current(store: Path) -> Path | None:
    """The directory of the current version, or None where nothing was built yet.

    Raises:
        StoreError: the pointer cannot be read, or names a version that is not there.
    """
    pointer = store / _CURRENT
    try:
        name = pointer.read_bytes().decode("utf-8", "replace").strip()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StoreError(f"{pointer}: cannot be read ({error.strerror})") from error
    directory = store / "versions" / name
    if not _VERSION.fullmatch(name) or not directory.is_dir():
        what = f"names the version {name[:40]!r}, which is not there"
        raise StoreError(f"{pointer}: {what}; run 'kg build'")
    return directory


def open_current(store: Path, *, thorough: bool = False) -> OpenStore:
    """Open the current version, after a check of its files against its manifest.

    Args:
        store: the store's directory.
        thorough: read every byte for the check, which takes longer.

    Raises:
        StoreError: nothing was built, or the version is damaged or of another format.
    """
    directory = current(store)
    if directory is None:
        raise StoreError(f"{store}: no graph was built here yet; run 'kg build'")
    try:
        return _open(directory, thorough)
    except StoreError:
        newer = current(store)  # builds may have published and swept since the pointer was read
        if newer is None or newer == directory:
            raise
        return _open(newer, thorough)


def _open(directory: Path, thorough: bool) -> OpenStore:
    try:
        manifest = manifests.read(directory)
        manifests.verify(directory, manifest, thorough=thorough)
        return OpenStore(ox.Store.read_only(str(directory / DATASET)), manifest, directory)
    except (OSError, RuntimeError, StoreError) as error:  # RocksDB's complaints are RuntimeErrors
        raise StoreError(f"{error}; run 'kg build' to make the store anew") from error


def usable(store: Path) -> Manifest | None:
    """The manifest of the current version, None where it is missing or damaged."""
    try:
        return open_current(store, thorough=True).manifest
    except StoreError:
        return None


@contextmanager
def building(store: Path) -> Iterator[Path]:
    """The sole right to build, and an empty directory to fill; what is not published is swept.

    Raises:
        StoreError: another process is building, or the place cannot be written.
    """
    from filelock import FileLock, Timeout

    versions = store / "versions"
    place = versions / f"{os.getpid()}{_UNFINISHED}"
    try:
        versions.mkdir(parents=True, exist_ok=True)
        with FileLock(store / "build.lock", timeout=0):
            _sweep(versions, unfinished_only=True)
            place.mkdir()
            try:
                yield place
            finally:
                shutil.rmtree(place, ignore_errors=True)
    except Timeout as error:
        raise StoreError(f"{store}: another process is building here; wait for its end") from error
    except OSError as error:
        where = f"{error.filename or store}: cannot be written ({error.strerror or error})"
        raise StoreError(f"{where}; make room there, or choose another --store") from error


def publish(store: Path, place: Path, complete: Callable[[Path], Manifest]) -> Path:
    """Make a filled directory the current version.

    Args:
        store: the store's directory.
        place: the directory that a build filled; no engine may have it open any more.
        complete: makes the manifest of the filled directory.

    Returns the version's directory.
    """
    manifest = complete(place)
    manifest.write(place)
    _sync(place)
    version = _next_name(store / "versions", manifest.fingerprint[:12])
    place.rename(version)
    _sync_directory(version.parent)
    previous = _previous(store)
    _point(store, version.name)
    _sweep(store / "versions", keep={version.name, *previous})
    return version


def _previous(store: Path) -> set[str]:
    """The name of the version that is current, if one is."""
    try:
        directory = current(store)
    except StoreError:
        return set()
    return {directory.name} if directory else set()


def _point(store: Path, name: str) -> None:
    """Replace the pointer in one step."""
    pointer = store / f"{_CURRENT}.new"
    pointer.write_text(name + "\n", encoding="utf-8")
    _sync_file(pointer)
    pointer.replace(store / _CURRENT)
    _sync_directory(store)


def _next_name(versions: Path, stem: str) -> Path:
    """A name that no version bears or bore before: versions are numbered on."""
    numbers = [
        int(path.name.rpartition("-")[2]) for path in versions.iterdir() if _is_version(path)
    ]
    return versions / f"{stem}-{max(numbers, default=0) + 1}"


def _is_version(path: Path) -> bool:
    return _VERSION.fullmatch(path.name) is not None


def _sweep(versions: Path, keep: set[str] | None = None, unfinished_only: bool = False) -> None:
    """Remove what dead builds left and, unless told otherwise, versions that are not to be kept.

    What a reader holds open on a system that forbids removal stays for the next build.
    """
    for directory in versions.iterdir():
        unfinished = directory.name.endswith(_UNFINISHED)
        if unfinished or (not unfinished_only and directory.name not in (keep or set())):
            shutil.rmtree(directory, ignore_errors=True)


def _sync(directory: Path) -> None:
    """Make sure that a directory and what is in it outlasts a loss of power."""
    for path in directory.rglob("*"):
        (_sync_file if path.is_file() else _sync_directory)(path)
    _sync_directory(directory)


def _sync_file(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _sync_directory(directory: Path) -> None:
    if os.name == "posix":  # elsewhere a directory cannot be opened
        descriptor = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
