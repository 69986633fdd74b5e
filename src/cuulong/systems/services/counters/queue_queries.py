"""Reads of the queue: who waits, who is called, what it took (hàng chờ)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Avg, Count, F, Max, Q, QuerySet
from django.utils import timezone

from cuulong.core.organisations.models import Agency

from .models import Desk, Ticket, TicketState


def today(agency: Agency) -> QuerySet[Ticket]:
    """The numbers of a centre today (số trong ngày)."""
    return Ticket.objects.filter(agency=agency, day=timezone.localdate()).select_related("desk")


def ahead(ticket: Ticket) -> int:
    """How many wait who took a number before, and of priority after it (số người đứng trước)."""
    if ticket.state != TicketState.WAITING:
        return 0
    before = Q(n__lt=ticket.n) if ticket.priority == "" else Q(n__lt=ticket.n) & ~Q(priority="")
    if ticket.priority == "":
        before |= ~Q(priority="")
    waiting = Ticket.objects.filter(agency=ticket.agency, day=ticket.day, state=TicketState.WAITING)
    return waiting.filter(before).exclude(pk=ticket.pk).count()


def on_board(agency: Agency) -> list[Ticket]:
    """The numbers at the desks, the last called first (số đang gọi)."""
    return list(today(agency).filter(state=TicketState.CALLED).order_by("-last_called_at", "-pk"))


@dataclass(frozen=True)
class Figures:
    """One day of one desk, or of all of them (số liệu của ô)."""

    desk: Desk | None
    served: int
    absent: int
    waited: float | None
    longest: float | None
    serving: float | None


SUMS = {
    "served": Count("pk", filter=Q(state=TicketState.DONE)),
    "absent": Count("pk", filter=Q(state=TicketState.ABSENT)),
    "waited": Avg(F("called_at") - F("taken_at"), filter=Q(called_at__isnull=False)),
    "longest": Max(F("called_at") - F("taken_at"), filter=Q(called_at__isnull=False)),
    "serving": Avg(F("ended_at") - F("called_at"), filter=Q(state=TicketState.DONE)),
}


def figures(agency: Agency, day: date) -> tuple[list[Figures], Figures]:
    """Each desk's day in minutes of waiting and serving, and all of them together; three queries (số liệu theo ô)."""
    found = Ticket.objects.filter(agency=agency, day=day)
    desks = {desk.pk: desk for desk in Desk.objects.filter(agency=agency)}
    rows = found.exclude(desk=None).values("desk").annotate(**SUMS).order_by("desk__number")
    return [_figures(desks[row["desk"]], row) for row in rows], _figures(None, found.aggregate(**SUMS))


def _figures(desk: Desk | None, row: Mapping[str, Any]) -> Figures:
    def minutes(key: str) -> float | None:
        span = row[key]
        return None if span is None else span.total_seconds() / 60

    return Figures(
        desk,
        int(row["served"]),
        int(row["absent"]),
        minutes("waited"),
        minutes("longest"),
        minutes("serving"),
    )


def desks_of(agencies: Iterable[Agency]) -> QuerySet[Desk]:
    """The open desks of some centres (các ô đang mở)."""
    return Desk.objects.filter(agency__in=agencies, closed_at=None).select_related("agency__parent", "officer")
