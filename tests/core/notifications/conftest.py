"""Two messages, two people, and a mail server on loopback."""

from __future__ import annotations

import email
import socket
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.utils.translation import gettext_lazy as _

from cuulong.core.people.models import Account
from cuulong.core.registry import Message, declare

declare(
    Message(
        code="probe.accepted",
        title=_("Hồ sơ đã được tiếp nhận"),
        subject="Đã tiếp nhận {{ code }}",
        body="Kính gửi {{ name }}. Hẹn trả {{ due }}."
        "{% if papers %} Cần thêm: {% for paper in papers %}{{ paper }}; {% endfor %}{% endif %}",
        channels=("in_app", "email", "sms"),
    )
)


class Postman:
    """Keeps what it was handed; refuses as often as it is told to."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refusals = 0

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.refusals:
            self.refusals -= 1
            return "451 4.7.1 hom-thu@example.test: try again later"
        assert isinstance(envelope.content, bytes)
        self.mails.append(email.message_from_bytes(envelope.content, policy=default))  # type: ignore[arg-type]
        return "250 taken"


@pytest.fixture
def postman(settings: object) -> Iterator[Postman]:
    """A real SMTP server on a loopback port, and Django told of it."""
    postman = Postman()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(postman, hostname="127.0.0.1", port=port)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # type: ignore[attr-defined]
    settings.EMAIL_HOST = "127.0.0.1"  # type: ignore[attr-defined]
    settings.EMAIL_PORT = port  # type: ignore[attr-defined]
    yield postman
    server.stop()


@pytest.fixture
def outgoing(settings: object, tmp_path: Path) -> Path:
    """Where text messages are written."""
    settings.OUTGOING_DIR = tmp_path  # type: ignore[attr-defined]
    return tmp_path


@pytest.fixture
def lan(db: None) -> Account:
    return Account.objects.create_user("lan", full_name="Trần Thị Lan", email="lan@example.test", phone="0912345678")


@pytest.fixture
def john(db: None) -> Account:
    return Account.objects.create_user("john", full_name="John Mẫu", email="john@example.test", language="en")
