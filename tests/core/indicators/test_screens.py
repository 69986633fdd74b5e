"""The catalogue, one figure, its rows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from cuulong.core.indicators.models import OpeningBalance, Snapshot
from cuulong.core.people.testing import make_official, sign_in
from tests.core.indicators.conftest import Rearranged

PAGE = "/indicators/test.issued/"


@pytest.fixture
def chief(land: Rearranged) -> Client:
    return sign_in(Client(), make_official("cvp", land.province, "chief_of_office"))


def test_the_catalogue_says_what_each_figure_is_and_labels_what_was_only_reported(
    chief: Client, land: Rearranged
) -> None:
    OpeningBalance.objects.create(
        code="portals.visits", agency=land.body, period="2016-12-31", value=Decimal(2_778_261), unit="visits",
        source="Báo cáo 2016", label="Số báo cáo",
    )  # fmt: skip
    page = chief.get("/indicators/").content.decode()
    assert "Số đã cấp trong kỳ." in page
    assert "NĐ 30/2020/NĐ-CP" in page
    assert "2.778.261" in page
    assert "Số dư đầu kỳ, theo báo cáo, không tính từ dữ liệu." in page


def test_a_figure_shows_value_months_agencies_and_way_to_rows(chief: Client, land: Rearranged) -> None:
    land.issue(land.a, date(2025, 5, 10), 1)
    land.issue(land.x, date(2025, 8, 10), 2)
    page = chief.get(PAGE, {"period": "2025"}).content.decode()
    assert "<dd>2</dd>" in page
    assert f"{PAGE}rows/?agency=xa-x&amp;period=2025" in page
    assert "năm 2025" in page
    assert "<svg" in page


def test_as_of_a_day_before_the_second_event_there_is_one(chief: Client, land: Rearranged) -> None:
    land.issue(land.c, date(2025, 5, 10), 1)
    land.issue(land.c, date(2025, 8, 10), 2)
    page = chief.get(PAGE, {"period": "2025", "known": "2025-06-30"}).content.decode()
    assert "<dd>1</dd>" in page
    assert "đến hết ngày 30/06/2025" in page


def test_a_period_that_is_none_is_said_beside_the_field_and_this_month_is_shown(chief: Client) -> None:
    answer = chief.get(PAGE, {"period": "2025-13", "agency": "no-such"})
    assert answer.status_code == 200
    assert "field-bad" in answer.content.decode()


def test_rows_lead_to_their_screens_and_are_paged(chief: Client, land: Rearranged) -> None:
    entries = [land.issue(land.c, date(2025, 5, 10), n) for n in range(1, 61)]
    page = chief.get(f"{PAGE}rows/", {"period": "2025"}).content.decode()
    assert f'href="/entries/{entries[0].uuid}/"' in page
    assert "Dòng 1 đến 50 trong 60" in page
    assert f'href="/entries/{entries[59].uuid}/"' in chief.get(f"{PAGE}rows/?period=2025&page=2").content.decode()


def test_rows_one_may_not_see_are_counted_and_said_but_not_shown(land: Rearranged) -> None:
    entry = land.issue(land.c, date(2025, 5, 10), 1)
    leader = sign_in(Client(), make_official("ld", land.province, "signer"))
    page = leader.get(f"{PAGE}rows/", {"period": "2025"}).content.decode()
    assert str(entry.uuid) not in page
    assert "Còn 1 dòng nữa nằm ngoài phạm vi anh/chị được xem" in page


def test_files_hold_the_same_figures(chief: Client, land: Rearranged) -> None:
    land.issue(land.c, date(2025, 5, 10), 1)
    csv = chief.get(PAGE, {"period": "2025-05", "of": "agencies", "export": "csv"}).content.decode("utf-8-sig")
    assert csv.splitlines()[1:] == ["huyen-d,huyen-d,1", "xa-c,xa-c,1"]
    book = load_workbook(BytesIO(chief.get(PAGE, {"period": "2025-05", "export": "xlsx"}).content))
    lines = list(book.active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert lines[-1] == ("2025-05", 1)
    assert len(lines) == 13
    rows = chief.get(f"{PAGE}rows/", {"period": "2025-05", "export": "csv"}).content.decode()
    assert "/entries/" in rows
    catalogue = chief.get("/indicators/", {"export": "csv"}).content.decode()
    assert "test.share" in catalogue


def test_fixing_from_the_page_keeps_the_choice(chief: Client, land: Rearranged) -> None:
    land.issue(land.c, date(2025, 5, 10), 1)
    answer = chief.post(f"{PAGE}fix/", {"period": "2025-05", "agency": "xa-c"}, follow=True)
    assert "Đã chốt số liệu" in answer.content.decode()
    assert Snapshot.objects.get().value == 1
    assert chief.post(f"{PAGE}fix/", {"period": "soon"}, follow=True).status_code == 200
    assert Snapshot.objects.count() == 1


def test_unknown_figures_are_not_found_and_others_not_let_in(chief: Client, land: Rearranged) -> None:
    assert chief.get("/indicators/no.such/").status_code == 404
    clerk = sign_in(Client(), make_official("vt", land.c, "intake_officer"))
    assert clerk.get("/indicators/").status_code == 403
    assert clerk.post(f"{PAGE}fix/").status_code == 403


def test_the_page_takes_as_many_queries_for_ten_agencies_as_for_one(chief: Client, land: Rearranged) -> None:
    land.issue(land.c, date(2025, 5, 10), 1)
    chief.get(PAGE, {"period": "2025-05"})
    with CaptureQueriesContext(connection) as few:
        chief.get(PAGE, {"period": "2025-05"})
    for n, agency in enumerate((land.a, land.b, land.body, land.district), start=2):
        land.issue(agency, date(2025, 5, 10), n)
    chief.get(PAGE, {"period": "2025-05"})
    with CaptureQueriesContext(connection) as many:
        chief.get(PAGE, {"period": "2025-05"})
    assert len(many) == len(few)
