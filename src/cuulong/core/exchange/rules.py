"""Judging an answer, when to ask again, what a proof's digest covers; pure decisions (quy tắc tra cứu)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from cuulong.lib.lookups import Outcome

MOST_TRIES = 12
LONGEST_PAUSE = timedelta(hours=6)
LONGEST_VALUE = 500  # characters

# The sentence of the log for each outcome.
PHRASES = {
    Outcome.FOUND: "exchange.lookup.found",
    Outcome.PARTIAL: "exchange.lookup.partial",
    Outcome.ABSENT: "exchange.lookup.absent",
    Outcome.DOWN: "exchange.lookup.down",
    Outcome.LATE: "exchange.lookup.late",
}


def judge(said: Any, wanted: Sequence[str]) -> tuple[Outcome, dict[str, str], str]:
    """Outcome, the wanted values and the reference of what a database said; what nobody asked for is dropped.

    An answer that cannot be understood counts as a database that is down (đánh giá kết quả).
    """
    if not isinstance(said, Mapping) or said.get("status") not in ("found", "partial", "absent"):
        return Outcome.DOWN, {}, ""
    reference = str(said.get("reference") or "")[:80]
    if said["status"] == "absent":
        return Outcome.ABSENT, {}, reference
    fields = said.get("fields")
    if not isinstance(fields, Mapping):
        return Outcome.DOWN, {}, ""
    values = {key: text for key in wanted if (text := _text(fields.get(key)))}
    if not values:
        return Outcome.ABSENT, {}, reference
    whole = said["status"] == "found" and len(values) == len(set(wanted))
    return (Outcome.FOUND if whole else Outcome.PARTIAL), values, reference


def _text(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value).strip()[:LONGEST_VALUE]


def next_try(outcome: Outcome, tries: int, at: datetime) -> datetime | None:
    """When a job asks again: after 1, 2, 4… minutes, at most six hours; None when it is over (lần tra cứu lại)."""
    if outcome.settled or tries >= MOST_TRIES:
        return None
    return at + min(timedelta(minutes=2 ** (tries - 1)), LONGEST_PAUSE)


def digest(kept: Mapping[str, Any]) -> str:
    """SHA-256 over what is kept of a look-up, in one spelling (mã băm kết quả tra cứu)."""
    text = json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
