"""Numbers, money, days and moments as readers write them (định dạng hiển thị)."""

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cuulong.lib.dates import long_date

NBSP = "\N{NO-BREAK SPACE}"
WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
WEEKDAYS_SHORT = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
DAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LONG_MONTHS_EN = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

Number = int | float | Decimal
Moment = dt.date | dt.datetime


def english() -> bool:
    """Whether the page is being written in English (tiếng Anh)."""
    return (get_language() or "vi").startswith("en")


def number(value: Number | None, places: int | None = None) -> str:
    """1.234.567,89 in Vietnamese, 1,234,567.89 in English; None is a dash (số)."""
    if value is None:
        return "–"
    exact = Decimal(str(value))
    if places is not None:
        exact = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{exact:,f}"
    return text if english() else text.translate(str.maketrans(",.", ".,"))


def percent(value: Number | None, places: int = 1) -> str:
    """A share of one as 97,1% (tỷ lệ)."""
    return "–" if value is None else f"{number(Decimal(str(value)) * 100, places)}%"


def money(value: Number | None) -> str:
    """Whole đồng: 75.000 đ, or 75,000 VND in English (số tiền)."""
    return "–" if value is None else number(value, 0) + NBSP + ("VND" if english() else "đ")


def day(value: Moment | None) -> str:
    """27/10/2026, or 27 Oct 2026 in English (ngày)."""
    if value is None:
        return "–"
    at = _local(value)
    return f"{at.day} {MONTHS_EN[at.month - 1]} {at.year}" if english() else f"{at.day:02}/{at.month:02}/{at.year}"


def short_day(value: Moment) -> str:
    """27/10, or 27 Oct in English (ngày, tháng)."""
    at = _local(value)
    return f"{at.day}{NBSP}{MONTHS_EN[at.month - 1]}" if english() else f"{at.day}/{at.month}"


def long_day(value: Moment) -> str:
    """Ngày 09 tháng 10 năm 2026, always Vietnamese: for state forms (ngày trên văn bản)."""
    at = _local(value)
    return long_date(at.date() if isinstance(at, dt.datetime) else at)


def weekday(value: Moment) -> str:
    """Thứ Ba, or Tuesday (thứ trong tuần)."""
    at = _local(value)
    return (DAYS_EN if english() else WEEKDAYS)[at.weekday()].replace(" ", NBSP)


def weekday_short(value: Moment) -> str:
    """T2 … CN, or Mon … Sun (thứ viết tắt)."""
    at = _local(value)
    return DAYS_EN[at.weekday()][:3] if english() else WEEKDAYS_SHORT[at.weekday()]


def weekday_day(value: Moment | None, year: bool = False) -> str:
    """Thứ Ba 27/10, with the year on request (thứ, ngày)."""
    if value is None:
        return "–"
    return f"{weekday(value)}{NBSP}{day(value).replace(' ', NBSP) if year else short_day(value)}"


def clock(value: dt.datetime) -> str:
    """17:00 by the province's clock (giờ)."""
    return f"{_local(value):%H:%M}"


def moment(value: dt.datetime | None) -> str:
    """17:00, thứ Sáu 9/10/2026 (thời điểm)."""
    return "–" if value is None else f"{clock(value)}, {weekday_day(value, year=True)}"


def short_moment(value: dt.datetime | None) -> str:
    """17:00 09/10/2026, for columns (thời điểm viết gọn)."""
    return "–" if value is None else f"{clock(value)}{NBSP}{day(value).replace(' ', NBSP)}"


def month(value: Moment) -> str:
    """ "tháng 10/2026", or "October 2026" in English (tháng)."""
    at = _local(value)
    return f"{LONG_MONTHS_EN[at.month - 1]} {at.year}" if english() else f"tháng {at.month}/{at.year}"


def file_size(size: int | None) -> str:
    """3,2 MB or 64 KB; sizes count in thousands as phones do (dung lượng)."""
    if size is None:
        return "–"
    if size < 1_000_000:
        return f"{number(max(1, round(size / 1000)))}{NBSP}KB"
    return f"{number(Decimal(size) / 1_000_000, 1)}{NBSP}MB".replace(",0" + NBSP, NBSP).replace(".0" + NBSP, NBSP)


def when_due(value: Moment, now: dt.datetime | None = None) -> str:
    """A due date for a chip: "Hôm nay, 17:00" or "Thứ Ba 27/10" (hạn)."""
    today = _local(now or timezone.now())
    today = today.date() if isinstance(today, dt.datetime) else today
    at = _local(value)
    due_day = at.date() if isinstance(at, dt.datetime) else at
    if due_day == today:
        word = _("Hôm nay")
        return f"{word}, {clock(value)}" if isinstance(value, dt.datetime) else word
    text = weekday_day(value, year=due_day.year != today.year)
    return text[:1].upper() + text[1:]


def _local(value: Moment) -> Moment:
    return timezone.localtime(value) if isinstance(value, dt.datetime) and timezone.is_aware(value) else value
