"""Packets become documents, questions and states, both ways (liên thông văn bản)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from cuulong.core.exchange.actions.send import send
from cuulong.core.exchange.edxml import (
    Business,
    Code,
    DocumentType,
    Envelope,
    Organ,
    OtherInfo,
    Promulgation,
    Signer,
    Trace,
    read,
)
from cuulong.core.exchange.models import Packet
from cuulong.core.files.store import store
from cuulong.core.outbox.testing import run_jobs
from cuulong.core.people.acting import Acting
from cuulong.core.workflow.models import Case
from cuulong.systems.documents.exchanging import mapping
from cuulong.systems.documents.exchanging.actions.answer import agree
from cuulong.systems.documents.exchanging.actions.take_packet import take_packet
from cuulong.systems.documents.incoming.actions import take_back
from cuulong.systems.documents.incoming.actions.give_back import give_back
from cuulong.systems.documents.incoming.actions.register import register
from cuulong.systems.documents.models import Attachment, Document, Incoming, Outgoing, Recipient
from cuulong.systems.documents.outgoing.sending import ask_back, dispatch, envelope_for
from launcher.layout import ROOT

from .arrivals import CLERK, agency, page, who

DATA = ROOT.parent / "shared" / "data" / "11_edxml"
EXCUSE = "shared data absent: the real packets lie beside the repository, not in it"
MACHINE = Acting.system("test")
DEPARTMENT, WARD = "so-nong-nghiep-va-moi-truong", "commune-29551"


def letter(**said: object) -> Envelope:
    usual = {
        "to": (Organ(organ_id="H61.929551", name="UBND phường Long Châu"),),
        "code": Code(number="77", notation="SNNMT-TL"),
        "promulgation": Promulgation(place="Mẫu", date="2026/11/27"),
        "document_type": DocumentType(type="1", name="Công văn"),
        "subject": "phòng, chống hạn mặn",
        "signer": Signer(position="Phó Giám đốc", full_name="Người Ký Mẫu"),
        "due_date": "2026/12/15",
        "other": OtherInfo(priority="1", page_amount="3"),
    }
    return Envelope(**usual | said)  # type: ignore[arg-type]


def sent(now: datetime, envelope: Envelope | None = None, key: str = "") -> Packet:
    """A department of this installation sends to the ward; the same path without XML. Gives the sender's packet."""
    file = store(page("van ban"), name="cv-77.pdf", acting=MACHINE)
    (packet,) = send(envelope or letter(), agency=agency(DEPARTMENT), acting=MACHINE, at=now, files=[file], key=key)
    run_jobs()
    return packet


def recalling(envelope: Envelope, target: str, reason: str, doc_type: str = "1") -> Envelope:
    """The packet that recalls (1), updates (2) or replaces (3) an earlier one."""
    return replace(envelope, trace=Trace(business=Business(doc_type=doc_type, document_id=target, reason=reason)))


def came() -> Incoming:
    return Incoming.objects.select_related("document").latest("pk")


def statuses(packet: Packet) -> list[str]:
    """What the ward told of it."""
    arrived = Packet.objects.get(direction="in", kind="document", document_id=packet.document_id, doc_type="0")
    told = Packet.objects.filter(direction="out", kind="status", answers=arrived).order_by("pk")
    return list(told.values_list("status_code", flat=True))


@pytest.mark.usefixtures("province")
def test_a_packet_arrives_once_with_its_files_and_waits_for_the_clerk(now: datetime) -> None:
    sent(now, key="once")
    sent(now, key="once")
    document = Document.objects.get(direction="in")
    assert (document.state, document.agency, document.number) == ("arrived", agency(), "77/SNNMT-TL")
    assert (document.subject, document.urgency, document.pages) == ("phòng, chống hạn mặn", 1, 3)
    side = came()
    assert (side.channel, side.sender_code) == ("inside", "H61.9027")
    assert document.attachments.get().part == "main"
    assert side.signature_verdict
    arrived = Packet.objects.get(uuid=side.packet)
    assert arrived.subject == document.ref
    again = take_packet(arrived, about=None, at=now)
    assert again == document
    assert Document.objects.count() == 1


@pytest.mark.usefixtures("province")
def test_the_sender_hears_how_far_it_came(now: datetime) -> None:
    packet = sent(now)
    register(came().document, acting=who(CLERK), at=now)
    run_jobs()
    assert statuses(packet) == ["01", "03"]
    assert came().acknowledged_at is not None


@pytest.mark.usefixtures("province")
def test_a_misdirected_one_goes_back_with_the_reason(now: datetime) -> None:
    packet = sent(now)
    give_back(came().document, "Gửi nhầm nơi nhận.", acting=who(CLERK), at=now)
    run_jobs()
    assert statuses(packet) == ["01", "02"]
    assert Packet.objects.filter(status_code="02", direction="out").get().title == "Gửi nhầm nơi nhận."


@pytest.mark.usefixtures("province")
def test_a_state_secret_leaves_no_document_and_is_told_why(now: datetime) -> None:
    packet = sent(now, letter(subject="(MẬT) kế hoạch"))
    assert not Document.objects.exists()
    assert statuses(packet) == ["01", "02"]


@pytest.mark.usefixtures("province")
def test_a_recall_is_a_question_and_the_answer_goes_back(now: datetime) -> None:
    packet = sent(now)
    document = register(came().document, acting=who(CLERK), at=now)
    sent(now, recalling(letter(), packet.document_id, "Sai phụ lục"))
    side = came()
    assert (side.asked, side.asked_reason) == ("take_back", "Sai phụ lục")
    agree(document, acting=who(CLERK), at=now)
    run_jobs()
    document.refresh_from_db()
    assert document.state == "recalled"
    assert Case.objects.get(subject_uuid=document.uuid).state == "cancelled"
    assert Packet.objects.filter(direction="out", status_code="15").count() == 1


@pytest.mark.usefixtures("province")
def test_a_recall_of_what_never_came_is_refused(now: datetime) -> None:
    sent(now, recalling(letter(), "H61.9027,2026/01/01,1/X", "Sai"))
    assert not Document.objects.exists()
    assert Packet.objects.filter(direction="out", status_code="16").count() == 1


@pytest.mark.usefixtures("province")
def test_an_update_is_taken_over_when_the_clerk_agrees(now: datetime) -> None:
    packet = sent(now)
    document = register(came().document, acting=who(CLERK), at=now)
    words = letter(subject="phòng, chống hạn mặn mùa khô")
    update = recalling(words, packet.document_id, "Sửa trích yếu", "2")
    sent(now, update)
    document.refresh_from_db()
    assert (came().asked, document.subject) == ("update", "phòng, chống hạn mặn")
    agree(document, acting=who(CLERK), at=now)
    document.refresh_from_db()
    assert document.subject == "phòng, chống hạn mặn mùa khô"
    assert document.attachments.filter(replaced=True).count() == 1
    run_jobs()
    assert Packet.objects.filter(direction="out", status_code="15").count() == 1


@pytest.mark.usefixtures("province")
def test_a_replacement_arrives_and_asks_for_the_old_one(now: datetime) -> None:
    packet = sent(now)
    old = came().document
    other = letter(code=Code(number="78", notation="SNNMT-TL"), subject="thay văn bản 77")
    sent(now, recalling(other, packet.document_id, "Thay thế", "3"))
    assert Document.objects.filter(direction="in").count() == 2
    assert "78/SNNMT-TL" in Incoming.objects.get(document=old).asked_reason
    take_back.refuse(old, "Đã xử lý xong.", acting=who(CLERK), at=now)


@pytest.fixture
def issued(province: None, now: datetime) -> Document:
    """An issued document of the department with the ward as its recipient."""
    document = Document.objects.create(
        direction="out", agency=agency(DEPARTMENT), state="issued", kind="cv", kind_name="Công văn",
        number="90/SNNMT-TL", issued_on=now.date(), issuer_name=agency(DEPARTMENT).name, subject="lịch gieo sạ mẫu",
    )  # fmt: skip
    outgoing = Outgoing.objects.create(document=document, issued_at=now)
    file = store(page("van ban"), name="90.pdf", acting=MACHINE)
    Attachment.objects.create(document=document, part="main", file=file)
    Recipient.objects.create(outgoing=outgoing, agency=agency(), name=agency().name, way="inside")
    return document


def test_an_issued_document_arrives_and_its_recipient_s_state_follows(issued: Document, now: datetime) -> None:
    dispatch(issued, issued.outgoing, acting=MACHINE, at=now)
    run_jobs()
    recipient = issued.outgoing.recipients.get()
    assert recipient.delivery == "arrived"
    document = came().document
    assert (document.number, document.subject, document.agency) == ("90/SNNMT-TL", "lịch gieo sạ mẫu", agency())
    register(document, acting=who(CLERK), at=now)
    run_jobs()
    recipient.refresh_from_db()
    assert recipient.delivery == "received"


def test_a_document_asked_back_by_13_is_refused_or_given(issued: Document, now: datetime) -> None:
    dispatch(issued, issued.outgoing, acting=MACHINE, at=now)
    run_jobs()
    document = register(came().document, acting=who(CLERK), at=now)
    for n, (reason, answer, after) in enumerate((("Sai phụ lục", "", "received"), ("Vẫn sai", "agree", "recalled"))):
        at = now + timedelta(minutes=n + 1)
        recipient = issued.outgoing.recipients.get()
        recipient.delivery = "recalling"
        recipient.save()
        ask_back(recipient, reason, acting=MACHINE, at=at)
        run_jobs()
        assert (came().asked, came().asked_reason) == ("take_back", reason)
        if answer:
            take_back.agree(document, acting=who(CLERK), at=at)
        else:
            take_back.refuse(document, "Đã xử lý.", acting=who(CLERK), at=at)
        run_jobs()
        recipient.refresh_from_db()
        assert recipient.delivery == after
    document.refresh_from_db()
    assert document.state == "recalled"


def test_what_goes_out_comes_in_the_same(issued: Document, now: datetime) -> None:
    envelope = envelope_for(issued, issued.outgoing, [Organ(organ_id="H61.929551")], now)
    back = mapping.arrival_of(envelope, "axis").checked()
    for name in ("number", "issued_on", "subject", "kind", "kind_name", "urgency"):
        assert getattr(back, name) == getattr(issued, name), name


# Those of the folder that can be read; tests/core/exchange/edxml/test_real_packets.py says why the others are refused.
@pytest.mark.parametrize("name", ["edoc_replacement.edxml", "edoc_update.edxml"])
def test_real_packets_say_a_number_a_day_an_issuer_and_a_subject(name: str) -> None:
    path = Path(DATA / name)
    if not path.is_file():
        pytest.skip(EXCUSE)
    envelope = read(path.read_bytes())
    assert isinstance(envelope, Envelope)
    arrival = mapping.arrival_of(envelope, "axis").checked()
    assert arrival.issuer_name != mapping.NO_ISSUER
    assert arrival.subject
    assert arrival.sender_id == envelope.document_id
    if envelope.code and envelope.code.number:
        assert envelope.code.number in arrival.number
