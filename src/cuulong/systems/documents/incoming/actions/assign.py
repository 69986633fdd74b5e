"""Say who in the unit does it (phân công trong đơn vị)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Account

from ...records.actions.move import note_down
from ...records.models import Document
from ..models import Handling, Share
from ..plan import Plan, write
from . import routing


@transaction.atomic
def assign(
    document: Document,
    account: Account | None,
    *,
    acting: Acting,
    at: datetime,
    text: str = "",
    due_at: datetime | None = None,
    revision: int | None = None,
) -> Document:
    """Give it to one official of the unit; None: whoever takes it first (giao người xử lý). Raises Refused, NotAllowed."""
    document, step, acting = routing.at(document, "distribute", acting=acting, revision=revision)
    plan = Plan(text=text, due_at=due_at)
    written = write(document, plan, acting=acting, at=at, proposal=False)
    if account is not None:
        Handling.objects.create(instruction=written, agency=step.agency, account=account, share=Share.LEAD)
        document.let_read(accounts=(account,))
    routing.go(step, "assign", acting=acting, at=at, note=text, assignee=account)
    routing.tell(document, "working", at=at)
    return note_down(
        document, "assign", acting=acting, at=at, note=text, agency=step.agency, to=account.full_name if account else ""
    )
