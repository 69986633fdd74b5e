"""What is known of a document when it comes, whoever brings it (thông tin văn bản lúc đến)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from cuulong.core.files.models import StoredFile
from cuulong.lib.errors import gettext_noop
from cuulong.lib.vietnamese import clean

from ..records.kinds import ALL
from ..records.models import Document, Urgency
from ..records.rules import Refused, must_not_be_secret
from .models import Channel

# How a kind is told by its name where a sender writes a name only.
BY_NAME = {clean(kind.name).casefold(): code for code, kind in ALL.items()}


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """A document as it comes; the fields of `Document` and `Incoming` that the bringer can say (văn bản đến).

    `secrecy` is looked at and never stored. `redirected`: why it came to this agency though addressed elsewhere.
    """

    channel: str = Channel.COUNTER
    number: str = ""
    issued_on: date | None = None
    issuer_name: str = ""
    issuer_code: str = ""
    kind: str = ""
    kind_name: str = ""
    subject: str = ""
    summary: str = ""
    language: str = "Tiếng Việt"
    pages: int | None = None
    urgency: int = Urgency.ORDINARY
    signer_capacity: str = ""
    signer_position: str = ""
    signer_name: str = ""
    due_at: datetime | None = None
    secrecy: str = ""
    sender_id: str = ""
    sender_code: str = ""
    packet: UUID | None = None
    paper_follows: bool = False
    redirected: str = ""
    signature_verdict: str = ""
    signature_told: str = ""

    def checked(self) -> Arrival:
        """Texts tidied, the kind found by its name. Raises Refused for a state secret or what nobody could register."""
        said: dict[str, Any] = {name: clean(value) for name, value in self._texts()}
        said["summary"] = self.summary.strip()
        said["signature_told"] = self.signature_told.strip()
        must_not_be_secret(secrecy=self.secrecy, subject=self.subject)
        tidy = replace(self, **said)
        if not tidy.subject:
            raise Refused("subject", gettext_noop("Nhập trích yếu nội dung văn bản."))
        if not tidy.issuer_name:
            raise Refused("issuer", gettext_noop("Nhập cơ quan ban hành văn bản."))
        kind = tidy.kind or BY_NAME.get(tidy.kind_name.casefold(), "")
        name = tidy.kind_name or (ALL[kind].name if kind in ALL else "")
        return replace(tidy, kind=kind, kind_name=name)

    def _texts(self) -> Iterator[tuple[str, str]]:
        for one in fields(self):
            value = getattr(self, one.name)
            if isinstance(value, str) and one.name != "channel":
                yield one.name, value

    def describe(self, document: Document) -> Document:
        """Write what is said onto the document, each text as long as its field; the caller saves (ghi thông tin)."""
        for name in OF_DOCUMENT:
            setattr(document, name, _short(document, name, getattr(self, name)))
        return document


OF_DOCUMENT = (
    "number", "issued_on", "issuer_name", "issuer_code", "kind", "kind_name", "subject", "summary", "language", "pages",
    "urgency", "signer_capacity", "signer_position", "signer_name", "due_at",
)  # fmt: skip
OF_INCOMING = (
    "channel", "sender_id", "sender_code", "packet", "paper_follows", "redirected", "signature_verdict", "signature_told",
)  # fmt: skip


def of(document: Document) -> Arrival:
    """What a document says now, to be put right (thông tin hiện có)."""
    incoming = document.incoming
    said: dict[str, Any] = {name: getattr(document, name) for name in OF_DOCUMENT}
    return Arrival(**said | {name: getattr(incoming, name) for name in OF_INCOMING})


def _short(owner: Any, name: str, value: Any) -> Any:
    """A text cut to its field; the packet keeps the whole of it."""
    most = owner._meta.get_field(name).max_length
    return value[:most] if isinstance(value, str) and most else value


def shortened(owner: Any, said: dict[str, Any]) -> dict[str, Any]:
    """Each text cut to its field (cắt theo độ dài trường)."""
    return {name: _short(owner, name, value) for name, value in said.items()}


@dataclass(frozen=True)
class Brought:
    """A file that comes with a document: what it is, and whether its signature was looked at (tệp kèm)."""

    part: str
    file: StoredFile
    title: str = ""
    signed: bool = False
