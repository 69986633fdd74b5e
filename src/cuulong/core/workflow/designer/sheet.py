"""A process table while it is written: rows come, go and change places (bảng quy trình đang soạn).

Pure: each deed takes the definition as JSON and gives a new one. What does not fit together yet is said by
`rules.problems`, not refused here.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Mapping
from typing import Any

from cuulong.core.workflow.definition import END, Definition, read
from cuulong.lib.errors import InputError, gettext_noop
from cuulong.lib.vietnamese import fold

Sheet = dict[str, Any]
Deed = Callable[[Sheet], Sheet]
MOST_STEPS = 60


class NoSuchStep(InputError):
    """The step is gone, perhaps in another window (bước không còn)."""


def empty() -> Sheet:
    """A process with one step that ends well (quy trình mới)."""
    first = new_row("Tiếp nhận hồ sơ", "intake")
    first |= {"role": "intake_officer", "scope": "intake"}
    return {"start": "intake", "steps": [first]}


def new_row(title: str, key: str) -> dict[str, Any]:
    """A step that a specialist of the competent agency has a day for."""
    return {
        "key": key,
        "title": {"vi": title},
        "role": "specialist",
        "scope": "competent",
        "hours": 8,
        "actions": [],
    }


def key_from(title: str, taken: set[str]) -> str:
    """A key that says what the title says and is not taken yet."""
    base = re.sub(r"[^a-z0-9]+", "_", fold(title)).strip("_")[:40] or "buoc"
    found, n = base, 2
    while found in taken:
        found, n = f"{base}_{n}", n + 1
    return found


def keys(sheet: Mapping[str, Any]) -> list[str]:
    return [row["key"] for row in sheet["steps"]]


def row_of(sheet: Mapping[str, Any], key: str) -> dict[str, Any]:
    """Raises NoSuchStep."""
    for row in sheet["steps"]:
        if row["key"] == key:
            found: dict[str, Any] = row
            return found
    raise NoSuchStep(
        "no_such_step", gettext_noop("Bước này không còn trong bản soạn; có thể vừa bị xóa ở cửa sổ khác.")
    )


def add_step(title: str, key: str, after: str = "") -> Deed:
    """Put a new step below `after`, or at the end (thêm bước)."""

    def deed(sheet: Sheet) -> Sheet:
        if len(sheet["steps"]) >= MOST_STEPS:
            raise InputError("too_many", gettext_noop("Một quy trình có nhiều nhất %(n)d bước."), n=MOST_STEPS)
        place = keys(sheet).index(after) + 1 if after in keys(sheet) else len(sheet["steps"])
        sheet["steps"].insert(place, new_row(title, key))
        return sheet

    return deed


def put_step(key: str, row: Mapping[str, Any]) -> Deed:
    """Replace what a step says (sửa bước)."""

    def deed(sheet: Sheet) -> Sheet:
        place = sheet["steps"].index(row_of(sheet, key))
        sheet["steps"][place] = {**row, "key": key}
        return sheet

    return deed


def remove_step(key: str) -> Deed:
    """Take a step out; what led to it leads nowhere until somebody says where (xóa bước)."""

    def deed(sheet: Sheet) -> Sheet:
        sheet["steps"].remove(row_of(sheet, key))
        for row in sheet["steps"]:
            for action in row["actions"]:
                if action["next"] == key:
                    action["next"] = ""
            if key in row.get("returns", ()):
                row["returns"].remove(key)
        if sheet["start"] == key:
            sheet["start"] = sheet["steps"][0]["key"] if sheet["steps"] else ""
        return sheet

    return deed


def move_step(key: str, by: int) -> Deed:
    """Move a row up or down; the way of the case does not change by that (đổi chỗ)."""

    def deed(sheet: Sheet) -> Sheet:
        row = row_of(sheet, key)
        place = sheet["steps"].index(row)
        sheet["steps"].insert(max(0, place + by), sheet["steps"].pop(place))
        return sheet

    return deed


def start_at(key: str) -> Deed:
    """Let cases begin at a step (bước bắt đầu)."""

    def deed(sheet: Sheet) -> Sheet:
        sheet["start"] = row_of(sheet, key)["key"]
        return sheet

    return deed


def done(sheet: Mapping[str, Any], deed: Deed) -> Sheet:
    """The sheet after a deed; the given one stays as it was."""
    return deed(copy.deepcopy(dict(sheet)))


def drawable(sheet: Mapping[str, Any]) -> Definition | None:
    """As much of the table as can be drawn: without ways that lead nowhere; None when there is nothing."""
    table = copy.deepcopy(dict(sheet))
    known = set(keys(table))
    if not known:
        return None
    for row in table["steps"]:
        row["actions"] = [a for a in row["actions"] if a["next"] in known or a["next"].startswith(END)]
    if table["start"] not in known:
        table["start"] = keys(table)[0]
    return read(table)
