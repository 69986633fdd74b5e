"""When a text message may go out; pure (giờ yên lặng)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

CHANNELS = ("in_app", "email", "sms", "zalo")
DISTURBING = ("sms", "zalo")


@dataclass(frozen=True)
class Quiet:
    """From `begins` to `ends` of the clock, over midnight when it ends earlier than it begins."""

    begins: time
    ends: time

    def end_if_quiet(self, at: datetime) -> datetime | None:
        """When the quiet that holds at `at` (local time) ends, or None when it is not quiet."""
        clock = at.time()
        overnight = self.ends <= self.begins
        inside = clock >= self.begins or clock < self.ends if overnight else self.begins <= clock < self.ends
        if not inside:
            return None
        day = at.date() + timedelta(days=1) if overnight and clock >= self.begins else at.date()
        return datetime.combine(day, self.ends, tzinfo=at.tzinfo)


def send_at(now: datetime, quiet: Iterable[Quiet]) -> datetime:
    """The first moment from `now` (local time) on that is not quiet; `now` itself in the last resort."""
    hours = list(quiet)
    moment = now
    # Each round leaves one quiet span; more rounds than spans means that together they fill the day.
    for _round in range(len(hours) + 1):
        ends = [end for span in hours if (end := span.end_if_quiet(moment))]
        if not ends:
            return moment
        moment = max(ends)
    return now
