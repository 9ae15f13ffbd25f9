"""The browser that tests drive. `python -m tests.browser` prints its path, or fails with a sentence."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

# On a busy machine a page may take seconds for what is there at once elsewhere.
WITHIN_MS = 30_000
_NAMES = ("chromium", "chromium-browser", "google-chrome")
MISSING = "no Chromium: install Debian's `chromium`, or `playwright install chromium`, or set SPEECHSCAN_CHROMIUM"


def find() -> str | None:
    """Path of any Chromium: SPEECHSCAN_CHROMIUM, the system's, or the one that Playwright installed."""
    for name in (os.environ.get("SPEECHSCAN_CHROMIUM", ""), *_NAMES):
        if name and (path := shutil.which(name)):
            return path
    cache = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    return next(map(str, sorted(cache.glob("chromium-*/chrome-linux*/chrome"))), None)


@pytest.fixture(scope="session")
def chromium() -> str:
    found = find()
    if found is None:
        pytest.skip(MISSING)
    return found


if __name__ == "__main__":
    print(find() or sys.exit(MISSING))
