"""Every role against every officials' screen of the whole house: opened or refused, as the rights say."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from cuulong.core.people.rights import matrix, official_screens, opens
from cuulong.core.people.testing import make_official, sign_in
from cuulong.core.registry import Right, Role, RouteSample, declared

ROLES = sorted(declared(Role))
STAND_INS = {"uuid": "0190a000-0000-7000-8000-000000000000", "int": 1, "str": "x", "slug": "x", "path": "x"}


@cache
def address(name: str) -> str:
    """The screen's address, with the sample's object or a stand-in: the door is judged before the object."""
    sample = declared(RouteSample).get(name)
    if sample:
        try:
            return reverse(name, kwargs=dict(sample.kwargs())) + (f"?{sample.query}" if sample.query else "")
        except Exception:  # however a sample fails without the demo province, a stand-in serves as well
            return reverse(name, kwargs=_stand_ins(name))
    return reverse(name, kwargs=_stand_ins(name))


def _stand_ins(name: str) -> dict[str, Any]:
    *spaces, last = name.split(":")
    resolver: Any = get_resolver()
    for space in spaces:
        resolver = resolver.namespace_dict[space][1]
    pattern = next(p for p in _flat(resolver) if p.name == last)
    return {
        key: STAND_INS[re.sub(r"Converter$", "", type(c).__name__).lower().replace("string", "str")]
        for key, c in pattern.pattern.converters.items()
    }


def _flat(resolver: Any) -> Any:
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from _flat(pattern)
        else:
            yield pattern


def test_every_right_of_a_screen_is_declared() -> None:
    unknown = {name: right for name, right in official_screens().items() if right != "*"}
    assert {name for name, right in unknown.items() if right not in declared(Right)} == set()


def test_every_right_is_carried_by_a_role_that_exists() -> None:
    for right in declared(Right).values():
        assert right.roles, f"nobody holds {right.code}"
        assert right.roles <= set(ROLES), right.code


def test_the_table_knows_every_role_and_right() -> None:
    table = matrix()
    assert set(table) == set(ROLES)
    assert all(set(row) == set(declared(Right)) for row in table.values())
    assert table["administrator"]["people.manage"]
    assert not table["signer"]["people.manage"]


@pytest.mark.parametrize("role", ROLES)
def test_a_role_opens_what_the_table_says_and_nothing_else(role: str, ward: Any) -> None:
    """Opened: any answer but 403 and the way to sign-in; refused: 403 with a sentence."""
    client = sign_in(Client(raise_request_exception=False), make_official(f"nguoi-{role}", ward.province, role))
    wrong = []
    for name, right in official_screens().items():
        sample = declared(RouteSample).get(name)
        post = bool(sample and sample.method == "POST")
        url = address(name)
        response = client.post(url, {}) if post else client.get(url)
        refused = response.status_code == 403
        sent_away = response.status_code == 302 and response.headers["Location"].startswith("/accounts/login/")
        if refused == opens(role, right) or sent_away:
            wrong.append((name, right, response.status_code))
    assert wrong == []


def test_a_citizen_opens_no_officials_screen(ward: Any) -> None:
    from cuulong.core.people.models import Account

    client = Client(raise_request_exception=False)
    client.force_login(Account.objects.create_user("0912345678", full_name="Trần Thị Bình"))
    opened = [name for name in official_screens() if client.get(address(name)).status_code not in {403, 405}]
    assert opened == []


def test_a_stranger_opens_no_officials_screen(db: None) -> None:
    client = Client(raise_request_exception=False)
    opened = [name for name in official_screens() if client.get(address(name)).status_code not in {302, 405}]
    assert opened == []
