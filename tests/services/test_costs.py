"""What the screens of one dossier cost, however much has happened to it (số câu truy vấn)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cuulong.core.files.store import store
from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Account
from cuulong.core.people.testing import sign_in
from cuulong.published.ports.payments import Line, payments
from cuulong.systems.services.dossiers.models import Dossier, Paper, Supplement, Transition
from tests.journeys.papers import paper

from .conftest import Make

SCREENS = [
    ("lc.dothi", "services:workspace", ()),
    ("lc.dothi", "services:sheet", ("tt-03-2025", "01")),
    ("lc.dothi", "services:sheet", ("tt-03-2025", "06")),
    ("nguyenvanthu", "services:dossier", ()),
    ("nguyenvanthu", "services:own_receipt", ()),
]
DRAFT_PAGES = ("lien-he", "dinh-kem", "xem-lai")


@pytest.fixture(autouse=True)
def fresh() -> None:
    cache.clear()


def cost(client: Client, address: str) -> int:
    """Queries of the second opening; what is kept for a while is kept by then."""
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200, address
    return len(seen)


def much_happens(dossier: Dossier, at: datetime) -> None:
    """Thirty papers, supplements, moves and charges more than a dossier usually has."""
    acting = Acting.system("test")
    file = store(paper("ban-ve")["buffer"], name="ban-ve.pdf", acting=acting)
    keys = [rule.key for rule in dossier.version.rules.papers]
    Paper.objects.bulk_create(
        Paper(dossier=dossier, key=keys[n % len(keys)], file=file, replaced=True) for n in range(30)
    )
    Paper.objects.bulk_create(Paper(dossier=dossier, key=f"y-kien-{n}", source="opinion", file=file) for n in range(30))
    Supplement.objects.bulk_create(
        Supplement(
            dossier=dossier,
            number=f"{n}/HDHS",
            papers=keys[:2],
            note="Mờ",
            requested_at=at - timedelta(days=n),
            requested_by="Lê Thị Mẫu",
            answered_at=at,
        )
        for n in range(30)
    )
    for n in range(30):
        Transition.objects.create(
            dossier=dossier,
            verb="stop_clock",
            before=dossier.state,
            after=dossier.state,
            happened_at=at,
            actor="x",
            note="Chờ",
        )
        line = Line(code="phi", title="Phí", amount=1_000)
        assert dossier.competent_agency is not None
        payments().request(
            dossier.ref, agency=dossier.competent_agency.ref, payer="x", code=f"at_intake.{n + 2}", lines=[line]
        )


def test_the_screens_of_a_dossier_cost_the_same_however_much_has_happened(dossier: Make, now: datetime) -> None:
    quiet, busy = dossier("assigned"), dossier("assigned")
    much_happens(busy, now)
    people = {username: sign_in(Client(), Account.objects.get(username=username)) for username, *_rest in SCREENS}
    for username, name, more in SCREENS:
        costs = [cost(people[username], reverse(name, args=[one.uuid, *more])) for one in (quiet, busy)]
        assert costs[0] == costs[1], (name, more, costs)
        assert costs[0] <= 45, (name, more, costs)


def test_the_pages_of_filing_cost_the_same_however_often_files_were_changed(dossier: Make, now: datetime) -> None:
    quiet, busy = dossier("draft"), dossier("draft")
    acting = Acting.system("test")
    file = store(paper("ban-ve")["buffer"], name="ban-ve.pdf", acting=acting)
    Paper.objects.bulk_create(Paper(dossier=busy, key="ban-ve", file=file, replaced=True) for _n in range(30))
    citizen = sign_in(Client(), Account.objects.get(username="nguyenvanthu"))
    for key in (*DRAFT_PAGES, *(step.key for step in quiet.version.form.shape.steps)):
        costs = [cost(citizen, reverse("services:page", args=[one.uuid, key])) for one in (quiet, busy)]
        assert costs[0] == costs[1], (key, costs)
        assert costs[0] <= 25, (key, costs)


def test_what_a_visitor_opens_costs_the_same_however_many_dossiers_there_are(dossier: Make) -> None:
    one = dossier("sent")
    addresses = [reverse(f"services:{name}") for name in ("front", "procedures", "lookup")]
    addresses.append(reverse("services:procedure", args=[one.version.procedure.slug]))
    few = [cost(Client(), address) for address in addresses]
    for _n in range(10):
        dossier("sent")
    assert [cost(Client(), address) for address in addresses] == few
