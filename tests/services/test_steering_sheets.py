"""What leaders print, publish and look after: sheets, open data, load, warnings (điều hành)."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cuulong.core.notifications.models import Notification
from cuulong.core.organisations.models import Agency, AgencyKind
from cuulong.core.people.queries import holders
from cuulong.core.people.testing import make_official, sign_in
from cuulong.core.workflow.models import Step
from cuulong.lib.dates import Period
from cuulong.systems.services.catalogue.models import Procedure
from cuulong.systems.services.dossiers.models import Dossier
from cuulong.systems.services.steering.actions.recount import recount
from cuulong.systems.services.steering.models import StepWarning
from cuulong.systems.services.steering.warnings import warn_of_deadlines

from .conftest import Make, at

AUGUST, SEPTEMBER = Period.month(2026, 8), Period.month(2026, 9)


# Sheets


def test_the_month_goes_out_as_xlsx_with_its_total(leader: Client) -> None:
    answer = leader.get(f"{reverse('services:statistics')}?period=2026-09&by=channel&export=xlsx")
    sheet: Any = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:5] == (
        "Kênh", "Tiếp nhận: Tổng số", "Tiếp nhận: Trực tuyến",
        "Tiếp nhận: Trực tiếp, bưu chính", "Tiếp nhận: Từ kỳ trước",
    )  # fmt: skip
    assert rows[-1][:5] == ("Tổng cộng", 14, 6, 6, 2)
    assert [sum(row[n] for row in rows[1:-1]) for n in range(1, len(rows[0]))] == list(rows[-1][1:])


def test_the_printed_sheet_holds_the_same_figures_in_vietnamese(leader: Client) -> None:
    leader.cookies["django_language"] = "en"
    page = leader.get(f"{reverse('services:statistics_sheet')}?period=2026-09&by=procedure").content.decode()
    assert "TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH" in page
    assert "Trực tiếp, bưu chính" in page
    assert "Tháng 9 năm 2026, Toàn tỉnh" in page
    total = page.partition("Tổng cộng")[2]
    assert re.findall(r"<b>(\d+)</b>", total)[:11] == ["14", "6", "6", "2", "6", "2", "2", "2", "6", "4", "2"]


def test_the_sheet_of_a_commune_bears_its_name(two_communes: list[Agency]) -> None:
    client = sign_in(Client(), make_official("chu.tich.xa", two_communes[0], "signer"))
    page = client.get(f"{reverse('services:statistics_sheet')}?period=2026-09").content.decode()
    assert f"Tháng 9 năm 2026, {two_communes[0].short_name}" in page


def test_a_procedure_is_posted_with_the_qr_of_its_page(province: None) -> None:
    procedure = Procedure.objects.get(code="1.013225")
    page = Client().get(reverse("services:notice", args=[procedure.slug])).content.decode()
    assert "NIÊM YẾT CÔNG KHAI THỦ TỤC HÀNH CHÍNH" in page
    assert procedure.code in page
    assert "<svg" in page
    assert reverse("services:procedure", args=[procedure.slug]) in page
    assert Client().get(reverse("services:notice", args=["khong-co"])).status_code == 404


def test_anybody_takes_the_counts_and_nobody_is_in_them(two_communes: list[Agency]) -> None:
    Dossier.objects.update(applicant_name="Lê Thị Kín", applicant_phone="0912345678")
    for month in (AUGUST, SEPTEMBER):
        recount(month, timezone.now())
    rows = Client().get(reverse("services:open_data_file", args=["json"])).json()["rows"]
    september = [row for row in rows if row["month"] == "2026-09" and row["agency"] == two_communes[0].slug]
    assert sum(row["received"] for row in september) == 6
    assert sum(row["late"] for row in september) == 1
    text = Client().get(reverse("services:open_data_file", args=["csv"])).content.decode("utf-8-sig")
    assert text.splitlines()[0].startswith("month,agency,agency_name,channel,received")
    assert len(text.splitlines()) == len(rows) + 1
    assert "Kín" not in text
    assert "0912345678" not in text
    assert Client().get("/du-lieu-mo/ho-so-theo-thang.exe").status_code == 404
    assert "received" in Client().get(reverse("services:open_data")).content.decode()


# Load and warnings


def late_step(one: Dossier, hours: int) -> Step:
    step = Step.objects.filter(case__subject_uuid=one.uuid, left_at=None, kind="task").get()
    step.due_at = timezone.now() - timedelta(hours=hours)
    step.assignee = holders(step.role, step.agency)[0]
    step.save()
    return step


def test_leaders_see_load_per_officer_and_whose_step_overran(dossier: Make) -> None:
    one = dossier("assigned")
    step = late_step(one, 30)
    Dossier.objects.filter(pk=one.pk).update(due_at=timezone.now() - timedelta(hours=2))
    assert one.competent_agency is not None
    client = sign_in(Client(), make_official("chu.tich.xa", one.competent_agency, "signer"))
    page = client.get(reverse("services:load"))
    assert page.context["late_count"] == 1
    overrun = page.context["late"][0].steps[-1]
    assert (overrun.title, overrun.is_open) == (step.title, True)
    assert step.assignee is not None
    assert step.assignee.full_name in overrun.who
    mine = next(line for line in page.context["loads"] if line.name == step.assignee.full_name)
    assert (mine.waiting, mine.overdue) == (1, 1)
    assert one.code in page.content.decode()


def test_people_are_told_once_before_a_step_is_due(dossier: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    one = dossier("assigned")
    step = late_step(one, -1)
    monkeypatch.setattr("cuulong.systems.services.steering.warnings.soon_for", lambda _a, now: now + timedelta(hours=8))
    warn_of_deadlines()
    warn_of_deadlines()
    told = Notification.objects.filter(message="services.step_due_soon")
    assert [note.account for note in told] == [step.assignee]
    assert one.code in told[0].title
    step.due_at = timezone.now() + timedelta(hours=2)  # a pause moved it: a new promise, a new warning
    step.save()
    warn_of_deadlines()
    assert told.all().count() == 2
    assert StepWarning.objects.count() == 2
    step.due_at = timezone.now() + timedelta(days=2)  # not soon yet
    step.save()
    warn_of_deadlines()
    assert told.all().count() == 2


@pytest.mark.parametrize("screen", ["services:index766", "services:statistics", "services:counted", "services:load"])
def test_screens_ask_the_database_as_often_however_much_there_is(
    leader: Client, two_communes: list[Agency], screen: str
) -> None:
    ask: Callable[[], Any] = lambda: leader.get(f"{reverse(screen)}?period=2026-09&by=agency")  # noqa: E731
    ask()
    with CaptureQueriesContext(
        connection,
    ) as few:
        ask()
    pattern = Dossier.objects.filter(competent_agency=two_communes[0]).exclude(accepted_at=None).first()
    assert pattern is not None
    for n in range(12):
        commune = Agency.objects.filter(kind=AgencyKind.COMMUNE, valid__contains=date(2026, 9, 1)).order_by("pk")[n]
        pattern.pk, pattern.uuid, pattern.code, pattern.lookup_code = None, uuid4(), f"THEM-{n}", f"THEM{n}"
        pattern.accepted_at, pattern.competent_agency = at(9, 10), commune
        pattern.save(force_insert=True)
    with CaptureQueriesContext(connection) as many:
        ask()
    assert len(many) == len(few)
