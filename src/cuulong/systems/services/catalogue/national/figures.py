"""Times and fees of the source as proposals, with what is doubtful about them (thời hạn, phí đề xuất).

The source writes "1" without a unit, "120,000" days, "700 VNĐ" for 700.000 đồng: nothing here is a promise before an
officer has confirmed it.
"""

from __future__ import annotations

import re
from typing import Any

from cuulong.lib.vietnamese import fold

from .rows import Finding

Proposal = dict[str, Any]

UNITS = {"ngay lam viec": "working_day", "ngay": "calendar_day", "gio": "working_hour", "thang": "month"}
LONG = {"working_day": 365, "calendar_day": 365, "working_hour": 720, "month": 36, "": 365}
MOST = 10**12  # đồng; beyond it no fee is a fee
_WHOLE = re.compile(r"\d{1,6}")
_AMOUNT = re.compile(r"(\d{1,3}(?:[.,]\d{3})+|\d{1,12})\s*(?:vnđ|vnd|việt nam đồng|đồng)(?!\w)", re.IGNORECASE)
_FREE = "miễn phí"
_NOTHING = ("không có thông tin", "không phải trả kết quả cho người nộp thuế", "không quy định", "vnđ", "không")


def propose_time(amount: str, unit: str) -> tuple[Proposal | None, list[Finding]]:
    """A time limit, None when the source says nothing that could be one (thời hạn giải quyết)."""
    if not amount.strip():
        return None, [Finding("time_blank")]
    written = f"{amount} {unit}".strip()
    known = UNITS.get(fold(unit).strip(), "")
    found: list[Finding] = []
    if not unit.strip():
        found.append(Finding("time_no_unit", written))
    elif not known:
        found.append(Finding("time_unit_unknown", written))
    if not _WHOLE.fullmatch(amount.strip()):
        return None, [*found, Finding("time_odd", written)]
    number = int(amount)
    if number == 0:
        found.append(Finding("time_zero", written))
    elif number > LONG[known]:
        found.append(Finding("time_long", written))
    return {"amount": number, "unit": known, "written": written}, found


def propose_fee(text: str) -> tuple[Proposal | None, list[Finding]]:
    """A fee, None when the source gives no information at all (phí, lệ phí)."""
    written = text.strip()
    if not written:
        return None, []
    head, note = _parted(written)
    rest, free = _without_fillers(head)
    amounts = [int(re.sub(r"[.,]", "", found[1])) for found in _AMOUNT.finditer(head)]
    if not amounts:
        if free:
            doubts = [Finding("fee_free_but", written)] if _AMOUNT.search(note) else []
            return {"kind": "free", "amount": 0, "written": written}, doubts
        if not rest and not note:
            return None, []
        return {"kind": "words", "amount": None, "written": written}, [Finding("fee_words", written)]
    if len(amounts) > 1 or free:
        return {"kind": "words", "amount": None, "written": written}, [Finding("fee_many", written)]
    return _flat(amounts[0], written)


def _flat(amount: int, written: str) -> tuple[Proposal, list[Finding]]:
    found: list[Finding] = []
    if 0 < amount < 1_000:
        # No state fee is below a thousand đồng: three zeros were lost on the way.
        found.append(Finding("fee_thousands", written))
        amount *= 1_000
    elif amount == 0 or amount > MOST:
        return {"kind": "words", "amount": None, "written": written}, [Finding("fee_words", written)]
    return {"kind": "flat", "amount": amount, "written": written}, found


def _parted(text: str) -> tuple[str, str]:
    """What stands before the first bracket, and the rest."""
    head, _bracket, note = text.partition("(")
    return head.strip(), note


def _without_fillers(head: str) -> tuple[str, bool]:
    """The text without the source's empty phrases, and whether it says "free"."""
    rest = head.lower()
    free = _FREE in rest
    for phrase in (_FREE, *_NOTHING):
        rest = rest.replace(phrase, "")
    return rest.strip(" .;,-"), free
