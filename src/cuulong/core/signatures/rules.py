"""Names of the fields, reasons not to sign, and how checks add up to a verdict (quy tắc ký số)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from cuulong.lib.errors import InputError

PERSON = "person"
NUMBER = "number"
ORGANISATION = "organisation"

# The order of NĐ 30/2020: the leader signs, then the clerk numbers, dates and seals.
SIGNING_ORDER = (PERSON, NUMBER, ORGANISATION)


_NUMBER_REASON = re.compile(r"Cấp số (?P<number>\S+) ngày (?P<day>\d{2}/\d{2}/\d{4})")


def number_reason(number: str, day: date) -> str:
    """The reason a number signature states; signed with it, so that it can be read back (lý do ký cấp số)."""
    return f"Cấp số {number} ngày {day:%d/%m/%Y}"


def read_number(reason: str) -> str:
    """The number that `number_reason` wrote, or ""."""
    found = _NUMBER_REASON.fullmatch(reason)
    return found["number"] if found else ""


class CannotSign(InputError):
    """Nothing was signed; the sentence says why and what to do (không ký được).

    Codes: expired, not_yet_valid, revoked, untrusted, wrong_pin, no_key, no_field, already_signed, bad_pdf, no_timestamp.
    """


class Verdict(StrEnum):
    """What a reader may rely on (kết luận)."""

    VALID = "valid"
    BROKEN = "broken"
    UNKNOWN = "unknown"


class State(StrEnum):
    """How one check came out."""

    GOOD = "good"
    BAD = "bad"
    UNKNOWN = "unknown"


def verdict(states: Iterable[State]) -> Verdict:
    """Broken when any check failed, valid only when all passed; no check at all proves nothing."""
    seen = set(states)
    if State.BAD in seen:
        return Verdict.BROKEN
    return Verdict.VALID if seen == {State.GOOD} else Verdict.UNKNOWN


def mask_name(name: str) -> str:
    """A name that only its bearer recognises: "T••• V•• M••"."""
    return " ".join(word[0] + "•" * max(2, len(word) - 1) for word in name.split())
