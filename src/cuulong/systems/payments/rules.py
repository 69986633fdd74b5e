"""Which charge a transfer pays, and whether a bank's message is genuine; pure decisions (quy tắc đối khớp)."""

from __future__ import annotations

import hashlib
import hmac
import re
from datetime import datetime, timedelta

from cuulong.lib.errors import InputError, gettext_noop

REFERENCE = re.compile(r"CL[0-9A-Z]{12}")
TOLERANCE = timedelta(minutes=10)


class Forged(InputError):
    """A message that the bank did not sign, or signed too long ago."""


def reference_in(text: str) -> str | None:
    """Our reference in a transfer's text, however the bank broke it up (tìm mã trong nội dung chuyển khoản)."""
    found = REFERENCE.search(re.sub(r"[^0-9A-Z]", "", text.upper()))
    return found.group() if found else None


def signature(body: bytes, timestamp: str, key: str) -> str:
    """HMAC-SHA256 over timestamp and body, hex (chữ ký thông điệp)."""
    return hmac.new(key.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def must_be_genuine(body: bytes, timestamp: str, signed: str, key: str, now: datetime) -> None:
    """Raises Forged when the signature is wrong or older than ten minutes (xác thực thông điệp ngân hàng)."""
    if not key or not hmac.compare_digest(signature(body, timestamp, key), signed):
        raise Forged("forged", gettext_noop("Chữ ký của thông điệp không đúng."))
    if not timestamp.isdigit() or abs(now.timestamp() - int(timestamp)) > TOLERANCE.total_seconds():
        raise Forged("too_old", gettext_noop("Thông điệp đã quá cũ."))
