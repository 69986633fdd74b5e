"""Appointments at a counter: book, keep, cancel, and the officer's day (đặt lịch hẹn, lịch trong ngày)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_ratelimit.decorators import ratelimit

from cuulong.core.people.access import PersonRequest, official_required
from cuulong.design.errors import say
from cuulong.lib.dates import parse_date
from cuulong.lib.errors import InputError
from cuulong.lib.vietnamese import fold

from ..catalogue.models import ProcedureVersion
from ..catalogue.queries import in_force
from .actions.book import book, cancel, note_visit
from .actions.plans import set_plan
from .forms import PlanForm, VisitForm
from .icalendar import icalendar
from .models import Visit
from .queries import counters_on, days_of, plan_of, slots_of, visits_visible_to
from .views import counters_of


def places(request: PersonRequest) -> HttpResponse:
    """The counters that give appointments (chọn quầy để đặt lịch)."""
    words = request.GET.get("q", "").strip()[:100]
    found = list(counters_on(timezone.localdate()))
    if words:
        found = [one for one in found if fold(words) in fold(f"{one.name} {one.parent}")]
    context = {"counters": found[:60], "q": words, "wish": request.GET.get("thu-tuc", ""), "current": "procedures"}
    return render(request, "services/public/visit_places.html", context)


@ratelimit(key="ip", rate="6/m", method="POST", block=False)
def visit_new(request: PersonRequest, slug: str) -> HttpResponse:
    """Choose a day and an hour at a counter (đặt lịch hẹn)."""
    now = timezone.now()
    today = timezone.localdate(now)
    counter = get_object_or_404(counters_on(today), slug=slug)
    days = days_of(counter, today)
    day = _day(request.GET.get("ngay", ""), next((d for d in days if slots_of(counter, d, now)), today))
    slots = slots_of(counter, day, now) if day in days else []
    wish = request.GET.get("thu-tuc", "")
    form = VisitForm(request.POST or None, slots=slots, initial=_known(request))
    if getattr(request, "limited", False):
        form.add_error(None, _("Đã thử nhiều lần. Đợi một phút rồi thử lại."))
    elif form.is_valid():
        typed = form.cleaned_data
        try:
            visit = book(
                counter,
                datetime.fromisoformat(typed["slot"]),
                name=typed["name"],
                phone=typed["phone"],
                email=typed["email"],
                language=(get_language() or "vi")[:2],
                version=_wish(wish, today),
                acting=request.acting,
                at=now,
            )
            messages.success(request, _("Đã đặt lịch hẹn."))
            return redirect("services:visit", code=visit.code)
        except InputError as error:
            form = VisitForm(request.POST, slots=slots_of(counter, day, now))
            form.is_valid()
            form.add_error(None, say(error))
    context = {
        "counter": counter,
        "days": days,
        "day": day,
        "slots": slots,
        "any_free": any(one.free for one in slots),
        "wish": wish,
        "form": form,
        "current": "procedures",
    }
    return render(request, "services/public/visit_new.html", context, status=422 if form.errors else 200)


def _day(text: str, otherwise: date) -> date:
    try:
        return parse_date(text) if text else otherwise
    except InputError:
        return otherwise


def _wish(slug: str, day: date) -> ProcedureVersion | None:
    return in_force(day).filter(procedure__slug=slug).first() if slug else None


def _known(request: PersonRequest) -> dict[str, str]:
    account = request.acting.account
    return {"name": account.full_name, "phone": account.phone, "email": account.email} if account else {}


def _visit(code: str) -> Visit:
    return get_object_or_404(Visit.objects.select_related("counter__parent", "version"), code=code)


def visit(request: PersonRequest, code: str) -> HttpResponse:
    """One's appointment, to whoever has its code; no name stands on it (lịch hẹn của tôi)."""
    found = _visit(code)
    context = {"visit": found, "over": found.starts_at <= timezone.now(), "current": "mine"}
    return render(request, "services/public/visit.html", context)


@require_POST
def visit_cancel(request: PersonRequest, code: str) -> HttpResponse:
    """Give the seat back (hủy lịch hẹn)."""
    try:
        cancel(_visit(code), acting=request.acting, at=timezone.now())
        messages.success(request, _("Đã hủy lịch hẹn."))
    except InputError as error:
        messages.error(request, say(error))
    return redirect("services:visit", code=code)


def visit_file(request: PersonRequest, code: str) -> HttpResponse:
    """The appointment for a calendar (tệp iCalendar)."""
    found = _visit(code)
    counter = found.counter
    place = f"{counter.name}, {counter.parent.name}" if counter.parent else counter.name
    summary = _("Hẹn tại quầy: %(what)s") % {"what": found.version.title if found.version else counter.name}
    address = settings.BASE_URL + reverse("services:visit", args=[found.code])
    body = icalendar(found, summary=summary, place=place, address=address, now=timezone.now())
    headers = {"Content-Disposition": 'attachment; filename="lich-hen.ics"', "Cache-Control": "private, no-store"}
    return HttpResponse(body, content_type="text/calendar; charset=utf-8", headers=headers)


@official_required("services.visit.read")
def visits(request: PersonRequest) -> HttpResponse:
    """Who comes today, by the hour, and how this counter gives appointments (lịch hẹn trong ngày)."""
    today = timezone.localdate()
    day = _day(request.GET.get("ngay", ""), today)
    counters = counters_of(request.acting)
    plan = plan_of(counters[0], today) if counters else None
    form = PlanForm(request.POST or None, initial=_figures(plan))
    if request.method == "POST" and counters and form.is_valid():
        set_plan(counters[0], first=today, acting=request.acting, **form.cleaned_data)
        messages.success(request, _("Đã lưu kế hoạch nhận hẹn."))
        return redirect("services:visits")
    context = {
        "day": day,
        "visits": visits_visible_to(request.acting, day),
        "counters": counters,
        "form": form if counters and request.acting.can("services.visit.plan", counters[0]) else None,
        "now": timezone.now(),
    }
    return render(request, "services/officials/visits.html", context, status=422 if form.errors else 200)


def _figures(plan: object) -> dict[str, int]:
    return {name: getattr(plan, name) for name in ("minutes", "capacity", "days_ahead")} if plan else {}


@require_POST
@official_required("services.visit.read")
def visit_note(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """The person came, or did not (ghi nhận người đến)."""
    here = request.acting.agency_ids("services.visit.read")
    mine = Visit.objects.all() if here is None else Visit.objects.filter(counter__in=here)
    found = get_object_or_404(mine, uuid=uuid)
    try:
        note_visit(found, came=request.POST.get("came") == "yes", acting=request.acting, at=timezone.now())
    except InputError as error:
        messages.error(request, say(error))
    return redirect(f"{reverse('services:visits')}?ngay={timezone.localdate(found.starts_at):%d/%m/%Y}")
