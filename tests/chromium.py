"""The browser of the tests: Debian's Chromium, without the window around the page where there is such a build (trình duyệt)."""

from __future__ import annotations

import shutil

from playwright.sync_api import Browser, Playwright

# The shell draws pages alone, without the work of a window around them.
PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser")
FLAGS = ["--no-sandbox", "--disable-background-networking", "--disable-gpu"]
PROGRAM = next(filter(None, map(shutil.which, PROGRAMS)), None)


def launched(playwright: Playwright) -> Browser:
    """A new browser; the caller closes it."""
    assert PROGRAM, "Debian's package chromium-headless-shell is missing"
    return playwright.chromium.launch(executable_path=PROGRAM, args=FLAGS)
