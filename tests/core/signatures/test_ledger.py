"""The register of certificates: asked for, approved, handed over, renewed, lost, revoked; told of in time; imported."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from asn1crypto import pem
from cryptography import x509
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, NoEncryption
from cryptography.hazmat.primitives.serialization.pkcs12 import PKCS12Certificate, serialize_key_and_certificates
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_java_truststore as without_key
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook

from cuulong.core.audit.models import Event
from cuulong.core.calendars.expiries import endings
from cuulong.core.notifications.models import Notification
from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting, Forbidden
from cuulong.core.people.models import Account
from cuulong.core.people.testing import make_agency, make_official, sign_in
from cuulong.core.signatures import authority
from cuulong.core.signatures.authority import Subject
from cuulong.core.signatures.ledger.actions.ask import ask, withdraw_request
from cuulong.core.signatures.ledger.actions.decide import approve, refuse
from cuulong.core.signatures.ledger.actions.hand_over import hand_over
from cuulong.core.signatures.ledger.actions.tokens import report_lost, return_token
from cuulong.core.signatures.ledger.notices import set_days, tell_ending
from cuulong.core.signatures.ledger.reading import read_certificate
from cuulong.core.signatures.models import (
    Backend,
    Certificate,
    CertificateRequest,
    CertificateState,
    CertificateStep,
    RequestState,
    TokenState,
)
from cuulong.core.signatures.queries import usable_of, visible_to
from cuulong.lib.errors import InputError
from tests.core.signatures.issuer import Issuer, pkcs12
from tests.core.signatures.test_screens import words


@pytest.fixture
def place(db: None) -> Agency:
    return make_agency("xa-thi-du", name="Ủy ban nhân dân xã Thí Dụ")


@pytest.fixture
def clerk(place: Agency) -> Acting:
    return Acting.of(make_official("van.thu", place, "clerk", full_name="Bùi Văn Thư"))


@pytest.fixture
def leader(place: Agency) -> Account:
    return make_official("lanh.dao", place, "signer", full_name="Ngô Thị Lãnh Đạo")


@pytest.fixture
def manager(db: None) -> Acting:
    return Acting.of(make_official("quan.tri", make_agency("trung-tam"), "administrator", full_name="Đoàn Quản Trị"))


def data_of(label: str, *, ends: timedelta = timedelta(days=900)) -> bytes:
    now = timezone.now()
    ca = authority.create([Subject(label, "Ngô Thị Lãnh Đạo", valid_from=now - timedelta(days=9), valid_to=now + ends)])
    return pem.armor("CERTIFICATE", ca.certificate(label).dump())


def handed(leader: Account, clerk: Acting, manager: Acting, label: str, **options: timedelta) -> Certificate:
    asked = ask(leader.appointments.get().agency, leader, "Nhận việc ký", acting=clerk)
    approve(asked, acting=manager)
    return hand_over(
        asked,
        data_of(label, **options),
        backend=Backend.HELPER,
        locator="",
        token_serial=f"TK-{label}",
        holder=None,
        acting=manager,
    )


def test_a_certificate_is_asked_for_approved_handed_over_and_renewed(
    place: Agency, leader: Account, clerk: Acting, manager: Acting
) -> None:
    first = handed(leader, clerk, manager, "l1")
    assert (first.account, first.serves, first.holder) == (leader, place, leader)
    assert (first.token_serial, first.token_state) == ("TK-l1", TokenState.HELD)
    again = ask(place, leader, "Sắp hết hạn", acting=clerk, renews=first)
    approve(again, acting=manager)
    options = {"backend": Backend.HELPER, "locator": "", "token_serial": "TK-2", "holder": None, "acting": manager}
    second = hand_over(again, data_of("l2"), **options)
    assert second.renews == first
    assert first.state == CertificateState.ACTIVE
    kinds = [step.kind for step in CertificateStep.objects.order_by("pk")]
    assert kinds == [
        "asked", "approved", "registered", "handed_over", "asked", "approved", "registered", "handed_over", "renewed",
    ]  # fmt: skip
    assert Event.objects.filter(action="signatures.certificate.handed_over").count() == 2
    with pytest.raises(InputError, match="Đã bàn giao"):
        hand_over(again, data_of("l3"), **options)


def test_who_may_not_is_refused_and_one_owner_is_asked_for_once(
    place: Agency, leader: Account, clerk: Acting, manager: Acting
) -> None:
    other = make_agency("xa-khac")
    with pytest.raises(Forbidden):
        ask(other, None, "Con dấu", acting=clerk)
    asked = ask(place, None, "Con dấu", acting=clerk)
    with pytest.raises(InputError, match="Đã có một đề nghị"):
        ask(place, None, "Con dấu", acting=clerk)
    with pytest.raises(Forbidden):
        approve(asked, acting=clerk)
    with pytest.raises(InputError, match="Ghi lý do"):
        refuse(asked, " ", acting=manager)
    refuse(asked, "Còn hạn", acting=manager)
    with pytest.raises(InputError, match="Không duyệt"):
        approve(asked, acting=manager)
    second = ask(place, None, "Con dấu", acting=clerk)
    withdraw_request(second, acting=clerk)
    assert CertificateRequest.objects.get(pk=second.pk).state == RequestState.WITHDRAWN
    CertificateRequest.objects.create(agency=place, reason="x")
    with pytest.raises(DatabaseError), transaction.atomic():
        CertificateRequest.objects.create(agency=place, reason="y")


def test_a_lost_device_signs_nothing_more_and_a_returned_one_is_nobodys(
    leader: Account, clerk: Acting, manager: Acting
) -> None:
    lost = handed(leader, clerk, manager, "l4")
    report_lost(lost, acting=clerk, at=timezone.now(), note="Rơi ở bến phà")
    lost.refresh_from_db()
    assert (lost.token_state, lost.state) == (TokenState.LOST, CertificateState.REVOKED)
    back = handed(leader, clerk, manager, "l5")
    with pytest.raises(Forbidden):
        return_token(back, acting=clerk, at=timezone.now())
    return_token(back, acting=manager, at=timezone.now())
    with pytest.raises(InputError, match="không ở tay người giữ"):
        report_lost(back, acting=manager, at=timezone.now())
    assert usable_of(Acting.of(leader)) is None


def test_history_is_never_changed(leader: Account, clerk: Acting, manager: Acting) -> None:
    handed(leader, clerk, manager, "l6")
    for change in (lambda rows: rows.update(note="khác"), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(CertificateStep.objects.all())


def test_a_certificate_comes_as_pem_der_or_pkcs12_but_never_with_its_key(tmp_path) -> None:
    made, key = Issuer(tmp_path / "ca").issue("Ngô Thị Lãnh Đạo")
    from cryptography.hazmat.primitives.serialization import Encoding, PrivateFormat

    der = made.public_bytes(Encoding.DER)
    bare = serialize_key_and_certificates(b"x", None, made, None, NoEncryption())
    store = without_key([PKCS12Certificate(made, b"x")], NoEncryption())
    for data in (der, made.public_bytes(Encoding.PEM), bare, store):
        assert read_certificate(data).dump() == der
    open_key = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with_key = serialize_key_and_certificates(b"x", key, made, None, NoEncryption())
    for data in (made.public_bytes(Encoding.PEM) + open_key, with_key):
        with pytest.raises(InputError) as refused:
            read_certificate(data)
        assert refused.value.code == "has_key"
    assert isinstance(made, x509.Certificate)
    for data in (b"", b"x", der[:-3], pkcs12(made, key, "1234"), BestAvailableEncryption(b"x").password * 200_000):
        with pytest.raises(InputError) as refused:
            read_certificate(data)
        assert refused.value.code == "bad_certificate"


# Told in time


@pytest.fixture
def ending(leader: Account, clerk: Acting, manager: Acting) -> Certificate:
    return handed(leader, clerk, manager, "l7", ends=timedelta(days=45))


def test_each_interval_is_told_once_to_holder_and_agency(ending: Certificate, place: Agency) -> None:
    end = timezone.localdate(ending.valid.upper)
    told = [tell_ending(end - timedelta(days=left)) for left in (61, 45, 44, 30, 30, 29, 7, 1, 1)]
    assert told == [0, 1, 0, 1, 0, 0, 1, 1, 0]
    whom = {each.account.username for each in Notification.objects.all()}
    assert whom == {"lanh.dao", "van.thu"}
    assert Notification.objects.count() == 8
    assert "còn 30 ngày" in Notification.objects.filter(title__contains="còn 30").first().title


def test_after_days_without_a_worker_only_the_nearest_interval_is_told(ending: Certificate) -> None:
    end = timezone.localdate(ending.valid.upper)
    assert [tell_ending(end - timedelta(days=left)) for left in (5, 4, 1)] == [1, 0, 1]
    assert Notification.objects.filter(account__username="lanh.dao").count() == 2
    assert ending.notices.filter(told=False).count() == 2


def test_an_agency_sets_its_own_days(ending: Certificate, place: Agency, clerk: Acting) -> None:
    end = timezone.localdate(ending.valid.upper)
    set_days(place, [10], acting=clerk)
    assert [tell_ending(end - timedelta(days=left)) for left in (30, 10, 7, 1)] == [0, 1, 0, 0]
    for days in ([], [0], [9999], range(1, 30)):
        with pytest.raises(InputError):
            set_days(place, days, acting=clerk)
    with pytest.raises(Forbidden):
        set_days(make_agency("xa-la"), [10], acting=clerk)


def test_nobody_is_told_of_what_was_renewed_or_revoked(
    ending: Certificate, place: Agency, leader: Account, clerk: Acting, manager: Acting
) -> None:
    again = ask(place, leader, "Sắp hết hạn", acting=clerk, renews=ending)
    approve(again, acting=manager)
    hand_over(again, data_of("l8"), backend=Backend.HELPER, locator="", token_serial="", holder=None, acting=manager)
    assert tell_ending(timezone.localdate(ending.valid.upper) - timedelta(days=1)) == 0


def test_without_anybody_at_the_agency_the_provinces_administrator_is_told(manager: Acting) -> None:
    alone = make_agency("xa-vang")
    seal = Certificate.objects.create(
        agency=alone, subject="Con dấu", issuer="CA", serial="1", pem="", backend=Backend.HELPER, locator="",
        valid=(timezone.now(), timezone.now() + timedelta(days=20)),
    )  # fmt: skip
    assert tell_ending(timezone.localdate()) == 1
    assert [each.account for each in Notification.objects.all()] == [manager.account]
    assert seal.notices.count() == 2


def test_it_stands_in_the_one_calendar_of_what_ends(
    ending: Certificate, manager: Acting, clerk: Acting, client: Client
) -> None:
    today = timezone.localdate()
    for acting, expected in ((manager, 1), (clerk, 1), (Acting.anonymous(), 0)):
        assert len([one for one in endings(acting, today + timedelta(days=60)) if one.url == ending.url]) == expected
    assert not [one for one in endings(manager, today + timedelta(days=30)) if one.url == ending.url]
    sign_in(client, manager.account)
    page = client.get(reverse("calendars:expiries"), {"days": "90"}).content.decode()
    assert ending.url in page
    table = client.get(reverse("calendars:expiries"), {"days": "90", "export": "csv"})
    assert "Ngô Thị Lãnh Đạo" in table.content.decode()
    assert "Không có gì hết hạn" in words(client.get(reverse("calendars:expiries"), {"days": "30"}))


# Who sees what


def test_auditors_see_all_an_agency_its_own_and_others_nothing(
    ending: Certificate, place: Agency, clerk: Acting, manager: Acting
) -> None:
    auditor = Acting.of(make_official("kiem.tra", make_agency("thanh-tra"), "auditor"))
    elsewhere = Acting.of(make_official("noi.khac", make_agency("xa-kia"), "clerk"))
    for acting, sees in ((manager, True), (auditor, True), (clerk, True), (elsewhere, False)):
        assert visible_to(acting).filter(pk=ending.pk).exists() is sees


# On screen


def test_the_whole_way_on_screen(place: Agency, leader: Account, clerk: Acting, manager: Acting) -> None:
    office = sign_in(Client(), clerk.account)
    boss = sign_in(Client(), manager.account)
    empty = office.post(reverse("signatures:ask"), {"agency": place.slug, "username": "khong.co", "reason": ""})
    assert empty.status_code == 422
    assert "Không có tài khoản mang tên này" in words(empty)
    form = {"agency": place.slug, "username": "lanh.dao", "reason": "Nhận việc ký"}
    assert "Đã gửi đề nghị" in words(office.post(reverse("signatures:ask"), form, follow=True))
    asked = CertificateRequest.objects.get()
    decide = reverse("signatures:decide", args=[asked.uuid])
    assert office.post(decide, {"decision": "approve"}).status_code == 403
    assert boss.post(decide, {"decision": "refuse"}).status_code == 422
    assert "Đã duyệt" in words(boss.post(decide, {"decision": "approve"}, follow=True))
    hand = reverse("signatures:hand_over", args=[asked.uuid])
    said = words(boss.post(hand, {"backend": "helper"}))
    assert "Chọn tệp chứng thư số" in said
    sent = {"backend": "helper", "token_serial": "TK-9", "certificate": SimpleUploadedFile("c.pem", data_of("l9"))}
    page = words(boss.post(hand, sent, follow=True))
    assert "Đã ghi bàn giao" in page
    assert "TK-9" in page
    made = Certificate.objects.get()
    checked = words(boss.post(reverse("signatures:check", args=[made.uuid])))
    assert "Không có tên trong danh sách còn hạn" in checked
    assert "Nằm trong danh sách tin cậy" in checked
    assert made.steps.filter(kind="checked").count() == 1
    token = reverse("signatures:token", args=[made.uuid])
    assert office.post(token, {}).status_code == 422
    assert "Đã ghi tình trạng thiết bị" in words(office.post(token, {"state": "lost"}, follow=True))
    made.refresh_from_db()
    assert made.state == CertificateState.REVOKED


def test_a_table_is_previewed_then_taken_and_every_bad_row_is_named(
    place: Agency, leader: Account, manager: Acting
) -> None:
    boss = sign_in(Client(), manager.account)
    book = Workbook()
    for row in (
        ("Mã cơ quan", "Tên đăng nhập", "Chủ thể", "Nơi cấp", "Số hiệu", "Hiệu lực từ", "Đến hết ngày", "Số thiết bị"),
        ("xa-thi-du", "", "UBND xã Thí Dụ", "CA thử", "0A:1B", date(2026, 1, 1), date(2030, 12, 31), "T1"),
        ("xa-thi-du", "lanh.dao", "Ngô Thị Lãnh Đạo", "CA thử", "0a1c", "01/01/2026", "31/12/2030", "T2"),
        ("xa-khong", "", "x", "CA thử", "1", "01/01/2026", "31/12/2030", ""),
        ("xa-thi-du", "ai.do", "x", "CA thử", "2", "01/01/2026", "31/12/2030", ""),
        ("xa-thi-du", "", "x", "CA thử", "zz", "01/01/2026", "31/12/2030", ""),
        ("xa-thi-du", "", "x", "CA thử", "3", "31/12/2030", "01/01/2026", ""),
        ("xa-thi-du", "", "x", "CA thử", "4", "32/13/2026", "01/01/2026", ""),
        ("xa-thi-du", "", "", "CA thử", "5", "01/01/2026", "31/12/2030", ""),
    ):
        book.active.append(row)
    out = BytesIO()
    book.save(out)
    upload = SimpleUploadedFile("so.xlsx", out.getvalue())
    page = boss.post(reverse("signatures:import"), {"file": upload})
    said = words(page)
    assert "2 dòng sẽ ghi" in said
    assert "6 dòng có lỗi" in said
    for reason in (
        "Không có cơ quan mang mã “xa-khong”", "Không có tài khoản", "chữ a-f", "đứng trước ngày bắt đầu",
        "Ô này còn trống",
    ):  # fmt: skip
        assert reason in said
    assert Certificate.objects.count() == 0
    kept = page.context["kept"]
    confirm = reverse("signatures:import_confirm")
    assert "Chưa ghi dòng nào" in words(boss.post(confirm, {"kept": kept, "only_if_all_good": "1"}))
    assert Certificate.objects.count() == 0
    assert "Đã ghi 2 dòng" in words(boss.post(confirm, {"kept": kept}))
    assert "2 dòng đã có sẵn" in words(boss.post(confirm, {"kept": kept}))
    seal, person = Certificate.objects.order_by("serial")
    assert (seal.agency, seal.serial, person.account, person.serves) == (place, "a1b", leader, place)
    assert timezone.localtime(seal.valid.upper) == datetime(2031, 1, 1, tzinfo=timezone.get_current_timezone())
    detail = words(boss.get(seal.url))
    assert "Chỉ ghi sổ" in detail
