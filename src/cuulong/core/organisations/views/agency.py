"""One agency, and the list of successions (cơ quan và lịch sử sắp xếp)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cuulong.core.organisations import figures, queries
from cuulong.core.organisations.flow import flow
from cuulong.core.organisations.lineage import lines
from cuulong.core.organisations.models import Agency, AgencyProfile, Succession, SuccessionKind
from cuulong.core.organisations.queries import Names
from cuulong.core.organisations.tree import UNIT_TYPES
from cuulong.core.registry import Panel, declared
from cuulong.design import formats

from .arranging import ACTS, BODY_KINDS


@require_safe
def agency(request: HttpRequest, slug: str) -> HttpResponse:
    """What an agency is, was called and became (thông tin cơ quan)."""
    one = get_object_or_404(Agency.objects.select_related("parent"), slug=slug)
    today = timezone.localdate()
    is_body = one.kind in BODY_KINDS
    descent = lines()
    names = Names.of(descent.line(one.pk))
    profiles = names.profiles.get(one.pk, [])
    current = names.on(one.pk, today)
    ended = one.valid.upper if one.valid.upper and one.valid.upper <= today else None
    as_of = date.fromordinal(ended.toordinal() - 1) if ended else today
    return render(
        request,
        "organisations/agency.html",
        {
            "agency": one,
            "is_body": is_body,
            "profile": current,
            "heading": (current and current.short_name) or one.name,
            "ended": ended,
            "contact": _contact(one, current),
            "periods": _periods(profiles, today),
            "flow": flow(one, descent, names),
            "changes": told(queries.successions_of(one)),
            "rooms": [] if is_body else list(queries.rooms(one, as_of)),
            "members": queries.members(one, as_of) if is_body else [],
            "panels": [
                {"title": panel.title, "pairs": pairs}
                for panel in sorted(declared(Panel).values(), key=lambda p: p.order)
                if panel.on == Agency.ref_kind and (pairs := list(panel.pairs(one)))
            ],
            "acts": {} if is_body or ended else ACTS,
            "may_manage": request.acting.can("organisations.manage"),  # type: ignore[attr-defined]
        },
    )


def _contact(agency: Agency, profile: AgencyProfile | None) -> list[tuple[str, Any]]:
    if profile is None:
        return [(_("Cơ quan thường trực"), agency.parent), (_("Văn bản thành lập"), agency.founding_act)]
    unit_type = UNIT_TYPES.get(profile.unit_type, "")
    pairs: list[tuple[str, Any]] = [
        (_("Địa chỉ"), profile.address),
        (_("Điện thoại"), profile.phone),
        (_("Thư điện tử"), profile.email),
        (_("Mã định danh (QĐ 20)"), profile.code),
        (_("Mã QCVN 102"), profile.code_102),
    ]
    if agency.stat_code:
        pairs += [(_("Mã đơn vị hành chính"), agency.stat_code), (_("Loại đơn vị"), unit_type)]
    pairs.append((_("Nguồn"), profile.source))
    return [(label, value) for label, value in pairs if value]


def _periods(profiles: list[AgencyProfile], today: date) -> list[dict[str, Any]]:
    """One step of the timeline per name; profiles that only changed a code or contact belong to the same."""
    steps: list[dict[str, Any]] = []
    for profile in profiles:
        name = profile.short_name or profile.name
        if steps and steps[-1]["title"] == name:
            steps[-1]["until"] = profile.valid.upper
        else:
            steps.append({"title": name, "since": profile.valid.lower, "until": profile.valid.upper})
    for step in steps:
        last = step["until"] and date.fromordinal(step["until"].toordinal() - 1)
        step["meta"] = (
            _("%(since)s đến %(until)s") % {"since": formats.day(step["since"]), "until": formats.day(last)}
            if last
            else _("từ %(since)s") % {"since": formats.day(step["since"])}
        )
        ahead = step["since"] > today
        step["status"] = "ahead" if ahead else "now" if not last or last >= today else "done"
    return steps


@dataclass
class Change:
    """Successions of one day that belong together: all that merged into the same agency (một lần sắp xếp)."""

    on: date
    kind: SuccessionKind
    legal_act: str
    whole: AgencyProfile | Agency | None
    whole_slug: str
    givers: list[tuple[str, str]] = field(default_factory=list)
    function: str = ""

    @property
    def label(self) -> Any:
        return self.kind.label


def told(rows: Iterable[Succession]) -> list[Change]:
    """Successions with the names of their day, mergers into one agency as one; two queries (các lần sắp xếp)."""
    found = list(rows)
    names = Names.of({row.predecessor_id for row in found} | {row.successor_id for row in found if row.successor_id})
    changes: dict[tuple[Any, ...], Change] = {}
    for row in found:
        before = date.fromordinal(row.effective_on.toordinal() - 1)
        giver = names.on(row.predecessor_id, before)
        taker = names.on(row.successor_id, row.effective_on) if row.successor_id else None
        key: tuple[Any, ...] = (row.effective_on, row.kind, row.successor_id)
        if row.kind != SuccessionKind.MERGE:
            key += (row.pk,)
        change = changes.setdefault(
            key,
            Change(
                on=row.effective_on,
                kind=SuccessionKind(row.kind),
                legal_act=row.legal_act,
                whole=taker or row.successor,
                whole_slug=row.successor.slug if row.successor else "",
                function=row.function,
            ),
        )
        name = (giver.short_name or giver.name) if giver else row.predecessor.name
        change.givers.append((row.predecessor.slug, name))
    return list(changes.values())


@require_safe
def successions(request: HttpRequest) -> HttpResponse:
    """Every change of the tree by day, and the number of communes through them (sắp xếp tổ chức)."""
    today = timezone.localdate()
    when = queries.calendar(today)
    days = sorted(when.changes, reverse=True)
    asked = request.GET.get("on", "")
    chosen = next((day for day in days if day.isoformat() == asked), days[0] if days else None)
    points = queries.turning_points(when)
    by_kind: dict[SuccessionKind, list[Change]] = defaultdict(list)
    if chosen:
        for change in told(queries.successions().filter(effective_on=chosen)):
            by_kind[change.kind].append(change)
    return render(
        request,
        "organisations/successions.html",
        {
            "chosen": chosen,
            "tabs": [
                {"url": f"?on={day.isoformat()}", "label": formats.day(day), "current": day == chosen} for day in days
            ],
            "groups": [(kind.label, by_kind[kind]) for kind in SuccessionKind if kind in by_kind],
            "points": points,
            "figure": figures.communes_through_time(points),
        },
    )
