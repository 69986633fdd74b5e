"""What a counter decides without a database: who is called next, what may happen to a number (quy tắc tại quầy)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta

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


MOST_WEEKS = 26
SATURDAY = 5  # of date.weekday()


def saturdays_from(first: date, weeks: int) -> list[date]:
    """So many Saturdays one after another, from a first one (các thứ Bảy). Raises Refused."""
    if first.weekday() != SATURDAY:
        raise Refused("no_saturday", gettext_noop("Ngày bắt đầu không phải thứ Bảy."))
    if not 1 <= weeks <= MOST_WEEKS:
        raise Refused("weeks", gettext_noop("Lập kế hoạch từ 1 đến %(most)d tuần."), most=MOST_WEEKS)
    return [first + timedelta(weeks=n) for n in range(weeks)]


def must_be_ahead(day: date, today: date) -> None:
    """Raises Refused once the day has begun: what is counted by plan must not change afterwards (trước ngày mở)."""
    if day <= today:
        raise Refused("too_late_to_plan", gettext_noop("Chỉ lập hoặc hủy kế hoạch trước ngày mở quầy."))


def must_open_and_close(opens: time, closes: time) -> None:
    """Raises Refused for hours the wrong way round (giờ mở quầy)."""
    if opens >= closes:
        raise Refused("hours", gettext_noop("Giờ đóng phải sau giờ mở."))


def must_have_desks(asked: Collection[int], there: Collection[int]) -> None:
    """Raises Refused for no desk, or one that the counter has not opened (ô mở thứ Bảy)."""
    if not asked:
        raise Refused("no_desk", gettext_noop("Ghi ít nhất một ô, ví dụ: 1, 2."))
    if missing := sorted(set(asked) - set(there)):
        raise Refused(
            "unknown_desk",
            gettext_noop("Trung tâm này chưa mở ô %(desks)s. Giám đốc trung tâm mở ô ở màn hình “Ô và thiết bị”."),
            desks=", ".join(str(number) for number in missing),
        )


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
