"""Agencies of one installation exchange by the same path without XML."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from cuulong.core.exchange import facts
from cuulong.core.exchange.actions.bind import bind
from cuulong.core.exchange.actions.report_status import CannotTell, report_status
from cuulong.core.exchange.actions.send import send
from cuulong.core.exchange.edxml import Business, Code, Envelope, Organ, Promulgation, Refused, Trace
from cuulong.core.exchange.models import Direction, Hop, Packet, PacketKind, State, Step
from cuulong.core.exchange.proof import prove
from cuulong.core.exchange.queries import envelope_of, find_packet, trace_of
from cuulong.core.files.store import read as read_file
from cuulong.core.files.store import store
from cuulong.core.organisations.models import Agency, AgencyProfile
from cuulong.core.outbox.models import Fact
from cuulong.core.outbox.testing import run_jobs
from cuulong.core.people.acting import Acting
from cuulong.lib.facts import Ref
from cuulong.lib.ids import uuid7

pytestmark = pytest.mark.django_db


def letter(to: str, **changes: Any) -> Envelope:
    told: dict[str, Any] = {
        "to": (Organ(organ_id=to),),
        "code": Code(number="12", notation="VPT"),
        "promulgation": Promulgation(place="Thử", date="2026/11/30"),
        "subject": "V/v thử liên thông",
    }
    return Envelope(**told | changes)


def told(name: str) -> list[dict[str, Any]]:
    return [row.payload for row in Fact.objects.filter(name=name).order_by("pk")]


def came() -> Packet:
    return Packet.objects.get(direction=Direction.IN, kind=PacketKind.DOCUMENT, state=State.ARRIVED)


def steps(packet: Packet) -> list[str]:
    return list(packet.hops.order_by("pk").values_list("step", flat=True))


@pytest.fixture
def now() -> datetime:
    return timezone.now()


def test_a_letter_arrives_with_its_files_and_is_acknowledged(
    office: Agency, department: Agency, acting: Acting, now: datetime
) -> None:
    paper = store(b"noi dung cong van", name="cong-van.txt", acting=acting, allowed=frozenset({"text/plain"}))
    subject = Ref("test.document", uuid7())
    (sent,) = send(letter("H99.2"), agency=office, acting=acting, at=now, files=[paper], subject=subject)
    assert sent.state == State.WAITING
    assert not Packet.objects.filter(direction=Direction.IN).exists()
    run_jobs()
    arrived = came()
    assert (arrived.state, arrived.agency, arrived.peer_code) == (State.ARRIVED, department, "H99.1")
    assert arrived.digest == sent.digest
    assert envelope_of(arrived).subject == "V/v thử liên thông"
    assert arrived.document_id == "H99.1,2026/11/30,12/VPT"
    (file,) = arrived.files.all()
    assert (file.name, read_file(file.file)) == ("cong-van.txt", b"noi dung cong van")
    sent.refresh_from_db()
    assert (sent.state, sent.last_status) == (State.DELIVERED, "01")
    assert arrived.raw is None
    assert steps(sent) == [Step.QUEUED, Step.DELIVERED, Step.STATUS]
    assert steps(arrived) == [Step.PASSED, Step.ARRIVED, Step.TOLD]
    (fact,) = told(facts.PacketArrived.name)
    assert (fact["packet"], fact["agency"], fact["doc_type"]) == (str(arrived.ref), str(department.ref), "0")
    (status,) = told(facts.StatusArrived.name)
    assert (status["packet"], status["code"], status["about"]) == (str(sent.ref), "01", str(subject))
    assert len(told(facts.PacketDelivered.name)) == 2  # the letter, and the status back


def test_either_code_finds_the_receiver(office: Agency, department: Agency, acting: Acting, now: datetime) -> None:
    send(letter("000.00.02.H99"), agency=office, acting=acting, at=now)
    run_jobs()
    assert (came().agency, came().our_code) == (department, "000.00.02.H99")


def test_a_dissolved_agency_is_served_by_its_successor_and_it_is_said(
    office: Agency, dissolved: Agency, department: Agency, acting: Acting, now: datetime
) -> None:
    for code in ("H99.7", "000.00.07.H99"):
        send(letter(code, document_id=f"cu-{code}"), agency=office, acting=acting, at=now)
    run_jobs()
    for arrived in Packet.objects.filter(direction=Direction.IN, kind=PacketKind.DOCUMENT):
        assert arrived.agency == department
        assert "Sở Cũ" in arrived.note
        assert "01/07/2025" in arrived.note
        assert "Sở Thử nghiệm là cơ quan kế thừa" in arrived.note
        assert Step.REDIRECTED in steps(arrived)
    notes = Packet.objects.filter(direction=Direction.IN, kind=PacketKind.DOCUMENT).values_list("note", flat=True)
    assert {fact["note"] for fact in told(facts.PacketArrived.name)} == set(notes)
    sent = Packet.objects.filter(direction=Direction.OUT, kind=PacketKind.DOCUMENT)
    assert set(sent.values_list("last_status", flat=True)) == {"01"}


def test_statuses_go_back_and_the_last_one_counts(
    office: Agency, department: Agency, acting: Acting, now: datetime
) -> None:
    (sent,) = send(letter("H99.2"), agency=office, acting=acting, at=now)
    run_jobs()
    for code, reason in (("03", ""), ("04", ""), ("05", ""), ("06", "Xong")):
        report_status(came(), code, acting=acting, at=timezone.now(), reason=reason)
        run_jobs()
    sent.refresh_from_db()
    assert sent.last_status == "06"
    assert [fact["code"] for fact in told(facts.StatusArrived.name)] == ["01", "03", "04", "05", "06"]
    assert told(facts.StatusArrived.name)[-1]["reason"] == "Xong"


def test_the_sender_asks_back_and_the_receiver_agrees(
    office: Agency, department: Agency, acting: Acting, now: datetime
) -> None:
    ours, theirs = Ref("test.document", uuid7()), Ref("test.incoming", uuid7())
    (sent,) = send(letter("H99.2"), agency=office, acting=acting, at=now, subject=ours)
    run_jobs()
    bind(came(), theirs)
    report_status(sent, "13", acting=acting, at=now, reason="Gửi nhầm")
    run_jobs()
    asked = told(facts.StatusArrived.name)[-1]
    assert (asked["packet"], asked["code"], asked["about"], asked["reason"]) == (
        str(came().ref), "13", str(theirs), "Gửi nhầm",
    )  # fmt: skip
    report_status(came(), "15", acting=acting, at=timezone.now())
    run_jobs()
    sent.refresh_from_db()
    assert sent.last_status == "15"
    assert {one.packet.pk for one in trace_of(ours)} >= {sent.pk}
    assert any(hop.step == Step.STATUS for one in trace_of(ours) for hop in one.hops)


def test_a_recall_names_what_the_document_became(
    office: Agency, department: Agency, acting: Acting, now: datetime
) -> None:
    (sent,) = send(letter("H99.2"), agency=office, acting=acting, at=now)
    run_jobs()
    theirs = Ref("test.incoming", uuid7())
    bind(came(), theirs)
    recall = Trace(business=Business(doc_type="1", document_id=sent.document_id, reason="Ban hành nhầm"))
    send(letter("H99.2", trace=recall), agency=office, acting=acting, at=now)
    run_jobs()
    fact = told(facts.PacketArrived.name)[-1]
    assert (fact["doc_type"], fact["target_id"], fact["about"]) == ("1", sent.document_id, str(theirs))


@pytest.mark.parametrize(("code", "reason"), [("02", ""), ("16", " "), ("13", "x"), ("01", ""), ("99", "x")])
def test_a_status_that_cannot_be_told_is_refused(
    office: Agency, department: Agency, acting: Acting, now: datetime, code: str, reason: str
) -> None:
    send(letter("H99.2"), agency=office, acting=acting, at=now)
    run_jobs()
    with pytest.raises(CannotTell):
        report_status(came(), code, acting=acting, at=now, reason=reason)


def test_the_same_key_sends_once_and_the_same_identifier_with_other_content_is_refused_and_told(
    office: Agency, department: Agency, acting: Acting, now: datetime
) -> None:
    (first,) = send(letter("H99.2"), agency=office, acting=acting, at=now, key="so-1")
    (again,) = send(letter("H99.2"), agency=office, acting=acting, at=now, key="so-1")
    assert first == again
    run_jobs()
    (other,) = send(letter("H99.2", subject="V/v khác"), agency=office, acting=acting, at=now)
    (same,) = send(letter("H99.2"), agency=office, acting=acting, at=now)
    run_jobs()
    assert Packet.objects.filter(direction=Direction.IN, kind=PacketKind.DOCUMENT, state=State.ARRIVED).count() == 1
    refused = Packet.objects.get(direction=Direction.IN, state=State.REFUSED)
    assert "nội dung khác" in refused.last_error
    other.refresh_from_db()
    assert other.last_status == "02"
    assert Step.AGAIN in steps(came())
    same.refresh_from_db()
    assert same.state == State.DELIVERED
    assert len(told(facts.PacketArrived.name)) == 1


def test_nothing_is_sent_without_a_code_or_with_text_xml_cannot_carry(
    office: Agency, department: Agency, acting: Acting, now: datetime
) -> None:
    with pytest.raises(Refused) as refused:
        send(letter("H99.2", subject="a\x01b"), agency=office, acting=acting, at=now)
    assert refused.value.code == "bad_text"
    AgencyProfile.objects.filter(agency=office).update(code="", code_102="")
    with pytest.raises(Refused) as refused:
        send(letter("H99.2"), agency=office, acting=acting, at=now)
    assert refused.value.code == "no_code"
    assert not Packet.objects.exists()


def test_a_rolled_back_transaction_sends_nothing(
    office: Agency, department: Agency, acting: Acting, now: datetime
) -> None:
    with transaction.atomic():
        send(letter("H99.2"), agency=office, acting=acting, at=now)
        transaction.set_rollback(True)
    assert run_jobs() == 0
    assert not Packet.objects.exists()


@pytest.mark.parametrize("sql", ["DELETE FROM {}", "UPDATE {} SET {}"])
@pytest.mark.parametrize(
    ("model", "change"), [(Packet, "digest = repeat('0', 64)"), (Packet, "header = '{}'"), (Hop, "detail = 'x'")]
)
def test_nobody_changes_what_was_sent_or_its_way(
    office: Agency, department: Agency, acting: Acting, now: datetime, sql: str, model: Any, change: str
) -> None:
    send(letter("H99.2"), agency=office, acting=acting, at=now)
    run_jobs()
    with pytest.raises(DatabaseError, match=r"not deleted|not changed|append-only"), transaction.atomic():
        connection.cursor().execute(sql.format(model._meta.db_table, change))


def test_the_ref_of_a_fact_finds_the_packet(office: Agency, department: Agency, acting: Acting, now: datetime) -> None:
    (sent,) = send(letter("H99.2"), agency=office, acting=acting, at=now)
    assert find_packet(sent.ref) == sent
    assert find_packet(Ref("test.document", sent.uuid)) is None
    assert not prove(sent).is_whole  # nobody has sealed the log yet
