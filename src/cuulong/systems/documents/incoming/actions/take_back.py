"""The sender wants a document back or changed; the clerk agrees or refuses (nơi gửi lấy lại, cập nhật)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cuulong.core.people.acting import Acting
from cuulong.lib.errors import gettext_noop
from cuulong.lib.vietnamese import nfc

from ...records.actions.move import locked, move, note_down
from ...records.models import Document
from ...records.places import must
from ...records.rules import Refused
from ..arrival import Arrival
from ..models import Asked, Incoming
from ..queries import REGISTER, incoming_of
from ..rules import must_give_reason
from . import routing
from .give_back import break_off

NOTHING_ASKED = gettext_noop("Nơi gửi không đề nghị lấy lại hay cập nhật văn bản này.")


@transaction.atomic
def ask_back(
    document: Document, what: str, reason: str, *, acting: Acting, at: datetime, packet: UUID | None = None
) -> Document:
    """Note that the sender asks: the newest question counts (ghi đề nghị của nơi gửi).

    Of one that was given back or is recalled already there is nothing to ask; it stays as it is.
    """
    document = locked(document)
    if document.state in ("returned", "recalled"):
        return document
    incoming = incoming_of(document)
    incoming.asked, incoming.asked_at = what, at
    incoming.asked_reason, incoming.asked_packet = nfc(reason).strip()[:500], packet
    incoming.save()
    return note_down(document, "ask_back", acting=acting, at=at, note=incoming.asked_reason, what=what)


def _asked(document: Document, what: str, *, acting: Acting, revision: int | None) -> tuple[Document, Incoming]:
    document = locked(document, revision)
    must(acting, REGISTER, document.agency)
    incoming = incoming_of(document)
    if not incoming.asked or (what and incoming.asked != what):
        raise Refused("not_asked", NOTHING_ASKED)
    return document, incoming


@transaction.atomic
def agree(document: Document, *, acting: Acting, at: datetime, revision: int | None = None) -> Document:
    """Let the sender have it back: the work ends, its line in the register stays (đồng ý cho lấy lại; NĐ 30/2020, Điều 18).

    Raises Refused, Forbidden.
    """
    document, incoming = _asked(document, Asked.TAKE_BACK, acting=acting, revision=revision)
    reason = incoming.asked_reason or "Nơi gửi lấy lại văn bản"
    incoming.asked = ""
    incoming.save()
    document = move(document, "taken_back", acting=acting, at=at, note=reason)
    break_off(document, reason, acting=acting, at=at)
    routing.tell(document, "taken_back", at=at)
    return document


@transaction.atomic
def agree_update(
    document: Document, said: Arrival, *, acting: Acting, at: datetime, revision: int | None = None
) -> Document:
    """Take over what the sender says anew; whoever works on it goes on (đồng ý cập nhật). Raises Refused, Forbidden."""
    document, incoming = _asked(document, Asked.UPDATE, acting=acting, revision=revision)
    said.checked().describe(document)
    incoming.asked = ""
    incoming.save()
    document = note_down(document, "update", acting=acting, at=at, note=incoming.asked_reason)
    routing.tell(document, "updated", at=at)
    return document


@transaction.atomic
def refuse(document: Document, reason: str, *, acting: Acting, at: datetime, revision: int | None = None) -> Document:
    """Keep it as it is, with the reason (từ chối lấy lại, cập nhật). Raises Refused, Forbidden."""
    said = must_give_reason(nfc(reason), gettext_noop("Ghi lý do không đồng ý để nơi gửi biết."))
    document, incoming = _asked(document, "", acting=acting, revision=revision)
    incoming.asked = ""
    incoming.save()
    document = note_down(document, "keep", acting=acting, at=at, note=said)
    routing.tell(document, "kept", at=at, note=said)
    return document
