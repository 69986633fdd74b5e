"""Where there is no axis packets go by mail and are read from a mailbox, over real connections."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import pytest
from django.utils import timezone

from cuulong.core.exchange.actions.send import send
from cuulong.core.exchange.adapters.mail import fetch, packets_of
from cuulong.core.exchange.edxml import Envelope, Organ, read
from cuulong.core.exchange.models import Direction, Packet, State
from cuulong.core.exchange.polling import poll
from cuulong.core.organisations.models import Agency
from cuulong.core.outbox.testing import run_jobs
from cuulong.core.people.acting import Acting

from .edxml.packets import letter
from .mail_servers import Mailbox, mailbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def box(settings: Any) -> Iterator[Mailbox]:
    with mailbox() as one:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_HOST_USER = "127.0.0.1", one.smtp, ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EXCHANGE_MAIL = "lienthong@tinh.example"
        settings.EXCHANGE_IMAP_HOST, settings.EXCHANGE_IMAP_PORT = "127.0.0.1", one.imap
        settings.EXCHANGE_IMAP_TLS, settings.EXCHANGE_IMAP_USER, settings.EXCHANGE_IMAP_PASSWORD = False, "u", "p"
        yield one


def test_a_packet_goes_by_mail_and_is_fetched_from_a_mailbox_once(
    box: Mailbox, office: Agency, department: Agency, acting: Acting
) -> None:
    to = Organ(organ_id="H98.1", name="Bộ Thử", email="bo@thu.example")
    (sent,) = send(letter(sender=None, to=(to,), trace=None), agency=office, acting=acting, at=timezone.now())
    run_jobs()
    sent.refresh_from_db()
    assert (sent.channel, sent.state) == ("mail", State.DELIVERED)
    (mail,) = box.mails
    ((number, data),) = packets_of(mail)
    assert number == sent.remote_id
    packet = read(data)
    assert isinstance(packet, Envelope)
    assert packet.attachments[0].content == letter().attachments[0].content
    # The same way back: what a mailbox of ours holds is taken in once.
    answer = data.replace(b"H98.1", b"H99.2").replace(packet.sender_id.encode(), b"H98.1")
    box.mails.append(_mail(answer))
    assert fetch() == 2  # our own letter came to nobody here
    poll()
    arrived = Packet.objects.filter(direction=Direction.IN)
    assert sorted(arrived.values_list("state", flat=True)) == [State.ARRIVED, State.REFUSED]
    assert box.seen == {1, 2}


def _mail(data: bytes) -> bytes:
    mail = EmailMessage()
    mail["Message-ID"] = "<tra-loi@thu.example>"
    mail["Subject"] = "edXML"
    mail.set_content("Kèm gói tin.")
    mail.add_attachment(data, maintype="application", subtype="octet-stream", filename="tra-loi.edxml")
    return mail.as_bytes()


def test_a_receiver_without_address_is_told(box: Mailbox, office: Agency, acting: Acting) -> None:
    (sent,) = send(
        letter(sender=None, to=(Organ(organ_id="H98.1"),), trace=None), agency=office, acting=acting, at=timezone.now()
    )
    run_jobs()
    sent.refresh_from_db()
    assert "địa chỉ thư điện tử" in sent.last_error
