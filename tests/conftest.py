"""What many tests share: the graph as it is, a small one that is fast to build, a real browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

import kg
from kg import locations as places
from kg.build import Summary, build
from kg.graph import Graph
from kg.locations import Locations

#: A corpus of a few facts: the real ontology, and facts that pass every check.
SMALL: Final = Path(__file__).parent / "data" / "small" / "graph_data"

#: Where a Chromium is looked for, first the place that the user names.
CHROMIUMS: Final = (
    os.environ.get("KG_CHROMIUM", ""),
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
)


@pytest.fixture(scope="session")
def locations(tmp_path_factory: pytest.TempPathFactory) -> Locations:
    """The folders of the checkout, with a store of this run's own."""
    return places.find(tmp_path_factory.mktemp("full") / "store")


@pytest.fixture(scope="session")
def built(locations: Locations) -> Summary:
    """The whole corpus, built once."""
    return build(locations)


@pytest.fixture(scope="session")
def graph(built: Summary, locations: Locations) -> Graph:
    """The whole graph."""
    return kg.open(locations.store)


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Locations:
    """The small corpus, built once; for tests that only read."""
    root = tmp_path_factory.mktemp("small")
    found = replace(places.find(root / "store"), graph_data=SMALL)
    build(found)
    return found


@pytest.fixture
def own(small: Locations, tmp_path: Path) -> Locations:
    """A copy of the small corpus and its store, which a test may change."""
    facts, store = tmp_path / "graph_data", tmp_path / "store"
    shutil.copytree(small.graph_data, facts)
    shutil.copytree(small.store, store)
    return replace(small, graph_data=facts, store=store)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium; pages that cannot be opened are pages that fail."""
    for name in CHROMIUMS:
        if name and (path := shutil.which(name)):
            return path
    pytest.fail(
        "no Chromium found: run .ci/install-chromium (or apt-get install chromium, "
        "brew install --cask chromium), or set KG_CHROMIUM to its path"
    )


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """A running Chromium without a window."""
    # Chromium's own sandbox needs user namespaces, which root in a container does not have.
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page that reaches no network: a view must carry everything it needs."""
    context = browser.new_context(
        offline=True, locale="en-GB", viewport={"width": 1280, "height": 800}
    )
    yield context.new_page()
    context.close()
