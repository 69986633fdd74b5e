"""Through a line cut on paper; the card's code at the counter; who takes a result (phiếu giấy, căn cước, trả kết quả)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from cuulong.core.organisations.models import Agency
from cuulong.core.people.models import Account, Appointment
from cuulong.core.people.testing import sign_in
from cuulong.lib.identity import IdentityError
from cuulong.published.ports.payments import payments
from cuulong.systems.services.counters import rules
from cuulong.systems.services.counters.actions.paper_forms import find_form, print_forms
from cuulong.systems.services.counters.intake import CounterSheet, citizen_at_counter
from cuulong.systems.services.counters.models import PaperForm
from cuulong.systems.services.counters.on_paper import file_at_counter, read_moment
from cuulong.systems.services.demo import give_certificates
from cuulong.systems.services.dossiers import clock
from cuulong.systems.services.dossiers.actions.intake import accept
from cuulong.systems.services.dossiers.actions.result import hand_over
from cuulong.systems.services.dossiers.actions.step import step_of
from cuulong.systems.services.dossiers.models import Channel, Dossier, Returning, State
from cuulong.systems.services.dossiers.rules import Refused
from tests.lib.test_identity_card import CARD

from .conftest import Make, sample, version_of, who

OFFICER = "lc.tiepnhan"


@pytest.fixture
def centre(province: None) -> Agency:
    return Appointment.objects.get(account__username=OFFICER, role="intake_officer").agency


def printed(centre: Agency, at: datetime) -> PaperForm:
    return print_forms(centre, 2, acting=who(OFFICER), at=at)[0]


Typed = tuple[Dossier | None, CounterSheet]


def typed_in(centre: Agency, number: str, received: datetime, now: datetime, reason: str = "Mất kết nối") -> Typed:
    """The officer types the form of a sample case at its counter."""
    one = sample("nha-hai-tang")
    sheet = CounterSheet.read(
        version_of(one["procedure"]), QueryDict(), MultiValueDict(), citizen=None, channel=Channel.COUNTER
    )
    sheet.counter, sheet.answers = centre, one["answers"]
    sheet.contact = type(sheet.contact)({"applicant_name": "Nguyễn Văn Thử", "applicant_phone": "0900000001"})
    sheet.handed = tuple(sheet.wanted())
    sheet.contact.is_valid()
    local = timezone.localtime(received)
    post = {
        "paper_number": number,
        "paper_day": f"{local:%d/%m/%Y}",
        "paper_time": f"{local:%H:%M}",
        "paper_reason": reason,
    }
    return file_at_counter(sheet, post, acting=who(OFFICER), at=now), sheet


def test_what_was_taken_in_on_paper_counts_from_the_true_time(centre: Agency, now: datetime) -> None:
    received = (now - timedelta(days=1)).replace(second=0, microsecond=0)
    form = printed(centre, now - timedelta(days=3))
    dossier, sheet = typed_in(centre, form.number, received, now)
    assert dossier is not None, sheet.problem
    form.refresh_from_db()
    assert (dossier.filed_at, dossier.paper_number, form.dossier) == (received, form.number, dossier)
    assert dossier.transitions.get(verb="send").recorded_at > received
    for charge in payments().find(dossier.ref):
        payments().collected_in_cash(charge.ref, acting=who(OFFICER))
    accepted = accept(dossier, step_of(dossier), acting=who(OFFICER), at=now, revision=None)
    assert accepted.accepted_at == received
    assert accepted.due_at == clock.explain(accepted).due_at


def test_a_paper_form_is_typed_in_once(centre: Agency, now: datetime) -> None:
    form = printed(centre, now - timedelta(days=3))
    received = now - timedelta(hours=3)
    assert typed_in(centre, form.number, received, now)[0] is not None
    again, sheet = typed_in(centre, form.number.lower(), received, now)
    assert again is None
    assert "đã được nhập" in sheet.problem


@pytest.mark.parametrize(
    ("back", "reason", "sentence"),
    [
        (timedelta(hours=-1), "Mất kết nối", "chưa đến"),
        (timedelta(days=4), "Mất kết nối", "sớm hơn lúc phiếu được in"),
        (timedelta(hours=2), " ", "Ghi lý do"),
    ],
)
def test_what_cannot_be_on_the_paper_is_said_and_nothing_is_filed(
    centre: Agency, now: datetime, back: timedelta, reason: str, sentence: str
) -> None:
    form = printed(centre, now - timedelta(days=3))
    dossier, sheet = typed_in(centre, form.number, now - back, now, reason)
    assert dossier is None
    assert sentence in sheet.problem
    form.refresh_from_db()
    assert form.dossier is None


def test_back_dating_is_bounded_and_numbers_are_the_centres_own(centre: Agency, now: datetime) -> None:
    form = printed(centre, now - timedelta(days=30))
    with pytest.raises(rules.Refused, match="Phiếu giấy phải nhập trong"):
        find_form(centre, form.number, now - timedelta(days=6), "Mất kết nối", at=now)
    other = Agency.objects.filter(kind="centre").exclude(pk=centre.pk)[0]
    with pytest.raises(rules.Refused, match="chưa in phiếu"):
        find_form(other, form.number, now, "Mất kết nối", at=now)


@pytest.mark.parametrize(("text", "hour"), [("08:15", 8), ("8h15", 8), ("8g15", 8)])
def test_the_time_is_read_as_officers_write_it(text: str, hour: int) -> None:
    assert timezone.localtime(read_moment("24/11/2026", text)).hour == hour
    with pytest.raises(rules.Refused, match="08:15"):
        read_moment("24/11/2026", "sáng")


def test_blanks_are_printed_with_numbers_that_go_on(centre: Agency, province: None) -> None:
    client = sign_in(Client(), Account.objects.get(username=OFFICER))
    address = reverse("services:paper_forms")
    first = client.post(address, {"count": "2"}, follow=True).content.decode()
    second = client.post(address, {"count": "1"}, follow=True).content.decode()
    year = timezone.localdate().year % 100
    assert f"G{year:02d}-0002" in first
    assert f"G{year:02d}-0003" in second
    assert f"G{year:02d}-0002" not in second
    assert client.post(address, {"count": "999"}).status_code == 422


def test_the_code_of_a_card_fills_the_form_in(centre: Agency, province: None) -> None:
    seen = citizen_at_counter({"cccd": CARD.replace("086195000002", "086195000999")})
    assert (seen.citizen, seen.number) == (None, "086195000999")
    assert seen.contact()["applicant_name"] == "Trần Thị Làm Thử"
    assert seen.known()["person.birth_date"] == "1995-03-02"
    client = sign_in(Client(), Account.objects.get(username=OFFICER))
    page = reverse("services:intake", args=["giay-phep-xay-dung-nha-o"])
    shown = client.post(page, {"cccd": CARD.replace("086195000002", "086195000999"), "look_up": "1"}).content.decode()
    assert 'value="086195000999"' in shown
    assert "Trần Thị Làm Thử" in shown
    assert citizen_at_counter({"cccd": "1|2|3|4|5|6"}).error


def issued_and_paid(dossier: Make) -> Dossier:
    give_certificates()
    issued = dossier("issued")
    for charge in payments().find(issued.ref):
        if charge.state == "due":
            payments().collected_in_cash(charge.ref, acting=who(OFFICER))
    return issued


def test_a_result_goes_to_the_applicant_and_the_card_is_compared(dossier: Make, now: datetime) -> None:
    issued = issued_and_paid(dossier)
    holder = issued.citizen.cccd if issued.citizen else ""
    step, officer = step_of(issued), who(OFFICER)
    given = {"acting": officer, "at": now, "revision": None}
    with pytest.raises(Refused, match="không phải của người nộp"):
        hand_over(issued, step, identity="086195000999", **given)
    with pytest.raises(Refused, match="không phải người nộp"):
        hand_over(issued, step, receiver="Lê Văn Nhận Hộ", **given)
    with pytest.raises(IdentityError):
        hand_over(issued, step, identity="12", **given)
    back = hand_over(issued, step, identity=holder or "", **given)
    note = Returning.objects.get()
    assert back.state == State.RETURNED
    assert (note.receiver, note.number_end, note.own_number) == (back.receiver_name, (holder or "")[-4:], True)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Returning.objects.update(receiver="Khác")


def test_somebody_else_receives_with_an_authority_and_the_register_names_them(dossier: Make, now: datetime) -> None:
    issued = issued_and_paid(dossier)
    hand_over(
        issued,
        step_of(issued),
        receiver="Lê Văn Nhận Hộ",
        identity="086195000999",
        authority="Giấy ủy quyền ngày 01/11/2026",
        acting=who(OFFICER),
        at=now,
        revision=None,
    )
    client = sign_in(Client(), Account.objects.get(username=OFFICER))
    assert "Lê Văn Nhận Hộ" in client.get(reverse("services:register")).content.decode()
    assert "Giấy ủy quyền" in client.get(reverse("services:workspace", args=[issued.uuid])).content.decode()
