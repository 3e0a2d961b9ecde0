"""Where ontology, facts and store are looked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import __version__, locations
from kg.errors import KGError


def package(root: Path, *, beside: bool, inside: bool) -> Path:
    """A package folder with data beside it (a checkout) or inside it (an installed wheel)."""
    folder = root / "kg"
    folder.mkdir()
    for parent, wanted in ((root, beside), (folder / "data", inside)):
        for name in ("ontology", "graph_data") if wanted else ():
            (parent / name).mkdir(parents=True)
    return folder


@pytest.fixture(autouse=True)
def no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("KG_STORE", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)


def test_a_checkout_uses_its_own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locations, "_PACKAGE", package(tmp_path, beside=True, inside=True))
    found = locations.find()
    assert found == locations.Locations(
        ontology=tmp_path / "ontology",
        graph_data=tmp_path / "graph_data",
        questions=tmp_path / "kg" / "questions",
        visualizations=tmp_path / "visualizations",
        store=tmp_path / "build" / "store",
    )


def test_a_wheel_uses_its_data_and_the_users_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locations, "_PACKAGE", package(tmp_path, beside=False, inside=True))
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    found = locations.find()
    assert found.ontology == tmp_path / "kg" / "data" / "ontology"
    assert found.visualizations == tmp_path / "kg" / "data" / "visualizations"
    assert found.store == tmp_path / "cache" / "collective-security-kg" / __version__ / "store"


def test_without_data_the_message_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locations, "_PACKAGE", package(tmp_path, beside=False, inside=False))
    with pytest.raises(KGError, match="install the package again"):
        locations.find()


def test_the_variable_moves_the_store_and_the_argument_moves_it_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_STORE", str(tmp_path / "a"))
    assert locations.find().store == tmp_path / "a"
    assert locations.find(tmp_path / "b").store == tmp_path / "b"


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("linux", {"XDG_CACHE_HOME": "/var/cache/me"}, Path("/var/cache/me")),
        ("linux", {"XDG_CACHE_HOME": "relative"}, Path.home() / ".cache"),
        ("linux", {}, Path.home() / ".cache"),
        ("darwin", {"XDG_CACHE_HOME": "/x"}, Path.home() / "Library" / "Caches"),
        ("win32", {"LOCALAPPDATA": "/users/me/local"}, Path("/users/me/local")),
        ("win32", {}, Path.home() / "AppData" / "Local"),
    ],
)
def test_cache_directory_of_the_platform(
    platform: str, environment: dict[str, str], expected: Path
) -> None:
    found = locations.cache_directory(environment, platform)
    assert found == expected / "collective-security-kg"
