"""Which agencies take in and decide a dossier (xác định cơ quan tiếp nhận và giải quyết)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from cuulong.core.organisations.models import Agency, AgencyKind
from cuulong.lib.errors import gettext_noop

from ..catalogue.models import ProcedureVersion
from ..catalogue.rules import competent_rule
from .models import Dossier
from .rules import Refused


@dataclass(frozen=True)
class Route:
    """Where a dossier goes: the counter that takes it in, the agency that decides, the room that works on it."""

    intake: Agency
    competent: Agency
    room: Agency | None
    why: str


def route(version: ProcedureVersion, answers: Mapping[str, Any], *, day: date, counter: Agency | None = None) -> Route:
    """The route of a case on `day`; `counter` is where a person stands, None online.

    Online the competent agency's own counter takes the dossier in. Raises Refused when the answers name no agency.
    """
    rule = competent_rule(version.rules, answers)
    if rule.level == "commune":
        competent, inner = _commune(answers.get(rule.area_field) if rule.area_field else None, counter, day)
        room = next((one for one in inner if rule.room and one.key == rule.room), None)
        own_counter = next((one for one in inner if one.kind == AgencyKind.CENTRE), None)
    else:
        competent = _must(_one(Agency.objects.filter(slug=rule.agency), day), rule.agency)
        room = _one(Agency.objects.filter(slug=rule.division), day) if rule.division else None
        own_counter = _one(Agency.objects.filter(kind=AgencyKind.CENTRE).exclude(parent__kind=AgencyKind.COMMUNE), day)
    return Route(intake=counter or own_counter or competent, competent=competent, room=room, why=rule.why)


def _commune(stat_code: Any, counter: Agency | None, day: date) -> tuple[Agency, list[Agency]]:
    """The commune of an area, or else of the counter one stands at, and its rooms; one query."""
    standing = counter.parent if counter and counter.kind == AgencyKind.CENTRE else counter
    if stat_code:
        named = {"kind": AgencyKind.COMMUNE, "stat_code": stat_code}
    elif standing is not None and standing.kind == AgencyKind.COMMUNE:
        named = {"pk": standing.pk}
    else:
        raise Refused("no_commune", gettext_noop("Chọn xã, phường giải quyết hồ sơ."))
    above = {f"parent__{key}": value for key, value in named.items()}
    inner = list(
        Agency.objects.filter(**above, parent__valid__contains=day, valid__contains=day)
        .select_related("parent")
        .order_by("pk")
    )
    commune = inner[0].parent if inner else _one(Agency.objects.filter(**named), day)
    return _must(commune, str(stat_code or standing)), inner


def _one(agencies: Any, day: date) -> Agency | None:
    found: Agency | None = agencies.filter(valid__contains=day).select_related("parent").first()
    return found


def _must(agency: Agency | None, name: str) -> Agency:
    if agency is None:
        raise Refused("no_agency", gettext_noop("Không tìm thấy cơ quan “%(name)s” đang hoạt động."), name=name)
    return agency


def opinion_agencies(dossier: Dossier) -> QuerySet[Agency]:
    """Agencies that may be asked: provincial bodies with their parts, and rooms of the competent one (cơ quan phối hợp)."""
    bodies = [AgencyKind.PROVINCIAL_BODY, AgencyKind.DIVISION, AgencyKind.UNIT, AgencyKind.CENTRAL_BODY]
    asked = Q(kind__in=bodies) | Q(parent=dossier.competent_agency)
    return Agency.objects.filter(asked, valid__contains=timezone.localdate()).order_by("name")
