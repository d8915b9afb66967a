"""A headless browser for tests of pages: Chromium as the machine has it, driven by Playwright."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_MISSING = (
    "no Chromium was found for the tests of pages: install one (`apt-get install chromium`, or "
    "`.venv/bin/playwright install chromium`)"
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium; without one a test skips and says what to install."""
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
        path = next(filter(None, map(shutil.which, _NAMES)), own if Path(own).exists() else None)
        if path is None:
            pytest.skip(_MISSING)
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield chromium
        chromium.close()
