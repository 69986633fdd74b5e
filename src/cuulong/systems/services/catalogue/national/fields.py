"""From the cells of a file to the fields of a procedure; the same words mean the same in every format (trường dữ liệu)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from cuulong.lib.vietnamese import clean, fold

from .figures import propose_time
from .rows import LEVELS, MINISTRIES, Finding, ProcedureRow, RefusedRow

CODE = re.compile(r"\d\.\d{6}(?:\.[0-9A-Z.]{1,28})?")
LONGEST_NAME = 600  # longer ones are read whole and reported: a name should not be a paragraph
# Commas inside these do not part two kinds of people.
_WHOLE = ("Tổ chức (không bao gồm doanh nghiệp, HTX)", "Cán bộ, công chức, viên chức")
TEXTS = {
    "ten_thu_tuc": "name",
    "so_quyet_dinh": "decision",
    "linh_vuc": "sector",
    "loai_thu_tuc": "kind",
    "co_quan_thuc_hien": "performing",
    "co_quan_co_tham_quyen": "deciding",
    "url": "url",
}


def procedure_row(
    line: int, cells: Mapping[str, Any], seen: set[str], more: Mapping[str, Any], odd: list[Finding]
) -> ProcedureRow | RefusedRow:
    """One row judged: taken with its findings, or refused (xét một dòng).

    `cells` are the source's own columns; `more` are fields only this format has, `odd` what was found in them.
    """
    code, name = str(cells.get("ma_thu_tuc") or "").strip(), str(cells.get("ten_thu_tuc") or "").strip()
    wrong = _refusal(code, name, seen)
    if wrong:
        return RefusedRow(line, code[:60], (wrong, *odd))
    seen.add(code)
    fields: dict[str, Any] = {to: cells[key] for key, to in TEXTS.items() if key in cells}
    findings = list(odd)
    if len(name) > LONGEST_NAME:
        findings.append(Finding("name_long", name[:80]))
    for key, kind in (("sector", "sector_blank"), ("decision", "decision_blank"), ("performing", "performing_blank")):
        if key in fields and not fields[key]:
            findings.append(Finding(kind))
    if cells.get("loai_thu_tuc") == "":
        findings.append(Finding("kind_blank"))
    if "co_quan_co_tham_quyen" in cells and not fields["deciding"]:
        findings.append(Finding("deciding_blank"))
    if "bo_nganh" in cells:
        fields["ministry"] = ministry(str(cells["bo_nganh"]))
        if not fields["ministry"]:
            findings.append(Finding("ministry_blank"))
    if "cap_thuc_hien" in cells:
        fields["levels"], unknown = levels(str(cells["cap_thuc_hien"]))
        findings += [Finding("level_unknown", text) for text in unknown]
        if not fields["levels"]:
            findings.append(Finding("level_blank"))
    if "doi_tuong" in cells:
        fields["subjects"] = subjects(str(cells["doi_tuong"]))
    return ProcedureRow(line, code, fields | dict(more), tuple(findings))


def _refusal(code: str, name: str, seen: set[str]) -> Finding | None:
    if not code:
        return Finding("code_blank")
    if not CODE.fullmatch(code):
        return Finding("code_bad", code[:60])
    if code in seen:
        return Finding("code_twice", code)
    return None if name else Finding("name_blank")


@cache
def ministry(text: str) -> str:
    """The name behind the source's key; a name stays a name (cơ quan ban hành)."""
    return MINISTRIES.get(text.strip(), clean(text))


@cache
def _levels(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    known = {LEVELS[fold(part)] for part in parts if fold(part) in LEVELS}
    order = list(LEVELS.values())
    return tuple(sorted(known, key=order.index)), tuple(part for part in parts if fold(part) not in LEVELS)


def levels(text: str) -> tuple[list[str], list[str]]:
    """Levels of government, and words that name none (cấp thực hiện)."""
    known, unknown = _levels(text)
    return list(known), list(unknown)


@cache
def _subjects(text: str) -> tuple[str, ...]:
    found = []
    for whole in _WHOLE:
        if whole in text:
            found.append(whole)
            text = text.replace(whole, "")
    return (*found, *(part.strip() for part in text.split(",") if part.strip()))


def subjects(text: str) -> list[str]:
    """Who may ask for it (đối tượng thực hiện)."""
    return list(_subjects(text))


def yes_or_no(text: Any, what: str, odd: list[Finding]) -> bool | None:
    """1 or 0 as the source writes it; anything else is unknown and reported."""
    if str(text) in ("0", "1"):
        return str(text) == "1"
    odd.append(Finding("flag_odd", f"{what} = {text}"))
    return None


def counter_time(amount: str, unit: str, odd: list[Finding]) -> dict[str, list[dict[str, Any]]]:
    """The one time of a short list: at the counter (thời hạn trực tiếp)."""
    proposal, found = propose_time(amount, unit)
    odd += found
    return {"counter": [proposal] if proposal else []}
