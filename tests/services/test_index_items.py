"""Items of the index that need ratings, petitions, data, the portal and days of decisions (chỉ số thành phần QĐ 766)."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.lib.dates import VIETNAM
from cuulong.systems.services.catalogue.actions.listings import publish
from cuulong.systems.services.catalogue.models import Listing, ListingState, Procedure
from cuulong.systems.services.catalogue.publishing import publish_by
from cuulong.systems.services.dossiers.models import Dossier, Paper
from cuulong.systems.services.dossiers.models.paper import PaperSource
from cuulong.systems.services.feedback.models import Rating, Suggestion
from cuulong.systems.services.portal.models import Crossing, Standing, Way
from cuulong.systems.services.steering.index_rules import Item, points

MACHINE = Acting.system("test")


def at(day: int, hour: int = 9) -> datetime:
    return datetime(2026, 9, day, hour, tzinfo=VIETNAM)


def lines(leader: Client, more: str = "") -> dict[str, Any]:
    page = leader.get(f"{reverse('services:index766')}?period=2026-09{more}")
    assert page.status_code == 200
    return {line.item.key: line for group in page.context["sheet"].groups for line in group.lines}


def drilled(leader: Client, url: str) -> int:
    """How many rows the screen behind a figure lists."""
    page = leader.get(url)
    assert page.status_code == 200, url
    return int(page.context["page"].paginator.count) + int(page.context["hidden"])


def received(communes: list[Agency]) -> list[Dossier]:
    return list(
        Dossier.objects.filter(accepted_at__gte=at(1, 0), accepted_at__lt=datetime(2026, 10, 1, tzinfo=VIETNAM))
    )


def test_full_marks_only_where_nothing_was_asked() -> None:
    item = Item(key="k", title="t", max=Decimal(6), certainty="read", full_without="indicator:x")
    assert points(item, 0, 0, 0) == 6
    assert points(item, 0, 0, 2) is None
    assert points(item, 1, 2, 2) == 3
    assert points(item, 1, 2, None) == 3


def test_satisfaction_of_those_who_rated(leader: Client, two_communes: list[Agency]) -> None:
    for n, dossier in enumerate(received(two_communes)[:4]):
        agency = dossier.competent_agency
        assert agency is not None
        Rating.objects.create(
            dossier=dossier, agency=agency, intake_agency=agency, score=1 if n == 0 else 3, attitude=2, by_account=True,
            rated_at=at(10),
        )  # fmt: skip
    line = lines(leader)["reception"]
    assert (line.of.number, line.over.number) == (3, 4)
    assert line.points == Decimal(6) * 3 / 4 / Decimal("0.9")
    assert drilled(leader, line.of.url) == 3


def petition(agency: Agency, due: datetime, closed: datetime | None, satisfied: bool | None = None) -> Suggestion:
    return Suggestion.objects.create(
        agency=agency, state="answered" if closed else "received", title="x", text="x", sender_name="y",
        received_at=at(1), due_at=due, closed_at=closed, satisfied=satisfied,
    )  # fmt: skip


def test_petitions_answered_in_time_and_to_the_senders_content(leader: Client, two_communes: list[Agency]) -> None:
    here = two_communes[0]
    nothing = lines(leader)
    assert (nothing["petitions_on_time"].points, nothing["petitions_satisfied"].points) == (6, 6)
    assert nothing["petitions_on_time"].granted
    petition(here, at(20), at(18), True)
    petition(here, at(20), at(22), False)
    petition(here, at(21), None)  # not answered at all counts against it
    petition(here, datetime(2026, 10, 20, tzinfo=VIETNAM), at(28))  # due in October
    found = lines(leader)
    assert (found["petitions_on_time"].of.number, found["petitions_on_time"].over.number) == (1, 3)
    assert found["petitions_on_time"].points == Decimal(6) / 3
    assert (found["petitions_satisfied"].of.number, found["petitions_satisfied"].over.number) == (1, 2)
    assert drilled(leader, found["petitions_on_time"].over.url) == 3
    elsewhere = lines(leader, f"&agency={two_communes[1].slug}")["petitions_on_time"]
    assert (elsewhere.over.number, elsewhere.points) == (0, 6)
    narrowed = lines(leader, "&channel=online")["petitions_on_time"]
    assert narrowed.points is None


def test_petitions_nobody_rated_are_not_said_to_please(leader: Client, two_communes: list[Agency]) -> None:
    petition(two_communes[0], at(20), at(18))
    assert lines(leader)["petitions_satisfied"].points is None


def test_data_used_again_in_place_of_papers(leader: Client, two_communes: list[Agency]) -> None:
    first = received(two_communes)[0]
    Paper.objects.create(dossier=first, key="giay-to-dat", source=PaperSource.LOOKUP)
    Paper.objects.create(dossier=received(two_communes)[1], key="ban-ve", source=PaperSource.UPLOAD)
    line = lines(leader)["reuse"]
    assert (line.of.number, line.over.number) == (1, 12)
    assert line.points == Decimal(2) / 12 / Decimal("0.8")
    assert drilled(leader, line.of.url) == 1


def test_dossiers_the_portal_knows_with_no_step_waiting(leader: Client, two_communes: list[Agency]) -> None:
    for n, dossier in enumerate(received(two_communes)[:3]):
        for service, standing in (
            ("DongBoHoSoMC", Standing.DONE),
            ("CapNhatTienDoHoSoMC", Standing.STUCK if n else Standing.DONE),
        ):
            Crossing.objects.create(
                way=Way.OUT,
                service=service,
                code=dossier.code,
                dossier=dossier,
                digest=f"{service}{n}",
                body={},
                standing=standing,
            )
    line = lines(leader)["synced"]
    assert (line.of.number, line.over.number) == (1, 12)
    assert drilled(leader, line.of.url) == 1


def listing(code: str, n: int, decided: date | None) -> Listing:
    procedure, _made = Procedure.objects.get_or_create(code=code, defaults={"slug": code.replace(".", "-")})
    return Listing.objects.create(
        procedure=procedure,
        n=n,
        name="Thủ tục",
        state=ListingState.CONFIRMED,
        decision="12/QĐ-UBND",
        decided_on=decided,
    )


def test_the_last_day_is_counted_in_working_days_over_holidays() -> None:
    assert publish_by(date(2026, 9, 7)) == date(2026, 9, 14)
    assert publish_by(date(2010, 1, 4)) is None  # before the setting


@pytest.mark.usefixtures("two_communes")
def test_published_and_updated_in_time_after_the_decision(leader: Client) -> None:
    first = publish(listing("1.900001", 1, date(2026, 9, 7)), valid_from=date(2026, 9, 14), acting=MACHINE, at=at(14))
    assert first.publish_by == date(2026, 9, 14)
    publish(listing("1.900002", 1, date(2026, 9, 7)), valid_from=date(2026, 9, 20), acting=MACHINE, at=at(15))
    publish(listing("1.900003", 1, None), valid_from=date(2026, 9, 20), acting=MACHINE, at=at(15))  # no day known
    publish(listing("1.900001", 2, date(2026, 9, 21)), valid_from=date(2026, 9, 25), acting=MACHINE, at=at(24))
    found = lines(leader)
    assert (found["published_on_time"].of.number, found["published_on_time"].over.number) == (1, 2)
    assert found["published_on_time"].points == 3
    assert (found["updated_on_time"].of.number, found["updated_on_time"].points) == (1, 4)
    assert drilled(leader, found["published_on_time"].over.url) == 2


def test_what_cannot_be_counted_here_says_so(leader: Client) -> None:
    page = leader.get(f"{reverse('services:index766')}?period=2026-09").content.decode()
    found = lines(leader)
    for key in ("full_content", "connected_data", "certified_copies", "procedures_used_online", "procedures_payable"):
        assert found[key].points is None, key
        assert found[key].why, key
    assert re.search("Cổng quốc gia chấm; chưa nhận về", page)
