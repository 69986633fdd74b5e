"""Demo accounts: one click in, codes that work, and no such door in production."""

from __future__ import annotations

import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from cuulong.core.people.acting import Acting
from cuulong.core.people.demo import PASSWORD, code_for, load_demo_officials
from cuulong.core.people.models import Account, Appointment, Delegation
from cuulong.core.people.testing import make_agency
from cuulong.lib.province import Province

ROWS = """account,full_name,agency,role,position,field,second_factor
lc.chutich,Nguyễn Văn Tượng Trưng,phuong-mau,signer,Chủ tịch,,yes
lc.pho,Hồ Thị Tạm Đặt,phuong-mau,signer,Phó Chủ tịch,,yes
lc.chanhvp,Võ Thị Thí Điểm,phuong-mau,chief_of_office,Chánh Văn phòng,,no
lc.tiepnhan,Lê Thị Mẫu,phuong-mau,intake_officer,Công chức,,no
"""
LENT = """from_account,to_account,role,agency,valid_from,valid_to,reason
lc.chutich,lc.pho,signer,phuong-mau,+0,+14,đi công tác
"""


@pytest.fixture
def demo(db: None, tmp_path: Path) -> Province:
    cache.clear()
    make_agency("phuong-mau")
    (tmp_path / "province.toml").write_text('slug = "mau"\n', encoding="utf-8")
    (tmp_path / "demo_officials.csv").write_text(ROWS, encoding="utf-8")
    (tmp_path / "demo_delegations.csv").write_text(LENT, encoding="utf-8")
    province = Province(tmp_path)
    load_demo_officials(province)
    return province


def test_loading_twice_changes_nothing(demo: Province) -> None:
    before = Account.objects.count(), Appointment.objects.count(), Delegation.objects.count()
    load_demo_officials(demo)
    assert before == (4, 4, 1)
    assert before == (Account.objects.count(), Appointment.objects.count(), Delegation.objects.count())


def test_whoever_signs_has_a_second_factor_even_if_the_table_forgot(demo: Province) -> None:
    with_factor = set(Authenticator.objects.filter(type="totp").values_list("user__username", flat=True))
    assert with_factor == {"lc.chutich", "lc.pho", "lc.chanhvp"}


def test_one_click_signs_in_with_the_second_factor_done(client: Client, demo: Province) -> None:
    response = client.post("/account/demo/lc.chutich/")
    assert response.headers["Location"] == "/account/home/"
    assert client.get("/account/home/").headers["Location"] == "/desk/"
    assert client.get("/account/delegations/new/").status_code == 200


def test_one_click_changes_the_person_and_goes_where_the_card_says(client: Client, demo: Province) -> None:
    client.post("/account/demo/lc.chutich/")
    assert client.post("/account/demo/lc.tiepnhan/", {"next": "/account/"}).headers["Location"] == "/account/"
    assert "Lê Thị Mẫu" in client.get("/account/").content.decode()
    assert (
        client.post("/account/demo/lc.pho/", {"next": "https://xau.example/"}).headers["Location"] == "/account/home/"
    )


def test_no_click_enters_a_real_account(client: Client, demo: Province) -> None:
    Account.objects.create_user("that", full_name="Người Thật")
    assert client.post("/account/demo/that/").status_code == 404
    assert client.get("/account/demo/lc.chutich/").status_code == 405


def test_the_printed_code_opens_the_ordinary_way(client: Client, demo: Province) -> None:
    client.post("/accounts/login/", {"login": "lc.chutich", "password": PASSWORD})
    out = StringIO()
    call_command("demo_code", "lc.chutich", stdout=out)
    done = client.post("/accounts/2fa/authenticate/", {"code": out.getvalue().strip()})
    assert done.headers["Location"] == "/account/home/"


def test_a_code_is_shown_for_demo_accounts_only(demo: Province) -> None:
    real = Account.objects.create_user("that", full_name="Người Thật")
    assert code_for(real) == ""
    assert code_for(Account.objects.get(username="lc.tiepnhan")) == ""
    assert Acting.of(real).roles == frozenset()


@pytest.mark.parametrize(("env", "there"), [("production", "False"), ("demo", "True"), ("test", "True")])
def test_the_door_is_absent_in_production(env: str, there: str, monkeypatch: Any) -> None:
    monkeypatch.setenv("CUULONG_ENV", env)
    monkeypatch.setenv("CUULONG_SECRET_KEY", settings.SECRET_KEY)
    program = (
        "import django; django.setup(); from cuulong.core.people import urls;"
        "print(any(p.name == 'demo_sign_in' for p in urls.urlpatterns))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == there


def test_production_prints_no_codes(demo: Province, settings: Any) -> None:
    from django.core.management.base import CommandError

    settings.ENV = "production"
    with pytest.raises(CommandError):
        call_command("demo_code", "lc.chutich")
