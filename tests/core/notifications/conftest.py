"""Two messages, two people, and a mail server on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils.translation import gettext_lazy as _

from cuulong.core.people.models import Account
from cuulong.core.registry import Message, declare

from .postman import Postman, post_office

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


@pytest.fixture
def postman(settings: object) -> Iterator[Postman]:
    """A real SMTP server on a loopback port, and Django told of it."""
    with post_office() as (postman, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # type: ignore[attr-defined]
        settings.EMAIL_HOST = "127.0.0.1"  # type: ignore[attr-defined]
        settings.EMAIL_PORT = port  # type: ignore[attr-defined]
        yield postman


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
