"""When to try again and when to give up; no clock, no database (quy tắc gửi lại)."""

from __future__ import annotations

from datetime import timedelta

MAX_TRIES = 8
_LONGEST = timedelta(hours=1)


def delay_after(tries: int) -> timedelta:
    """How long to wait after `tries` failures: 2 s, 6 s, 18 s … at most an hour."""
    return min(timedelta(seconds=2 * 3 ** (min(tries, 10) - 1)), _LONGEST)


def gives_up(tries: int) -> bool:
    """Whether `tries` failures are enough to ask a person."""
    return tries >= MAX_TRIES


def describe(error: BaseException) -> str:
    """One line for the screen: the kind of error and the head of its message."""
    return f"{type(error).__name__}: {error}".replace("\x00", "")[:500]
