"""What the registers declare to the house (khai báo)."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cuulong.core.registry import Job, Kind, LogPhrase, MenuItem, Right, RouteSample, declare

from . import orphans
from .models import Entry, Series
from .queries import VIEW, series_visible_to, visible_to


def _series_sample() -> dict[str, object]:
    series = Series.objects.filter(agency__slug="commune-29551").order_by("pk").first()
    assert series is not None
    return {"uuid": series.uuid}


declare(
    Right(
        code=VIEW,
        title=_("Xem sổ cấp số"),
        roles=frozenset({"clerk", "chief_of_office", "administrator", "auditor"}),
    ),
    Kind(
        code=Series.ref_kind,
        title=_("Dãy số"),
        find=lambda uuid: Series.objects.filter(uuid=uuid).first(),
        url=lambda series: reverse("registers:series", kwargs={"uuid": series.uuid}),
        visible_to=series_visible_to,
    ),
    Kind(
        code=Entry.ref_kind,
        title=_("Số đã cấp"),
        find=lambda uuid: Entry.objects.select_related("series").filter(uuid=uuid).first(),
        url=lambda entry: reverse("registers:series", kwargs={"uuid": entry.series.uuid}),
        visible_to=visible_to,
    ),
    MenuItem(
        code="registers",
        title=_("Sổ cấp số"),
        group=_("Văn phòng"),
        url_name="registers:all",
        icon="123",
        right=VIEW,
        order=400,
    ),
    LogPhrase(code="registers.number.voided", sentence=_("Hủy số {number}: {reason}")),
    LogPhrase(code="registers.series.opened", sentence=_("Mở dãy số {series}, bắt đầu từ {start_at}")),
    Job(code="registers.orphans", cron="*/15 * * * *", run=orphans.every_quarter),
    RouteSample(code="registers:all", role="administrator"),
    RouteSample(code="registers:series", role="clerk", kwargs=_series_sample),
)
