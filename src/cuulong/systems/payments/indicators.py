"""What the province collects (chỉ tiêu thu phí, lệ phí)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cuulong.core.registry import Indicator, declare
from cuulong.lib.dates import Period

from .models import Charge


def paid(agency_ids: Iterable[int] | None, period: Period, known_at: datetime) -> QuerySet[Charge]:
    begins, ends = period.instants()
    found = Charge.objects.filter(paid_at__gte=begins, paid_at__lt=min(ends, known_at))
    return found if agency_ids is None else found.filter(agency__in=agency_ids)


def paid_by_transfer(agency_ids: Any, period: Period, known_at: datetime) -> QuerySet[Charge]:
    return paid(agency_ids, period, known_at).filter(channel="vietqr")


def _url(row: Charge) -> str:
    return reverse("payments:pay", args=[row.uuid])


LAW = "Luật Phí và lệ phí 97/2015/QH13"
declare(
    Indicator(
        code="payments.collected",
        title=_("Phí, lệ phí đã thu"),
        definition=_("Tổng số tiền các khoản thu đủ trong kỳ, theo cơ quan thu, chưa trừ số hoàn trả."),
        unit=_("đồng"),
        legal_source=LAW,
        rows=paid,
        aggregate=("sum", "total"),
        agency_path="agency",
        moment_path="paid_at",
        row_url=_url,
        owner="payments",
    ),
    Indicator(
        code="payments.paid",
        title=_("Khoản phí, lệ phí đã thu"),
        definition=_("Số khoản thu đủ trong kỳ, theo cơ quan thu."),
        unit=_("khoản"),
        legal_source=LAW,
        rows=paid,
        agency_path="agency",
        moment_path="paid_at",
        row_url=_url,
        owner="payments",
    ),
    Indicator(
        code="payments.paid_by_transfer",
        title=_("Khoản nộp bằng chuyển khoản"),
        definition=_("Số khoản thu đủ trong kỳ qua mã VietQR, chuyển khoản."),
        unit=_("khoản"),
        legal_source=LAW,
        rows=paid_by_transfer,
        agency_path="agency",
        moment_path="paid_at",
        row_url=_url,
        owner="payments",
    ),
    Indicator(
        code="payments.transfer_share",
        title=_("Tỷ lệ thanh toán trực tuyến"),
        definition=_("Khoản nộp bằng chuyển khoản chia cho khoản đã thu trong kỳ."),
        unit="%",
        legal_source=LAW,
        ratio_of=("payments.paid_by_transfer", "payments.paid"),
        owner="payments",
    ),
)
