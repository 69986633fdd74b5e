"""What working time is counted from and into: limits, pauses, lines."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from cuulong.lib.errors import InputError, gettext_noop


class LimitError(InputError):
    """A time limit that is none, or is longer than ten years (thời hạn giải quyết)."""


def too_long() -> LimitError:
    """Make the error for a limit, or a calendar, that leads nowhere within ten years."""
    return LimitError("limit_long", gettext_noop("Thời hạn vượt quá 10 năm. Xem lại thời hạn và lịch làm việc."))


class Unit(StrEnum):
    """What a time limit is counted in (đơn vị thời hạn)."""

    WORKING_DAYS = "working_days"
    WORKING_HOURS = "working_hours"
    CALENDAR_DAYS = "calendar_days"
    SAME_DAY = "same_day"


class StartRule(StrEnum):
    """What receipt outside opening hours means: its own day, or the next opening."""

    AS_RECEIVED = "as_received"
    WHEN_OPEN = "when_open"


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """A time limit (thời hạn giải quyết); ``cut_off`` is the last moment for the same day."""

    amount: int
    unit: Unit
    cut_off: time = time(15, 0)

    def __post_init__(self) -> None:
        if self.amount < 1:
            raise LimitError("limit_none", gettext_noop("Thời hạn phải từ 1 trở lên."))


@dataclass(frozen=True, slots=True)
class Pause:
    """A time when the clock stands still; ``ends`` None while it still does (tạm dừng)."""

    begins: datetime
    ends: datetime | None
    reason: str

    def __post_init__(self) -> None:
        if self.ends is not None and self.ends < self.begins:
            raise LimitError("pause", gettext_noop("Thời điểm tiếp tục phải sau thời điểm tạm dừng."))


class Kind(StrEnum):
    """What a day did for the count."""

    RECEIVED = "received"
    COUNTED = "counted"
    PAUSED = "paused"
    DAY_OFF = "day_off"
    DUE = "due"


@dataclass(frozen=True, slots=True)
class Line:
    """One day of the count; ``reason`` is a message of ours or the calendar's own text, or ""."""

    day: date
    kind: Kind
    minutes: int
    paused_minutes: int
    reason: str
