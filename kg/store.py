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


@dataclass(frozen=True)
class OpenStore:
    """A version opened for reading."""

    store: ox.Store
    manifest: Manifest
    directory: Path


def current(store: Path) -> Path | None:
    """The directory of the current version, or None where nothing was built yet.

    Raises:
        StoreError: the pointer names a version that is not there.
    """
    try:
        name = (store / _CURRENT).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    directory = store / "versions" / name
    if not name or not directory.is_dir():
        raise StoreError(
            f"{store / _CURRENT}: names the version '{name}', which is not there; run 'kg build'"
        )
    return directory


def open_current(store: Path) -> OpenStore:
    """Open the current version, after a check of its files against its manifest.

    Raises:
        StoreError: nothing was built, or the version is damaged or of another format.
    """
    directory = current(store)
    if directory is None:
        raise StoreError(f"{store}: no graph was built here yet; run 'kg build'")
    try:
        manifest = manifests.read(directory)
        manifests.verify(directory, manifest)
        return OpenStore(ox.Store.read_only(str(directory / DATASET)), manifest, directory)
    except OSError as error:
        raise StoreError(f"{directory}: the store is damaged ({error}); run 'kg build'") from error
    except StoreError as error:
        raise StoreError(
            f"{error}; the store is damaged, run 'kg build' to make it anew"
        ) from error


def usable(store: Path) -> Manifest | None:
    """The manifest of the current version, None where it is missing or damaged."""
    try:
        return open_current(store).manifest
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
    try:
        versions.mkdir(parents=True, exist_ok=True)
        lock = FileLock(str(store / "build.lock"), timeout=0)
        with lock:
            _sweep(versions, unfinished_only=True)
            place = versions / f"{os.getpid()}{_UNFINISHED}"
            place.mkdir()
            try:
                yield place
            finally:
                shutil.rmtree(place, ignore_errors=True)
    except Timeout as error:
        raise StoreError(
            f"{store}: another process is building here; wait for it to end"
        ) from error
    except PermissionError as error:
        raise StoreError(
            f"{error.filename or store}: cannot be written; choose another --store"
        ) from error


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
    version = _free_name(store / "versions", manifest.fingerprint[:12])
    place.rename(version)
    previous = _name_of_current(store)
    pointer = store / f"{_CURRENT}.new"
    pointer.write_text(version.name + "\n", encoding="utf-8")
    _sync_file(pointer)
    pointer.replace(store / _CURRENT)
    _sweep(store / "versions", keep={version.name, previous})
    return version


def _name_of_current(store: Path) -> str:
    try:
        return (store / _CURRENT).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return ""


def _free_name(versions: Path, stem: str) -> Path:
    count = 1
    while (versions / f"{stem}-{count}").exists():
        count += 1
    return versions / f"{stem}-{count}"


def _sweep(versions: Path, keep: set[str] | None = None, unfinished_only: bool = False) -> None:
    """Remove what dead builds left and, unless told otherwise, versions that are not to be kept.

    What a reader holds open on a system that forbids removal stays for the next build.
    """
    for directory in versions.iterdir():
        unfinished = directory.name.endswith(_UNFINISHED)
        if unfinished or (not unfinished_only and directory.name not in (keep or set())):
            shutil.rmtree(directory, ignore_errors=True)


def _sync(directory: Path) -> None:
    for path in directory.rglob("*"):
        if path.is_file():
            _sync_file(path)


def _sync_file(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
