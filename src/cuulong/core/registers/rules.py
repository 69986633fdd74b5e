"""How a number is written and what may become of it (số và ký hiệu)."""

from __future__ import annotations

from datetime import timedelta

from cuulong.lib.errors import InputError

ORPHAN_AFTER = timedelta(hours=1)


class NumberGone(InputError):
    """The reserved number cannot be used any more; take another one."""


def written(n: int, notation: str = "") -> str:
    """The number as a letter bears it: "05/QĐ-UBND", "112/UBND-VX" (NĐ 30/2020, Phụ lục I: below 10 takes a 0)."""
    return f"{n:02d}/{notation}" if notation else str(n)
