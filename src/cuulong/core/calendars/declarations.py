"""What the calendar declares to the house (khai báo)."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cuulong.core.registry import Kind, LoadStep, LogPhrase, MenuItem, Panel, Right, RouteSample, declare
from cuulong.design.help import register_help
from cuulong.lib.province import Province

from .actions.load import load_calendar
from .models import Holiday, OpeningHours
from .queries import hours_in_words

declare(
    Right(
        code="calendars.manage",
        title=_("Sửa lịch làm việc"),
        roles=frozenset({"administrator"}),
        scope="province",
    ),
    MenuItem(
        code="calendars",
        title=_("Lịch làm việc"),
        short=_("Lịch"),
        group=_("Danh mục"),
        url_name="calendars:year",
        icon="calendar3",
        order=620,
    ),
    Kind(
        code=Holiday.ref_kind,
        title=_("Ngày nghỉ, ngày làm bù"),
        find=lambda uuid: Holiday.objects.filter(uuid=uuid).first(),
        url=lambda holiday: f"{reverse('calendars:year')}?year={holiday.day.year}",
    ),
    Kind(
        code=OpeningHours.ref_kind,
        title=_("Giờ làm việc"),
        find=lambda uuid: OpeningHours.objects.select_related("agency").filter(uuid=uuid).first(),
        url=lambda hours: reverse("calendars:hours"),
    ),
    Panel(
        code="calendars.hours",
        on="organisations.agency",
        title=_("Giờ làm việc"),
        pairs=lambda agency: (
            hours_in_words(agency, timezone.localdate()) if agency.code and not agency.valid.upper else []
        ),
    ),
    LogPhrase(code="calendars.day.set", sentence=_("Đặt ngày {day} là ngày {kind}: {name}")),
    LogPhrase(code="calendars.day.removed", sentence=_("Bỏ ngày {day} ({name}) khỏi lịch nghỉ, làm bù")),
    LogPhrase(
        code="calendars.days.imported", sentence=_("Nhập lịch nghỉ, làm bù: {taken} ngày nhận, {refused} dòng lỗi")
    ),
    LogPhrase(code="calendars.hours.set", sentence=_("Đặt giờ làm việc của {agency_name} từ ngày {first}: {hours}")),
    LoadStep(code="calendars", order=20, load=lambda: load_calendar(Province(settings.PROVINCE_DIR))),
    RouteSample(code="calendars:year", role="administrator"),
    RouteSample(code="calendars:count", role="specialist", query="start=2026-02-12T09:00&amount=5&unit=working_days"),
    RouteSample(code="calendars:hours", role="specialist"),
    RouteSample(code="calendars:edit_hours", role="administrator"),
    RouteSample(code="calendars:import", role="administrator", method="POST", status=302),
    RouteSample(
        code="calendars:remove",
        role="administrator",
        kwargs=lambda: {"uuid": Holiday.objects.order_by("-day").values_list("uuid", flat=True)[0]},
    ),
)
register_help(
    "calendars:count",
    _("Đếm khác với dự tính?"),
    _(
        "Bảng kể từng ngày: ngày nghỉ, làm bù, giờ mở cửa của nơi đã chọn. Nộp sau giờ chốt thì tính từ ngày làm việc sau."
    ),
)
register_help(
    "calendars:year",
    _("Sửa một ngày"),
    _("Bấm vào ngày để đặt nghỉ hoặc làm bù. Ngày hẹn đã báo không đổi; hồ sơ tiếp nhận sau đó tính theo lịch mới."),
)
