"""The same doors in English; a file of its own, so that both walks are made at once (đi hết mọi trang)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from .province import Province
from .walking import Walk, open_page, samples, walking


@pytest.fixture(scope="module")
def walk(browser: Browser, province: Province) -> Iterator[Walk]:
    with walking(browser, province, "en") as one:
        yield one


@pytest.mark.usefixtures("rows")
@pytest.mark.parametrize("code", samples("GET"))
def test_a_page_opens_for_whom_it_is_meant_and_anyone_can_use_it(walk: Walk, code: str) -> None:
    open_page(walk, code)
