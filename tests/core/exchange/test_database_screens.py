"""The screen of databases: where each answers, how long it is waited for, open or closed (màn hình cơ sở dữ liệu)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cuulong.core.audit.models import Event
from cuulong.core.exchange import simulator
from cuulong.core.exchange.actions.set_up import set_up
from cuulong.core.exchange.loading import load_databases
from cuulong.core.exchange.models import Database, Lookup
from cuulong.core.exchange.retry import retry_lookups
from cuulong.core.organisations.models import Agency
from cuulong.core.parties.actions.register_citizen import register_citizen
from cuulong.core.people.acting import Acting, Forbidden
from cuulong.core.people.models import Account, Appointment
from cuulong.lib.lookups import Outcome
from cuulong.lib.province import Province
from launcher.layout import ROOT

from .test_port import ask, question

pytestmark = pytest.mark.django_db


@pytest.fixture
def land(db: None) -> Database:
    fields = [{"key": "so-thua", "title": "Thửa đất số"}, {"key": "muc-dich", "title": "Mục đích"}]
    return Database.objects.create(key="dat-thu", name="Cơ sở dữ liệu đất thử", fields=fields, per_minute=1000)


@pytest.fixture
def citizen(db: None) -> Any:
    return register_citizen(full_name="Lê Thị Thử Nghiệm", cccd="086199000011", acting=Acting.system("test"))


def window(role: str, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Somebody with this role and a second factor."""
    monkeypatch.setattr("cuulong.core.people.access.second_factor_at", lambda request: 1.0)
    agency, _made = Agency.objects.get_or_create(
        slug="vp", defaults={"kind": "provincial_body", "name": "Văn phòng", "valid": DateRange(date(2020, 1, 1))}
    )
    account = Account.objects.create(username=f"thu.{role}", full_name="Lưu Văn Thử")
    Appointment.objects.create(account=account, agency=agency, role=role, valid=DateRange(date(2020, 1, 1)))
    client = Client()
    client.force_login(account)
    return client


def typed(**changed: Any) -> dict[str, Any]:
    return {"address": "", "timeout_ms": "2000", "per_minute": "60", "is_open": "on"} | changed


def test_the_administrator_closes_a_database_and_papers_are_asked_for(
    land: Database, citizen: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin, url = window("administrator", monkeypatch), reverse("exchange:database", args=["dat-thu"])
    with simulator.connected() as databases:
        assert ask(question(citizen, "086199000011")).found
        assert admin.post(url, {k: v for k, v in typed().items() if k != "is_open"}).status_code == 302
        proof = ask(question(citizen, "086199000011"))
        assert proof.outcome is Outcome.DOWN
        assert len(databases.asked) == 1, "a closed one is not asked"
        listed = admin.get(reverse("exchange:databases")).content.decode()
        assert "Ngừng tra cứu" in listed
        assert admin.post(url, typed()).status_code == 302
        Lookup.objects.filter(uuid=proof.uuid).update(next_try_at=timezone.now())
        retry_lookups()
        assert Lookup.objects.get(uuid=proof.uuid).outcome == Outcome.FOUND
    assert [e.action for e in Event.objects.filter(action__startswith="exchange.database").order_by("pk")] == [
        "exchange.database.closed",
        "exchange.database.opened",
    ]


def test_address_and_limits_are_set_on_screen_and_hold(
    land: Database, citizen: Any, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    admin, url = window("administrator", monkeypatch), reverse("exchange:database", args=["dat-thu"])
    settings.EXCHANGE_URL = ""
    assert "Chưa có địa chỉ" in admin.get(url).content.decode()
    with simulator.serving() as databases:
        address = f"{databases.url}/dat-thu"
        assert admin.post(url, typed(address=address, per_minute="1")).status_code == 302
        assert ask(question(citizen, "086199000011")).found
        assert ask(question(citizen, "086199000011")).limited, "one a minute was allowed"
        assert [said["database"] for said in databases.asked] == ["dat-thu"]
    assert address in admin.get(url).content.decode()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"address": "ftp://dulieu.example/"}, "Địa chỉ bắt đầu bằng"),
        ({"address": "https://ai:khoa@dulieu.example/"}, "Địa chỉ bắt đầu bằng"),
        ({"timeout_ms": "5"}, "100"),
        ({"per_minute": "0"}, "1"),
    ],
)
def test_what_cannot_be_is_said_and_kept_as_typed(
    land: Database, monkeypatch: pytest.MonkeyPatch, changed: dict[str, str], said: str
) -> None:
    admin, url = window("administrator", monkeypatch), reverse("exchange:database", args=["dat-thu"])
    page = admin.post(url, typed(**changed))
    assert page.status_code == 422
    assert said in page.content.decode()
    assert next(iter(changed.values())) in page.content.decode()
    land.refresh_from_db()
    assert (land.address, land.timeout_ms, land.per_minute) == ("", 2000, 1000)


def test_only_the_administrator_looks_after_databases(land: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    other = window("procedure_controller", monkeypatch)
    for url in (reverse("exchange:databases"), reverse("exchange:database", args=["dat-thu"])):
        assert other.get(url).status_code == 403
    with pytest.raises(Forbidden):
        set_up(land, address="", timeout_ms=1, per_minute=1, is_open=False, acting=Acting.anonymous())


def test_what_was_set_outlives_a_new_table_of_the_province(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    province = Province(ROOT / "provinces" / "vinhlong")
    load_databases(province)
    admin = window("administrator", monkeypatch)
    admin.post(reverse("exchange:database", args=["dat-dai"]), typed(timeout_ms="3000"))
    load_databases(province)
    assert Database.objects.get(key="dat-dai").timeout_ms == 3000
    assert "dat-dai" not in admin.get(reverse("exchange:databases") + "?name__icontains=dân cư").content.decode()
    assert admin.get(reverse("exchange:databases") + "?export=csv").status_code == 200
