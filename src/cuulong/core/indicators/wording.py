"""Periods in the reader's language (tên kỳ báo cáo)."""

from __future__ import annotations

import re
from datetime import date

from cuulong.design import formats
from cuulong.lib.dates import Period, PeriodKind
from cuulong.lib.errors import InputError

DAY = re.compile(r"\d{4}-\d\d-\d\d")


def period_label(period: Period) -> str:
    """ "tháng 9 năm 2026", or "September 2026" in English."""
    if not formats.english():
        return period.label
    match period.kind:
        case PeriodKind.MONTH:
            return f"{formats.LONG_MONTHS_EN[period.start.month - 1]} {period.start.year}"
        case PeriodKind.QUARTER:
            return f"Q{period.start.month // 3 + 1} {period.start.year}"
        case PeriodKind.YEAR:
            return str(period.start.year)
    return f"{formats.day(period.start)} – {formats.day(period.last)}"


def spoken_period(text: str) -> str:
    """The same of a stored period; one day is written as a day, anything else as it is."""
    try:
        return formats.day(date.fromisoformat(text)) if DAY.fullmatch(text) else period_label(Period.parse(text))
    except (InputError, ValueError):
        return text
