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
from cuulong.lib.errors import InputError, gettext_noop
from cuulong.lib.tables import TableError, read_table, write_csv
from cuulong.lib.working_time import TimeLimit, Unit, due

from .actions.days import import_days, remove_day, set_day
from .forms import CountForm, DayForm, ImportForm
from .models import Holiday, OpeningHours
from .queries import calendar_for

HEADINGS = {"date": ("date", "ngày"), "kind": ("kind", "loại"), "name": ("name", "tên"), "source": ("source", "căn cứ")}


def _year(request: PersonRequest) -> int:
    text = request.GET.get("year", "")
    return int(text) if text.isdigit() and 1990 <= int(text) <= 2100 else timezone.localdate().year


@official_required()
def year(request: PersonRequest) -> HttpResponse:
    """Days off and make-up days of a year; administrators edit them (lịch làm việc năm)."""
    shown = _year(request)
    days = Holiday.objects.filter(day__year=shown).order_by("day")
    if request.GET.get("export") == "csv":
        rows = [[d.day.isoformat(), d.kind, d.name, d.source] for d in days]
        name = f'attachment; filename="lich-{shown}.csv"'
        body = write_csv(list(HEADINGS), rows)
        return HttpResponse(body, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": name})
    form = DayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            set_day(data["day"], data["kind"], data["name"], source=data["source"], acting=request.acting)
            messages.success(request, _("Đã ghi vào lịch. Ngày hẹn tính từ nay theo lịch mới."))
            return redirect(f"{reverse('calendars:year')}?year={data['day'].year}")
        except InputError as error:
            form.add_error(None, _(error.message) % error.params)
    calendar = calendar_for(None, date(shown, 12, 31))
    context: dict[str, Any] = {
        "year": shown,
        "days": days,
        "form": form,
        "import_form": ImportForm(),
        "may_edit": request.acting.can("calendars.manage"),
        "hours": OpeningHours.objects.filter(agency=None, valid__contains=timezone.localdate()).order_by(
            "weekday", "opens"
        ),
        "working_days": sum(1 for n in range(366) if _is_working(calendar, shown, n)),
    }
    return render(request, "calendars/year.html", context, status=422 if form.errors else 200)


def _is_working(calendar: Any, year: int, n: int) -> bool:
    day = date.fromordinal(date(year, 1, 1).toordinal() + n)
    return day.year == year and calendar.is_working_day(day)


@require_POST
@official_required("calendars.manage")
def remove(request: PersonRequest, uuid: UUID) -> HttpResponse:
    """Take a day off the list (bỏ ngày)."""
    holiday = get_object_or_404(Holiday, uuid=uuid)
    shown = holiday.day.year
    remove_day(holiday, acting=request.acting)
    messages.success(request, _("Đã bỏ ngày khỏi lịch."))
    return redirect(f"{reverse('calendars:year')}?year={shown}")


@require_POST
@official_required("calendars.manage")
def take_in(request: PersonRequest) -> HttpResponse:
    """Import days; good rows are taken, every bad one is named (nhập lịch)."""
    upload = request.FILES.get("file")
    try:
        if upload is None:
            raise InputError("no_file", gettext_noop("Chọn tệp trước khi nhập."))
        table = read_table(upload.read(), columns=HEADINGS, required=("date", "kind", "name"))
    except (TableError, InputError) as error:
        messages.error(request, _(error.message) % error.params)
        return redirect("calendars:year")
    report = import_days(table, acting=request.acting)
    return render(request, "calendars/imported.html", {"report": report})


@official_required()
def count(request: PersonRequest) -> HttpResponse:
    """Count a due date and explain it line by line (tính thử ngày hẹn)."""
    form = CountForm(request.GET or None)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        data = form.cleaned_data
        calendar = calendar_for(None, timezone.localtime(data["start"]).date())
        explained = due(data["start"], TimeLimit(data["amount"], Unit(data["unit"])), calendar)
        context |= {"explained": explained, "strip": explained.strip(data["start"])}
    return render(request, "calendars/count.html", context)


@official_required()
def hours(request: PersonRequest) -> HttpResponse:
    """The opening hours of the province and of offices that keep their own (giờ làm việc)."""
    rows = OpeningHours.objects.select_related("agency").order_by("agency__name", "weekday", "opens")
    return render(request, "calendars/hours.html", {"rows": rows})
