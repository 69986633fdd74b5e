"""What a listing must say before it is promised; pure (điều kiện xác nhận, công bố)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cuulong.lib.errors import InputError, gettext_noop

UNITS = ("working_day", "calendar_day", "working_hour", "month")
FEE_KINDS = ("free", "flat", "each", "table")
LACKS = {
    "limits": gettext_noop("chưa có thời hạn"),
    "limit_unit": gettext_noop("có thời hạn chưa ghi đơn vị"),
    "fee": gettext_noop("có khoản phí ghi bằng lời, chưa rõ số tiền"),
    "levels": gettext_noop("chưa có cấp thực hiện"),
    "service_level": gettext_noop("chưa có mức độ dịch vụ công"),
    "scope": gettext_noop("chưa rõ toàn trình hay một phần"),
    "process": gettext_noop("chưa rõ cơ quan giải quyết"),
}


class NotYet(InputError):
    """The listing cannot be confirmed or published as it stands."""


def lacks(
    content: Mapping[str, Any], *, levels: list[str], level: int | None, scope: str, duties: set[str]
) -> list[str]:
    """Keys of what is still missing, in the order of the screen (còn thiếu)."""
    limits = [one for each in content.get("limits", {}).values() for one in each]
    fees = [one for each in content.get("fees", {}).values() for one in each]
    missing = {
        "limits": not limits and not content.get("no_limit"),
        "limit_unit": any(one.get("unit") not in UNITS or not one.get("amount") for one in limits),
        "fee": any(one.get("kind") not in FEE_KINDS for one in fees),
        "levels": not levels,
        "service_level": level is None,
        "scope": not scope,
        "process": "process" not in duties,
    }
    return [key for key, is_missing in missing.items() if is_missing]


def level_fits(level: int | None, scope: str) -> bool:
    """Level 4 is all online, level 3 partly or all; 1 and 2 are not online (mức độ và phạm vi)."""
    if level is None or not scope:
        return True
    return {1: scope == "none", 2: scope == "none", 3: scope in ("partial", "full"), 4: scope == "full"}[level]
