"""Screens nobody signs in on: the kiosk, the number on paper and phone, the display board (máy lấy số, bảng gọi số).

They come anew by an answer's Refresh header, so that nothing needs JavaScript. What refreshes by itself is a board or a
kiosk, a display of what happens now; a person's own page does so only when asked.
"""

from __future__ import annotations

from uuid import UUID

from django.conf import settings as site
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from cuulong.design.errors import say
from cuulong.lib.errors import InputError
from cuulong.lib.ids import uuid7
from cuulong.lib.qr import svg

from .actions.queue import take_ticket
from .models import Device, Ticket, TicketState
from .queue_queries import ahead, on_board, today
from .settings import priority_groups

BOARD_SECONDS, KIOSK_SECONDS, OWN_SECONDS = 5, 20, 30


def _device(code: str, purpose: str) -> Device:
    living = Device.objects.filter(revoked_at=None, purpose=purpose).select_related("agency__parent")
    return get_object_or_404(living, code=code)


def _language() -> str:
    return (get_language() or "vi")[:2]


def kiosk(request: HttpRequest, code: str) -> HttpResponse:
    """Press for a number, or for one of those who go first by law (lấy số thứ tự)."""
    device = _device(code, Device.Purpose.KIOSK)
    problem = ""
    if request.method == "POST":
        try:
            press = UUID(request.POST.get("press", ""))
        except ValueError:
            press = uuid7()
        try:
            priority = request.POST.get("priority", "")
            ticket = take_ticket(device, priority=priority, press=press, at=timezone.now())
            return redirect("services:kiosk_ticket", code=code, ticket=ticket.code)
        except InputError as error:
            problem = say(error)
    context = {
        "device": device,
        "groups": priority_groups(_language()),
        "press": uuid7(),
        "problem": problem,
        "waiting": today(device.agency).filter(state=TicketState.WAITING).count(),
    }
    return render(request, "services/public/kiosk.html", context, status=409 if problem else 200)


def kiosk_ticket(request: HttpRequest, code: str, ticket: str) -> HttpResponse:
    """The number, to print or to scan; the kiosk then waits for the next person (phiếu số thứ tự)."""
    device = _device(code, Device.Purpose.KIOSK)
    found = get_object_or_404(Ticket.objects.select_related("agency"), code=ticket, agency=device.agency)
    address = f"{site.BASE_URL}{reverse('services:ticket', args=[found.code])}"
    context = _told(found) | {
        "device": device,
        "qr": mark_safe(svg(address, title=found.label)),  # noqa: S308  drawn by lib from our own text
        "address": address,
    }
    answer = render(request, "services/public/kiosk_ticket.html", context)
    answer["Refresh"] = f"{KIOSK_SECONDS}; url={reverse('services:kiosk', args=[code])}"
    return answer


def ticket(request: HttpRequest, code: str) -> HttpResponse:
    """A person's number on their own phone: who is ahead, which desk calls (số của tôi)."""
    found = get_object_or_404(Ticket.objects.select_related("agency", "desk"), code=code)
    by_itself = request.GET.get("tu-tai") == "1" and found.state == TicketState.WAITING
    answer = render(request, "services/public/ticket.html", _told(found) | {"by_itself": by_itself})
    if by_itself:
        answer["Refresh"] = str(OWN_SECONDS)
    answer["Cache-Control"] = "no-store"
    return answer


def _told(found: Ticket) -> dict[str, object]:
    groups = priority_groups(_language())
    return {
        "ticket": found,
        "group": groups.get(found.priority, found.priority),
        "ahead": ahead(found),
        "past": found.day != timezone.localdate(),
    }


def board(request: HttpRequest, code: str) -> HttpResponse:
    """What is called where, for all who wait (bảng gọi số)."""
    device = _device(code, Device.Purpose.BOARD)
    context = {
        "device": device,
        "called": on_board(device.agency),
        "next": list(today(device.agency).filter(state=TicketState.WAITING).order_by("n")[:8]),
        "now": timezone.localtime(),
    }
    answer = render(request, "services/public/board.html", context)
    answer["Refresh"] = str(BOARD_SECONDS)
    return answer
