"""Documents are found as soon as something is known of them (cập nhật chỉ mục)."""

from __future__ import annotations

from cuulong.published.facts.documents import DocumentEvent

from ..records.models import Document
from .actions.read_files import read_waiting
from .searching import put


def index_again(fact: DocumentEvent) -> None:
    """A document moved: who reads it and what it says may be new; safe to repeat (cập nhật chỉ mục)."""
    document = Document.objects.filter(uuid=fact.subject.uuid).first()
    if document is not None:
        put(document)


def read_files() -> None:
    """Every minute: files that wait are read (đọc nội dung tệp)."""
    read_waiting()
