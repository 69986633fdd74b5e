"""What must not be done too often is counted over all web workers, and for each person (giới hạn số lần)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connections
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django_ratelimit.core import is_ratelimited

FROM_A_PROXY = "203.0.113.7"


def add_one(_: int) -> None:
    try:
        cache.incr("how-often")
    finally:
        connections.close_all()


@pytest.mark.django_db(transaction=True)
def test_two_workers_that_count_at_once_lose_no_count() -> None:
    cache.set("how-often", 0)
    with ThreadPoolExecutor(8) as workers:
        list(workers.map(add_one, range(80)))
    assert cache.get("how-often") == 80


@pytest.mark.django_db
def test_a_count_that_nobody_began_is_no_count() -> None:
    with pytest.raises(ValueError, match="not found"):
        cache.incr("how-often")


def too_often(request: HttpRequest) -> bool:
    # By the day, so that no test meets the end of a minute; the rule is the same.
    return bool(is_ratelimited(request, group="a group", key="ip", rate="3/d", increment=True))


def used_up(address: str, **headers: str) -> None:
    """As if this address had asked as often as it may, whichever worker answered it."""
    request = RequestFactory().get("/", REMOTE_ADDR=address, headers=headers)
    assert [too_often(request) for _ in range(4)] == [False, False, False, True]


@pytest.mark.django_db
def test_the_count_lies_in_the_database() -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM site_cache")
        before = cursor.fetchone()[0]
        used_up("198.51.100.1")
        cursor.execute("SELECT count(*) FROM site_cache")
        assert cursor.fetchone()[0] == before + 1


@pytest.mark.django_db
def test_behind_a_trusted_proxy_one_persons_haste_does_not_stop_the_next(settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    used_up("127.0.0.1", **{"X-Forwarded-For": FROM_A_PROXY})
    used_up("127.0.0.1", **{"X-Forwarded-For": "203.0.113.8"})


@pytest.mark.django_db
def test_without_a_trusted_proxy_nobody_gets_around_it_by_a_header(settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    used_up("198.51.100.1")
    assert too_often(RequestFactory().get("/", REMOTE_ADDR="198.51.100.1", headers={"X-Forwarded-For": FROM_A_PROXY}))


@pytest.mark.django_db
def test_who_asks_too_often_is_told_to_wait(client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr("cuulong.core.signatures.views.verify.LOOKUPS", "2/d")
    answers = [client.get("/verify/ABCD-EFGH/").status_code for _ in range(3)]
    assert 429 not in answers[:2]
    assert answers[2] == 429
