"""State forms: keyed by document and number, chosen by the day of the dossier, on A4 (mẫu phiếu)."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse

from cuulong.core.people.models import Account
from cuulong.core.people.testing import sign_in
from cuulong.systems.services.dossiers.models import Dossier
from cuulong.systems.services.dossiers.prints import sets, wording
from cuulong.systems.services.dossiers.prints.typesetting import typeset

from .conftest import Make

OLD, NEW = "tt-01-2018", "tt-03-2025"
SETS = sets.read_sets(sets.SOURCE.read_text(encoding="utf-8"))
LAST_OF_OLD, FIRST_OF_NEW = date(2025, 9, 14), date(2025, 9, 15)


def words(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(BytesIO(pdf)) as document:
        return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


def old(one: Dossier) -> Dossier:
    """As if it had been accepted under the set before."""
    assert one.accepted_at is not None
    one.accepted_at = one.accepted_at.replace(year=2025, month=9, day=12)
    one.save()
    return one


@pytest.fixture
def officer(dossier: Make) -> Client:
    return sign_in(Client(), Account.objects.get(username="lc.tiepnhan"))


def test_one_number_is_another_form_in_each_document() -> None:
    before, now = sets.find(OLD, "05", SETS), sets.find(NEW, "05", SETS)
    assert before is not None
    assert now is not None
    assert (before.kind, now.kind) == ("control", "stop")
    assert (before.name, now.name) == ("Mẫu số 05, TT 01/2018/TT-VPCP", "Mẫu số 05, TT 03/2025/TT-VPCP")
    assert sets.find(OLD, "07", SETS) is None
    assert sets.find("tt-99-2099", "01", SETS) is None


@pytest.mark.parametrize(
    ("kind", "before", "after"), [("receipt", "01", "01"), ("control", "05", "06"), ("register", "06", "07")]
)
def test_the_day_chooses_the_set(kind: str, before: str, after: str) -> None:
    last, first = sets.form_for(kind, LAST_OF_OLD, SETS), sets.form_for(kind, FIRST_OF_NEW, SETS)
    assert last is not None
    assert first is not None
    assert (last.key, last.number) == (OLD, before)
    assert (first.key, first.number) == (NEW, after)


def test_what_the_older_set_does_not_know_is_printed_by_the_next() -> None:
    form = sets.form_for("stop", LAST_OF_OLD, SETS)
    assert form is not None
    assert (form.key, form.number) == (NEW, "05")


def test_a_province_sets_the_day_from_which_a_set_is_printed() -> None:
    later = sets.read_sets(sets.SOURCE.read_text(encoding="utf-8"), {NEW: date(2025, 11, 1)})
    form = sets.form_for("control", date(2025, 10, 31), later)
    assert form is not None
    assert form.key == OLD


def test_a_dossier_keeps_the_forms_under_which_it_was_accepted(dossier: Make, officer: Client) -> None:
    one = dossier("assigned")
    names = [form.name for form in wording.forms_of(one)]
    assert names == ["Mẫu số 01, TT 03/2025/TT-VPCP", "Mẫu số 06, TT 03/2025/TT-VPCP"]
    names = [form.name for form in wording.forms_of(old(one))]
    assert names == ["Mẫu số 01, TT 01/2018/TT-VPCP", "Mẫu số 05, TT 01/2018/TT-VPCP"]
    page = officer.get(reverse("services:workspace", args=[one.uuid])).content.decode()
    assert "Mẫu số 05, TT 01/2018/TT-VPCP" in page
    assert "TT 03/2025" not in page
    sheet = officer.get(reverse("services:sheet", args=[one.uuid, OLD, "05"])).content.decode()
    assert "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ" in sheet
    for document, number in ((NEW, "06"), (NEW, "01"), (OLD, "06"), (OLD, "99")):
        assert officer.get(reverse("services:sheet", args=[one.uuid, document, number])).status_code == 404


def test_a_form_is_a4_pdf_and_says_what_the_screen_says(dossier: Make, officer: Client) -> None:
    one = dossier("accepted")
    answer = officer.get(reverse("services:sheet_pdf", args=[one.uuid, NEW, "01"]))
    assert answer["Content-Type"] == "application/pdf"
    with pypdfium2.PdfDocument(BytesIO(answer.content)) as document:
        width, height = document[0].get_size()
        assert len(document) == 1
    assert (round(width * 25.4 / 72), round(height * 25.4 / 72)) == (210, 297)
    said = words(answer.content)
    screen = officer.get(reverse("services:sheet", args=[one.uuid, NEW, "01"])).content.decode()
    assert one.code is not None
    for part in (one.code, one.applicant_name, "Bản vẽ thiết kế xây dựng", "Mẫu số 01, TT 03/2025/TT-VPCP"):
        assert part in said
        assert part in screen
    assert "HẸN TRẢ KẾT QUẢ" in said


def test_the_applicant_takes_the_receipt_home(dossier: Make, officer: Client) -> None:
    one = dossier("accepted")
    owner = sign_in(Client(), Account.objects.get(username="nguyenvanthu"))
    answer = owner.get(reverse("services:own_receipt_pdf", args=[one.uuid]))
    assert one.code is not None
    assert one.code in words(answer.content)
    stranger = sign_in(Client(), Account.objects.get(username="tranthilamthu"))
    assert stranger.get(reverse("services:own_receipt_pdf", args=[one.uuid])).status_code == 404
    assert owner.get(reverse("services:own_receipt_pdf", args=[dossier("sent").uuid])).status_code == 404


def test_the_register_lies_across_and_bears_the_number_of_its_day(dossier: Make, officer: Client) -> None:
    dossier("accepted")
    answer = officer.get(reverse("services:register_pdf"))
    with pypdfium2.PdfDocument(BytesIO(answer.content)) as document:
        width, height = document[0].get_size()
    assert width > height
    assert "Mẫu số 07, TT 03/2025" in words(answer.content)
    before = officer.get(reverse("services:register"), {"from": "01/08/2025", "to": "31/08/2025"}).content.decode()
    assert "Mẫu số 06, TT 01/2018" in before


def test_words_typed_by_people_are_words_on_the_sheet(dossier: Make, officer: Client) -> None:
    one = dossier("accepted")
    one.applicant_name = 'Nguyễn #image("/etc/passwd") <b>*Thử*</b> $x$ \\'
    one.save()
    form = sets.form_for("receipt", wording.day_of(one), SETS)
    printed = wording.filled_in(form, one) if form else None
    assert printed is not None
    assert one.applicant_name in words(typeset(printed))
    screen = officer.get(reverse("services:sheet", args=[one.uuid, NEW, "01"])).content.decode()
    assert "<b>*Thử*</b>" not in screen


def test_another_officer_sees_none_of_it(dossier: Make) -> None:
    one = dossier("accepted")
    elsewhere = Account.objects.filter(is_demo=True, appointments__role="intake_officer").exclude(
        appointments__agency=one.intake_agency
    )
    client = sign_in(Client(), elsewhere.order_by("pk")[0])
    assert client.get(reverse("services:sheet_pdf", args=[one.uuid, NEW, "01"])).status_code == 404
