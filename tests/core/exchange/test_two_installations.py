"""Two installations exchange through the axis; whoever is killed between any two steps, one document and its whole way remain."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from cuulong.core.exchange.actions.report_status import report_status
from cuulong.core.exchange.actions.send import send
from cuulong.core.exchange.edxml import Attachment, Code, Envelope, Organ, Promulgation
from cuulong.core.exchange.facts import PacketArrived
from cuulong.core.exchange.models import Direction, Packet, PacketKind, State
from cuulong.core.exchange.polling import poll, register_agencies
from cuulong.core.exchange.transmitting import rescue as rescue_packets
from cuulong.core.organisations.models import Agency
from cuulong.core.outbox.models import Fact
from cuulong.core.outbox.rescue import rescue
from cuulong.core.outbox.testing import run_jobs
from cuulong.core.people.acting import Acting

from .conftest import make_agency
from .installations import Axis, Installation, two

pytestmark = pytest.mark.slow
ACTING = Acting.system("test")
SENDING = "cuulong.core.exchange.adapters.axis"
WHOLE_WAY = ["queued", "delivered", "status"]
# Where the sender, then the receiver, is killed.
SENDER = [
    f"{SENDING}:bytes_of:before",
    f"{SENDING}:bytes_of:after",
    f"{SENDING}:Axis.send:before",
    f"{SENDING}:Axis.send:after",
    "cuulong.core.exchange.transmitting:publish:before",
    "cuulong.core.exchange.transmitting:publish:after",
    "cuulong.core.exchange.transmitting:delivered:after",
]
RECEIVER = [
    f"{SENDING}:Axis.received:after",
    f"{SENDING}:Axis.get:after",
    "cuulong.core.exchange.actions.arrive:keep_files:after",
    "cuulong.core.exchange.actions.arrive:publish:after",
    "cuulong.core.exchange.actions.arrive:tell:before",
    "cuulong.core.exchange.actions.arrive:tell:after",
    f"{SENDING}:take:after",
    f"{SENDING}:Axis.mark:before",
    f"{SENDING}:Axis.mark:after",
]
AXIS = [("lose", "/sendEdoc"), ("drop", "/sendEdoc"), ("lose", "/getEdoc"), ("lose", "/updateStatus")]


@pytest.fixture(scope="module")
def both(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[tuple[Installation, Installation, Axis]]:
    with django_db_blocker.unblock(), two() as made:
        first, second, _axis = made
        first.does(lambda: lay("bo-gui", "Bộ Gửi", "H98.1"))
        second.does(lambda: lay("so-nhan", "Sở Nhận", "H99.2"))
        yield made


def lay(slug: str, name: str, code: str) -> None:
    make_agency(slug, name, code)
    register_agencies()


def sends(number: str) -> Callable[[], str]:
    def act() -> str:
        envelope = Envelope(
            to=(Organ(organ_id="H99.2", name="Sở Nhận"),),
            code=Code(number=number, notation="BG"),
            promulgation=Promulgation(place="Thử", date="2026/11/30"),
            subject=f"V/v thử lần {number}",
            attachments=(Attachment(content_id="t", name="t.txt", content=f"tep {number}".encode(), zipped=True),),
        )
        (packet,) = send(envelope, agency=Agency.objects.get(), acting=ACTING, at=timezone.now())
        return packet.document_id

    return act


def works() -> int:
    """What a worker does that has just been started: take over dead workers' jobs, then its own, then fetch."""
    rescue(0)
    rescue_packets()
    with connection.cursor() as cursor:  # their waits are over
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE status = 'todo'")
    ran = run_jobs()
    poll()
    return ran + run_jobs()


def settles(first: Installation, second: Installation) -> None:
    """Both go on until the acknowledgement is back."""
    for one in (first, second, first):
        one.does(works)


def seen_by_receiver(document_id: str) -> Callable[[], dict[str, Any]]:
    def look() -> dict[str, Any]:
        mine = Packet.objects.filter(direction=Direction.IN, kind=PacketKind.DOCUMENT, document_id=document_id)
        facts = Fact.objects.filter(name=PacketArrived.name, payload__document_id=document_id)
        acks = Packet.objects.filter(direction=Direction.OUT, status_code="01", document_id=document_id)
        return {
            "states": list(mine.values_list("state", flat=True)),
            "facts": facts.count(),
            "acks": list(acks.values_list("state", flat=True)),
            "files": [file.name for one in mine for file in one.files.all()],
            "steps": [[hop.step for hop in one.hops.order_by("pk") if hop.step != "again"] for one in mine],
        }

    return look


def seen_by_sender(document_id: str) -> Callable[[], dict[str, Any]]:
    def look() -> dict[str, Any]:
        packet = Packet.objects.get(direction=Direction.OUT, kind=PacketKind.DOCUMENT, document_id=document_id)
        steps = [hop.step for hop in packet.hops.order_by("pk") if hop.step != "tried"]
        statuses = Packet.objects.filter(direction=Direction.IN, answers=packet, status_code="01")
        return {"state": packet.state, "status": packet.last_status, "steps": steps, "acks": statuses.count()}

    return look


def is_whole(first: Installation, second: Installation, document_id: str) -> None:
    """One registered packet, one fact, one acknowledgement, every hop at both ends."""
    assert second.does(seen_by_receiver(document_id)) == {
        "states": [State.ARRIVED], "facts": 1, "acks": [State.DELIVERED], "files": ["t.txt"],
        "steps": [["passed", "arrived", "told"]],
    }  # fmt: skip
    assert first.does(seen_by_sender(document_id)) == {
        "state": State.DELIVERED, "status": "01", "steps": WHOLE_WAY, "acks": 1,
    }  # fmt: skip


def test_a_letter_its_recall_and_the_agreement_go_through(both: tuple[Installation, Installation, Axis]) -> None:
    first, second, _axis = both
    document_id = first.does(sends("1"))
    settles(first, second)
    is_whole(first, second, document_id)

    def asks_back() -> None:
        packet = Packet.objects.get(direction=Direction.OUT, kind=PacketKind.DOCUMENT, document_id=document_id)
        report_status(packet, "13", acting=ACTING, at=timezone.now(), reason="Gửi nhầm")

    def agrees() -> str:
        packet = Packet.objects.get(direction=Direction.IN, kind=PacketKind.DOCUMENT, document_id=document_id)
        asked = packet.statuses.get(status_code="13")
        report_status(packet, "15", acting=ACTING, at=timezone.now())
        return asked.title

    first.does(asks_back)
    settles(first, second)
    assert second.does(agrees) == "Gửi nhầm"
    second.does(works)
    first.does(works)
    assert first.does(seen_by_sender(document_id))["status"] == "15"


@pytest.mark.parametrize("point", SENDER)
def test_a_sender_killed_at_any_step(both: tuple[Installation, Installation, Axis], point: str) -> None:
    first, second, _axis = both
    document_id = first.does(sends(f"s{SENDER.index(point)}"))
    first.does(works, dying=point)
    settles(first, second)
    is_whole(first, second, document_id)


@pytest.mark.parametrize("point", RECEIVER)
def test_a_receiver_killed_at_any_step(both: tuple[Installation, Installation, Axis], point: str) -> None:
    first, second, _axis = both
    document_id = first.does(sends(f"r{RECEIVER.index(point)}"))
    first.does(works)
    second.does(works, dying=point)
    settles(second, first)
    settles(first, second)
    is_whole(first, second, document_id)


@pytest.mark.parametrize(("fault", "path"), AXIS)
def test_an_axis_that_dies_before_it_answers(
    both: tuple[Installation, Installation, Axis], fault: str, path: str
) -> None:
    first, second, axis = both
    document_id = first.does(sends(f"x{AXIS.index((fault, path))}"))
    axis.order(fault, path)
    first.does(works)
    second.does(works)
    axis.kill()
    first.does(works)  # nobody is there
    axis.start()
    settles(first, second)
    settles(first, second)
    is_whole(first, second, document_id)


def test_an_axis_killed_at_any_moment_while_both_work(both: tuple[Installation, Installation, Axis]) -> None:
    first, second, axis = both
    sent = [first.does(sends(f"k{number}")) for number in range(6)]
    for wait in (0.02, 0.07, 0.15, 0.3):
        killer = threading.Timer(wait, axis.kill)
        began = time.monotonic()
        killer.start()
        first.does(works)
        second.does(works)
        killer.join()
        assert time.monotonic() - began < 60
        axis.start()
    settles(first, second)
    settles(first, second)
    for document_id in sent:
        is_whole(first, second, document_id)
