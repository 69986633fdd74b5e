"""How long an answer may take: dated settings of the province (thời hạn trả lời)."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from cuulong.core.calendars.queries import calendar_for
from cuulong.core.organisations.models import Agency
from cuulong.lib.dates import local_date
from cuulong.lib.province import Province
from cuulong.lib.working_time import TimeLimit, Unit, due


def _settings() -> dict[str, Any]:
    return _read(settings.PROVINCE_DIR)


@cache
def _read(folder: Path) -> dict[str, Any]:
    return Province(folder).toml("feedback.toml")


def row_of(table: str, key: str, day: date) -> dict[str, Any] | None:
    """The row of a dated table that is in force on `day` (dòng đang áp dụng)."""
    for row in _settings().get(table, []):
        ends = row.get("valid_to")
        if row["key"] == key and row["valid_from"] <= day and (ends is None or day < ends):
            found: dict[str, Any] = row
            return found
    return None


def limit(key: str, day: date) -> TimeLimit | None:
    """The limit in force on `day`; None where the province has set none (thời hạn)."""
    row = row_of("limits", key, day)
    return TimeLimit(row["amount"], Unit(row["unit"])) if row else None


def times(key: str, day: date) -> int:
    """How often something may be done under a limit of its own; 0 where there is none (số lần được phép)."""
    row = row_of("limits", key, day)
    return int(row.get("times", 1)) if row else 0


def is_remote(agency: Agency, day: date) -> bool:
    """Whether the province counts the place as remote and hard to reach on `day` (vùng sâu, vùng xa, đi lại khó khăn)."""
    return row_of("remote", agency.slug, day) is not None


def due_at(key: str, agency: Agency, begins: datetime) -> datetime | None:
    """When it must be done, by the agency's own calendar; longer in remote areas where such a limit is set (hạn)."""
    day = local_date(begins)
    allowed = limit(f"{key}_remote", day) if is_remote(agency, day) else None
    allowed = allowed or limit(key, day)
    return due(begins, allowed, calendar_for(agency, day)).due_at if allowed else None


def number(key: str, default: int) -> int:
    """A count the province has set, such as how many a person may send a day (số đã đặt)."""
    return int(_settings().get(key, default))


def desk() -> Agency | None:
    """Who receives what names no place: the office that receives suggestions for the whole province (nơi tiếp nhận chung)."""
    slug = _settings().get("desk") or Province(settings.PROVINCE_DIR).settings["root"]
    return Agency.objects.filter(slug=slug).first()
