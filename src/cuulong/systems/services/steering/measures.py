"""What is counted of dossiers in a month, each as a condition on them: figure and drill-down are one thing (số đếm).

A figure is the number of dossiers for which its condition holds; nobody can write the one and mean the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, DateTimeField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from cuulong.lib.dates import Period

from ..counters.models import SaturdayPlan
from ..dossiers.models import Channel, Dossier, Issuance, Paper, State
from .models import FeePaid

DONE = (State.ISSUED, State.RETURNED)
SATURDAY = 6
TITLES: dict[str, Any] = {
    "carried": _("Kỳ trước chuyển qua"),
    "received": _("Tiếp nhận trong kỳ"),
    "received_online": _("Tiếp nhận trực tuyến"),
    "received_saturday": _("Tiếp nhận ngày thứ Bảy"),
    "received_saturday_planned": _("Tiếp nhận thứ Bảy theo kế hoạch"),
    "received_in_time": _("Tiếp nhận trong kỳ, đã có kết quả đúng hạn"),
    "early": _("Giải quyết trước hạn"),
    "in_time": _("Giải quyết đúng hạn"),
    "late": _("Giải quyết quá hạn"),
    "withdrawn": _("Người nộp rút"),
    "declined": _("Từ chối tiếp nhận"),
    "in_progress": _("Đang giải quyết cuối kỳ"),
    "overdue": _("Đang giải quyết, quá hạn"),
    "digitised": _("Tiếp nhận trong kỳ, có giấy tờ số hóa"),
    "electronic_result": _("Có kết quả điện tử ký số"),
    "fee_paid": _("Tiếp nhận trong kỳ, đã nộp phí"),
    "fee_paid_online": _("Tiếp nhận trong kỳ, nộp phí trực tuyến"),
}
COLUMNS = tuple(TITLES)
# Sums that the sheets show; a dossier stands in one part only.
SUMS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "total": (_("Tổng số hồ sơ phải giải quyết"), ("carried", "received")),
    "finished": (_("Đã giải quyết"), ("early", "in_time", "late")),
    "finished_in_time": (_("Giải quyết trước và đúng hạn"), ("early", "in_time")),
}
# What is left of one figure without another.
RESTS: dict[str, tuple[Any, str, str]] = {
    "received_direct": (_("Tiếp nhận trực tiếp, bưu chính"), "received", "received_online"),
    "received_saturday_other": (
        _("Tiếp nhận thứ Bảy ngoài kế hoạch"),
        "received_saturday",
        "received_saturday_planned",
    ),
    "progressing_in_time": (_("Đang giải quyết, trong hạn"), "in_progress", "overdue"),
}


@dataclass(frozen=True)
class Figures:
    """The counts of one line (số liệu một dòng)."""

    counts: Mapping[str, int]

    def __getitem__(self, name: str) -> int:
        if name in SUMS:
            return sum(self.counts.get(part, 0) for part in SUMS[name][1])
        if name in RESTS:
            _title, all_of, without = RESTS[name]
            return self.counts.get(all_of, 0) - self.counts.get(without, 0)
        return self.counts.get(name, 0)

    def __bool__(self) -> bool:
        return any(self.counts.values())


def known(name: str) -> bool:
    return name in TITLES or name in SUMS or name in RESTS


def title(name: str) -> Any:
    """What a figure is called (tên số đếm)."""
    return SUMS[name][0] if name in SUMS else RESTS[name][0] if name in RESTS else TITLES[name]


def concerned(month: Period) -> QuerySet[Dossier]:
    """The dossiers that any figure of the month can count (hồ sơ liên quan trong tháng)."""
    begins, ends = month.instants()
    lived = Q(accepted_at__lt=ends) & (Q(finished_at=None) | Q(finished_at__gte=begins))
    declined = Q(state=State.DECLINED, accepted_at=None, finished_at__gte=begins, finished_at__lt=ends)
    return Dossier.objects.filter(lived | declined, competent_agency__isnull=False).exclude(state=State.DRAFT)


def condition(name: str, month: Period, now: datetime) -> Q:
    """When a dossier of `concerned(month)` counts for a figure (điều kiện đếm)."""
    if name in SUMS:
        parts = Q()
        for part in SUMS[name][1]:
            parts |= condition(part, month, now)
        return parts
    begins, ends = month.instants()
    received = Q(accepted_at__gte=begins, accepted_at__lt=ends)
    ended = Q(finished_at__gte=begins, finished_at__lt=ends)
    done = ended & Q(state__in=DONE, accepted_at__isnull=False)
    progress = Q(accepted_at__lt=ends) & (Q(finished_at=None) | Q(finished_at__gte=ends))
    # A stopped clock is not overdue, however long it stands; past months are told as they are known now.
    past_due = Q(due_at__lt=min(ends, now)) & ~Q(state=State.PAUSED)
    before_the_day = Q(finished_at__date__lt=TruncDate("due_at"))
    paid = FeePaid.objects.filter(dossier=OuterRef("pk"))
    # The counter that took it in was open by plan on that Saturday.
    open_that_day = SaturdayPlan.objects.filter(counter=OuterRef("intake_agency"), cancelled_at=None)
    planned = open_that_day.filter(day=TruncDate(ExpressionWrapper(OuterRef("accepted_at"), DateTimeField())))
    match name:
        case "carried":
            return Q(accepted_at__lt=begins)
        case "received":
            return received
        case "received_online":
            return received & Q(channel=Channel.ONLINE)
        case "received_direct":
            return received & ~Q(channel=Channel.ONLINE)
        case "received_saturday":
            return received & Q(accepted_at__iso_week_day=SATURDAY)
        case "received_saturday_planned":
            return received & Q(Exists(planned))
        case "received_saturday_other":
            return received & Q(accepted_at__iso_week_day=SATURDAY) & ~Q(Exists(planned))
        case "received_in_time":
            return received & Q(state__in=DONE, finished_at__lte=F("due_at"))
        case "early":
            return done & before_the_day
        case "in_time":
            return done & Q(finished_at__lte=F("due_at")) & ~before_the_day
        case "late":
            return done & Q(finished_at__gt=F("due_at"))
        case "withdrawn":
            return ended & Q(state=State.WITHDRAWN, accepted_at__isnull=False)
        case "declined":
            return ended & Q(state=State.DECLINED, accepted_at=None)
        case "in_progress":
            return progress
        case "overdue":
            return progress & past_due
        case "progressing_in_time":
            return progress & ~past_due
        case "digitised":
            return received & Q(
                Exists(Paper.objects.filter(dossier=OuterRef("pk"), file__isnull=False, replaced=False))
            )
        case "electronic_result":
            letters = Issuance.objects.filter(
                subject_kind=Dossier.ref_kind, subject_uuid=OuterRef("uuid"), state="issued"
            )
            return done & Q(Exists(letters))
        case "fee_paid":
            return received & Q(Exists(paid))
        case "fee_paid_online":
            return received & Q(Exists(paid.filter(online=True)))
    raise KeyError(name)


def dossiers(name: str, month: Period, now: datetime) -> QuerySet[Dossier]:
    """The dossiers that make a figure (hồ sơ làm nên con số)."""
    return concerned(month).filter(condition(name, month, now))


def counted(found: QuerySet[Dossier], month: Period, now: datetime, by: Mapping[str, Any]) -> QuerySet[Any]:
    """All figures of a month by groups, from the dossiers themselves; one query (đếm từ hồ sơ)."""
    figures = {name: Count("pk", filter=condition(name, month, now)) for name in COLUMNS}
    # A column of dossiers and a figure may bear one name, so both are told apart.
    groups = {f"by_{name}": path for name, path in by.items()}
    return found.order_by().values(**groups).annotate(**{f"n_{name}": count for name, count in figures.items()})
