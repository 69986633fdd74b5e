"""Bytes into an envelope or a status message (đọc gói tin edXML)."""

from __future__ import annotations

from dataclasses import replace
from typing import IO

from cuulong.lib.errors import gettext_noop

from .files import decoded, plain_name, too_big, unpacked
from .mapping import from_element, is_ours
from .packets import Attachment, Envelope, Header, Organ, Reference, StatusMessage, Trace
from .refusal import Limits, Refused
from .tree import CONTENT, Element, parse

OLD_SPACE = "http://www.e-doc.vn/Schema/"
LIMITS = Limits()
OUTER = {"MessageHeader", "TraceHeaderList"}


def read(source: bytes | IO[bytes], limits: Limits = LIMITS) -> Envelope | StatusMessage:
    """What a packet says. Raises Refused, and nothing else, whatever the bytes are (đọc gói tin)."""
    root = parse(source, limits)
    if root.space == OLD_SPACE:
        raise Refused("not_edxml", gettext_noop("Gói tin theo định dạng edXML trước năm 2016, không còn dùng."))
    if root.name != "edXML" or not is_ours(root):
        raise Refused(
            "not_edxml",
            gettext_noop("Phần tử gốc là “%(name)s”, không phải edXML của QCVN 102:2016/BTTTT."),
            name=root.name[:60],
        )
    header = _child(_child(root, "edXMLEnvelope", "edXML"), "edXMLHeader", "edXML/edXMLEnvelope")
    message = _child(header, "MessageHeader", "edXMLHeader")
    traces = _children(header, "TraceHeaderList")
    if len(traces) > 1:
        raise Refused("twice", gettext_noop("Phần tử %(where)s có hai lần trong gói tin."), where="TraceHeaderList")
    trace = from_element(Trace, traces[0], "TraceHeaderList") if traces else None
    beside = tuple(one for one in header.children if not (is_ours(one) and one.name in OUTER))
    if _children(message, "StatusCode"):
        return _checked_status(from_element(StatusMessage, message, "MessageHeader", trace=trace, beside=beside))
    mapped = from_element(Header, message, "MessageHeader")
    attachments, references = _attachments(root, limits)
    fields = {name: getattr(mapped, name) for name in mapped.__dataclass_fields__}
    return checked(Envelope(**fields, trace=trace, attachments=attachments, references=references, beside=beside))


def _children(element: Element, name: str) -> list[Element]:
    return [one for one in element.children if one.name == name and is_ours(one)]


def _child(element: Element, name: str, where: str) -> Element:
    found = _children(element, name)
    if len(found) > 1:
        raise Refused("twice", gettext_noop("Phần tử %(where)s có hai lần trong gói tin."), where=f"{where}/{name}")
    if not found:
        raise misses(f"{where}/{name}")
    return found[0]


def misses(where: str) -> Refused:
    """Something that every packet has is not there."""
    return Refused("misses", gettext_noop("Gói tin thiếu %(where)s."), where=where)


def checked(envelope: Envelope) -> Envelope:
    """The envelope with its identifier; raises Refused when nobody could send or register it (kiểm tra gói tin)."""
    _has_sender(envelope.sender)
    if not envelope.to or not all(one.organ_id for one in envelope.to):
        raise misses("MessageHeader/To/OrganId")
    if not envelope.document_id:
        # Some senders leave out what the others build of the same three.
        if not (envelope.code and str(envelope.code) and envelope.promulgation and envelope.promulgation.date):
            raise misses("MessageHeader/DocumentId")
        made = f"{envelope.sender_id},{envelope.promulgation.date},{envelope.code}"
        envelope = replace(envelope, document_id=made)
    if not envelope.subject and envelope.doc_type == "0":
        raise misses("MessageHeader/Subject")
    if envelope.doc_type != "0" and not (_target(envelope)):
        raise misses("Bussiness/DocumentId")
    _short("OrganId", 100, envelope.sender_id, *(one.organ_id for one in envelope.to))
    _short("DocumentId", 300, envelope.document_id)
    _short("BussinessDocType", 8, envelope.doc_type)
    return envelope


def _target(envelope: Envelope) -> bool:
    business = envelope.business
    known = envelope.doc_type in ("1", "2", "3")
    return not known or bool(business.document_id or business.replacements or envelope.document_id)


def _checked_status(status: StatusMessage) -> StatusMessage:
    _has_sender(status.sender)
    if not status.document_id:
        raise misses("MessageHeader/ResponseFor/DocumentId")
    if not status.code:
        raise misses("MessageHeader/StatusCode")
    _short("OrganId", 100, status.sender_id, *(one.organ_id for one in status.responses))
    _short("DocumentId", 300, status.document_id)
    _short("StatusCode", 8, status.code)
    return status


def _has_sender(sender: Organ | None) -> None:
    if sender is None or not sender.organ_id:
        raise misses("MessageHeader/From/OrganId")


def _short(name: str, most: int, *values: str) -> None:
    for value in values:
        if len(value) > most:
            raise Refused("too_big", gettext_noop("%(name)s dài quá %(most)s ký tự."), name=name, most=most)


def _attachments(root: Element, limits: Limits) -> tuple[tuple[Attachment, ...], tuple[Reference, ...]]:
    found = [one for holder in _children(root, "AttachmentEncoded") for one in _children(holder, "Attachment")]
    if len(found) > limits.attachments:
        raise Refused(
            "too_many",
            gettext_noop("Gói tin có %(count)s tệp đính kèm, nhiều hơn mức %(most)s."),
            count=len(found),
            most=limits.attachments,
        )
    listed = _manifest(root)
    types = {one.content_id: one for one in listed}
    made: dict[str, Attachment] = {}
    room = limits.total
    for number, element in enumerate(found, 1):
        one = _attachment(element, number, types, limits)
        room -= len(one.content)
        if room < 0:
            raise too_big(one.name, limits)
        if one.content_id in made:
            raise Refused("twice", gettext_noop("Phần tử %(where)s có hai lần trong gói tin."), where=one.content_id)
        made[one.content_id] = one
    for reference in listed:
        if reference.content_id not in made:
            raise Refused(
                "no_attachment",
                gettext_noop("Tệp “%(name)s” có trong bảng kê nhưng không có trong gói tin."),
                name=reference.name or reference.content_id,
            )
    attachments = tuple(made.values())
    return attachments, () if listed == manifest_of(attachments) else listed


def _manifest(root: Element) -> tuple[Reference, ...]:
    envelope = _children(root, "edXMLEnvelope")[0]
    bodies = _children(envelope, "edXMLBody")
    manifests = [one for body in bodies for one in _children(body, "edXMLManifest")]
    references = [from_element(Reference, one, "edXMLManifest") for m in manifests for one in _children(m, "Reference")]
    return tuple(replace(one, content_id=_plain_id(one.content_id)) for one in references)


def manifest_of(attachments: tuple[Attachment, ...]) -> tuple[Reference, ...]:
    """The manifest that lists the attachments as they are (bảng kê tệp)."""
    return tuple(
        Reference(content_id=a.content_id, content_type=a.content_type, name=a.name, description=a.description)
        for a in attachments
    )


def _plain_id(text: str) -> str:
    return text.removeprefix("cid:").strip()


def _attachment(element: Element, number: int, listed: dict[str, Reference], limits: Limits) -> Attachment:
    contents = _children(element, CONTENT)
    if len(contents) != 1:
        raise misses(f"AttachmentEncoded/Attachment[{number}]/{CONTENT}")
    rest = replace(element, children=tuple(one for one in element.children if one not in contents))
    one = from_element(Attachment, rest, f"Attachment[{number}]")
    content_id = _plain_id(one.content_id) or f"tep-{number}"
    beside = listed.get(content_id, Reference())
    name = plain_name(one.name or beside.name or content_id)
    content, zipped = unpacked(decoded(contents[0].text, name, limits), name, limits)
    return replace(
        one,
        content_id=content_id,
        name=name,
        content_type=one.content_type or beside.content_type,
        description=one.description or beside.description,
        content=content,
        zipped=zipped,
    )
