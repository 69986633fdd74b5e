"""People say how they were served, once a dossier; leaders read the figures (mức độ hài lòng)."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from cuulong.core.indicators.values import value
from cuulong.core.people.acting import Acting
from cuulong.lib.dates import Period, PeriodKind
from cuulong.systems.services.demo import give_certificates
from cuulong.systems.services.dossiers.models import Dossier
from cuulong.systems.services.feedback.actions.rate import rate
from cuulong.systems.services.feedback.models import RatedOfficer, Rating
from cuulong.systems.services.feedback.rules import Refused

from .conftest import Make
from .feedback_people import enter, who

SAID = {"send": "1", "score": "3", "attitude": "2", "comment": "Nhanh gọn."}


@pytest.fixture(autouse=True)
def fresh(province: None) -> None:
    cache.clear()
    give_certificates()


def facts(one: Dossier) -> dict[str, str]:
    return {"code": one.code or "", "phone_end": one.applicant_phone[-4:]}


def test_without_an_account_by_the_code_and_four_digits_and_once_only(dossier: Make) -> None:
    one, visitor = dossier("issued"), Client()
    assert f'value="{one.code}"' in visitor.get(f"/danh-gia/?ma={one.code}").content.decode()
    asked = visitor.post("/danh-gia/", facts(one)).content.decode()
    assert "Ông/bà có hài lòng" in asked
    assert one.applicant_name not in asked
    assert visitor.post("/danh-gia/", facts(one) | SAID).headers["Location"] == "/danh-gia/cam-on/"
    again = visitor.post("/danh-gia/", facts(one) | SAID)
    assert "đã được đánh giá" in again.content.decode()
    rating = Rating.objects.get()
    assert (rating.score, rating.attitude, rating.by_account, rating.agency.slug) == (3, 2, False, "commune-29551")


def test_a_wrong_second_fact_opens_no_rating(dossier: Make) -> None:
    one = dossier("issued")
    wrong = Client().post("/danh-gia/", facts(one) | SAID | {"phone_end": "0000"})
    assert wrong.status_code == 422
    assert not Rating.objects.exists()


def test_before_the_result_there_is_nothing_to_rate(dossier: Make, now: datetime) -> None:
    one = dossier("accepted")
    assert "chưa có kết quả" in Client().post("/danh-gia/", facts(one)).content.decode()
    with pytest.raises(Refused, match="khi hồ sơ đã có kết quả"):
        rate(one, score=3, attitude=3, by_account=False, acting=Acting.anonymous(), at=now)


def test_the_owner_rates_from_the_page_of_the_dossier_and_a_stranger_cannot(dossier: Make) -> None:
    one = dossier("issued")
    page = f"/ho-so-cua-toi/{one.uuid}/danh-gia/"
    assert page in enter("nguyenvanthu").get(f"/ho-so-cua-toi/{one.uuid}/").content.decode()
    assert enter("tranthilamthu").post(page, SAID).status_code == 404
    assert enter("nguyenvanthu").post(page, SAID).status_code == 302
    assert Rating.objects.get().by_account


def test_it_speaks_of_those_who_received_and_those_who_worked(dossier: Make, now: datetime) -> None:
    rate(dossier("issued"), score=1, attitude=1, by_account=False, acting=Acting.anonymous(), at=now)
    named = {(one.account.username, one.part) for one in RatedOfficer.objects.select_related("account")}
    assert ("lc.tiepnhan", "received") in named
    assert ("lc.dothi", "worked") in named
    assert "nguyenvanthu" not in {name for name, _part in named}


def test_figures_by_agency_for_leaders_by_officer_for_their_own_leaders_only(dossier: Make, now: datetime) -> None:
    rate(
        dossier("issued"), score=2, attitude=3, comment="Đợi lâu.", by_account=False, acting=Acting.anonymous(), at=now
    )
    page = "/feedback/satisfaction/"
    names = {
        one: enter(one).get(page).content.decode() for one in ("lc.giamdoc", "lc.kinhte", "tinh.kiemsoat", "lc.chutich")
    }
    assert all("Phường Long Châu" in text for text in names.values())
    assert "<svg" in names["lc.giamdoc"]
    assert "Đợi lâu." in names["lc.chutich"]
    earlier = Period.containing(timezone.localdate(), PeriodKind.MONTH).previous()
    assert "Đợi lâu." not in enter("lc.chutich").get(page, {"period": str(earlier)}).content.decode()
    assert "Lê Thị Mẫu" in names["lc.giamdoc"]
    assert "Ngô Văn Thử Nghiệm" not in names["lc.giamdoc"]
    assert "Ngô Văn Thử Nghiệm" in names["lc.kinhte"]
    assert "Lê Thị Mẫu" not in names["lc.kinhte"]
    assert {"Lê Thị Mẫu", "Ngô Văn Thử Nghiệm"} <= {
        n for n in ("Lê Thị Mẫu", "Ngô Văn Thử Nghiệm") if n in names["lc.chutich"]
    }
    assert "Lê Thị Mẫu" not in names["tinh.kiemsoat"]
    assert enter("lc.tiepnhan").get(page).status_code == 403
    assert "Phường Long Châu" not in enter("cn.chutich").get(page).content.decode()


def test_the_share_is_the_satisfied_among_all(dossier: Make) -> None:
    this = Period.containing(timezone.localdate(), PeriodKind.MONTH)
    assert value("services.satisfied_share", None, this) is None
    for score in (3, 1):
        rate(dossier("issued"), score=score, attitude=2, by_account=True, acting=who("nguyenvanthu"), at=timezone.now())
    assert value("services.ratings", None, this) == 2
    assert value("services.satisfied_share", None, this) == pytest.approx(0.5)


def test_the_receipt_leads_to_the_rating(dossier: Make) -> None:
    one = dossier("accepted")
    sheet = enter("nguyenvanthu").get(f"/ho-so-cua-toi/{one.uuid}/giay-tiep-nhan/").content.decode()
    assert f"/danh-gia/?ma={one.code}" in sheet
