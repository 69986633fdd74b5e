"""Outgoing documents that wait for a person, for their desk (việc chờ xử lý)."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from cuulong.core.people.acting import Acting
from cuulong.core.worklist.items import WorkItem

from ..records.models import Document
from .queries import to_co_sign, waiting


def items(acting: Acting, limit: int) -> Iterable[WorkItem]:
    """Two queries whatever the number: the steps, and their documents."""
    steps = list(waiting(acting)[:limit])
    found = Document.objects.filter(uuid__in=[one.case.subject_uuid for one in steps])
    documents = {one.uuid: one for one in found.select_related("agency", "created_by")}
    for step in steps:
        document = documents.get(step.case.subject_uuid)
        if document is None:
            continue
        yield WorkItem(
            title=f"{document.kind_name}: {document.subject}",
            detail=document.number,
            person=document.created_by.full_name if document.created_by else "",
            url=document.url,
            verb=_("Mở văn bản"),
            task=step.title,
            due_at=step.due_at,
            since=step.entered_at,
            agency_name=step.agency_label,
            late_reason=_("Bước “%(step)s” ở %(agency)s đã quá hạn.")
            % {"step": step.title, "agency": step.agency_label},
        )


def count(acting: Acting) -> int:
    """How many wait."""
    return waiting(acting).count()


def co_signing_items(acting: Acting, limit: int) -> Iterable[WorkItem]:
    """One query; what others ask this person to sign with them."""
    for one in to_co_sign(acting)[:limit]:
        document = one.outgoing.document
        assert one.asked_at is not None
        yield WorkItem(
            title=f"{document.kind_name}: {document.subject}",
            detail="",
            url=reverse("documents:outgoing_co_sign", args=[document.uuid]),
            verb=_("Đọc và ký"),
            task=_("Ký cùng"),
            due_at=one.outgoing.sign_by,
            since=one.asked_at,
            agency_name=document.agency.name,
        )
