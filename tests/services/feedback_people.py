"""People who send something, and the officials who answer them (người gửi, người trả lời)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from cuulong.core.notifications.models import Notification
from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Account
from cuulong.core.people.testing import sign_in
from cuulong.systems.services.dossiers.models import Dossier
from cuulong.systems.services.feedback.actions import denounce, receive
from cuulong.systems.services.feedback.models import Complaint, Denouncer, Denunciation, Rating, Suggestion

NAME, PHONE = "Trần Văn Hỏi", "0912345678"
SECRET, DENOUNCER = "bí mật không ai được đọc", "Lý Thị Kín Đáo"


def ward() -> Agency:
    return Agency.objects.get(slug="commune-29551")


def who(username: str) -> Acting:
    return Acting.of(Account.objects.get(username=username))


def enter(username: str) -> Client:
    return sign_in(Client(), Account.objects.get(username=username))


def suggested(at: datetime | None = None, by: str = "nguyenvanthu", **fields: Any) -> Suggestion:
    said = {"title": "Quầy đóng sớm", "text": "Quầy đóng cửa lúc 16 giờ.", "agency": ward(), "sender_name": NAME}
    case = Suggestion(**said | {"sender_phone": PHONE} | fields)
    sent = receive.send(case, acting=who(by), at=at or timezone.now())
    assert isinstance(sent, Suggestion)
    return sent


def complained(at: datetime | None = None, **fields: Any) -> Complaint:
    said = {
        "title": "Không cấp phép", "text": f"Lý do {SECRET}.", "against": "Văn bản số 12", "asks": "Cấp lại",
        "agency": ward(), "sender_name": NAME, "sender_phone": PHONE, "sender_address": "12 đường Mẫu",
    }  # fmt: skip
    sent = receive.send(Complaint(**said | fields), acting=who("nguyenvanthu"), at=at or timezone.now())
    assert isinstance(sent, Complaint)
    return sent


def denounced(at: datetime | None = None) -> Denunciation:
    case = Denunciation(agency=ward(), title=f"Việc {SECRET}", text=f"Kể rằng {SECRET}.", against="Ông Mỗ")
    person = Denouncer(name=DENOUNCER, address="99 đường Giấu", phone="0987654321")
    return denounce.denounce(case, person, acting=Acting.anonymous(), at=at or timezone.now())


def code_sent() -> str:
    """The six digits that the last guest was sent."""
    told = Notification.objects.filter(message="services.confirm_contact").latest("pk")
    found = re.search(r"\b\d{6}\b", told.title)
    assert found
    return found[0]


def said_back(dossier: Dossier, at: datetime) -> None:
    """For figures: a rating of the dossier, two suggestions closed in time and late, and a complaint (số liệu)."""
    agency = dossier.competent_agency
    assert agency is not None
    score = 3 if dossier.outcome == "issue" else 1
    Rating.objects.create(
        dossier=dossier, agency=agency, intake_agency=agency, score=score, attitude=2, by_account=True, rated_at=at
    )
    for days in (2, 9):
        Suggestion.objects.create(
            agency=agency, state="answered", title="x", text="x", sender_name=NAME, received_at=at,
            due_at=at + timedelta(days=5), closed_at=at + timedelta(days=days), satisfied=days == 2,
        )  # fmt: skip
    Complaint.objects.create(agency=agency, state="received", title="x", text="x", sender_name=NAME, received_at=at)
