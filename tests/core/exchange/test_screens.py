"""Screens of the exchange: who sees which packet, the way hop by hop, the sheet of proof."""

from __future__ import annotations

import os
import re
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.http import HttpResponse
from django.template import Context, Template
from django.test import Client
from django.utils import timezone

from cuulong.core.audit.models import Event
from cuulong.core.exchange.actions.arrive import Received, arrive
from cuulong.core.exchange.actions.bind import bind
from cuulong.core.exchange.actions.send import send
from cuulong.core.exchange.edxml import Organ, write
from cuulong.core.exchange.models import Channel, Packet, State
from cuulong.core.organisations.models import Agency
from cuulong.core.outbox.testing import run_jobs
from cuulong.core.people.acting import Acting
from cuulong.core.people.testing import make_official, sign_in
from cuulong.lib.facts import Ref
from cuulong.lib.ids import uuid7
from tests.core.audit.quiet import seal_once

from .edxml.packets import letter

pytestmark = pytest.mark.django_db


def words(response: HttpResponse) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def came(department: Agency) -> Packet:
    envelope = letter(to=(Organ(organ_id="H99.2"),))
    (packet,) = arrive(envelope, Received(Channel.AXIS, timezone.now(), raw=write(envelope), remote_id="truc-7"))
    return packet


@pytest.fixture
def clerk(department: Agency) -> Client:
    return sign_in(Client(), make_official("vt", department, "clerk"))


def test_a_clerk_finds_a_packet_and_reads_its_way(clerk: Client, came: Packet) -> None:
    for query in (
        "",
        "words=12/STN",
        "peer=thử",
        "direction=in&kind=document&state=arrived",
        f"day={timezone.localdate()}",
    ):
        assert "12/STN-VP" in words(clerk.get(f"/exchange/?{query}")), query
    for query in ("words=khong-co", "state=refused", "day=2020-01-01"):
        assert "12/STN-VP" not in words(clerk.get(f"/exchange/?{query}")), query
    page = words(clerk.get(came.url))
    for said in (
        "V/v thử liên thông",
        "Sở Thử nghiệm",
        "cong-van.txt",
        "Đi qua",
        "Đã đến",
        "truc-7",
        "Báo trạng thái",
        came.digest,
    ):
        assert said in page
    sheet = clerk.get("/exchange/?export=csv")
    assert "12/STN-VP" in b"".join(sheet.streaming_content).decode()


def test_the_page_of_a_document_shows_how_it_travelled(came: Packet) -> None:
    subject = Ref("test.incoming", uuid7())
    bind(came, subject)
    page = Template("{% load exchange %}{% packet_trace subject %}").render(Context({"subject": subject}))
    assert came.url in page
    assert "Đã đến" in page


def test_the_bytes_that_came_are_downloaded_and_that_is_on_record(clerk: Client, came: Packet) -> None:
    response = clerk.get(f"{came.url}raw/")
    assert b"".join(response.streaming_content) == write(letter(to=(Organ(organ_id="H99.2"),)))
    assert Event.objects.filter(action="exchange.packet.taken", subject_uuid=came.uuid).count() == 1


def test_who_may_see_which_packet(office: Agency, department: Agency, came: Packet) -> None:
    stranger = sign_in(Client(), make_official("la", office, "clerk"))
    assert stranger.get(came.url).status_code == 404
    assert "12/STN-VP" not in words(stranger.get("/exchange/"))
    auditor = sign_in(Client(), make_official("kt", office, "auditor"))
    assert auditor.get(f"{came.url}proof/").status_code == 200
    assert sign_in(Client(), make_official("cv", department, "specialist")).get(came.url).status_code == 403


def test_a_dead_letter_is_told_and_sent_again(clerk: Client, department: Agency, acting: Acting) -> None:
    (packet,) = send(letter(sender=None, trace=None), agency=department, acting=acting, at=timezone.now())
    for _time in range(20):
        run_jobs(ahead=True)
    assert Packet.objects.get(pk=packet.pk).state == State.FAILED
    assert "1 gói tin không gửi được" in words(clerk.get("/exchange/"))
    page = words(clerk.get(packet.url))
    assert "CUULONG_AXIS_URL" in page
    assert "Thôi gửi" in page
    assert "Đã xếp hàng gửi lại" in words(clerk.post(f"{packet.url}send-again/", follow=True))
    assert Packet.objects.get(pk=packet.pk).state == State.WAITING
    assert "không nằm trong số" in words(clerk.post(f"{packet.url}send-again/", follow=True))


@pytest.mark.django_db(transaction=True)
def test_a_changed_packet_is_told_on_the_sheet_of_proof(clerk: Client, came: Packet, settings: Any) -> None:
    seal_once()
    assert "Nội dung còn nguyên và khớp với nhật ký đã ký" in words(clerk.get(f"{came.url}proof/"))
    # Only the owner of the tables can do this, and the sheet tells it.
    with psycopg.connect(os.environ["CUULONG_OWNER_DATABASE_URL"], autocommit=True) as owner:
        owner.execute("ALTER TABLE core_exchange_packet DISABLE TRIGGER core_exchange_packet_stands")
        owner.execute("UPDATE core_exchange_packet SET header = jsonb_set(header, '{subject}', '\"V/v khác\"')")
        owner.execute("ALTER TABLE core_exchange_packet ENABLE TRIGGER core_exchange_packet_stands")
    assert "Nội dung đã bị thay đổi" in words(clerk.get(f"{came.url}proof/"))
    connection.close()
