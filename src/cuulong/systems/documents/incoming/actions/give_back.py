"""Send a wrong or misdirected document back (trả lại nơi gửi)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from cuulong.core.people.acting import Acting
from cuulong.core.workflow import engine
from cuulong.core.workflow.models.case import LIVE
from cuulong.core.workflow.queries import current_case
from cuulong.lib.errors import gettext_noop
from cuulong.lib.vietnamese import nfc

from ...records.actions.move import locked, move
from ...records.models import Document
from ...records.places import must
from ..queries import REGISTER, incoming_of
from ..rules import must_give_reason
from . import routing


@transaction.atomic
def give_back(
    document: Document, reason: str, *, acting: Acting, at: datetime, revision: int | None = None
) -> Document:
    """Back to the sender with the reason; a number it had keeps its line in the register (trả lại; NĐ 30/2020, Điều 21).

    Raises Refused, Forbidden.
    """
    said = must_give_reason(nfc(reason), gettext_noop("Ghi lý do trả lại để nơi gửi biết phải sửa gì."))
    document = locked(document, revision)
    must(acting, REGISTER, document.agency)
    incoming = incoming_of(document)
    incoming.give_back_reason = said[:300]
    incoming.save()
    document = move(document, "give_back", acting=acting, at=at, note=said)
    break_off(document, said, acting=acting, at=at)
    routing.tell(document, "returned", at=at, note=said)
    return document


def break_off(document: Document, reason: str, *, acting: Acting, at: datetime) -> None:
    """End its way where it stands, if it is on one (dừng xử lý)."""
    case = current_case(document.ref)
    if case is not None and case.state in LIVE:
        engine.cancel(case, reason, acting=acting, at=at)
