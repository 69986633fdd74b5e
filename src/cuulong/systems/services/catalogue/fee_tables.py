"""Fees by a table: an answer names the row, or a number falls into it; pure (biểu mức thu)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from cuulong.core.eforms.form import Field
from cuulong.lib.errors import InputError, gettext_noop
from cuulong.lib.vietnamese import clean, fold

Row = Mapping[str, Any]
MOST_ROWS = 200
_FROM = re.compile(r"(?:từ|from|>=)\s*([0-9]+(?:[.,][0-9]+)?)", re.IGNORECASE)
_AMOUNT = re.compile(r"([0-9]{1,3}(?:[.\s][0-9]{3})+|[0-9]+)\s*(?:đ|đồng|vnđ|vnd)?", re.IGNORECASE)


class BadTable(InputError):
    """Lines that make no table of fees (biểu mức thu chưa đúng)."""


def read_rows(text: str) -> list[dict[str, Any]]:
    """One row a line: "Xe máy | 50.000" or "từ 50 | 150.000". Raises BadTable with the line (đọc biểu mức thu)."""
    rows: list[dict[str, Any]] = []
    for n, line in enumerate(text.splitlines(), 1):
        if not clean(line):
            continue
        case, bar, typed = line.rpartition("|")
        case, amount = clean(case), _AMOUNT.fullmatch(clean(typed))
        if not bar or not case or amount is None:
            raise BadTable("row", gettext_noop("Dòng %(n)s của biểu: viết “trường hợp | số tiền”."), n=n)
        row: dict[str, Any] = {"amount": int(re.sub(r"\D", "", amount[1]))}
        least = _FROM.fullmatch(case)
        row |= {"from": _number(least[1])} if least else {"label": case}
        rows.append(row)
    if len(rows) > MOST_ROWS:
        raise BadTable("many", gettext_noop("Biểu có quá %(most)s dòng."), most=MOST_ROWS)
    if {"from" in row for row in rows} == {True, False}:
        raise BadTable("mixed", gettext_noop("Biểu chỉ theo lựa chọn, hoặc chỉ theo số (“từ …”), không lẫn hai cách."))
    named = [str(row["from"] if "from" in row else fold(row["label"])) for row in rows]
    for name in named:
        if named.count(name) > 1:
            raise BadTable("twice", gettext_noop("Biểu có hai dòng cho cùng một trường hợp: %(case)s."), case=name)
    return sorted(rows, key=lambda row: row.get("from", 0))


def written(rows: Sequence[Row]) -> str:
    """The rows as they are typed (biểu mức thu viết lại)."""
    return "\n".join(f"{case_of(row)} | {row['amount']}" for row in rows)


def case_of(row: Row) -> str:
    """What a row is for, in words of the table itself."""
    return f"từ {row['from']}" if "from" in row else str(row["label"])


def rule_for(rows: Sequence[Row], path: str, field: Field) -> dict[str, Any]:
    """The rule that looks the answer to a question up in the table. Raises BadTable (cách tính theo biểu)."""
    title = field.title("vi")
    if not rows:
        raise BadTable("empty", gettext_noop("Phí theo biểu: ghi từng mức của biểu trong nội dung công bố."))
    if not field.required or field.show_when:
        raise BadTable("optional", gettext_noop("Câu “%(title)s” phải luôn hỏi và bắt buộc trả lời."), title=title)
    if "from" in rows[0]:
        if field.kind not in ("integer", "number"):
            raise BadTable("number", gettext_noop("Biểu theo số: câu “%(title)s” phải hỏi một số."), title=title)
        if field.schema.get("minimum", field.schema.get("exclusiveMinimum", rows[0]["from"] - 1)) < rows[0]["from"]:
            sentence = gettext_noop(
                "Biểu bắt đầu từ %(least)s, câu “%(title)s” cho phép số nhỏ hơn hoặc không giới hạn."
            )
            raise BadTable("below", sentence, least=rows[0]["from"], title=title)
        return {"type": "table", "field": path, "rows": [dict(row) for row in rows]}
    values = {fold(words): value for value, words in field.options("vi")}
    values |= {fold(str(value)): value for value, _words in field.options("vi")}
    found = []
    for row in rows:
        if (key := fold(row["label"])) not in values:
            sentence = gettext_noop("Biểu có dòng “%(case)s”, câu “%(title)s” không có lựa chọn đó.")
            raise BadTable("option", sentence, case=row["label"], title=title)
        found.append(dict(row) | {"is": values[key]})
    for value, words in field.options("vi"):
        if value not in [row["is"] for row in found]:
            sentence = gettext_noop("Biểu chưa có mức cho lựa chọn “%(words)s” của câu “%(title)s”.")
            raise BadTable("missing", sentence, words=words, title=title)
    return {"type": "table", "field": path, "rows": found}


def row_for(rows: Sequence[Row], answer: Any) -> Row | None:
    """The row that an answer falls into (mức thu của trường hợp)."""
    if isinstance(answer, bool) or answer is None:
        return None
    if rows and "from" in rows[0]:
        fitting = [row for row in rows if isinstance(answer, int | float) and row["from"] <= answer]
        return fitting[-1] if fitting else None
    return next((row for row in rows if row["is"] == answer), None)


def _number(text: str) -> int | float:
    value = float(text.replace(",", "."))
    return int(value) if value.is_integer() else value
