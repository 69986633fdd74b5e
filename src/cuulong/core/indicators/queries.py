"""Which agencies and rows stand behind the screens of figures (tra cứu số liệu)."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from cuulong.core.organisations.models import Agency, AgencyKind
from cuulong.core.people.acting import Acting
from cuulong.core.registry import Kind, declared
from cuulong.lib.dates import Period
from cuulong.lib.vietnamese import sort_key

COUNTED = (AgencyKind.PROVINCIAL_BODY, AgencyKind.DISTRICT, AgencyKind.COMMUNE)


def counted_agencies(period: Period) -> list[Agency]:
    """The provincial bodies, districts and communes at the end of a period, or today, by name (đơn vị báo cáo).

    Each bears the name of that day as `name_then`.
    """
    day = min(period.last, timezone.localdate())
    found = Agency.objects.as_of(day).filter(kind__in=COUNTED)
    return sorted(found, key=lambda agency: (COUNTED.index(AgencyKind(agency.kind)), sort_key(shown_name(agency))))


def shown_name(agency: Agency) -> str:
    """What it was called then, short (tên gọi tại thời điểm)."""
    then = getattr(agency, "short_name_then", None) or getattr(agency, "name_then", None)
    return then or agency.short_name or agency.name


def may_see(acting: Acting, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those of the rows this reader may open, by the kind's own door (dòng được xem)."""
    kind = declared(Kind).get(getattr(rows.model, "ref_kind", ""))
    if kind is None or kind.visible_to is None:
        return rows
    return rows.filter(pk__in=kind.visible_to(acting).values("pk"))
