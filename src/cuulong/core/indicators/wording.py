"""Periods in the reader's language (tên kỳ báo cáo)."""

from __future__ import annotations

from cuulong.design import formats
from cuulong.lib.dates import Period, PeriodKind


def period_label(period: Period) -> str:
    """ "tháng 9 năm 2026", or "Sep 2026" in English."""
    if not formats.english():
        return period.label
    match period.kind:
        case PeriodKind.MONTH:
            return f"{formats.MONTHS_EN[period.start.month - 1]} {period.start.year}"
        case PeriodKind.QUARTER:
            return f"Q{period.start.month // 3 + 1} {period.start.year}"
        case PeriodKind.YEAR:
            return str(period.start.year)
    return f"{formats.day(period.start)} – {formats.day(period.last)}"
