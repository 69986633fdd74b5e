"""Reads of documents (tra cứu văn bản)."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Prefetch, QuerySet

from cuulong.core.people.acting import Acting

from .models import Attachment, Document, Movement

LIST_PARTS = ("agency", "room")


def for_officials(acting: Acting) -> QuerySet[Document]:
    """The documents an official may read, with what a list shows (văn bản được xem)."""
    return Document.objects.visible_to(acting).select_related(*LIST_PARTS)


def whole(acting: Acting, uuid: UUID) -> Document | None:
    """One readable document with its files; two queries (văn bản và tệp)."""
    files = Attachment.objects.filter(replaced=False).select_related("file").order_by("part", "order", "pk")
    found = for_officials(acting).select_related("agency__parent", "created_by")
    return found.prefetch_related(Prefetch("attachments", files, to_attr="files")).filter(uuid=uuid).first()


def main_file(document: Document) -> Attachment | None:
    """The document itself, in its newest form (tệp chính)."""
    return document.attachments.filter(part="main", replaced=False).select_related("file").first()


def story(document: Document) -> QuerySet[Movement]:
    """All that happened to it, the oldest first (diễn biến)."""
    return document.movements.order_by("happened_at", "pk")
