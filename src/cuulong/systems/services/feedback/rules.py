"""What may be done with what people send, and what of it others may read; pure decisions (quy tắc xử lý ý kiến)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from cuulong.lib.errors import InputError, gettext_noop
from cuulong.lib.vietnamese import fold

UNCONFIRMED, RECEIVED, ANSWERED, PUBLISHED = "unconfirmed", "received", "answered", "published"
ACCEPTED, REFUSED, VERIFYING, DECIDED, WITHDRAWN = "accepted", "refused", "verifying", "decided", "withdrawn"

# verb: (states it may start from, state it leads to; None: stays where it is)
Moves = Mapping[str, tuple[frozenset[str], str | None]]
SUGGESTION: Moves = {
    "confirm": (frozenset({UNCONFIRMED}), RECEIVED),
    "forward": (frozenset({RECEIVED}), None),
    "refuse": (frozenset({RECEIVED}), REFUSED),
    "answer": (frozenset({RECEIVED}), ANSWERED),
    "publish": (frozenset({ANSWERED}), PUBLISHED),
    "unpublish": (frozenset({PUBLISHED}), ANSWERED),
}
COMPLAINT: Moves = {
    "confirm": (frozenset({UNCONFIRMED}), RECEIVED),
    "accept": (frozenset({RECEIVED}), ACCEPTED),
    "refuse": (frozenset({RECEIVED}), REFUSED),
    "verify": (frozenset({ACCEPTED}), VERIFYING),
    "decide": (frozenset({VERIFYING}), DECIDED),
    "withdraw": (frozenset({RECEIVED, ACCEPTED, VERIFYING}), WITHDRAWN),
}
DENUNCIATION: Moves = {
    "forward": (frozenset({RECEIVED}), None),
    "accept": (frozenset({RECEIVED}), ACCEPTED),
    "refuse": (frozenset({RECEIVED}), REFUSED),
    "verify": (frozenset({ACCEPTED}), VERIFYING),
    "decide": (frozenset({VERIFYING}), DECIDED),
}
OPEN = (RECEIVED, ACCEPTED, VERIFYING)
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
