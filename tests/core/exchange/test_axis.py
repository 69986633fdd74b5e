"""The axis: packets out and in through the simulator, whatever it answers; nothing twice, nothing lost."""

from __future__ import annotations

import json
import threading
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from cuulong.core.exchange import edxml, facts, rules
from cuulong.core.exchange.actions.report_status import report_status
from cuulong.core.exchange.actions.send import send
from cuulong.core.exchange.actions.send_again import CannotSend, send_again
from cuulong.core.exchange.adapters.axis import Axis, axis
from cuulong.core.exchange.axis_simulator import AxisSimulator
from cuulong.core.exchange.edxml import Attachment, Envelope, Organ, write
from cuulong.core.exchange.models import Direction, Packet, PacketKind, State, Step
from cuulong.core.exchange.polling import poll, register_agencies
from cuulong.core.exchange.proof import prove
from cuulong.core.exchange.stamping import stamp_packets
from cuulong.core.exchange.transmitting import Undelivered, rescue
from cuulong.core.organisations.models import Agency
from cuulong.core.outbox.models import Fact
from cuulong.core.outbox.testing import run_jobs
from cuulong.core.people.acting import Acting
from cuulong.core.signatures import authority
from tests.core.audit.quiet import seal_once

from .edxml.packets import letter, status

pytestmark = pytest.mark.django_db
KEY = "khoa-thu-cua-truc"
OUTSIDE = "H98.1"


@pytest.fixture
def simulator(tmp_path: Path, settings: Any) -> Iterator[AxisSimulator]:
    one = AxisSimulator(tmp_path / "axis", keys={"*": KEY})
    threading.Thread(target=one.serve_forever, daemon=True).start()
    settings.AXIS_URL, settings.AXIS_KEY, settings.AXIS_ORGAN, settings.AXIS_PATIENCE = one.url, KEY, "tinh-thu", 2.0
    yield one
    one.shutdown()
    one.server_close()


@pytest.fixture
def outside(simulator: AxisSimulator) -> Axis:
    """Another installation, of which the axis knows one agency."""
    other = Axis(simulator.url, KEY, "bo-thu", patience=5)
    other.register([{"code": OUTSIDE, "code102": "000.00.01.H98", "name": "Bộ Thử nghiệm"}])
    return other


@pytest.fixture
def ours(office: Agency, department: Agency, simulator: AxisSimulator) -> Agency:
    register_agencies()
    return office


def to_outside(**changes: Any) -> Envelope:
    base = letter(sender=None, to=(Organ(organ_id=OUTSIDE, name="Bộ Thử nghiệm"),), trace=None, document_id="")
    return replace(base, **changes)


def from_outside(**changes: Any) -> Envelope:
    sender = Organ(organ_id=OUTSIDE, name="Bộ Thử nghiệm")
    return letter(sender=sender, to=(Organ(organ_id="H99.2"),), document_id="ngoai-1", **changes)


def arrived() -> list[Packet]:
    return list(Packet.objects.filter(direction=Direction.IN, kind=PacketKind.DOCUMENT).order_by("pk"))


def count(name: str) -> int:
    return Fact.objects.filter(name=name).count()


def order(simulator: AxisSimulator, fault: str, path: str = "/sendEdoc", times: int = 1, seconds: float = 3) -> None:
    told = {"fault": fault, "path": path, "times": times, "seconds": seconds}
    body = json.dumps(told).encode()
    urllib.request.urlopen(urllib.request.Request(f"{simulator.url}/control", body), timeout=5).close()


def test_a_packet_goes_out_with_its_files_and_its_status_comes_back(
    ours: Agency, outside: Axis, acting: Acting
) -> None:
    (sent,) = send(to_outside(), agency=ours, acting=acting, at=timezone.now())
    assert sent.channel == "axis"
    run_jobs()
    sent.refresh_from_db()
    assert (sent.state, sent.remote_id) == (State.DELIVERED, "1")
    (waiting,) = outside.received()
    data = outside.get(waiting.id)
    packet = edxml.read(data)
    assert isinstance(packet, Envelope)
    assert [(one.name, one.content) for one in packet.attachments] == [
        (one.name, one.content) for one in letter().attachments
    ]
    assert packet.document_id == sent.document_id
    outside.mark(waiting.id, "done")
    assert outside.received() == []
    answer = status("03", sender=Organ(organ_id=OUTSIDE), responses=(replace(
        status().responses[0], organ_id=sent.our_code, document_id=sent.document_id),))  # fmt: skip
    outside.send(write(answer), OUTSIDE, "status")
    poll()
    sent.refresh_from_db()
    assert sent.last_status == "03"
    assert axis().received() == []


def test_what_comes_is_acknowledged_to_its_sender(ours: Agency, outside: Axis, acting: Acting) -> None:
    outside.send(write(from_outside()), OUTSIDE, "edoc")
    poll()
    run_jobs()
    (came,) = arrived()
    assert (came.state, came.channel, came.peer_name) == (State.ARRIVED, "axis", "Bộ Thử nghiệm")
    assert came.raw is not None
    report_status(came, "03", acting=acting, at=timezone.now())
    run_jobs()
    codes = []
    for waiting in outside.received():
        told = edxml.read(outside.get(waiting.id))
        assert isinstance(told, edxml.StatusMessage)
        assert told.document_id == "ngoai-1"
        codes.append(told.code)
    assert codes == ["01", "03"]


@pytest.mark.parametrize("fault", ["fail", "nonsense", "drop", "delay"])
def test_whatever_the_axis_answers_the_packet_is_sent_again_and_arrives_once(
    ours: Agency, outside: Axis, acting: Acting, simulator: AxisSimulator, fault: str
) -> None:
    order(simulator, fault, times=2)
    (sent,) = send(to_outside(), agency=ours, acting=acting, at=timezone.now())
    run_jobs()
    sent.refresh_from_db()
    assert (sent.state, sent.tries) == (State.WAITING, 1)
    assert sent.last_error
    run_jobs(ahead=True)
    sent.refresh_from_db()
    assert (sent.state, sent.tries) == (State.DELIVERED, 2)
    assert list(sent.hops.values_list("step", flat=True)) == [Step.QUEUED, Step.TRIED, Step.TRIED, Step.DELIVERED]
    # A slow axis took it each time; whoever reads the packets finds the same bytes.
    assert len({outside.get(one.id) for one in outside.received()}) == 1


@pytest.mark.parametrize("path", ["/getReceivedEdocList", "/getEdoc", "/updateStatus"])
@pytest.mark.parametrize("fault", ["fail", "nonsense", "drop", "lose", "repeat"])
def test_whatever_goes_wrong_while_fetching_a_packet_is_registered_once(
    ours: Agency, outside: Axis, simulator: AxisSimulator, path: str, fault: str
) -> None:
    outside.send(write(from_outside()), OUTSIDE, "edoc")
    order(simulator, fault, path)
    for _round in range(3):
        poll()
    run_jobs()
    assert [one.state for one in arrived()] == [State.ARRIVED]
    assert count(facts.PacketArrived.name) == 1
    assert axis().received() == []


def test_a_packet_sent_twice_by_its_sender_is_one_here(ours: Agency, outside: Axis) -> None:
    for _time in range(3):
        outside.send(write(from_outside()), OUTSIDE, "edoc")
        poll()
    (came,) = arrived()
    assert count(facts.PacketArrived.name) == 1
    assert [hop.step for hop in came.hops.all()].count(Step.AGAIN) == 2
    assert Packet.objects.filter(status_code="01").count() == 1


def test_other_content_under_a_used_identifier_is_refused_and_the_sender_told(ours: Agency, outside: Axis) -> None:
    outside.send(write(from_outside()), OUTSIDE, "edoc")
    outside.send(write(from_outside(subject="V/v khác")), OUTSIDE, "edoc")
    poll()
    run_jobs()
    assert [one.state for one in arrived()] == [State.ARRIVED, State.REFUSED]
    told = [edxml.read(outside.get(one.id)) for one in outside.received()]
    assert [(one.code, "khác" in one.description) for one in told if isinstance(one, edxml.StatusMessage)] == [
        ("01", False), ("02", True),
    ]  # fmt: skip


def test_an_update_may_bear_the_identifier_of_its_target(ours: Agency, outside: Axis) -> None:
    base = from_outside()
    assert base.trace is not None
    outside.send(write(base), OUTSIDE, "edoc")
    for reason in ("lần một", "lần hai"):
        business = edxml.Business(doc_type="2", document_id="ngoai-1", reason=reason)
        outside.send(write(replace(base, trace=edxml.Trace(business=business))), OUTSIDE, "edoc")
    poll()
    assert [(one.doc_type, one.state) for one in arrived()] == [("0", "arrived"), ("2", "arrived"), ("2", "arrived")]


def test_wrong_receivers_unknown_documents_and_bad_files_are_refused_with_the_reason(
    ours: Agency, outside: Axis, simulator: AxisSimulator
) -> None:
    simulator.store.register("tinh-thu", "H99.404", "", "Không còn ở đây")
    outside.send(write(replace(from_outside(), to=(Organ(organ_id="H99.404"),), document_id="a")), OUTSIDE, "edoc")
    torn = Attachment(content_id="p", name="hong.pdf", content=b"%PDF-1.4 cut", zipped=True)
    outside.send(write(replace(from_outside(), attachments=(torn,), document_id="b")), OUTSIDE, "edoc")
    unknown = replace(status().responses[0], organ_id="H99.2", document_id="chua-tung-gui")
    outside.send(write(status("07", sender=Organ(organ_id=OUTSIDE), responses=(unknown,))), OUTSIDE, "status")
    with simulator.store.open() as base:  # an axis that did not look
        base.execute(
            "INSERT INTO edoc (sender, kind, data, at) VALUES ('x', 'edoc', ?, 0)", (b"1212" + write(from_outside()),)
        )
        base.execute("INSERT INTO delivery (edoc, system) VALUES (4, 'tinh-thu')")
    poll()
    refused = {one.document_id: one.last_error for one in Packet.objects.filter(state=State.REFUSED)}
    assert "H99.404" in refused["a"]
    assert "hong.pdf" in refused["b"]
    assert "chua-tung-gui" in refused["chua-tung-gui"]
    assert "4 byte lạ" in refused[""]
    assert count(facts.PacketArrived.name) == 0
    run_jobs()
    told = [edxml.read(outside.get(one.id)) for one in outside.received()]
    assert {(one.document_id, one.code) for one in told if isinstance(one, edxml.StatusMessage)} == {
        ("a", "02"),
        ("b", "02"),
    }
    assert axis().received() == []


def test_after_many_tries_it_waits_for_a_person_who_sends_it_again(
    ours: Agency, outside: Axis, acting: Acting, simulator: AxisSimulator
) -> None:
    order(simulator, "fail", times=rules.MOST_SENDINGS)
    (sent,) = send(to_outside(), agency=ours, acting=acting, at=timezone.now())
    run_jobs(ahead=True)
    sent.refresh_from_db()
    assert (sent.state, sent.tries) == (State.FAILED, rules.MOST_SENDINGS)
    assert "Trục liên thông từ chối: Trục đang bận" in sent.last_error
    assert count(facts.PacketFailed.name) == 1
    send_again(sent, acting=acting, at=timezone.now())
    run_jobs()
    sent.refresh_from_db()
    assert sent.state == State.DELIVERED
    with pytest.raises(CannotSend):
        send_again(sent, acting=acting, at=timezone.now())


def test_waits_grow_to_an_hour() -> None:
    waits = [rules.wait_after(tries) for tries in range(1, 12)]
    assert waits[:3] == [timedelta(seconds=5), timedelta(seconds=15), timedelta(seconds=45)]
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(hours=1)


def test_a_waiting_packet_whose_job_is_gone_gets_another(ours: Agency, outside: Axis, acting: Acting) -> None:
    (sent,) = send(to_outside(), agency=ours, acting=acting, at=timezone.now())
    Packet.objects.filter(pk=sent.pk).update(job_id=999_999_999)
    run_jobs()  # the job that was there does its work
    sent.refresh_from_db()
    assert sent.state == State.DELIVERED
    (lost,) = send(to_outside(subject="V/v hai", document_id="hai"), agency=ours, acting=acting, at=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE id = %s", [lost.job_id])
    rescue()
    rescue()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo' AND task_name = 'exchange.transmit'"
        )
        assert cursor.fetchone() == (1,)
    run_jobs()
    lost.refresh_from_db()
    assert lost.state == State.DELIVERED


def test_the_axis_refuses_whoever_does_not_hold_the_key(simulator: AxisSimulator) -> None:
    with pytest.raises(Undelivered, match="Chữ ký tiêu đề"):
        Axis(simulator.url, "another key", "tinh-thu").received()


def test_without_an_axis_it_is_said_and_nothing_is_lost(office: Agency, acting: Acting, settings: Any) -> None:
    (sent,) = send(to_outside(), agency=office, acting=acting, at=timezone.now())
    run_jobs()
    sent.refresh_from_db()
    assert sent.state == State.WAITING
    assert "CUULONG_AXIS_URL" in sent.last_error


@pytest.mark.django_db(transaction=True)
def test_an_auditor_can_prove_what_was_sent_and_received(
    ours: Agency, outside: Axis, acting: Acting, settings: Any, tmp_path: Path
) -> None:
    settings.CA_DIR = tmp_path / "ca"
    authority.create()
    (sent,) = send(to_outside(), agency=ours, acting=acting, at=timezone.now())
    outside.send(write(from_outside()), OUTSIDE, "edoc")
    run_jobs()
    poll()
    seal_once()
    stamp_packets()
    for packet in (Packet.objects.get(pk=sent.pk), arrived()[0]):
        sheet = prove(packet)
        assert sheet.is_whole
        assert sheet.recomputed == packet.digest
        assert all(entry.holds for entry in sheet.entries)
        assert sheet.entries
        assert sheet.stamped_at is not None
        assert abs(sheet.stamped_at - timezone.now()) < timedelta(minutes=5)
