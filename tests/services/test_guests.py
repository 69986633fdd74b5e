"""Filing without an account: a code to an address, a secret to come back, nothing told to others (nộp không tài khoản)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from cuulong.core.notifications.models import Delivery, Notification, QuietHours
from cuulong.systems.services.dossiers.actions.guest import ask_code, confirm, forget_unconfirmed, resume
from cuulong.systems.services.dossiers.models import Dossier, GuestPass
from cuulong.systems.services.dossiers.rules import Refused

from .conftest import sample, version_of

PERMIT = "1.013225"
ADDRESS = "khach@vinhlong.example"


def code_sent() -> str:
    """The digits in the newest message."""
    told = Notification.objects.filter(message="services.guest_code").latest("pk")
    return re.findall(r"\d{6}", told.title)[0]


def asked(now: datetime, reached_by: str = "email", address: str = ADDRESS) -> GuestPass:
    return ask_code(version_of(PERMIT), reached_by=reached_by, address=address, language="vi", at=now)


def opened(now: datetime) -> tuple[Dossier, str]:
    return confirm(asked(now), code_sent(), at=now)


@pytest.fixture(autouse=True)
def fresh_limits(province: None) -> None:
    cache.clear()


def test_the_right_code_opens_a_draft_once_with_the_proved_address(now: datetime) -> None:
    guest = asked(now)
    draft, secret = confirm(guest, code_sent(), at=now)
    assert draft.applicant_email == ADDRESS
    assert draft.account is None
    assert re.fullmatch(r"[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}", secret)
    with pytest.raises(Refused, match="hết hạn hoặc đã dùng"):
        confirm(guest, code_sent(), at=now)
    guest.refresh_from_db()
    assert secret not in guest.secret_hash


def test_a_code_is_guessed_five_times_at_most_and_ten_minutes_long(now: datetime) -> None:
    guest = asked(now)
    right = code_sent()
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    for _try in range(5):
        with pytest.raises(Refused, match="chưa đúng"):
            confirm(guest, wrong, at=now)
    with pytest.raises(Refused, match="hết hạn"):
        confirm(guest, right, at=now)
    late = asked(now)
    with pytest.raises(Refused, match="hết hạn"):
        confirm(late, code_sent(), at=now + timedelta(minutes=11))


def test_an_address_is_not_flooded_with_codes(now: datetime) -> None:
    for _time in range(3):
        asked(now)
    with pytest.raises(Refused, match="Đợi một giờ"):
        asked(now)


def test_a_code_by_telephone_goes_out_in_quiet_hours_too(now: datetime) -> None:
    QuietHours.objects.filter(channel="sms").delete()
    QuietHours.objects.create(channel="sms", begins="00:00", ends="23:59")
    asked(now, "phone", "0900000009")
    sent = Delivery.objects.filter(notification__message="services.guest_code", channel="sms").latest("pk")
    assert sent.not_before is None
    assert sent.state == "waiting"


def test_code_and_secret_open_the_dossier_on_another_device(now: datetime) -> None:
    draft, secret = opened(now)
    assert resume(draft.lookup_code.lower().replace("-", " "), secret.upper().replace("-", ""), at=now) == draft


def test_wrong_secrets_lock_for_a_while_and_unknown_codes_read_the_same(now: datetime) -> None:
    draft, secret = opened(now)
    sentences = set()
    for code in [draft.lookup_code] * 5 + ["AAAA-AAAA-AAAA-AAAA", "H61.01-20260101-0001", ""]:
        with pytest.raises(Refused) as refused:
            resume(code, "abcd-efgh-jkmn", at=now)
        sentences.add(refused.value.text if hasattr(refused.value, "text") else str(refused.value))
    assert len(sentences) == 1
    with pytest.raises(Refused):
        resume(draft.lookup_code, secret, at=now)
    assert resume(draft.lookup_code, secret, at=now + timedelta(minutes=16)) == draft


def test_a_secret_of_nothing_opens_nothing(now: datetime) -> None:
    opened(now)
    with pytest.raises(Refused):
        resume("", "", at=now)


def test_codes_nobody_used_are_dropped_after_a_day(now: datetime) -> None:
    asked(now)
    opened(now)
    forget_unconfirmed(now + timedelta(days=2))
    assert GuestPass.objects.filter(address=ADDRESS).count() == 1


def enter(now: datetime) -> tuple[Client, Dossier, str]:
    """A browser in which a guest has typed the code."""
    guest, client = asked(now), Client()
    page = client.post(reverse("services:guest_code", args=[guest.uuid]), {"code": code_sent()})
    assert page["Cache-Control"] == "no-store"
    secret = re.findall(r'id="guest-secret">([^<]+)<', page.content.decode())[0]
    return client, Dossier.objects.get(guest=guest), secret


def test_a_guest_files_and_follows_and_nobody_else_gets_in(now: datetime) -> None:
    client, draft, secret = enter(now)
    review = reverse("services:page", args=[draft.uuid, "xem-lai"])
    assert client.get(review).status_code == 200
    assert Client().get(review).status_code == 302
    other, _theirs, _secret = enter(now)
    assert other.get(review).status_code == 404
    contact = reverse("services:page", args=[draft.uuid, "lien-he"])
    typed = {"applicant_name": "Lê Thị Khách", "applicant_phone": "0900000009", "applicant_email": "khac@x.example"}
    client.post(contact, typed)
    draft.refresh_from_db()
    assert (draft.applicant_name, draft.applicant_email) == ("Lê Thị Khách", ADDRESS)

    again = Client()
    door = reverse("services:resume_guest")
    assert again.post(door, {"code": draft.lookup_code, "secret": "wrong-wrong-one"}).status_code == 422
    assert again.post(door, {"code": draft.lookup_code, "secret": secret}).status_code == 302
    assert again.get(review).status_code == 200
    again.post(reverse("services:leave_guest"))
    assert again.get(review).status_code == 302


def test_the_doors_are_rate_limited(now: datetime) -> None:
    client, door = Client(), reverse("services:resume_guest")
    pages = [client.post(door, {"code": "x", "secret": "y"}).content.decode() for _time in range(11)]
    assert "Đã thử nhiều lần" in pages[-1]
    assert "Đã thử nhiều lần" not in pages[0]


def test_what_was_typed_wrong_is_told(now: datetime) -> None:
    door = reverse("services:guest_begin", args=["giay-phep-xay-dung-nha-o"])
    for text in ("khong-phai-dia-chi", "a@", "12345"):
        page = Client().post(door, {"address": text})
        assert page.status_code == 422, text
    assert GuestPass.objects.count() == 0
    assert sample("nha-hai-tang")["procedure"] == PERMIT
