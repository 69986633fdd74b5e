"""What all verbs of a document share: the lock, the listed move, the story, the record (chuyển trạng thái văn bản)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import DateTimeField, Subquery, Value
from django.db.models.functions import Greatest

from cuulong.core.audit.record import record
from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.lib.errors import gettext_noop

from ..models import Document, Movement
from ..rules import Refused, next_state
from ..search import index

PARTS = ("agency__parent", "room", "created_by")


def locked(document: Document, revision: int | None = None) -> Document:
    """The row again, locked until the end of the transaction. Raises Refused when it is not as the screen showed it."""
    fresh = Document.objects.select_for_update(of=("self",)).select_related(*PARTS).get(pk=document.pk)
    if revision is not None and revision != fresh.revision:
        raise Refused("stale", gettext_noop("Văn bản vừa có người khác xử lý. Tải lại trang để xem tình trạng mới."))
    return fresh


def move(
    document: Document,
    verb: str,
    *,
    acting: Acting,
    at: datetime,
    note: str = "",
    agency: Agency | None = None,
    **details: Any,
) -> Document:
    """Move a locked document as `rules.MOVES` lists, save it and write it down (chuyển trạng thái). Raises Refused."""
    before, document.state = document.state, next_state(verb, document.state)
    return note_down(document, verb, before=before, acting=acting, at=at, note=note, agency=agency, **details)


def note_down(
    document: Document,
    verb: str,
    *,
    acting: Acting,
    at: datetime,
    before: str | None = None,
    note: str = "",
    agency: Agency | None = None,
    **details: Any,
) -> Document:
    """Save a locked document with one line of its story and of the audit log (ghi diễn biến).

    A clock that was put back turns no order round: a line is never before the last one.
    """
    document.revision += 1
    document.save()
    index(document)
    last = document.movements.order_by("-happened_at").values("happened_at")[:1]
    Movement.objects.create(
        document=document,
        verb=verb,
        before=document.state if before is None else before,
        after=document.state,
        happened_at=Greatest(Value(at, DateTimeField()), Subquery(last)),
        actor=str(acting.actor_ref),
        actor_name=acting.actor_label if acting.is_official else "",
        agency_name=(agency or document.agency).name,
        note=note,
        details=details,
    )
    record(acting, f"documents.{verb}", document, agency=document.agency, number=document.number, **details)
    return document
