"""Route and instruct several documents at once (phân phối, chỉ đạo nhiều văn bản)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cuulong.core.organisations.models import Agency
from cuulong.core.people.access import PersonRequest, official_required
from cuulong.core.workflow.models import Step
from cuulong.design.errors import say

from ...records.models import Document
from ...records.places import body_of
from ..actions.forward import forward
from ..actions.hand_out import hand_out
from ..actions.instruct import instruct
from ..actions.propose import propose
from ..forms import PlanForm
from ..queries import INSTRUCT, ROUTE, at_step, leaders_of, units_of

MOST = 100
Verb = Callable[..., Document]

BUTTONS: dict[str, list[tuple[str, Any, Verb]]] = {
    "route": [
        ("propose", gettext_lazy("Trình lãnh đạo cho ý kiến"), propose),
        ("hand_out", gettext_lazy("Chuyển thẳng đơn vị xử lý"), hand_out),
    ],
    "instruct": [("instruct", gettext_lazy("Bút phê, giao đơn vị xử lý"), instruct)],
}


@official_required(ROUTE)
def routing(request: PersonRequest) -> HttpResponse:
    """What waits for the office: choose some, name the units, send them on (phân phối văn bản)."""
    return _many(request, "route", _("Phân phối văn bản đến"))


@official_required(INSTRUCT)
def instructing(request: PersonRequest) -> HttpResponse:
    """What waits for my word as a leader (cho ý kiến chỉ đạo)."""
    return _many(request, "instruct", _("Cho ý kiến chỉ đạo"))


def _many(request: PersonRequest, key: str, title: str) -> HttpResponse:
    """One page for one body at a time: its units are what can be chosen."""
    waiting = at_step(request.acting, key).prefetch_related("instructions__handlings__agency")
    every = list(waiting[:MOST])
    places = {one.agency_id: one.agency for one in every}
    place = next((one for one in places.values() if str(one.pk) == request.POST.get("place")), None)
    place = place or next(iter(places.values()), None) or _own(request)
    documents = [one for one in every if place is not None and one.agency_id == place.pk]
    form = _form(request.POST if request.method == "POST" else None, key, place)
    chosen = set(request.POST.getlist("document"))
    problem = ""
    if request.method == "POST":
        picked = [one for one in documents if str(one.uuid) in chosen]
        verb = next((verb for name, _label, verb in BUTTONS[key] if name == request.POST.get("do")), None)
        if not picked:
            problem = _("Chọn ít nhất một văn bản.")
        elif verb is not None and form.is_valid() and not (problem := _sent(request, picked, form, verb)):
            return redirect(request.path)
    context = {
        "title": title,
        "documents": [(one, _proposal(one)) for one in documents],
        "due": _dues(documents),
        "form": form,
        "place": place,
        "chosen": chosen or ({str(documents[0].uuid)} if len(documents) == 1 else set()),
        "buttons": [(name, label) for name, label, _verb in BUTTONS[key]],
        "problem": problem,
        "has_errors": bool(problem or form.errors),
        "others": len(every) - len(documents),
    }
    return render(request, "documents/incoming/many.html", context, status=422 if context["has_errors"] else 200)


def _own(request: PersonRequest) -> Agency | None:
    mine = Agency.objects.filter(pk__in={grant.agency_id for grant in request.acting.grants})
    first = mine.select_related("parent__parent").order_by("pk").first()
    return body_of(first) if first else None


def _form(data: Any, key: str, place: Agency | None) -> PlanForm:
    day = timezone.localdate()
    units = units_of(place, day) if place else Agency.objects.none()
    return PlanForm(data, units=units, leaders=leaders_of(place, day) if place and key == "route" else None)


def _sent(request: PersonRequest, picked: list[Document], form: PlanForm, verb: Verb) -> str:
    """Send them on; "" when something went, else why nothing did."""
    at: datetime = timezone.now()
    more = {"leader": form.cleaned_data["leader"]} if verb is propose else {}
    result = forward(picked, lambda one: verb(one, form.plan, acting=request.acting, at=at, **more))
    reasons = [f"{one.number or one.subject}: {say(error)}" for one, error in result.refused]
    if not result.done:
        return " ".join(reasons)
    n = len(result.done)
    messages.success(request, ngettext("Đã chuyển %(n)s văn bản.", "Đã chuyển %(n)s văn bản.", n) % {"n": n})
    for reason in reasons:
        messages.warning(request, reason)
    return ""


def _proposal(document: Document) -> Any:
    """What the office proposes of it, for the leader to see in the list (đề xuất)."""
    found = [one for one in document.instructions.all() if one.proposal]
    return max(found, key=lambda one: (one.at, one.pk)) if found else None


def _dues(documents: list[Document]) -> dict[Any, datetime | None]:
    steps = Step.objects.filter(case__subject_uuid__in=[one.uuid for one in documents], left_at=None, kind="task")
    return {one.case.subject_uuid: one.due_at for one in steps.select_related("case")}
