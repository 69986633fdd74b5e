"""What was issued is in force no more: recalled, replaced (thu hồi, thay thế văn bản; NĐ 30/2020, Điều 18)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from cuulong.core.outbox.publish import publish
from cuulong.core.people.acting import Acting
from cuulong.core.signatures.models import Issued
from cuulong.core.signatures.published import withdraw as withdraw_published
from cuulong.lib.errors import gettext_noop
from cuulong.published.facts.documents import DocumentWithdrawn

from ...records.actions.move import locked, move
from ...records.models import Document
from ...records.rules import Refused
from ..models import Outgoing
from ..rules import must_say, recall_of
from ..sending import ask_back

RIGHT = "documents.seal"


@transaction.atomic
def recall(document: Document, reason: str, *, acting: Acting, at: datetime, revision: int | None = None) -> Document:
    """Recall an issued document: frozen here at once, asked back from every recipient who was sent it (thu hồi).

    Recipients that were not sent it yet are simply not sent it; the others answer 15 or 16 each. Raises Refused.
    """
    acting.require(RIGHT, document.agency)
    document = locked(document, revision)
    reason = must_say(reason)
    if document.outgoing.subject is not None and document.outgoing.subject.kind != Document.ref_kind:
        raise Refused("result", gettext_noop("Kết quả của hồ sơ được thu hồi ở hồ sơ, không ở đây."))
    move(document, "recall", acting=acting, at=at, note=reason)
    for one in document.outgoing.recipients.select_for_update():
        before = one.delivery
        one.delivery = recall_of("sent" if before == "waiting" and one.packet else before)
        if one.delivery == "recalling":
            ask_back(one, reason, acting=acting, at=at)
            if one.packet is None:  # paper and mail: nobody answers, the clerk asks by other means
                one.told = reason[:300]
        one.save(update_fields=["delivery", "told", "changed_at"])
    _withdrawn(document, reason, None, acting=acting, at=at)
    return document


def replaced_by(outgoing: Outgoing, new: Document, *, acting: Acting, at: datetime) -> Document | None:
    """Once the replacement is issued, what it replaces is in force no more; inside the issuing transaction (thay thế)."""
    if outgoing.replaces is None:
        return None
    old = locked(outgoing.replaces)
    move(old, "replace", acting=acting, at=at, note=new.number)
    _withdrawn(old, f"Được thay thế bởi {new.number}", new, acting=acting, at=at)
    return old


def _withdrawn(document: Document, reason: str, new: Document | None, *, acting: Acting, at: datetime) -> None:
    """Whoever verifies it is told; other systems too."""
    code = document.outgoing.verify_code
    issued = Issued.objects.filter(code=code).first() if code else None
    if issued is not None:
        withdraw_published(issued, reason, acting=acting, at=at)
    publish(
        DocumentWithdrawn(
            subject=document.ref,
            agency=document.agency.ref,
            at=at,
            number=document.number,
            replaced_by=new.ref if new else None,
        )
    )
