"""The applicant is told by mail, by a worker in a process of its own and over SMTP (báo tin qua thư điện tử)."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.conf import settings

from cuulong.core.notifications.models import Delivery, QuietHours
from cuulong.published.ports.results import results
from cuulong.systems.services.demo import give_certificates
from cuulong.systems.services.dossiers.models import Dossier
from tests.core.notifications.postman import Postman, post_office
from tests.core.outbox.conftest import Workers, wait_until

from .conftest import Make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def postman(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Postman]:
    """A mail server, and a worker that was told of it as in production."""
    with post_office() as (keeper, port):
        monkeypatch.setenv("CUULONG_SMTP_HOST", "127.0.0.1")
        monkeypatch.setenv("CUULONG_SMTP_PORT", str(port))
        monkeypatch.setenv("CUULONG_BASE_URL", settings.BASE_URL)
        workers = Workers(tmp_path)
        workers.start()
        yield keeper
        workers.stop_all()


def subject_of(mail: EmailMessage) -> str:
    """As a reader sees it; a long one begins on the second line of its header."""
    return str(mail["Subject"]).strip()


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def mails_to(dossier: Dossier, postman: Postman) -> list[EmailMessage]:
    """What the applicant got; officials may be warned of deadlines at the same time."""
    return [mail for mail in postman.mails if mail["To"] == dossier.applicant_email]


def test_the_citizen_gets_a_mail_at_acceptance_and_one_with_the_result(dossier: Make, postman: Postman) -> None:
    QuietHours.objects.all().delete()
    give_certificates()
    done = dossier("issued")
    result = results().find(done.ref)
    assert result is not None
    told = {"accepted": f"Hồ sơ {done.code} đã được tiếp nhận", "issued": f"Hồ sơ {done.code} đã có kết quả"}
    wait_until(lambda: set(told.values()) <= {subject_of(mail) for mail in mails_to(done, postman)})
    wait_until(lambda: not Delivery.objects.filter(channel="email", state="waiting").exists())
    # What else happened on the way is told as well; each of these two once.
    (accepted,) = (mail for mail in mails_to(done, postman) if subject_of(mail) == told["accepted"])
    (issued,) = (mail for mail in mails_to(done, postman) if subject_of(mail) == told["issued"])
    assert "hẹn trả kết quả lúc" in text_of(accepted)
    assert result.number in text_of(issued)
    assert result.verify_code in text_of(issued)
    assert f"{settings.BASE_URL}/ho-so-cua-toi/{done.uuid}/" in text_of(issued)


def test_the_citizen_gets_a_mail_when_something_is_missing(dossier: Make, postman: Postman) -> None:
    QuietHours.objects.all().delete()
    waiting = dossier("incomplete")
    asked = f"Hồ sơ {waiting.code} cần bổ sung"
    wait_until(lambda: asked in {subject_of(mail) for mail in mails_to(waiting, postman)})
    (mail,) = (mail for mail in mails_to(waiting, postman) if subject_of(mail) == asked)
    assert waiting.supplements.get().note in text_of(mail)
