"""What may be done with what people send, and what of it others may read; pure decisions (quy tắc xử lý ý kiến)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from cuulong.lib.errors import InputError, gettext_noop
from cuulong.lib.vietnamese import fold

UNCONFIRMED, RECEIVED, ANSWERED, PUBLISHED = "unconfirmed", "received", "answered", "published"
ACCEPTED, REFUSED, VERIFYING, DECIDED, WITHDRAWN = "accepted", "refused", "verifying", "decided", "withdrawn"

OPEN = (RECEIVED, ACCEPTED, VERIFYING)
CLOSED = (ANSWERED, PUBLISHED, DECIDED, REFUSED, WITHDRAWN)
# verb: (states it may start from, state it leads to; None: stays where it is)
Moves = Mapping[str, tuple[frozenset[str], str | None]]
# What is done with the data of something closed, not with the thing itself.
KEEPING: Moves = {"hold": (frozenset(CLOSED), None), "lift": (frozenset(CLOSED), None)}
SUGGESTION: Moves = {
    "confirm": (frozenset({UNCONFIRMED}), RECEIVED),
    "forward": (frozenset({RECEIVED}), None),
    "refuse": (frozenset({RECEIVED}), REFUSED),
    "answer": (frozenset({RECEIVED}), ANSWERED),
    "publish": (frozenset({ANSWERED}), PUBLISHED),
    "unpublish": (frozenset({PUBLISHED}), ANSWERED),
    **KEEPING,
}
COMPLAINT: Moves = {
    "confirm": (frozenset({UNCONFIRMED}), RECEIVED),
    "accept": (frozenset({RECEIVED}), ACCEPTED),
    "refuse": (frozenset({RECEIVED}), REFUSED),
    "verify": (frozenset({ACCEPTED}), VERIFYING),
    "extend": (frozenset({VERIFYING}), None),
    "decide": (frozenset({VERIFYING}), DECIDED),
    "withdraw": (frozenset({RECEIVED, ACCEPTED, VERIFYING}), WITHDRAWN),
    **KEEPING,
}
DENUNCIATION: Moves = {
    "forward": (frozenset({RECEIVED}), None),
    "accept": (frozenset({RECEIVED}), ACCEPTED),
    "refuse": (frozenset({RECEIVED}), REFUSED),
    "verify": (frozenset({ACCEPTED}), VERIFYING),
    "extend": (frozenset({VERIFYING}), None),
    "decide": (frozenset({VERIFYING}), DECIDED),
    **KEEPING,
}
LONGEST = 8000
SATISFIED = 2  # of 1 not satisfied, 2 satisfied, 3 very satisfied

_LONG_NUMBER = re.compile(r"\+?\d(?:[ .\-]?\d){7,}")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
HIDDEN = "[…]"


class Refused(InputError):
    """Something that cannot be done now, and why (không thực hiện được)."""


def next_state(moves: Moves, verb: str, state: str) -> str:
    """The state a verb leads to. Raises Refused when it is not listed for this state (chuyển trạng thái)."""
    starts, leads = moves[verb]
    if state not in starts:
        raise Refused(
            "not_now", gettext_noop("Việc này không làm được ở bước hiện tại. Tải lại trang để xem bước mới.")
        )
    return leads or state


def may_extend(done: int, allowed: int, due: datetime | None, at: datetime) -> None:
    """Raises Refused when no more time may be taken, or when the time is over already (gia hạn xác minh)."""
    if done >= allowed:
        raise Refused("no_more", gettext_noop("Đã gia hạn đủ số lần cho phép; phải kết luận trong hạn hiện tại."))
    if due is not None and at > due:
        raise Refused("late", gettext_noop("Đã quá hạn nên không gia hạn được; ghi kết luận và nêu lý do trễ."))


def years_before(at: datetime, years: int) -> datetime:
    """The same moment so many years earlier; 29 February becomes 28 (lùi số năm)."""
    try:
        return at.replace(year=at.year - years)
    except ValueError:
        return at.replace(year=at.year - years, day=28)


def must_say(text: str) -> str:
    """The words, cleaned at the ends. Raises Refused when there are none (phải ghi nội dung)."""
    said = text.strip()
    if not said:
        raise Refused("no_words", gettext_noop("Ghi nội dung hoặc lý do."))
    if len(said) > LONGEST:
        raise Refused("too_long", gettext_noop("Nội dung dài quá 8.000 ký tự. Rút ngắn lại, hoặc gửi hai lần."))
    return said


def hidden(text: str, names: Iterable[str]) -> str:
    """The text without long numbers, mail addresses and the names given, however they are written (ẩn thông tin cá nhân)."""
    for pattern in (_MAIL, _LONG_NUMBER):
        text = pattern.sub(HIDDEN, text)
    for name in names:
        text = _without(text, name)
    return text


def _without(text: str, name: str) -> str:
    wanted = fold(name).split()
    if not wanted:
        return text
    words = list(re.finditer(r"\w+", text))
    folded = [fold(word[0]) for word in words]
    # From the end, so that what stands before keeps its place.
    for at in range(len(words) - len(wanted), -1, -1):
        if folded[at : at + len(wanted)] == wanted:
            text = text[: words[at].start()] + HIDDEN + text[words[at + len(wanted) - 1].end() :]
    return text
