"""What many tests share: a real browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

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
def chromium() -> str:
    """The path of a Chromium; without one, pages go untested on a desk but fail where CI=true."""
    for name in CHROMIUMS:
        if name and (path := shutil.which(name)):
            return path
    message = "no Chromium found; install it, or set KG_CHROMIUM to its path"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)


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
