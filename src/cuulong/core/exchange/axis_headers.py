"""The keyed hash over the axis's own headers, made and checked alike (ký tiêu đề trục)."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping

PREFIX = "XroadVnpt-"


def signature(headers: Mapping[str, str], key: str) -> str:
    """HMAC-SHA256 over `key:value;` of the axis's headers in their order of name, but the signature itself."""
    told = {name.lower(): value for name, value in headers.items() if name.lower().startswith(PREFIX.lower())}
    told.pop(f"{PREFIX}Signature".lower(), None)
    text = "".join(f"{name}:{value};" for name, value in sorted(told.items()))
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()


def is_signed(headers: Mapping[str, str], key: str) -> bool:
    """Whether the sender of these headers knows the key."""
    given = {name.lower(): value for name, value in headers.items()}.get(f"{PREFIX}Signature".lower(), "")
    return hmac.compare_digest(given.encode(), signature(headers, key).encode())
