"""What is read of a packet whatever its spelling, and every refusal with what and where."""

from __future__ import annotations

import base64
import io
import time
import zipfile
from dataclasses import replace

import pytest

from cuulong.core.exchange.edxml import Envelope, Limits, Refused, StatusMessage, read, write
from cuulong.core.exchange.edxml.packets import SPACE

from .packets import NEW_CODE, OLD_CODE, attached, bare, letter, status


def refusal(data: bytes, limits: Limits | None = None) -> Refused:
    with pytest.raises(Refused) as refused:
        read(data, limits) if limits else read(data)
    return refused.value


def zipped(*entries: tuple[str, bytes]) -> str:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return base64.b64encode(out.getvalue()).decode()


def test_a_letter_and_a_status_come_back_as_they_were() -> None:
    assert read(write(letter())) == letter()
    assert read(write(status())) == status()


def test_children_of_the_envelope_bear_the_prefix_and_attachments_none() -> None:
    text = write(letter()).decode()
    assert text.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<edXML xmlns="')
    assert "<edXML:MessageHeader><edXML:From><edXML:OrganId>" in text
    assert "<AttachmentEncoded><Attachment><ContentId>cid:a1</ContentId>" in text
    assert "<edXML:ContentId>cid:a1</edXML:ContentId>" in text


def test_any_order_without_prefix_is_the_same() -> None:
    packet = read(bare())
    assert isinstance(packet, Envelope)
    assert (packet.subject, packet.sender_id, packet.to[0].organ_id) == ("V/v thử", OLD_CODE, NEW_CODE)
    assert packet.doc_type == "0"


@pytest.mark.parametrize("said", ["", "<SteeringType>0</SteeringType>", "<SteeringType>1</SteeringType>"])
def test_an_ordinary_letter_is_no_steering_whichever_number_says_so(said: str) -> None:
    packet = read(bare(said))
    assert isinstance(packet, Envelope)
    assert not packet.is_steering


def test_unknown_elements_attributes_and_codes_are_kept() -> None:
    inner = '<Moi a="1"><Con>chữ</Con></Moi><OtherInfo><La>x</La><Priority>9</Priority></OtherInfo>'
    head = (
        '<TraceHeaderList id="7" version="1.0"><TraceHeader><OrganId>H1</OrganId></TraceHeader>'
        "<Bussiness><BussinessDocType>8</BussinessDocType></Bussiness></TraceHeaderList><DigitalSignature/>"
        '<k:Khac xmlns:k="urn:khac" k:b="2">y</k:Khac>'
    )
    packet = read(bare(inner, head=head))
    assert isinstance(packet, Envelope)
    assert packet.doc_type == "8"
    assert packet.other is not None
    assert packet.other.priority == "9"
    assert [one.name for one in packet.beside] == ["DigitalSignature", "Khac"]
    again = write(packet)
    assert read(again) == packet
    for word in ('a="1"', "<edXML:Con>chữ</edXML:Con>", "<edXML:La>", 'id="7"', "urn:khac", "DigitalSignature"):
        assert word in again.decode()


@pytest.mark.parametrize("code", ["07", "14", "99"])
def test_status_codes_nobody_has_seen_are_kept(code: str) -> None:
    packet = read(write(status(code)))
    assert isinstance(packet, StatusMessage)
    assert packet.code == code


def test_a_missing_identifier_is_built_of_sender_day_and_number() -> None:
    packet = read(write(letter(document_id="")))
    assert isinstance(packet, Envelope)
    assert packet.document_id == f"{OLD_CODE},2026/11/30,12/STN-VP"


def test_dates_that_are_none_stay_as_they_were_written() -> None:
    packet = read(bare("<DueDate>2014/02/30</DueDate>"))
    assert isinstance(packet, Envelope)
    assert (packet.due_date, packet.due_on) == ("2014/02/30", None)


def test_text_is_kept_in_one_unicode_form() -> None:
    packet = read(bare("<Content>Vi\u0323nh Long</Content>"))
    assert isinstance(packet, Envelope)
    assert packet.content == "Vịnh Long"


ENTITY = b'<?xml version="1.0"?><!DOCTYPE edXML [<!ENTITY a "aaaa">]><edXML>&a;</edXML>'
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE edXML SYSTEM "file:///etc/passwd"><edXML/>'


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (b"", "empty", "rỗng"),
        (b"PK\x03\x04", "not_xml", "dòng 1"),
        (b"1212" + bare(), "not_xml", "4 byte lạ"),
        (ENTITY, "doctype", "DOCTYPE"),
        (OUTSIDE, "doctype", "DOCTYPE"),
        (b"<html/>", "not_edxml", "html"),
        (b'<edXML xmlns="http://www.e-doc.vn/Schema/"/>', "not_edxml", "trước năm 2016"),
        (bare(space="urn:khac"), "not_edxml", "edXML"),
        (f'<edXML xmlns="{SPACE}"/>'.encode(), "misses", "edXMLEnvelope"),
        (bare().replace(OLD_CODE.encode(), b""), "misses", "From/OrganId"),
        (bare().replace(NEW_CODE.encode(), b" "), "misses", "To/OrganId"),
        (bare().replace(b"d-1", b""), "misses", "DocumentId"),
        (bare("<Subject>hai</Subject>"), "twice", "MessageHeader/Subject"),
        (bare("<Content><b>x</b></Content>"), "not_text", "MessageHeader/Content"),
        (bare(body=attached("###")), "bad_base64", "t.txt"),
        (bare(f"<Content>{'x' * 70_000}</Content>"), "too_big", "Content"),
        (bare("<a>" * 200 + "</a>" * 200), "too_deep", "tầng"),
        (bare("<a/>" * 20_001), "too_many", "quá nhiều phần tử"),
        (b'<?xml version="1.0" encoding="x-none"?><edXML/>', "not_xml", ""),
    ],
)
def test_every_refusal_says_what_and_where(data: bytes, code: str, words: str) -> None:
    error = refusal(data)
    assert error.code == code
    assert words in str(error)


def test_200_megabytes_are_refused_without_being_loaded() -> None:
    class Endless:
        given = 0

        def read(self, size: int = -1) -> bytes:
            assert size > 0, "asked for everything at once"
            self.given += size
            assert self.given < 70 * 1024 * 1024
            return b"<edXML>" if self.given == size else b" " * size

    with pytest.raises(Refused) as refused:
        read(Endless())  # type: ignore[arg-type]
    assert refused.value.code == "too_big"


def test_a_zip_of_one_entry_is_the_file_itself_and_others_stay() -> None:
    for content, name, expected, packed in (
        (zipped(("x.txt", b"mot tep")), "t.txt", b"mot tep", True),
        (base64.b64encode(b"tran trui").decode(), "t.txt", b"tran trui", False),
    ):
        packet = read(bare(body=attached(content, name)))
        assert isinstance(packet, Envelope)
        assert (packet.attachments[0].content, packet.attachments[0].zipped) == (expected, packed)
    two = zipped(("a.txt", b"1"), ("b.txt", b"2"))
    packet = read(bare(body=attached(two, "hai.zip")))
    assert isinstance(packet, Envelope)
    assert packet.attachments[0].content.startswith(b"PK")
    own = zipped(("a.txt", b"1"))
    packet = read(bare(body=attached(own, "mot.zip")))
    assert isinstance(packet, Envelope)
    assert packet.attachments[0].content == base64.b64decode(own)


@pytest.mark.parametrize("path", ["../x", "/etc/x", "..\\x", "C:\\x", "a/../../x"])
def test_paths_that_leave_their_folder_are_refused(path: str) -> None:
    error = refusal(bare(body=attached(zipped((path, b"x")))))
    assert error.code == "zip_path"
    assert "t.txt" in str(error)


def test_a_zip_bomb_is_left_at_the_limit() -> None:
    bomb = zipped(("b.txt", b"\0" * 30_000_000))
    assert len(bomb) < 100_000
    began = time.monotonic()
    error = refusal(bare(body=attached(bomb)), Limits(attachment=1024 * 1024))
    assert error.code == "too_big"
    assert time.monotonic() - began < 2


def test_a_broken_zip_and_a_missing_attachment_are_named() -> None:
    data = base64.b64decode(zipped(("x.txt", b"mot tep " * 100)))
    torn = base64.b64encode(data[: len(data) // 2]).decode()
    assert refusal(bare(body=attached(torn))).code == "bad_zip"
    listed = letter()
    data = write(listed).replace(b"<AttachmentEncoded>", b"<Khac>").replace(b"</AttachmentEncoded>", b"</Khac>")
    error = refusal(data)
    assert error.code == "no_attachment"
    assert "cong-van.txt" in str(error)


def test_folders_in_attachment_names_are_dropped() -> None:
    packet = read(bare(body=attached(base64.b64encode(b"x").decode(), "..\\..\\etc/passwd")))
    assert isinstance(packet, Envelope)
    assert packet.attachments[0].name == "passwd"


def test_what_xml_cannot_carry_is_refused_when_written() -> None:
    with pytest.raises(Refused) as refused:
        write(letter(subject="a\x00b"))
    assert refused.value.code == "bad_text"


def test_a_recall_names_its_target() -> None:
    base = letter()
    assert base.trace is not None
    assert base.trace.business is not None
    recall = replace(
        base, trace=replace(base.trace, business=replace(base.trace.business, doc_type="1", document_id="z"))
    )
    packet = read(write(recall))
    assert isinstance(packet, Envelope)
    assert (packet.doc_type, packet.business.document_id) == ("1", "z")
