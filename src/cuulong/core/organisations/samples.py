"""How tests walk the screens of the agencies (đường dẫn mẫu)."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from cuulong.core.registry import RouteSample, declare

from .models import Agency, AgencyKind, Membership
from .queries import BODIES


def _commune() -> dict[str, Any]:
    living = Agency.objects.filter(kind=AgencyKind.COMMUNE, valid__contains=timezone.localdate())
    return {"slug": living.order_by("predecessions__effective_on", "slug").values_list("slug", flat=True)[0]}


def _body() -> dict[str, Any]:
    living = Agency.objects.filter(kind__in=BODIES, valid__contains=timezone.localdate())
    return {"slug": living.order_by("slug").values_list("slug", flat=True)[0]}


def _seat() -> dict[str, Any]:
    seat = Membership.objects.select_related("body").order_by("pk")[0]
    return {"slug": seat.body.slug, "number": seat.pk}


declare(
    RouteSample(code="organisations:chart", query="on=2016-12-31"),
    RouteSample(code="organisations:export", kwargs=lambda: {"form": "csv"}),
    RouteSample(code="organisations:successions"),
    RouteSample(code="organisations:agency", kwargs=_commune),
    RouteSample(code="organisations:import", role="administrator"),
    RouteSample(code="organisations:import_confirm", role="administrator", method="POST", status=302),
    RouteSample(code="organisations:correct", role="administrator", kwargs=_commune),
    RouteSample(code="organisations:add_member", role="administrator", kwargs=_body),
    RouteSample(code="organisations:drop_member", role="administrator", kwargs=_seat, method="POST", status=302),
    RouteSample(code="organisations:arrange", role="administrator", kwargs=lambda: {**_commune(), "act": "merge"}),
)
