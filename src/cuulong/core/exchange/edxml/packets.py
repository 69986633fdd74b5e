"""What a packet says, as plain values; every text stands as the sender wrote it (nội dung gói tin).

Codes and dates stay text: lists differ between senders and unknown ones are kept. Properties give what they mean.
`extras` and `attributes` hold what nobody here knows, so that nothing is lost when a packet is written again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .tree import Element

SPACE = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
DAYS = ("%Y/%m/%d", "%Y-%m-%d", "%d/%m/%Y")
MOMENTS = ("%Y/%m/%d %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M:%S")


def leaf(tag: str) -> Any:
    """A field that is the text of one element."""
    return field(default="", metadata={"tag": tag, "how": "leaf"})


def leaves(tag: str, inside: str = "") -> Any:
    """A field that is the texts of several elements, perhaps inside a list element."""
    return field(default=(), metadata={"tag": tag, "how": "leaves", "inside": inside})


def one(tag: str, kind: Callable[[], type[Record]]) -> dict[str, Any]:
    """The mark of a field that is one element with fields of its own, or None."""
    return {"tag": tag, "how": "record", "kind": kind}


def records(tag: str, kind: Callable[[], type[Record]], inside: str = "") -> Any:
    """A field that is several such elements."""
    return field(default=(), metadata={"tag": tag, "how": "records", "kind": kind, "inside": inside})


def day_of(text: str) -> dt.date | None:
    """The day a text means; None when it means none, such as 2014/02/30."""
    for form in DAYS:
        try:
            return dt.datetime.strptime(text[:10], form).date()
        except ValueError:
            continue
    return None


def moment_of(text: str) -> dt.datetime | None:
    """The moment of the clock on the wall in Việt Nam; without zone, as packets have it."""
    for form in MOMENTS:
        try:
            return dt.datetime.strptime(text[:19], form)
        except ValueError:
            continue
    day = day_of(text)
    return dt.datetime(day.year, day.month, day.day) if day else None


@dataclass(frozen=True, kw_only=True)
class Record:
    """An element with fields; `extras` and `attributes` keep what is not known of it (phần tử gói tin)."""

    extras: tuple[Element, ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Organ(Record):
    """A sender or receiver (cơ quan, tổ chức)."""

    organ_id: str = leaf("OrganId")
    in_charge: str = leaf("OrganizationInCharge")
    name: str = leaf("OrganName")
    address: str = leaf("OrganAdd")
    email: str = leaf("Email")
    telephone: str = leaf("Telephone")
    fax: str = leaf("Fax")
    website: str = leaf("Website")


@dataclass(frozen=True, kw_only=True)
class Code(Record):
    """Number and notation (số, ký hiệu)."""

    number: str = leaf("CodeNumber")
    notation: str = leaf("CodeNotation")

    def __str__(self) -> str:
        return f"{self.number}/{self.notation}" if self.number and self.notation else self.number or self.notation


@dataclass(frozen=True, kw_only=True)
class Promulgation(Record):
    """Where and when it was issued (nơi, ngày ban hành)."""

    place: str = leaf("Place")
    date: str = leaf("PromulgationDate")

    @property
    def day(self) -> dt.date | None:
        return day_of(self.date)


@dataclass(frozen=True, kw_only=True)
class DocumentType(Record):
    """The kind; only the name can be relied on (loại văn bản)."""

    type: str = leaf("Type")
    detail: str = leaf("TypeDetail")
    name: str = leaf("TypeName")


@dataclass(frozen=True, kw_only=True)
class Signer(Record):
    """Who signed, and in what capacity (người ký)."""

    competence: str = leaf("Competence")
    position: str = leaf("Position")
    full_name: str = leaf("FullName")


@dataclass(frozen=True, kw_only=True)
class OtherInfo(Record):
    """Urgency, circulation, pages, appendices (thông tin khác)."""

    priority: str = leaf("Priority")
    sphere: str = leaf("SphereOfPromulgation")
    typer_notation: str = leaf("TyperNotation")
    promulgation_amount: str = leaf("PromulgationAmount")
    page_amount: str = leaf("PageAmount")
    direction: str = leaf("Direction")
    appendixes: tuple[str, ...] = leaves("Appendix", inside="Appendixes")


@dataclass(frozen=True, kw_only=True)
class Response(Record):
    """The document that is answered, or whose state is told (văn bản được phúc đáp)."""

    organ_id: str = leaf("OrganId")
    code: str = leaf("Code")
    date: str = leaf("PromulgationDate")
    document_id: str = leaf("DocumentId")


@dataclass(frozen=True, kw_only=True)
class Task(Record):
    """Tasks that the document answers (nhiệm vụ)."""

    codes: tuple[str, ...] = leaves("TaskCode")


@dataclass(frozen=True, kw_only=True)
class Staff(Record):
    """Who handles it (cán bộ xử lý)."""

    department: str = leaf("Department")
    name: str = leaf("Staff")
    email: str = leaf("Email")
    mobile: str = leaf("Mobile")


@dataclass(frozen=True, kw_only=True)
class Receiver(Record):
    """A receiver added (1) or removed (0) by an update (nơi nhận thay đổi)."""

    organ_id: str = leaf("OrganId")
    type: str = leaf("ReceiverType")


@dataclass(frozen=True, kw_only=True)
class DocumentInfo(Record):
    """What an update changes (nội dung cập nhật)."""

    info: str = leaf("DocumentInfo")
    receiver: str = leaf("DocumentReceiver")
    receivers: tuple[Receiver, ...] = records("Receiver", lambda: Receiver, inside="ReceiverList")


@dataclass(frozen=True, kw_only=True)
class Replacement(Record):
    """A document that is replaced, and at whom (văn bản bị thay thế)."""

    document_id: str = leaf("DocumentId")
    organ_ids: tuple[str, ...] = leaves("OrganId", inside="OrganIdList")


@dataclass(frozen=True, kw_only=True)
class Business(Record):
    """What the packet does: 0 new, 1 recall, 2 update, 3 replace (nghiệp vụ)."""

    document_id: str = leaf("DocumentId")
    doc_type: str = leaf("BussinessDocType")
    reason: str = leaf("BussinessDocReason")
    paper: str = leaf("Paper")
    document_info: DocumentInfo | None = field(
        default=None, metadata=one("BussinessDocumentInfo", lambda: DocumentInfo)
    )
    replacements: tuple[Replacement, ...] = records(
        "ReplacementInfo", lambda: Replacement, inside="ReplacementInfoList"
    )
    staff: Staff | None = field(default=None, metadata=one("StaffInfo", lambda: Staff))


@dataclass(frozen=True, kw_only=True)
class Hop(Record):
    """One organisation that had the packet, and when (chặng)."""

    organ_id: str = leaf("OrganId")
    timestamp: str = leaf("Timestamp")

    @property
    def moment(self) -> dt.datetime | None:
        return moment_of(self.timestamp)


@dataclass(frozen=True, kw_only=True)
class Trace(Record):
    """The way so far and what the packet does (hành trình)."""

    hops: tuple[Hop, ...] = records("TraceHeader", lambda: Hop)
    business: Business | None = field(default=None, metadata=one("Bussiness", lambda: Business))


@dataclass(frozen=True, kw_only=True)
class Reference(Record):
    """An attachment as the manifest lists it (mục kê tệp)."""

    content_id: str = leaf("ContentId")
    content_type: str = leaf("ContentType")
    name: str = leaf("AttachmentName")
    description: str = leaf("Description")


@dataclass(frozen=True, kw_only=True)
class Attachment(Record):
    """An attached file; `content` is the file itself, `zipped` says that it travels packed (tệp đính kèm)."""

    content_id: str = leaf("ContentId")
    name: str = leaf("AttachmentName")
    description: str = leaf("Description")
    content_type: str = leaf("ContentType")
    content: bytes = field(default=b"", repr=False)
    zipped: bool = False


@dataclass(frozen=True, kw_only=True)
class Header(Record):
    """The MessageHeader of a document, as it is mapped (phần đầu văn bản)."""

    sender: Organ | None = field(default=None, metadata=one("From", lambda: Organ))
    to: tuple[Organ, ...] = records("To", lambda: Organ)
    document_id: str = leaf("DocumentId")
    code: Code | None = field(default=None, metadata=one("Code", lambda: Code))
    promulgation: Promulgation | None = field(default=None, metadata=one("PromulgationInfo", lambda: Promulgation))
    document_type: DocumentType | None = field(default=None, metadata=one("DocumentType", lambda: DocumentType))
    subject: str = leaf("Subject")
    content: str = leaf("Content")
    signer: Signer | None = field(default=None, metadata=one("SignerInfo", lambda: Signer))
    due_date: str = leaf("DueDate")
    other: OtherInfo | None = field(default=None, metadata=one("OtherInfo", lambda: OtherInfo))
    responses: tuple[Response, ...] = records("ResponseFor", lambda: Response)
    steering: str = leaf("SteeringType")
    to_places: tuple[str, ...] = leaves("Place", inside="ToPlaces")
    task: Task | None = field(default=None, metadata=one("ResponseForTask", lambda: Task))
    application_type: str = leaf("ApplicationType")


@dataclass(frozen=True, kw_only=True)
class Envelope(Header):
    """A document on its way (văn bản điện tử liên thông).

    `extras` and `attributes` are those of the MessageHeader; `beside` what else stands in the header, signatures too.
    """

    trace: Trace | None = None
    attachments: tuple[Attachment, ...] = ()
    references: tuple[Reference, ...] = ()  # the manifest, only where it says other than the attachments do
    beside: tuple[Element, ...] = ()

    @property
    def business(self) -> Business:
        return (self.trace and self.trace.business) or Business(doc_type="0")

    @property
    def doc_type(self) -> str:
        """ "0" new, "1" recall, "2" update, "3" replace; unknown ones as they came (nghiệp vụ)."""
        return self.business.doc_type or "0"

    @property
    def sender_id(self) -> str:
        return self.sender.organ_id if self.sender else ""

    @property
    def is_steering(self) -> bool:
        """Some senders write 0 and some 1 for an ordinary letter (văn bản chỉ đạo)."""
        return self.steering not in ("", "0", "1")

    @property
    def due_on(self) -> dt.date | None:
        return day_of(self.due_date)


@dataclass(frozen=True, kw_only=True)
class StatusMessage(Record):
    """What became of a document at its receiver; 13 is told by its sender (trạng thái văn bản)."""

    sender: Organ | None = field(default=None, metadata=one("From", lambda: Organ))
    to: tuple[Organ, ...] = records("To", lambda: Organ)
    responses: tuple[Response, ...] = records("ResponseFor", lambda: Response)
    staff: Staff | None = field(default=None, metadata=one("StaffInfo", lambda: Staff))
    code: str = leaf("StatusCode")
    description: str = leaf("Description")
    timestamp: str = leaf("Timestamp")
    trace: Trace | None = None
    beside: tuple[Element, ...] = ()

    @property
    def sender_id(self) -> str:
        return self.sender.organ_id if self.sender else ""

    @property
    def document_id(self) -> str:
        return next((each.document_id for each in self.responses if each.document_id), "")

    @property
    def moment(self) -> dt.datetime | None:
        return moment_of(self.timestamp)
