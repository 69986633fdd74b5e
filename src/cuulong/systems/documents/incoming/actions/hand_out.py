"""Hand a document straight to a unit (chuyển thẳng đơn vị)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from cuulong.core.people.acting import Acting

from ...records.actions.move import move
from ...records.models import Document
from ..plan import Plan
from . import routing


@transaction.atomic
def hand_out(document: Document, plan: Plan, *, acting: Acting, at: datetime, revision: int | None = None) -> Document:
    """Give it to its unit without a leader's word, as the office may (chuyển đơn vị xử lý). Raises Refused, NotAllowed."""
    document, step, acting = routing.at(document, "route", acting=acting, revision=revision)
    routing.hand_to(document, step, plan, acting=acting, at=at)
    routing.go(step, "hand_out", acting=acting, at=at, note=plan.text)
    routing.tell(document, "assigned", at=at)
    return move(document, "instruct", acting=acting, at=at, note=plan.text, lead=plan.lead.name if plan.lead else "")
