"""What happened to official documents (sự kiện văn bản)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from cuulong.lib.facts import Fact, Ref


@dataclass(frozen=True, kw_only=True, slots=True)
class DocumentEvent(Fact):
    """Common to all: the document, the agency that keeps it, and when it happened."""

    subject: Ref
    agency: Ref
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class DocumentIssued(DocumentEvent):
    """An outgoing document is signed, numbered and sealed (đã phát hành). `result_of`: what it answers for, such as a dossier."""

    name: ClassVar[str] = "documents.document_issued"
    number: str
    result_of: Ref | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class DocumentWithdrawn(DocumentEvent):
    """An issued document is in force no more (đã thu hồi, đã thay thế)."""

    name: ClassVar[str] = "documents.document_withdrawn"
    number: str
    replaced_by: Ref | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class DocumentRegistered(DocumentEvent):
    """An incoming document stands in the register (đã vào sổ). `in_time`: by the day the law gives."""

    name: ClassVar[str] = "documents.document_registered"
    arrival_number: int
    in_time: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class DocumentClosed(DocumentEvent):
    """The work on an incoming document is done (đã giải quyết). `answer`: the document that answers it."""

    name: ClassVar[str] = "documents.document_closed"
    answer: Ref | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class IncomingMoved(DocumentEvent):
    """An incoming document came a step further (diễn biến văn bản đến).

    `stage`: arrived, registered, returned, assigned, working, closed, taken_back (agreed to), kept (refused to give back),
    updated (agreed to). `note` says why, where a reason is owed.
    """

    name: ClassVar[str] = "documents.incoming_moved"
    stage: str
    note: str = ""
