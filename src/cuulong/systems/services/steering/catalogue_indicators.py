"""How many procedures the province offers, by level, on the last day of a period (chỉ tiêu danh mục thủ tục)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cuulong.core.registry import Indicator, declare
from cuulong.lib.dates import Period

from ..catalogue.listing_queries import in_force
from ..catalogue.models import Listing

Rows = Callable[[Any, Period, datetime], QuerySet[Listing]]


def published(agency_ids: Any, period: Period, known_at: datetime) -> QuerySet[Listing]:
    """Those in force on the last day of the period, or today while it runs."""
    last = min(period.end - timedelta(days=1), timezone.localdate(known_at))
    return in_force(agency_ids, last, known_at)


def _of(**wanted: Any) -> Rows:
    def rows(agency_ids: Any, period: Period, known_at: datetime) -> QuerySet[Listing]:
        return published(agency_ids, period, known_at).filter(**wanted)

    return rows


def _url(row: Listing) -> str:
    return reverse("services:procedure", args=[row.procedure.slug])


COUNT = _("thủ tục")


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
)  # fmt: skip
