"""Officials' screens of the queue: calling, figures, desks and devices (gọi số tại ô)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cuulong.core.organisations.models import Agency, AgencyKind
from cuulong.core.people.access import PersonRequest, official_required
from cuulong.core.people.acting import Acting
from cuulong.design.errors import say
from cuulong.lib.dates import parse_date
from cuulong.lib.errors import InputError, gettext_noop
from cuulong.lib.vietnamese import clean

from . import rules
from .actions import queue
from .models import Desk, Device, Ticket, TicketState
from .queue_queries import desks_of, figures, today
from .settings import priority_groups
from .views import counters_of


def centres_of(acting: Acting) -> list[Agency]:
    """The centres whose desks and devices this person looks after (trung tâm tôi phụ trách)."""
    reach = acting.agency_ids(queue.MANAGE)
    centres = Agency.objects.filter(kind=AgencyKind.CENTRE, valid__contains=timezone.localdate())
    found = centres if reach is None else centres.filter(pk__in=reach)
    return list(found.select_related("parent").order_by("pk"))


@official_required(queue.SERVE)
def home(request: PersonRequest) -> HttpResponse:
    """My desk: the number here, who waits, who was absent (gọi số)."""
    counters = counters_of(request.acting)
    desks = list(desks_of(counters))
    mine = next((desk for desk in desks if desk.officer_id == request.user.pk), None)
    numbers = list(today(mine.agency).exclude(state=TicketState.DONE).order_by("n")) if mine else []
    groups = priority_groups((get_language() or "vi")[:2])
    lines: list[dict[str, Any]] = [{"ticket": one, "group": groups.get(one.priority, one.priority)} for one in numbers]
    context = {
        "counters": counters,
        "desks": desks,
        "mine": mine,
        "here": next((one for one in lines if mine and _served_at(one["ticket"], mine)), None),
        "waiting": [one for one in lines if one["ticket"].state == TicketState.WAITING],
        "absent": [one for one in lines if one["ticket"].state == TicketState.ABSENT],
        "may_manage": request.acting.can(queue.MANAGE),
    }
    return render(request, "services/officials/queue.html", context)


def _served_at(ticket: Ticket, desk: Desk) -> bool:
    return ticket.state == TicketState.CALLED and ticket.desk_id == desk.pk


@require_POST
@official_required(queue.SERVE)
def desk_act(request: PersonRequest, uuid: UUID, key: str) -> HttpResponse:
    """Sit down, call, call again, absent, done (thao tác tại ô)."""
    desk = get_object_or_404(desks_of(counters_of(request.acting)), uuid=uuid)
    number = request.POST.get("ticket", "")
    now = timezone.now()
    try:
        if key == "sit":
            queue.sit_down(desk, acting=request.acting)
        elif key == "next":
            queue.call_next(desk, acting=request.acting, at=now)
        else:
            ticket = get_object_or_404(Ticket, code=number, agency=desk.agency)
            if key == "again":
                queue.call_again(ticket, desk, acting=request.acting, at=now)
            elif key in ("finish", "absent"):
                queue.end(ticket, desk, key, acting=request.acting, at=now)
    except InputError as error:
        messages.error(request, say(error))
    return redirect("services:queue")


@official_required("services.queue.see")
def day_figures(request: PersonRequest) -> HttpResponse:
    """What a day took, by desk (số liệu trong ngày)."""
    seen = centres_of(request.acting) or counters_of(request.acting)
    day = _day(request.GET.get("day", ""))
    centres = []
    for one in seen:
        rows, total = figures(one, day)
        if rows or total.served or len(seen) == 1:
            centres.append({"agency": one, "rows": rows, "total": total})
    return render(request, "services/officials/queue_figures.html", {"centres": centres, "day": day})


def _day(text: str) -> date:
    try:
        return parse_date(text) if text else timezone.localdate()
    except InputError:
        return timezone.localdate()


@official_required(queue.MANAGE)
def devices(request: PersonRequest) -> HttpResponse:
    """Desks and devices of my centres (ô tiếp nhận, thiết bị)."""
    centres = centres_of(request.acting)
    problem = ""
    if request.method == "POST":
        try:
            _manage(request, centres)
            return redirect("services:queue_devices")
        except InputError as error:
            problem = say(error)
    context = {
        "centres": centres,
        "desks": Desk.objects.filter(agency__in=centres)
        .select_related("agency", "officer")
        .order_by("agency", "number"),
        "devices": Device.objects.filter(agency__in=centres, revoked_at=None).select_related("agency"),
        "purposes": Device.Purpose.choices,
        "problem": problem,
        "has_errors": bool(problem),
        "typed": request.POST,
    }
    return render(request, "services/officials/queue_devices.html", context, status=422 if problem else 200)


def _manage(request: PersonRequest, centres: list[Agency]) -> None:
    post, now = request.POST, timezone.now()
    if "close" in post:
        desk = get_object_or_404(Desk.objects.select_related("agency"), uuid=post["close"], agency__in=centres)
        queue.close_desk(desk, acting=request.acting, at=now)
        return
    if "revoke" in post:
        device = get_object_or_404(Device.objects.select_related("agency"), uuid=post["revoke"], agency__in=centres)
        queue.revoke_device(device, acting=request.acting, at=now)
        return
    agency = get_object_or_404(Agency.objects.filter(pk__in=[one.pk for one in centres]), slug=post.get("agency", ""))
    if "desk" in post:
        number = post.get("number", "")
        if not number.isdigit() or not 1 <= int(number) <= 99:
            raise rules.Refused("desk_number", gettext_noop("Nhập số ô từ 1 đến 99."))
        queue.open_desk(agency, int(number), acting=request.acting)
    else:
        name = clean(post.get("name", ""))[:80] or _("Thiết bị")
        purpose = post.get("purpose", "")
        queue.add_device(
            agency, purpose if purpose in Device.Purpose.values else Device.Purpose.KIOSK, name, acting=request.acting
        )
