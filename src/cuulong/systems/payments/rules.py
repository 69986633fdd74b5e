"""Which charge a transfer pays, and whether a bank's message is genuine; pure decisions (quy tắc đối khớp)."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from cuulong.lib.errors import InputError, gettext_noop
from cuulong.lib.vietnamese import fold

REFERENCE = re.compile(r"(?=((?:CL|HT)[0-9A-Z]{12}))")
TOLERANCE = timedelta(minutes=10)
# A bank's message and its statement may name days apart: booked the next working day.
TWIN_DAYS = timedelta(days=3)
NO_REFERENCE = gettext_noop("Nội dung chuyển khoản không có mã nào của ta.")
PAID_TWICE = gettext_noop("Khoản này đã nộp trước đó: tiền nộp hai lần, cần hoàn trả.")
NO_LONGER_OWED = gettext_noop("Khoản này đã hủy (hồ sơ đã rút hoặc số phải nộp đã đổi): cần hoàn trả.")
OTHER_AMOUNT = gettext_noop("Số tiền khác số phải nộp.")
PAID_TOO_MUCH = gettext_noop("Nộp thừa: phần thừa cần hoàn trả.")


class Forged(InputError):
    """A message that the bank did not sign, or signed too long ago."""


class NotPossible(InputError):
    """Money cannot be moved that way; the sentence says why (không thực hiện được)."""


def bare(text: str) -> str:
    """Letters and digits only, without accents, in capitals: what no bank changes (chuỗi so khớp)."""
    return re.sub(r"[^0-9A-Z]", "", fold(text).upper())


def references_in(text: str) -> list[str]:
    """Everything in a transfer's text that could be a reference of ours, however the bank broke it up.

    Several, because a word before ours may end in the same letters (tìm mã trong nội dung chuyển khoản).
    """
    return list(dict.fromkeys(REFERENCE.findall(bare(text))))


def memo_key(text: str) -> str:
    """Tells whether two texts are of one transfer (khóa so nội dung)."""
    found = references_in(text)
    return found[-1] if found else bare(text)[:80]


def why_not(state: str, total: int, money: int) -> str:
    """Why money that names a charge does not simply pay it; "" when it does (lý do lệch)."""
    if state in ("paid", "refunded"):
        return PAID_TWICE
    if state == "cancelled":
        return NO_LONGER_OWED
    return OTHER_AMOUNT if money < total else ""


def identities(lines: Iterable[tuple[str, date | None, int, str]]) -> list[str]:
    """One name a line of (number, day, amount, memo), the same in every statement that has the line.

    Without the bank's number, equal lines of a day are counted: the second is another transfer (mã dòng sao kê).
    """
    seen: Counter[str] = Counter()
    found = []
    for number, day, amount, memo in lines:
        plain = f"{day}|{amount}|{bare(memo)}"
        seen[plain] += 1
        digest = hashlib.sha256(f"{plain}|{seen[plain]}".encode()).hexdigest()[:40]
        found.append(f"n:{number}"[:80] if number else f"h:{digest}")
    return found


def signature(body: bytes, timestamp: str, key: str) -> str:
    """HMAC-SHA256 over timestamp and body, hex (chữ ký thông điệp)."""
    return hmac.new(key.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def must_be_genuine(body: bytes, timestamp: str, signed: str, key: str, now: datetime) -> None:
    """Raises Forged when the signature is wrong or older than ten minutes (xác thực thông điệp ngân hàng)."""
    if not key or not hmac.compare_digest(signature(body, timestamp, key).encode(), signed.encode()):
        raise Forged("forged", gettext_noop("Chữ ký của thông điệp không đúng."))
    if (
        not (timestamp.isascii() and timestamp.isdigit())
        or abs(now.timestamp() - int(timestamp)) > TOLERANCE.total_seconds()
    ):
        raise Forged("too_old", gettext_noop("Thông điệp đã quá cũ."))
