"""Where things are: the folders of ontology, facts, questions and views, and the store.

Design decision: the same package runs from a checkout (its own folders, the store under `build/`)
and from an installed wheel (package data, the store in the user's cache directory); only this
module knows the difference.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg import __version__
from kg.errors import KGError

#: Environment variable that overrides the store's place.
STORE_VARIABLE: Final = "KG_STORE"

_PACKAGE: Final = Path(__file__).resolve().parent
_CACHE_NAME: Final = "collective-security-kg"


@dataclass(frozen=True)
class Locations:
    """The folders one run works with."""

    ontology: Path
    graph_data: Path
    questions: Path
    visualizations: Path
    store: Path


def find(store: Path | None = None) -> Locations:
    """The folders of this installation; `store`, or else KG_STORE, overrides the store's place.

    Raises KGError where neither a checkout nor package data is found.
    """
    root, default_store = _root_and_store(_PACKAGE)
    return Locations(
        ontology=root / "ontology",
        graph_data=root / "graph_data",
        questions=_PACKAGE / "questions",
        visualizations=root / "visualizations",
        store=store or _store_from(os.environ) or default_store,
    )


def _root_and_store(package: Path) -> tuple[Path, Path]:
    checkout, installed = package.parent, package / "data"
    if _holds_data(checkout):
        return checkout, checkout / "build" / "store"
    if _holds_data(installed):
        return installed, cache_directory(os.environ, sys.platform) / __version__ / "store"
    raise KGError(
        f"{package}: neither ontology/ and graph_data/ beside the package nor its own data/ folder "
        "is there; install the package again"
    )


def _holds_data(root: Path) -> bool:
    return (root / "ontology").is_dir() and (root / "graph_data").is_dir()


def _store_from(environment: Mapping[str, str]) -> Path | None:
    value = environment.get(STORE_VARIABLE, "")
    return Path(value).expanduser() if value else None


def cache_directory(environment: Mapping[str, str], platform: str) -> Path:
    """The user's cache directory for this package, by the rules of the platform (`sys.platform`).

    The XDG base directory specification asks for a relative XDG_CACHE_HOME to be ignored.
    """
    if platform == "win32":
        local = environment.get("LOCALAPPDATA", "")
        return (Path(local) if local else Path.home() / "AppData" / "Local") / _CACHE_NAME
    if platform == "darwin":
        return Path.home() / "Library" / "Caches" / _CACHE_NAME
    configured = Path(environment.get("XDG_CACHE_HOME", ""))
    return (configured if configured.is_absolute() else Path.home() / ".cache") / _CACHE_NAME
