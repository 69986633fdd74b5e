"""The catalogue in full, one JSON object a line (danh mục đầy đủ dạng JSONL)."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Any

from cuulong.lib.errors import InputError, gettext_noop
from cuulong.lib.vietnamese import clean, fold, nfc

from .fields import procedure_row
from .figures import propose_fee, propose_time
from .rows import CHANNELS, Finding, ProcedureRow, Reading, RefusedRow

LONGEST_LINE = 2_000_000
MOST_LINES = 20_000
SHORT = ("ma_thu_tuc", "ten_thu_tuc", "so_quyet_dinh", "bo_nganh", "cap_thuc_hien", "linh_vuc", "loai_thu_tuc",
         "doi_tuong", "co_quan_thuc_hien", "co_quan_co_tham_quyen", "url")  # fmt: skip
COPIES = {"ban chinh": "originals", "ban sao": "copies"}


class NotRecords(InputError):
    """The file is no JSONL catalogue."""


def read_records(data: bytes) -> Reading:
    """Every line of a JSONL catalogue; a broken line is refused alone (đọc JSONL). Raises NotRecords."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotRecords(
            "jsonl_encoding",
            gettext_noop("Tệp JSONL không phải mã UTF-8 (hỏng từ byte %(at)d)."),
            at=error.start,
        ) from error
    reading = Reading("jsonl")
    seen: set[str] = set()
    # Not splitlines(): U+2028 and its like may stand inside a JSON text.
    for line, written in enumerate(text.split("\n"), start=1):
        if not written.strip():
            continue
        if len(reading.rows) + len(reading.refused) == MOST_LINES:
            raise NotRecords(
                "jsonl_rows", gettext_noop("Tệp có hơn %(limit)d dòng. Chia thành nhiều phần."), limit=MOST_LINES
            )
        row = _row(line, written, seen)
        if isinstance(row, ProcedureRow):
            reading.rows.append(row)
        else:
            reading.refused.append(row)
    if not reading.rows and not any(row.code for row in reading.refused):
        raise NotRecords("jsonl_empty", gettext_noop("Tệp JSONL không có thủ tục nào đọc được."))
    return reading


def _row(line: int, written: str, seen: set[str]) -> ProcedureRow | RefusedRow:
    if len(written) > LONGEST_LINE:
        return RefusedRow(line, "", (Finding("row_long"),))
    try:
        value = json.loads(written)
    except (ValueError, RecursionError):
        return RefusedRow(line, "", (Finding("row_broken"),))
    if not isinstance(value, dict):
        return RefusedRow(line, "", (Finding("row_broken"),))
    odd: list[Finding] = []
    if not unicodedata.is_normalized("NFC", json.dumps(value, ensure_ascii=False) if "\\u03" in written else written):
        odd.append(Finding("text_decomposed"))
    cells = {key: _line(value[key]) for key in SHORT if key in value}
    more = {
        "steps": _text(value.get("trinh_tu_thuc_hien")),
        "conditions": _text(value.get("yeu_cau_dieu_kien")),
        "papers": _papers(value.get("thanh_phan_ho_so"), odd),
        "legal": _legal(value.get("can_cu_phap_ly"), odd),
        "result": _results(value.get("ket_qua"), odd),
        **_ways(value.get("cach_thuc"), odd),
    }
    return procedure_row(line, cells, seen, more, odd)


def _ways(ways: Any, odd: list[Finding]) -> dict[str, Any]:
    """Times, fees and channels of the ways to file (cách thức thực hiện)."""
    limits: dict[str, list[dict[str, Any]]] = {}
    fees: dict[str, list[dict[str, Any]]] = {}
    channels: set[str] = set()
    rows = _list(ways, "cach_thuc", odd)
    for way in rows:
        channel = CHANNELS.get(fold(_line(way.get("hinh_thuc"))), "")
        if not channel:
            odd.append(Finding("channel_unknown", _line(way.get("hinh_thuc"))[:80]))
            continue
        channels.add(channel)
        limit, found = propose_time(_line(way.get("thoi_gian")), _line(way.get("don_vi")))
        odd += found
        if limit:
            limits.setdefault(channel, []).append(limit)
        fee, found = propose_fee(clean(_line(way.get("phi_mo_ta"))))
        odd += found
        if fee:
            fees.setdefault(channel, []).append(fee)
    if not channels:
        odd.append(Finding("time_blank"))
        return {"limits": limits, "fees": fees}
    return {"limits": limits, "fees": fees, "online": "online" in channels, "post": "post" in channels}


def _papers(cases: Any, odd: list[Finding]) -> list[dict[str, Any]]:
    found = []
    for case in _list(cases, "thanh_phan_ho_so", odd):
        for paper in _list(case.get("giay_to"), "giay_to", odd):
            given = paper.get("so_luong")
            counts: dict[Any, Any] = given if isinstance(given, dict) else {}
            number = {COPIES[fold(str(k))]: v for k, v in counts.items() if fold(str(k)) in COPIES}
            found.append(
                {
                    "case": _line(case.get("truong_hop")),
                    "name": _line(paper.get("ten_giay_to")),
                    **{k: v for k, v in number.items() if isinstance(v, int) and not isinstance(v, bool)},
                }
            )
    return found


def _legal(bases: Any, odd: list[Finding]) -> list[dict[str, str]]:
    return [
        {"number": _line(one.get("so_ky_hieu")), "title": _line(one.get("trich_yeu"))}
        for one in _list(bases, "can_cu_phap_ly", odd)
    ]


def _results(results: Any, odd: list[Finding]) -> list[str]:
    if isinstance(results, str):  # the name and its code run together
        name = re.split(r"Mã:\s", clean(results))[0].strip()
        if name:
            odd.append(Finding("result_text", clean(results)[:80]))
        return [name] if name else []
    return [_line(one.get("ten")) for one in _list(results, "ket_qua", odd) if one.get("ten")]


def _list(value: Any, what: str, odd: list[Finding]) -> list[dict[str, Any]]:
    """The objects of a list; anything else is reported and left out."""
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        odd.append(Finding("shape_odd", what))
        return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
    return value


def _line(value: Any) -> str:
    return clean(str(value)) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _text(value: Any) -> str:
    """Several lines, each of them clean."""
    if not isinstance(value, str):
        return ""
    return "\n".join(line for line in (clean(one) for one in nfc(value).split("\n")) if line)
