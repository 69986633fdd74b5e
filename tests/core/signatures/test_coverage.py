"""How many agencies had a certificate, on any day: the figures of 2016 are such figures."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cuulong.core.indicators.values import value
from cuulong.core.organisations.actions.load_tree import load_tree
from cuulong.core.organisations.models import Agency
from cuulong.core.people.testing import make_agency, make_official, sign_in
from cuulong.core.signatures.ledger.coverage import on
from cuulong.core.signatures.ledger.load import load_history
from cuulong.core.signatures.models import Backend, Certificate, CertificateStep
from cuulong.lib.dates import VIETNAM, Period
from cuulong.lib.province import Province
from tests.core.indicators.base import EveryFigureEqualsItsRows, Ground
from tests.core.signatures.test_screens import words

LAST_OF_2016 = date(2016, 12, 31)


@pytest.fixture
def province(db: None) -> Province:
    found = Province(settings.PROVINCE_DIR)
    load_tree(found)
    load_history(found)
    return found


def shares(day: date) -> list[tuple[int, int]]:
    return [(each.covered, each.whole) for each in on(day)]


def test_the_last_day_of_2016_gives_the_reported_shares(province: Province) -> None:
    assert shares(LAST_OF_2016) == [(25, 25), (8, 8), (33, 109)]
    period = Period.year(2016)
    percent = [
        round((value(f"signatures.coverage_{key}", None, period) or 0) * 100)
        for key in ("bodies", "districts", "communes")
    ]
    assert percent == [100, 100, 30]
    load_history(province)
    assert Certificate.objects.count() == 66
    assert CertificateStep.objects.count() == 66
    assert set(Certificate.objects.values_list("note", flat=True)) == {
        "Số liệu năm 2016: chứng thư mẫu, số hiệu đặt ra"
    }


def test_years_later_those_certificates_have_ended(province: Province) -> None:
    assert [covered for covered, _whole in shares(timezone.localdate())] == [0, 0, 0]


def test_the_screen_tells_any_day_and_each_agency(province: Province) -> None:
    boss = sign_in(Client(), make_official("kiem.tra", Agency.objects.get(slug="thanh-tra"), "auditor"))
    page = words(boss.get(reverse("signatures:coverage"), {"on": "31/12/2016"}))
    assert page.count("100,0%") >= 2
    assert "30,3%" in page
    rows = boss.get(reverse("signatures:coverage_level", args=["communes"]), {"on": "31/12/2016", "has": "yes"})
    assert "Có 33 dòng" in words(rows)
    none = boss.get(reverse("signatures:coverage_level", args=["communes"]), {"on": "31/12/2016", "has": "no"})
    assert "Có 76 dòng" in words(none)
    assert boss.get(reverse("signatures:coverage"), {"on": "hôm qua"}).status_code == 422
    assert boss.get(reverse("signatures:coverage_level", args=["la"])).status_code == 404
    clerk = sign_in(Client(), make_official("van.thu", Agency.objects.get(slug="so-noi-vu"), "clerk"))
    assert clerk.get(reverse("signatures:coverage")).status_code == 403


def test_a_revoked_certificate_counts_until_the_day_before(db: None) -> None:
    place = make_agency("xa-mot")
    made = certificate(place, "a", date(2026, 1, 1))
    made.revoked_at = datetime(2026, 3, 10, 12, tzinfo=VIETNAM)
    made.save()
    found = {day: on(day)[2].covered for day in (date(2026, 3, 9), date(2026, 3, 10), date(2025, 12, 31))}
    assert found == {date(2026, 3, 9): 1, date(2026, 3, 10): 0, date(2025, 12, 31): 0}


def certificate(place: Agency, serial: str, first: date, *, serves: bool = False) -> Certificate:
    begins = datetime.combine(first, datetime.min.time(), VIETNAM)
    owner = make_official(f"nguoi.{serial}", place) if serves else None
    return Certificate.objects.create(
        account=owner,
        agency=None if owner else place,
        serves=place if owner else None,
        subject="x",
        issuer="CA",
        serial=serial,
        backend=Backend.RECORDED,
        valid=(begins, begins + timedelta(days=900)),
    )


class TestFigures(EveryFigureEqualsItsRows):
    owner = "signatures"

    @pytest.fixture
    def ground(self, db: None) -> Ground:
        body = make_agency("so-mau", kind="provincial_body")
        district = make_agency("huyen-mau", kind="district")
        commune, bare = make_agency("xa-mau", parent=district), make_agency("xa-trong", parent=district)
        certificate(body, "1", date(2025, 7, 10))
        certificate(district, "2", date(2025, 7, 10), serves=True)
        certificate(commune, "3", date(2025, 8, 10))
        assert value("signatures.coverage_communes", None, Period.month(2025, 8)) == Decimal("0.5")
        return Ground([None, body, district, commune, bare], [Period.month(2025, 7), Period.month(2025, 8)])
