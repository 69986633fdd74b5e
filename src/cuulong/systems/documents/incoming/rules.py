"""When a document that came must be registered, and who may be given it; pure (quy tắc văn bản đến; NĐ 30/2020).

Điều 22: what arrives is registered and handed on the same day, at the latest the next working day; urgent documents at once.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from cuulong.lib.errors import gettext_noop
from cuulong.lib.working_time import Calendar, add_working_minutes

from ..records.rules import Refused

# How long "at once" may take, in working minutes; the decree gives no figure.
AT_ONCE = 60
_DAY = timedelta(days=1)


def same_day(arrived_at: datetime, calendar: Calendar) -> datetime:
    """The closing hour by which it should stand in the register: of its own day, else of the next that is worked.

    What comes after closing or on a day off has its day when the office opens again.
    """
    day = calendar.next_working_day(calendar.wall(arrived_at).date())
    closing = calendar.closing(day)
    return closing if arrived_at < closing else calendar.closing(calendar.next_working_day(day + _DAY))


def register_by(arrived_at: datetime, calendar: Calendar, *, urgent: bool) -> datetime:
    """The last moment the law gives (hạn vào sổ): the close of the next working day; an urgent one at once."""
    if urgent:
        return add_working_minutes(arrived_at, AT_ONCE, calendar)
    return calendar.closing(calendar.next_working_day(calendar.wall(arrived_at).date() + _DAY))


def in_time(registered_at: datetime, by: datetime) -> bool:
    """Whether it was registered in time (vào sổ đúng hạn)."""
    return registered_at <= by


def must_be_told_apart(lead: int | None, joint: Collection[int], told: Collection[int]) -> None:
    """One unit leads, and nobody is given two shares of one document. Raises Refused."""
    if lead is None:
        raise Refused("lead", gettext_noop("Chọn đơn vị chủ trì."))
    shares = [lead, *joint, *told]
    if len(shares) != len(set(shares)):
        raise Refused(
            "twice", gettext_noop("Một đơn vị chỉ có một vai trò: chủ trì, phối hợp hoặc để biết. Bỏ chọn chỗ trùng.")
        )


def must_give_reason(note: str, sentence: str) -> str:
    """The reason, trimmed. Raises Refused with `sentence` when there is none."""
    said = note.strip()
    if not said:
        raise Refused("reason", sentence)
    return said
