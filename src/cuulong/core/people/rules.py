"""When someone may be appointed, and what they may lend to whom (quy tắc bổ nhiệm, ủy quyền)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from cuulong.lib.dates import DateRange, short_date
from cuulong.lib.errors import InputError, gettext_noop


class AppointmentError(InputError):
    """An appointment or delegation that cannot be made."""


@dataclass(frozen=True)
class Held:
    """An appointment as the rules see it: when it runs and whose it is."""

    span: DateRange
    owner: int


def span_of(first: date, last: date | None) -> DateRange:
    """The half-open range from the first to the last day, both worked; raises AppointmentError (thời hạn)."""
    if last is not None and last < first:
        raise AppointmentError(
            "span",
            gettext_noop("Ngày cuối %(last)s đứng trước ngày đầu %(first)s. Xem lại một trong hai."),
            first=short_date(first),
            last=short_date(last),
        )
    return DateRange(first, None if last is None else last + timedelta(days=1))


def must_not_overlap(span: DateRange, others: Iterable[DateRange]) -> None:
    """One person holds one role at one agency once a day; raises AppointmentError (trùng phân công)."""
    for other in others:
        if span.overlaps(other):
            raise AppointmentError(
                "overlap",
                gettext_noop(
                    "Người này đã giữ vai trò đó ở đơn vị từ %(first)s. Kết thúc lần trước rồi mới phân công lại."
                ),
                first=short_date(other.start),
            )


def must_be_lendable(held: Held, span: DateRange, *, to: int, reason: str) -> None:
    """One lends one's own work to another, for a stated time and reason; raises AppointmentError (ủy quyền)."""
    if to == held.owner:
        raise AppointmentError("to_oneself", gettext_noop("Không ủy quyền cho chính mình. Chọn người khác."))
    if span.end is None:
        raise AppointmentError("no_end", gettext_noop("Ủy quyền phải có ngày cuối."))
    if not reason.strip():
        raise AppointmentError("no_reason", gettext_noop("Ghi lý do ủy quyền, ví dụ: đi công tác."))
    if held.span.intersect(span) != span:
        raise AppointmentError(
            "outside_appointment",
            gettext_noop("Thời gian ủy quyền phải nằm trong thời gian được phân công, từ %(first)s."),
            first=short_date(held.span.start),
        )
