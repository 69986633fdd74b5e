"""A pretended system that counts numbers taken in the registers, and a province that was rearranged in July 2025."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pytest
from django.db.models import QuerySet

from cuulong.core import registry
from cuulong.core.organisations.models import Agency, AgencyProfile, Succession
from cuulong.core.organisations.queries import forget_tree
from cuulong.core.people.spans import to_range
from cuulong.core.registers.models import Entry, Series, State
from cuulong.core.registry import Indicator, declare
from cuulong.lib.dates import VIETNAM, DateRange, Period
from cuulong.lib.ids import uuid7

CHANGE = date(2025, 7, 1)


def issued(agency_ids: Any, period: Period, known_at: datetime) -> QuerySet[Entry]:
    begins, ends = period.instants()
    found = Entry.objects.filter(state=State.ISSUED, issued_at__gte=begins, issued_at__lt=min(ends, known_at))
    return found if agency_ids is None else found.filter(series__agency__in=agency_ids)


def issued_even(agency_ids: Any, period: Period, known_at: datetime) -> QuerySet[Entry]:
    return issued(agency_ids, period, known_at).filter(n__in=range(0, 1000, 2))


COMMON: dict[str, Any] = {
    "definition": "Số đã cấp trong kỳ.",
    "unit": "số",
    "legal_source": "NĐ 30/2020/NĐ-CP",
    "owner": "test",
}


@pytest.fixture(autouse=True)
def figures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted with and without paths, summed, shared."""
    monkeypatch.setattr(registry, "_declared", {kind: dict(shelf) for kind, shelf in registry._declared.items()})
    paths = {"agency_path": "series__agency", "moment_path": "issued_at"}
    declare(
        Indicator(
            code="test.issued",
            title="Số đã cấp",
            rows=issued,
            row_url=lambda row: f"/entries/{row.uuid}/",
            **paths,
            **COMMON,
        ),
        Indicator(code="test.even", title="Số chẵn", rows=issued_even, **COMMON),
        Indicator(code="test.sum", title="Tổng số", rows=issued, aggregate=("sum", "n"), **paths, **COMMON),
        Indicator(code="test.share", title="Tỷ lệ số chẵn", ratio_of=("test.even", "test.issued"), **COMMON),
    )


@dataclass
class Rearranged:
    """District D with communes A and B; on 1/7/2025 the district ended and A and B merged into X; C stayed, then with X."""

    province: Agency
    district: Agency
    a: Agency
    a_room: Agency
    b: Agency
    c: Agency
    x: Agency
    body: Agency

    def issue(self, agency: Agency, day: date, n: int) -> Entry:
        series, _new = Series.objects.get_or_create(
            code="test", agency=agency, period=str(day.year), defaults={"last": 900}
        )
        at = datetime(day.year, day.month, day.day, 9, tzinfo=VIETNAM)
        return Entry.objects.create(
            series=series,
            n=n,
            state=State.ISSUED,
            issued_at=at,
            subject_kind="test",
            subject_uuid=uuid7(),
            taken_by="test",
        )


def _agency(slug: str, kind: str, *stays: tuple[Agency | None, date, date | None]) -> Agency:
    first, last = stays[0][1], stays[-1][2]
    made = Agency.objects.create(
        slug=slug, kind=kind, name=slug, valid=to_range(DateRange(first, last)), parent=stays[-1][0]
    )
    for parent, begins, ends in stays:
        AgencyProfile.objects.create(
            agency=made, name=slug, level="commune", parent=parent, valid=to_range(DateRange(begins, ends))
        )
    return made


@pytest.fixture
def land(db: None) -> Rearranged:
    old = date(2016, 1, 1)
    province = _agency("tinh", "province", (None, old, None))
    district = _agency("huyen-d", "district", (province, old, CHANGE))
    a = _agency("xa-a", "commune", (district, old, CHANGE))
    b = _agency("xa-b", "commune", (district, old, CHANGE))
    made = Rearranged(
        province=province,
        district=district,
        a=a,
        a_room=_agency("xa-a--vp", "room", (a, old, CHANGE)),
        b=b,
        c=_agency("xa-c", "commune", (district, old, CHANGE), (province, CHANGE, None)),
        x=_agency("xa-x", "commune", (province, CHANGE, None)),
        body=_agency("so", "provincial_body", (province, old, None)),
    )
    for gone in (a, b):
        Succession.objects.create(effective_on=CHANGE, kind="merge", predecessor=gone, successor=made.x)
    Succession.objects.create(effective_on=CHANGE, kind="abolish", predecessor=district)
    Succession.objects.create(
        effective_on=CHANGE, kind="partial_transfer", predecessor=district, successor=made.x, function="đất đai"
    )
    forget_tree()
    return made
