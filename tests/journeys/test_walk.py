"""Every door of the house, opened by someone who may, wide and narrow, in Vietnamese (đi hết mọi trang)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from cuulong.core.registry import RouteSample, declared

from .province import Province
from .walking import Walk, all_routes, open_page, path_of, samples, walking


@pytest.fixture(scope="module")
def walk(browser: Browser, province: Province) -> Iterator[Walk]:
    with walking(browser, province, "vi") as one:
        yield one


def test_every_route_says_how_it_is_walked() -> None:
    known = set(declared(RouteSample))
    assert [name for name in all_routes() if name not in known] == []


def test_no_sample_is_left_of_a_route_that_is_gone() -> None:
    routes = set(all_routes())
    assert [code for code in declared(RouteSample) if code not in routes] == []


@pytest.mark.usefixtures("rows")
@pytest.mark.parametrize("code", samples("GET"))
def test_a_page_opens_for_whom_it_is_meant_and_anyone_can_use_it(walk: Walk, code: str) -> None:
    open_page(walk, code)


@pytest.mark.usefixtures("rows")
@pytest.mark.parametrize("code", samples("POST"))
def test_a_door_that_only_takes_forms_answers_as_it_says(walk: Walk, code: str) -> None:
    sample = declared(RouteSample)[code]
    window = walk.window(sample.role)
    answer = window.post(path_of(code), max_redirects=0)
    assert answer.status == sample.status, (answer.status, answer.text()[:300])
