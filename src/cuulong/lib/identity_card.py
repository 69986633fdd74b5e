"""The text in the QR code of an identity card, as a scanner types it (mã QR trên thẻ căn cước)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from cuulong.lib.errors import gettext_noop
from cuulong.lib.identity import IdentityError, Sex, check_citizen_number_matches, parse_citizen_number
from cuulong.lib.vietnamese import clean

BAR = "|"
SEXES = {"nam": Sex.MALE, "nữ": Sex.FEMALE}


@dataclass(frozen=True, slots=True)
class IdentityCard:
    """What a card says of its holder (thẻ căn cước)."""

    number: str
    old_number: str
    full_name: str
    born: date
    sex: Sex
    address: str
    issued: date | None


def looks_like_card(text: str) -> bool:
    """Whether a scanner typed this rather than a person a number (nhận ra mã QR)."""
    return text.count(BAR) >= 5


def parse_card(text: str) -> IdentityCard:
    """Read number|old number|name|birth|sex|address|issue, days as ddmmyyyy; raises IdentityError (mã QR căn cước).

    What newer cards write after these fields is left alone. Number, year of birth and sex must agree.
    """
    parts = [clean(part) for part in text.split(BAR)]
    if len(parts) < 6:
        raise IdentityError("card_parts", _BROKEN)
    number = parse_citizen_number(parts[0])
    born, sex = _day(parts[3]), SEXES.get(parts[4].casefold())
    if not parts[2] or born is None or sex is None:
        raise IdentityError("card_parts", _BROKEN)
    check_citizen_number_matches(number, born=born, sex=sex)
    old = parts[1] if parts[1].isdigit() and len(parts[1]) in (9, 12) else ""
    issued = _day(parts[6]) if len(parts) > 6 else None
    return IdentityCard(number.digits, old, parts[2], born, sex, parts[5], issued)


_BROKEN = gettext_noop(
    "Mã quét được không phải mã QR của thẻ căn cước, hoặc quét thiếu. Quét lại, hoặc gõ số căn cước."
)


def _day(text: str) -> date | None:
    try:
        return datetime.strptime(text, "%d%m%Y").date() if len(text) == 8 and text.isascii() else None
    except ValueError:
        return None
