"""What a counter decides without a database: who is called next, what may happen to a number (quy tắc tại quầy)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from cuulong.lib.errors import InputError, gettext_noop

WAITING, CALLED, DONE, ABSENT = "waiting", "called", "done", "absent"

# act: (states a number may be in, the state it leads to)
TICKET_MOVES = {
    "call": (frozenset({WAITING}), CALLED),
    "call_again": (frozenset({CALLED}), CALLED),
    "bring_back": (frozenset({ABSENT}), CALLED),
    "finish": (frozenset({CALLED}), DONE),
    "absent": (frozenset({CALLED}), ABSENT),
}


class Refused(InputError):
    """What the counter cannot do now; the sentence says why and what to do."""


def next_ticket_state(act: str, state: str) -> str:
    """The state that `act` leads a number to. Raises Refused when it is not listed (chuyển tình trạng số)."""
    allowed, after = TICKET_MOVES[act]
    if state not in allowed:
        raise Refused("ticket_moved", gettext_noop("Số này vừa được xử lý ở chỗ khác. Tải lại trang để xem."))
    return after


def ordinary_is_due(called: Sequence[bool], run: int) -> bool:
    """Whether an ordinary number goes next although people of priority wait (gọi xen số thường).

    `called`: which of the last called numbers were of priority, newest first. `run` 0 lets priority always go first.
    """
    return run > 0 and len(called) >= run and all(called[:run])


MOST_FORMS = 50


def must_be_printable(count: int) -> None:
    """Raises Refused for no blanks or too many at once (in phiếu giấy)."""
    if not 1 <= count <= MOST_FORMS:
        raise Refused("how_many", gettext_noop("Mỗi lần in từ 1 đến %(most)d phiếu."), most=MOST_FORMS)


def must_be_unused(known: bool, used: bool) -> None:
    """Raises Refused for a number nobody printed here or one typed in before (phiếu giấy chỉ nhập một lần)."""
    if not known:
        raise Refused(
            "unknown_form", gettext_noop("Trung tâm chưa in phiếu giấy nào mang số này. Xem lại số trên phiếu.")
        )
    if used:
        raise Refused("used_form", gettext_noop("Phiếu giấy này đã được nhập thành một hồ sơ rồi."))


def must_be_in_time(received: datetime, *, now: datetime, printed: datetime, longest: timedelta) -> None:
    """Raises Refused for a time that has not come, lies before the printing or too far back (giờ nhận trên phiếu giấy)."""
    if received > now:
        raise Refused("future", gettext_noop("Giờ nhận ghi trên phiếu chưa đến. Xem lại ngày, giờ."))
    if received < printed:
        raise Refused(
            "before_print", gettext_noop("Giờ nhận ghi trên phiếu sớm hơn lúc phiếu được in. Xem lại ngày, giờ.")
        )
    if now - received > longest:
        raise Refused(
            "too_late", gettext_noop("Phiếu giấy phải nhập trong %(days)d ngày từ khi nhận."), days=longest.days
        )


def must_say_why(reason: str) -> None:
    """Raises Refused without a reason (lý do nhận bằng phiếu giấy)."""
    if not reason.strip():
        raise Refused("no_reason", gettext_noop("Ghi lý do nhận bằng phiếu giấy, ví dụ: mất kết nối từ 8:00."))
