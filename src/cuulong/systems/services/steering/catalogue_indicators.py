"""How many procedures the province offers, by level, on the last day of a period (chỉ tiêu danh mục thủ tục)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cuulong.core.registry import Indicator, declare
from cuulong.lib.dates import Period

from ..catalogue.listing_queries import in_force, processed_by
from ..catalogue.models import Listing

Rows = Callable[[Any, Period, datetime], QuerySet[Listing]]


def published(agency_ids: Any, period: Period, known_at: datetime) -> QuerySet[Listing]:
    """Those in force on the last day of the period, or today while it runs."""
    last = min(period.end - timedelta(days=1), timezone.localdate(known_at))
    return in_force(agency_ids, last, known_at)


def decided(agency_ids: Any, period: Period, known_at: datetime) -> QuerySet[Listing]:
    """Versions published in the period whose decision's day is known (đã công bố, biết ngày quyết định)."""
    begins, ends = period.instants()
    found = Listing.objects.filter(
        published_at__gte=begins, published_at__lt=min(ends, known_at), publish_by__isnull=False
    )
    return found if agency_ids is None else found.filter(pk__in=processed_by(agency_ids, known_at))


def first_ones(agency_ids: Any, period: Period, known_at: datetime) -> QuerySet[Listing]:
    return decided(agency_ids, period, known_at).filter(n=1)


def updates(agency_ids: Any, period: Period, known_at: datetime) -> QuerySet[Listing]:
    return decided(agency_ids, period, known_at).filter(n__gt=1)


def _in_time(rows: Rows) -> Rows:
    return lambda agency_ids, period, known_at: rows(agency_ids, period, known_at).filter(
        published_at__date__lte=F("publish_by")
    )


def _of(**wanted: Any) -> Rows:
    def rows(agency_ids: Any, period: Period, known_at: datetime) -> QuerySet[Listing]:
        return published(agency_ids, period, known_at).filter(**wanted)

    return rows


def _url(row: Listing) -> str:
    return reverse("services:procedure", args=[row.procedure.slug])


COUNT = _("thủ tục")
INDEX = "QĐ 766/QĐ-TTg"


def _indicator(code: str, title: Any, definition: Any, law: str, rows: Rows) -> Indicator:
    return Indicator(
        code=f"services.{code}", title=title, definition=definition, unit=COUNT, legal_source=law, rows=rows,
        row_url=_url, owner="services",
    )  # fmt: skip


declare(
    _indicator(
        "procedures",
        _("Thủ tục đang công bố"),
        _("Số thủ tục có hiệu lực vào ngày cuối kỳ, theo cơ quan giải quyết."),
        "NĐ 118/2025/NĐ-CP",
        published,
    ),
    *(
        _indicator(
            f"procedures_level_{n}", title, _("Số thủ tục đang công bố ở mức độ này vào ngày cuối kỳ."),
            "NĐ 43/2011/NĐ-CP", _of(service_level=n),
        )
        for n, title in (
            (1, _("Dịch vụ công mức độ 1")),
            (2, _("Dịch vụ công mức độ 2")),
            (3, _("Dịch vụ công mức độ 3")),
            (4, _("Dịch vụ công mức độ 4")),
        )
    ),
    _indicator(
        "procedures_full",
        _("Dịch vụ công toàn trình"),
        _("Số thủ tục làm trọn vẹn qua mạng vào ngày cuối kỳ."),
        "NĐ 42/2022/NĐ-CP",
        _of(scope="full"),
    ),
    _indicator(
        "procedures_partial",
        _("Dịch vụ công một phần"),
        _("Số thủ tục làm một phần qua mạng vào ngày cuối kỳ."),
        "NĐ 42/2022/NĐ-CP",
        _of(scope="partial"),
    ),
    _indicator(
        "listings_first",
        _("Thủ tục mới công bố"),
        _("Số thủ tục công bố lần đầu trong kỳ, đã ghi ngày ký quyết định."),
        INDEX,
        first_ones,
    ),
    _indicator(
        "listings_first_in_time",
        _("Thủ tục mới công bố đúng hạn"),
        _("Trong số đó, số công bố không muộn hơn hạn tính từ ngày ký quyết định."),
        INDEX,
        _in_time(first_ones),
    ),
    _indicator(
        "listings_updated",
        _("Thủ tục được cập nhật"),
        _("Số phiên bản sửa đổi công khai trong kỳ, đã ghi ngày ký quyết định."),
        INDEX,
        updates,
    ),
    _indicator(
        "listings_updated_in_time",
        _("Thủ tục được cập nhật đúng hạn"),
        _("Trong số đó, số công khai không muộn hơn hạn tính từ ngày ký quyết định."),
        INDEX,
        _in_time(updates),
    ),
)  # fmt: skip
