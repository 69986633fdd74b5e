"""Packets of invented agencies, as values and as bytes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from cuulong.core.exchange.edxml import (
    Attachment,
    Business,
    Code,
    DocumentType,
    Envelope,
    Hop,
    Organ,
    OtherInfo,
    Promulgation,
    Response,
    Signer,
    Staff,
    StatusMessage,
    Trace,
)
from cuulong.core.exchange.edxml.packets import SPACE

OLD_CODE, NEW_CODE = "000.00.16.H98", "H98.15.3"


def letter(**changes: Any) -> Envelope:
    """An ordinary official letter with two attachments."""
    made = Envelope(
        sender=Organ(organ_id=OLD_CODE, name="Sở Thử nghiệm", email="thu@so.example"),
        to=(Organ(organ_id=NEW_CODE, name="Ủy ban nhân dân xã Ví Dụ"),),
        document_id=f"{OLD_CODE},2026/11/30,12/STN-VP",
        code=Code(number="12", notation="STN-VP"),
        promulgation=Promulgation(place="Ví Dụ", date="2026/11/30"),
        document_type=DocumentType(type="18", name="Công văn"),
        subject="V/v thử liên thông",
        signer=Signer(competence="KT. GIÁM ĐỐC", position="Phó Giám đốc", full_name="Nguyễn Văn Thử"),
        due_date="2026/12/05",
        other=OtherInfo(priority="0", appendixes=("Phụ lục I", "Phụ lục II")),
        responses=(Response(organ_id=NEW_CODE, code="3/UBND", date="2026/11/01", document_id="x"),),
        steering="1",
        to_places=("Như trên", "Lưu: VT"),
        trace=Trace(hops=(Hop(organ_id=OLD_CODE, timestamp="2026/11/30 08:00:00"),), business=Business(doc_type="0")),
        attachments=(
            Attachment(content_id="a1", name="cong-van.txt", content=b"noi dung " * 50, zipped=True),
            Attachment(content_id="a2", name="bang.txt", content=b"1,2,3", zipped=False),
        ),
    )
    return replace(made, **changes)


def status(code: str = "03", **changes: Any) -> StatusMessage:
    made = StatusMessage(
        sender=Organ(organ_id=NEW_CODE, name="Ủy ban nhân dân xã Ví Dụ"),
        responses=(Response(organ_id=OLD_CODE, code="12/STN-VP", document_id=f"{OLD_CODE},2026/11/30,12/STN-VP"),),
        staff=Staff(department="Văn phòng", name="Trần Thị Thử"),
        code=code,
        description="Đã vào sổ",
        timestamp="2026/11/30 09:00:00",
    )
    return replace(made, **changes)


def bare(inner: str = "", *, head: str = "", body: str = "", space: str = SPACE) -> bytes:
    """A small packet by hand, without any prefix."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><edXML xmlns="{space}"><edXMLEnvelope><edXMLHeader><MessageHeader>'
        f"<Subject>V/v thử</Subject>{inner}<DocumentId>d-1</DocumentId><To><OrganId>{NEW_CODE}</OrganId></To>"
        f"<From><OrganName>Sở Thử</OrganName><OrganId>{OLD_CODE}</OrganId></From></MessageHeader>{head}</edXMLHeader>"
        f"</edXMLEnvelope>{body}</edXML>"
    ).encode()


def attached(content: str, name: str = "t.txt") -> str:
    """The attachments' part of such a packet."""
    return (
        f"<AttachmentEncoded><Attachment><ContentId>cid:1</ContentId><AttachmentName>{name}</AttachmentName>"
        f"<ContentTransferEncoded>{content}</ContentTransferEncoded></Attachment></AttachmentEncoded>"
    )
