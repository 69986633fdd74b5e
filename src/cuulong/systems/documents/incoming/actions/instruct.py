"""A leader says who does what (bút phê)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from cuulong.core.people.acting import Acting
from cuulong.lib.errors import gettext_noop

from ...records.actions.move import move, note_down
from ...records.models import Document
from ..plan import Plan
from ..rules import must_give_reason
from . import routing


@transaction.atomic
def instruct(document: Document, plan: Plan, *, acting: Acting, at: datetime, revision: int | None = None) -> Document:
    """Write the leader's instruction with lead, joint and told units and a deadline (cho ý kiến chỉ đạo).

    Whoever stands in for the leader does it in that post. Raises Refused, NotAllowed.
    """
    document, step, acting = routing.at(document, "instruct", acting=acting, revision=revision)
    routing.hand_to(document, step, plan, acting=acting, at=at)
    routing.go(step, "instruct", acting=acting, at=at, note=plan.text)
    routing.tell(document, "assigned", at=at)
    return move(document, "instruct", acting=acting, at=at, note=plan.text, lead=plan.lead.name if plan.lead else "")


@transaction.atomic
def send_back(document: Document, note: str, *, acting: Acting, at: datetime, revision: int | None = None) -> Document:
    """Back one step, with the reason: leader to office, unit to office, specialist to head (trả lại bước trước).

    Raises Refused, NotAllowed.
    """
    reason = must_give_reason(note, gettext_noop("Ghi lý do trả lại để người nhận biết phải làm gì."))
    document, step, acting = routing.at(document, *BACK, acting=acting, revision=revision)
    routing.go(step, BACK[step.key], acting=acting, at=at, note=reason)
    return note_down(document, "send_back", acting=acting, at=at, note=reason)


BACK = {"instruct": "back_to_office", "distribute": "not_ours", "handle": "back_to_head"}
