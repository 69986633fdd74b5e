"""An envelope or a status message into bytes, in the order and with the prefixes that receivers expect (ghi gói tin edXML).

Children of the envelope always bear the prefix `edXML:`, which some receivers look for; attachments bear none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from cuulong.lib.errors import gettext_noop

from .files import encoded, packed
from .mapping import to_element, to_elements
from .packets import SPACE, Attachment, Envelope, Header, Reference, StatusMessage
from .reading import checked, manifest_of
from .refusal import Refused
from .tree import CONTENT, Element

NAME = re.compile(r"[^\W\d][\w.\-]*")
# What XML 1.0 cannot carry.
UNSPEAKABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
TEXT = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
VALUE = {**TEXT, '"': "&quot;", "\n": "&#10;", "\t": "&#9;"}
BEGIN = '<?xml version="1.0" encoding="UTF-8"?>\n'


def write(packet: Envelope | StatusMessage) -> bytes:
    """The packet as UTF-8; the same bytes for the same packet. Raises Refused (ghi gói tin)."""
    parts = [BEGIN, f'<edXML xmlns="{SPACE}">']
    envelope = Element("edXMLEnvelope", SPACE, children=tuple(_envelope(packet)))
    parts += _prefixed(envelope, f' xmlns:edXML="{SPACE}"')
    if isinstance(packet, Envelope) and packet.attachments:
        parts += [
            "<AttachmentEncoded>",
            *chain.from_iterable(map(_attachment, packet.attachments)),
            "</AttachmentEncoded>",
        ]
    parts.append("</edXML>")
    return "".join(parts).encode()


def checked_text(packet: Envelope | StatusMessage) -> None:
    """Raises Refused when a text of a packet without attachments could not be written (kiểm tra ký tự)."""
    for element in _envelope(packet):
        for _piece in _prefixed(element):
            pass


def _envelope(packet: Envelope | StatusMessage) -> Iterator[Element]:
    if isinstance(packet, Envelope):
        packet = checked(packet)
        message = Element("MessageHeader", SPACE, "", packet.attributes, tuple(to_elements(packet, Header)))
    else:
        message = to_element("MessageHeader", packet)
    trace = [to_element("TraceHeaderList", packet.trace)] if packet.trace is not None else []
    yield Element("edXMLHeader", SPACE, children=(message, *trace, *packet.beside))
    if isinstance(packet, Envelope) and packet.attachments:
        references = packet.references or manifest_of(packet.attachments)
        manifest = Element("edXMLManifest", SPACE, "", (("version", "1.0"),), tuple(map(_reference, references)))
        yield Element("edXMLBody", SPACE, children=(manifest,))


def _reference(one: Reference) -> Element:
    (first, *rest) = to_elements(one)
    named = Element(first.name, SPACE, f"cid:{one.content_id}")
    return Element("Reference", SPACE, "", one.attributes, (named, *rest))


def _attachment(one: Attachment) -> Iterator[str]:
    yield f"<Attachment{_attributes(one.attributes)}>"
    for child in to_elements(one):
        if child in one.extras:
            yield from _prefixed(child, f' xmlns:edXML="{SPACE}"')
            continue
        text = f"cid:{child.text}" if child.name == "ContentId" else child.text
        yield f"<{child.name}>{_escaped(text, TEXT)}</{child.name}>"
    data = packed(one.content, one.name, one.content_id) if one.zipped else one.content
    yield f'<edXML:{CONTENT} xmlns:edXML="{SPACE}">{encoded(data)}</edXML:{CONTENT}></Attachment>'


def _prefixed(element: Element, declared: str = "") -> Iterator[str]:
    """An element and all below it: the regulation's namespace by prefix, others declared where they stand."""
    if not NAME.fullmatch(element.name):
        raise _unspeakable(element.name)
    if element.space == SPACE:
        tag = f"edXML:{element.name}"
    elif element.space:
        tag, declared = f"x:{element.name}", f'{declared} xmlns:x="{_escaped(element.space, VALUE)}"'
    else:
        tag, declared = element.name, f'{declared} xmlns=""'
    yield f"<{tag}{declared}{_attributes(element.attributes)}>"
    yield _escaped(element.text, TEXT)
    for child in element.children:
        yield from _prefixed(child)
    yield f"</{tag}>"


def _attributes(attributes: tuple[tuple[str, str], ...]) -> str:
    made = []
    for number, (name, value) in enumerate(attributes):
        space, _, local = name.rpartition(" ")
        if not NAME.fullmatch(local):
            raise _unspeakable(local)
        said = _escaped(value, VALUE)
        if space == "http://www.w3.org/XML/1998/namespace":
            made.append(f' xml:{local}="{said}"')
        elif space:
            made.append(f' xmlns:a{number}="{_escaped(space, VALUE)}" a{number}:{local}="{said}"')
        else:
            made.append(f' {local}="{said}"')
    return "".join(made)


def _escaped(text: str, table: dict[str, str]) -> str:
    if UNSPEAKABLE.search(text):
        raise _unspeakable(text)
    return "".join(table.get(c, c) for c in text) if any(c in text for c in table) else text


def _unspeakable(text: str) -> Refused:
    return Refused(
        "bad_text",
        gettext_noop("Chữ “%(text)s” có ký tự mà XML không mang được. Xóa ký tự ấy rồi gửi lại."),
        text=UNSPEAKABLE.sub("�", text)[:60],
    )
