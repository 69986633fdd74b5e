"""Saturdays: the public page of open counters, and the province's plan (tiếp nhận ngày thứ Bảy)."""

from __future__ import annotations

from datetime import time
from itertools import groupby
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cuulong.core.organisations.models import Agency
from cuulong.core.people.access import PersonRequest, official_required
from cuulong.design.errors import say
from cuulong.design.forms import ClockInput, DayInput
from cuulong.lib.errors import InputError
from cuulong.lib.vietnamese import fold

from .actions.saturdays import PLAN, call_off, plan_saturdays
from .models import SaturdayPlan
from .queries import counters_on
from .rules import MOST_WEEKS
from .saturdays import coming, planned

CLOCK = ["%H:%M", "%Hh%M", "%Hg%M"]


class CentreChoice(forms.ModelChoiceField):
    """A centre by the commune it stands in (chọn trung tâm)."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.parent.name}: {obj.name}" if obj.parent else str(obj.name)


class SaturdayForm(forms.Form):
    """Which counter is open when (kế hoạch thứ Bảy)."""

    counter = CentreChoice(label=gettext_lazy("Trung tâm"), queryset=Agency.objects.none())
    first = forms.DateField(label=gettext_lazy("Thứ Bảy đầu tiên"), widget=DayInput)
    weeks = forms.IntegerField(label=gettext_lazy("Số tuần liên tiếp"), min_value=1, max_value=MOST_WEEKS, initial=4)
    opens = forms.TimeField(
        label=gettext_lazy("Mở cửa lúc"), input_formats=CLOCK, widget=ClockInput, initial=time(7, 30)
    )
    closes = forms.TimeField(
        label=gettext_lazy("Đóng cửa lúc"), input_formats=CLOCK, widget=ClockInput, initial=time(11, 30)
    )
    desks = forms.RegexField(
        label=gettext_lazy("Các ô mở"),
        regex=r"^\s*\d{1,2}(\s*[,; ]\s*\d{1,2})*\s*$",
        max_length=80,
        help_text=gettext_lazy("Ví dụ: 1, 2."),
        error_messages={"invalid": gettext_lazy("Ghi số các ô cách nhau bằng dấu phẩy, ví dụ: 1, 2.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["counter"].queryset = counters_on(timezone.localdate())  # type: ignore[attr-defined]

    def clean_desks(self) -> list[int]:
        return [int(part) for part in self.cleaned_data["desks"].replace(",", " ").replace(";", " ").split()]


def open_on(request: HttpRequest) -> HttpResponse:
    """Which counters are open on the next Saturdays (quầy mở thứ Bảy)."""
    words = request.GET.get("q", "").strip()[:100]
    found = list(coming(timezone.localdate()))
    if words:
        parts = fold(words).split()
        found = [one for one in found if all(part in fold(_name(one.counter)) for part in parts)]
    days = [(day, list(plans)) for day, plans in groupby(found, key=lambda one: one.day)]
    return render(request, "services/public/saturdays.html", {"days": days, "q": words})


def _name(counter: Agency) -> str:
    return f"{counter.parent.name} {counter.name}" if counter.parent else counter.name


@official_required(PLAN)
def plan(request: PersonRequest) -> HttpResponse:
    """The plan of all counters with what each Saturday brought (kế hoạch thứ Bảy)."""
    form = SaturdayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            made = plan_saturdays(
                typed["counter"],
                typed["first"],
                typed["weeks"],
                opens=typed["opens"],
                closes=typed["closes"],
                desks=typed["desks"],
                acting=request.acting,
                at=timezone.now(),
            )
            messages.success(request, _("Đã lập kế hoạch %(n)d ngày thứ Bảy.") % {"n": len(made)})
            return redirect("services:saturdays")
        except InputError as error:
            form.add_error(None, say(error))
    today = timezone.localdate()
    page = Paginator(planned(today), 50).get_page(request.GET.get("page"))
    wrong = form.is_bound and bool(form.errors)
    context = {"form": form, "page": page, "today": today, "has_errors": wrong}
    return render(request, "services/officials/saturdays.html", context, status=422 if wrong else 200)


@official_required(PLAN)
def call_off_plan(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Call one Saturday off (hủy kế hoạch thứ Bảy)."""
    one = get_object_or_404(SaturdayPlan.objects.select_related("counter__parent"), uuid=uuid)
    problem, reason = "", request.POST.get("reason", "")
    if request.method == "POST":
        try:
            call_off(one, reason=reason, acting=request.acting, at=timezone.now())
            messages.success(request, _("Đã hủy kế hoạch."))
            return redirect("services:saturdays")
        except InputError as error:
            problem = say(error)
    context = {"one": one, "problem": problem, "reason": reason, "has_errors": bool(problem)}
    return render(request, "services/officials/saturday_off.html", context, status=422 if problem else 200)
