"""The demo province as its people see it: one server, and a window of Chromium for each of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright
from pytest_django.plugin import DjangoDbBlocker

from tests.chromium import launched

from . import province as provinces
from .people import Window
from .province import Province


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def province() -> Iterator[Province]:
    """The province of these journeys; when they are over its audit log must be whole."""
    with provinces.running() as one:
        yield one
        provinces.must_have_a_whole_log(one)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium. Playwright runs an event loop in this thread, which Django must not mistake for its own."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    try:
        with sync_playwright() as playwright:
            chromium = launched(playwright)
            yield chromium
            chromium.close()
    finally:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def window(browser: Browser, province: Province) -> Iterator[Callable[..., Window]]:
    """Opens a window for one person; a page that breaks its own rules (console, server error) fails the test."""
    opened: list[Window] = []

    def open_one(username: str = "", *, scripts: bool = True, width: int = 1280, language: str = "vi") -> Window:
        one = Window.open(browser, province.url, scripts=scripts, width=width, language=language)
        opened.append(one)
        if username:
            one.sign_in(username)
        return one

    yield open_one
    faults = [fault for one in opened for fault in one.faults]
    for one in opened:
        one.context.close()
    assert faults == []


@pytest.fixture
def rows(province: Province, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Lets a test read the rows of the province with Django's own models."""
    with django_db_blocker.unblock(), provinces.rows_of(province):
        yield
