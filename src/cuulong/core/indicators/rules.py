"""Arithmetic of figures, without a database (quy tắc tính chỉ tiêu)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

Figure = int | Decimal | None


def share(part: Figure, whole: Figure) -> Decimal | None:
    """A share of one; None where there is nothing to share (tỷ lệ)."""
    return Decimal(part or 0) / Decimal(whole) if whole else None


def change(now: Figure, before: Figure) -> Decimal | None:
    """Growth as a share of the earlier figure; None where that was nothing (tăng, giảm)."""
    return None if now is None or not before else (Decimal(now) - Decimal(before)) / Decimal(before)


def fingerprint(keys: Iterable[Any]) -> str:
    """SHA-256 over the keys of rows, whatever their order."""
    return hashlib.sha256("\n".join(sorted(map(str, keys))).encode()).hexdigest()
