"""What became of a document at a recipient, as packets tell it (tình trạng gửi, nhận)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cuulong.core.people.acting import Acting
from cuulong.lib.errors import gettext_noop

from ...records.actions.move import locked, note_down
from ...records.models import Document
from ...records.rules import Refused
from ..models import Delivery, Recipient
from ..rules import delivery_after, must_say

SYSTEM = Acting.system("documents")
WORDS = {"refused": "refused_by", "recalled": "given_back_by", "received": "received_by"}


@transaction.atomic
def hear_status(packet: UUID, code: str, reason: str, *, at: datetime) -> Recipient | None:
    """A status came for one recipient; safe to repeat. None when the packet is none of ours."""
    one = _of(packet)
    if one is None:
        return None
    after = delivery_after(one.delivery, code)
    told = reason[:300] if code in ("02", "16") else one.told
    if (after, told) != (one.delivery, one.told):
        one.delivery, one.told = after, told
        one.save(update_fields=["delivery", "told", "changed_at"])
        if after in WORDS:
            document = locked(one.outgoing.document)
            note_down(document, WORDS[after], acting=SYSTEM, at=at, note=told, recipient=one.name)
    return one


@transaction.atomic
def hear_delivery(packet: UUID, *, at: datetime) -> None:
    """The carrier has it (đã giao cho bên vận chuyển)."""
    one = _of(packet)
    if one is not None and one.sent_at is None:
        one.sent_at = at
        if one.delivery in (Delivery.WAITING, Delivery.FAILED):
            one.delivery = Delivery.SENT
        one.save(update_fields=["delivery", "sent_at", "changed_at"])


@transaction.atomic
def hear_failure(packet: UUID, error: str, *, at: datetime) -> None:
    """Nobody tries again; the clerk sends it by another way (gửi không được)."""
    one = _of(packet)
    if one is not None and one.delivery in (Delivery.WAITING, Delivery.SENT):
        one.delivery, one.told = Delivery.FAILED, error[:300]
        one.save(update_fields=["delivery", "told", "changed_at"])
        note_down(locked(one.outgoing.document), "not_sent", acting=SYSTEM, at=at, note=one.told, recipient=one.name)


@transaction.atomic
def note_given_back(recipient: Recipient, note: str, *, acting: Acting, at: datetime) -> Recipient:
    """The clerk writes down that a copy on paper or by mail came back, or was destroyed (ghi nhận đã thu hồi)."""
    document = locked(recipient.outgoing.document)
    acting.require("documents.seal", document.agency)
    one = Recipient.objects.select_for_update().get(pk=recipient.pk)
    if one.delivery != Delivery.RECALLING or one.packet is not None:
        raise Refused("answers_itself", gettext_noop("Nơi nhận này tự trả lời qua liên thông."))
    one.delivery, one.told = Delivery.RECALLED, must_say(note)[:300]
    one.save(update_fields=["delivery", "told", "changed_at"])
    note_down(document, "given_back_by", acting=acting, at=at, note=one.told, recipient=one.name)
    return one


def _of(packet: UUID) -> Recipient | None:
    found: Recipient | None = (
        Recipient.objects.select_for_update(of=("self",))
        .select_related("outgoing__document")
        .filter(packet=packet)
        .first()
    )
    return found


def recipients_of(document: Document) -> list[Recipient]:
    """Where it went, who must act on it first (nơi nhận)."""
    return list(document.outgoing.recipients.select_related("agency").order_by("-for_action", "pk"))
