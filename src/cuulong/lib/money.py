"""Money in whole đồng, as plain int: written and read the Vietnamese way."""

import re
from decimal import Decimal

from cuulong.lib.errors import InputError, gettext_noop

LARGEST = 10**15
_WRITTEN = re.compile(r"(\d{1,3}(?:([.,\u00a0 ])\d{3})(?:\2\d{3})*|\d+)([.,]00?)?", re.ASCII)
_UNIT = re.compile(r"\s*(đồng|đ|vnđ|vnd|₫)\.?$", re.IGNORECASE)


class MoneyError(InputError):
    """What was typed is not an amount of đồng."""


def too_large() -> MoneyError:
    """Make the error for an amount no fee reaches."""
    return MoneyError("money_large", gettext_noop("Số tiền quá lớn. Xem lại số chữ số không."))


def format_number(value: int | float | Decimal, places: int = 0) -> str:
    """Write a number with dots between thousands and a decimal comma: 1.234.567,89."""
    return f"{value:,.{places}f}".translate(str.maketrans(",.", ".,"))


def format_dong(amount: int, unit: str = "đồng") -> str:
    """Write an amount of đồng: "1.234.567 đồng", with a no-break space before the unit."""
    return f"{format_number(amount)}\u00a0{unit}"


def parse_dong(text: str) -> int:
    """Read a typed amount such as "700.000", "700,000đ" or "700 000 VND"; raises MoneyError.

    A lone group of other than three digits is refused: nobody can tell whether "7.5" is money.
    """
    found = _WRITTEN.fullmatch(_UNIT.sub("", text.strip()))
    if not found:
        raise MoneyError(
            "money",
            gettext_noop("Số tiền chưa đúng. Viết bằng chữ số, không có số lẻ, ví dụ 700.000."),
        )
    amount = int(re.sub(r"\D", "", found[1]))
    if amount > LARGEST:
        raise too_large()
    return amount
