"""The year at a glance, its edits, and how a date is counted (màn hình lịch làm việc)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cuulong.core.people.access import PersonRequest, official_required
from cuulong.design import formats
from cuulong.design.errors import say
from cuulong.design.tables import XLSX
from cuulong.lib.errors import InputError
from cuulong.lib.tables import read_table, write_csv, write_xlsx
from cuulong.lib.working_time import TimeLimit, Unit, due

from .actions.days import import_days, remove_day, set_day
from .actions.hours import set_hours
from .explaining import spoken_lines
from .forms import CountForm, DayForm, HoursForm, ImportForm
from .models import Holiday
from .queries import calendar_for, offices, offices_with_own_hours, own_week
from .rules import spans_text, spoken_spans
from .year import picture

HEADINGS = {"date": ("date", "ngày"), "kind": ("kind", "loại"), "name": ("name", "tên"), "source": ("source", "căn cứ")}
MOST_DAYS = 5_000


@official_required()
def year(request: PersonRequest) -> HttpResponse:
    """The year as a picture; administrators click a day to change it (lịch làm việc năm)."""
    shown, today = _year(request), timezone.localdate()
    days = list(Holiday.objects.filter(day__year=shown).order_by("day"))
    if request.GET.get("export") in ("csv", "xlsx"):
        return _export(request, shown, days)
    form = DayForm(request.POST) if request.method == "POST" else DayForm(initial=_chosen(request, days))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            set_day(data["day"], data["kind"], data["name"], source=data["source"], acting=request.acting)
            messages.success(request, _("Đã ghi vào lịch. Ngày hẹn tính từ nay theo lịch mới."))
            return redirect(_year_url(data["day"].year))
        except InputError as error:
            form.add_error(None, say(error))
    months = picture(shown, calendar_for(None, min(today, date(shown, 12, 31))), {d.day: d for d in days}, today)
    context: dict[str, Any] = {
        "year": shown,
        "months": months,
        "letters": [formats.weekday_short(date(2024, 1, n)) for n in range(1, 8)],
        "days": days,
        "form": form,
        "import_form": ImportForm(),
        "may_edit": request.acting.can("calendars.manage"),
        "working_days": sum(month.working for month in months),
    }
    return render(request, "calendars/year.html", context, status=422 if form.errors else 200)


@official_required("calendars.manage")
def remove(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Take a day off the list, after asking (bỏ ngày)."""
    holiday = get_object_or_404(Holiday, uuid=uuid)
    if request.method != "POST":
        context = {
            "heading": _("Bỏ ngày %(day)s khỏi lịch?") % {"day": formats.day(holiday.day)},
            "consequences": [
                _("“%(name)s” không còn trong lịch; ngày này trở lại như mọi ngày cùng thứ.") % {"name": holiday.name},
                _("Ngày hẹn đã báo cho người dân giữ nguyên; ngày hẹn mới tính theo lịch mới."),
            ],
            "action": _("Bỏ khỏi lịch"),
            "cancel_url": _year_url(holiday.day.year),
            "frame": "design/officials.html",
        }
        return render(request, "design/confirm.html", context)
    shown = holiday.day.year
    remove_day(holiday, acting=request.acting)
    messages.success(request, _("Đã bỏ ngày khỏi lịch."))
    return redirect(_year_url(shown))


@require_POST
@official_required("calendars.manage")
def take_in(request: PersonRequest) -> HttpResponse:
    """Import days: the good rows, or all or none; every bad one is named (nhập lịch)."""
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("Chọn tệp trước khi nhập."))
        return redirect("calendars:year")
    try:
        data = form.cleaned_data["file"].read()
        table = read_table(data, columns=HEADINGS, required=("date", "kind", "name"), max_rows=MOST_DAYS)
    except InputError as error:
        messages.error(request, say(error))
        return redirect("calendars:year")
    report = import_days(table, acting=request.acting, only_if_all_good=form.cleaned_data["only_if_all_good"])
    errors = [
        {"line": e.line, "column": e.column, "sentence": say(e) if e.message else ""}
        for e in sorted(report.errors, key=lambda e: e.line)
    ]
    return render(request, "calendars/imported.html", {"report": report, "errors": errors})


@official_required()
def count(request: PersonRequest) -> HttpResponse:
    """Count a due date and explain it line by line (tính thử ngày hẹn)."""
    agencies = offices()
    form = CountForm(request.GET or None, agencies=agencies)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        data = form.cleaned_data
        agency = next((one for one in agencies if one.slug == data["agency"]), None)
        try:
            calendar = calendar_for(agency, timezone.localtime(data["start"]).date())
            explained = due(data["start"], TimeLimit(data["amount"], Unit(data["unit"])), calendar)
        except InputError as error:
            form.add_error(None, say(error))
        else:
            context |= {
                "explained": explained,
                "strip": explained.strip(data["start"]),
                "lines": spoken_lines(explained),
            }
    return render(request, "calendars/count.html", context)


@official_required()
def hours(request: PersonRequest) -> HttpResponse:
    """The opening hours of the province and of offices that keep their own (giờ làm việc)."""
    today = timezone.localdate()
    names = [formats.weekday_short(date(2024, 1, n)) for n in range(1, 8)]  # a Monday is the first of that year
    weeks = [
        {"agency": agency, "days": list(zip(names, map(spoken_spans, own_week(agency, today) or ()), strict=False))}
        for agency in (None, *offices_with_own_hours(today))
    ]
    context = {
        "weeks": [week for week in weeks if week["days"]],
        "names": names,
        "may_edit": request.acting.can("calendars.manage"),
        "offices": offices(),
    }
    return render(request, "calendars/hours.html", context)


@official_required("calendars.manage")
def edit_hours(request: PersonRequest) -> HttpResponse:
    """Set the week of the province or of one office from a day on (đặt giờ làm việc)."""
    slug, today = request.GET.get("agency", ""), timezone.localdate()
    agency = next((one for one in offices() if one.slug == slug), None)
    week = own_week(agency, today) or calendar_for(agency, today).weekly
    initial = {"first": today} | {f"day_{n}": spans_text(day) for n, day in enumerate(week)}
    form = HoursForm(request.POST) if request.method == "POST" else HoursForm(initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            set_hours(agency, form.week, form.cleaned_data["first"], acting=request.acting)
            messages.success(request, _("Đã đặt giờ làm việc."))
            return redirect("calendars:hours")
        except InputError as error:
            form.add_error(None, say(error))
    context = {"form": form, "agency": agency}
    return render(request, "calendars/edit_hours.html", context, status=422 if form.errors else 200)


def _year(request: PersonRequest) -> int:
    text = request.GET.get("year", "")
    return int(text) if text.isdecimal() and 1990 <= int(text) <= 2100 else timezone.localdate().year


def _year_url(shown: int) -> str:
    return f"{reverse('calendars:year')}?year={shown}"


def _chosen(request: PersonRequest, days: list[Holiday]) -> dict[str, Any]:
    """The day that was clicked, as the form starts from it."""
    try:
        day = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return {}
    known = next((one for one in days if one.day == day), None)
    return {"day": day} | ({"kind": known.kind, "name": known.name, "source": known.source} if known else {})


def _export(request: PersonRequest, shown: int, days: list[Holiday]) -> HttpResponse:
    """The days of one year; the file can be taken in again."""
    rows = [[one.day.isoformat(), one.kind, one.name, one.source] for one in days]
    if request.GET["export"] == "xlsx":
        answer = HttpResponse(write_xlsx(list(HEADINGS), rows, title=str(shown)), content_type=XLSX)
    else:
        answer = HttpResponse(write_csv(list(HEADINGS), rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="lich-{shown}.{request.GET["export"]}"'
    return answer
