"""Packets as attachments of mails, where the axis is not there: out by SMTP, in from an IMAP mailbox (liên thông qua thư điện tử)."""

from __future__ import annotations

import email
import email.policy
import imaplib
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage as Mail

from django.conf import settings
from django.core.mail import EmailMessage

from cuulong.lib.errors import gettext_noop

from ..models import Channel, Packet
from ..transmitting import Carrier, Undelivered, carry
from ..travelling import bytes_of, take

PATIENCE = 30
AT_ONCE = 100
MOST_BYTES = 96 * 1024 * 1024
TYPE = "application/edxml+xml"
logger = logging.getLogger(__name__)


def give(packet: Packet) -> str:
    """Mail a packet to its receiver, every try under the same Message-ID (gửi qua thư)."""
    if not packet.peer_email:
        raise Undelivered("no_address", gettext_noop("Bên nhận không có địa chỉ thư điện tử."))
    domain = settings.EXCHANGE_MAIL.rpartition("@")[2] or "localhost"
    number = f"<{packet.uuid}@{domain}>"
    mail = EmailMessage(
        subject=f"[edXML] {packet.number or packet.document_id}"[:200].replace("\n", " "),
        body="Gói tin liên thông văn bản đính kèm thư này. Phần mềm của bên nhận tự đọc gói tin.",
        from_email=settings.EXCHANGE_MAIL,
        to=[packet.peer_email],
        headers={"Message-ID": number},
    )
    mail.attach(f"{packet.uuid}.edxml", bytes_of(packet), TYPE)
    mail.send()
    return number


def fetch() -> int:
    """Take in the packets of unread mails; a mail is read when its packets are committed (lấy thư)."""
    taken = 0
    with _mailbox() as box:
        _kind, found = box.uid("SEARCH", "UNSEEN")
        for uid in (found[0] or b"").split()[:AT_ONCE]:
            taken += _one(box, uid.decode())
    return taken


@contextmanager
def _mailbox() -> Iterator[imaplib.IMAP4]:
    host, port = settings.EXCHANGE_IMAP_HOST, settings.EXCHANGE_IMAP_PORT
    try:
        box = (imaplib.IMAP4_SSL if settings.EXCHANGE_IMAP_TLS else imaplib.IMAP4)(host, port, timeout=PATIENCE)
        try:
            box.login(settings.EXCHANGE_IMAP_USER, settings.EXCHANGE_IMAP_PASSWORD)
            box.select("INBOX")
            yield box
        finally:
            box.logout()
    except imaplib.IMAP4.error:
        # No chained error: the server's answer may repeat what was said to it.
        raise Undelivered("no_mailbox", gettext_noop("Hộp thư liên thông không mở được.")) from None


def _one(box: imaplib.IMAP4, uid: str) -> int:
    _kind, told = box.uid("FETCH", uid, "(RFC822.SIZE)")
    size = re.search(rb"RFC822\.SIZE (\d+)", told[0] if isinstance(told[0], bytes) else b"")
    if size is None or int(size[1]) > MOST_BYTES:
        logger.warning("mail left in the mailbox: too large")
        box.uid("STORE", uid, "+FLAGS", r"(\Seen \Flagged)")
        return 0
    _kind, parts = box.uid("FETCH", uid, "(BODY.PEEK[])")
    raw = next((part[1] for part in parts if isinstance(part, tuple)), b"")
    try:
        for number, data in packets_of(raw):
            take(data, Channel.MAIL, number)
    except Exception as error:
        logger.exception("mail left in the mailbox", extra={"error": type(error).__name__})
        return 0
    box.uid("STORE", uid, "+FLAGS", r"(\Seen)")
    return 1


def packets_of(raw: bytes) -> Iterator[tuple[str, bytes]]:
    """The packets that a mail carries, with the mail's number (gói tin trong thư)."""
    mail: Mail = email.message_from_bytes(raw, policy=email.policy.default)
    number = str(mail.get("Message-ID", ""))[:200]
    for part in mail.walk():
        if part.get_content_type() == TYPE or str(part.get_filename() or "").lower().endswith(".edxml"):
            data = part.get_payload(decode=True)
            if isinstance(data, bytes):
                yield number, data


carry(Channel.MAIL, Carrier(give))
