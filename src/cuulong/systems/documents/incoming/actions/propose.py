"""Propose where a document goes (đề xuất phân phối)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Account

from ...records.actions.move import note_down
from ...records.models import Document
from ..plan import Plan, write
from . import routing


@transaction.atomic
def propose(
    document: Document,
    plan: Plan,
    *,
    acting: Acting,
    at: datetime,
    leader: Account | None = None,
    revision: int | None = None,
) -> Document:
    """Ask a leader for instructions, with the units the office thinks of (trình lãnh đạo cho ý kiến).

    Without `leader`, whichever leader is there. Raises Refused, NotAllowed.
    """
    document, step, acting = routing.at(document, "route", acting=acting, revision=revision)
    plan.must_name_a_lead()
    write(document, plan, acting=acting, at=at, proposal=True)
    document.let_read(accounts=(leader,))
    routing.go(step, "propose", acting=acting, at=at, note=plan.text, assignee=leader)
    return note_down(
        document, "propose", acting=acting, at=at, note=plan.text, lead=plan.lead.name if plan.lead else ""
    )
