"""How long an answer may take: dated settings of the province (thời hạn trả lời)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.conf import settings

from cuulong.core.calendars.queries import calendar_for
from cuulong.core.organisations.models import Agency
from cuulong.lib.dates import local_date
from cuulong.lib.province import Province
from cuulong.lib.working_time import TimeLimit, Unit, due


def _settings() -> dict[str, Any]:
    return Province(settings.PROVINCE_DIR).toml("feedback.toml")


def limit(key: str, day: date) -> TimeLimit | None:
    """The limit in force on `day`; None where the province has set none (thời hạn)."""
    for row in _settings().get("limits", []):
        ends = row.get("valid_to")
        if row["key"] == key and row["valid_from"] <= day and (ends is None or day < ends):
            return TimeLimit(row["amount"], Unit(row["unit"]))
    return None


def due_at(key: str, agency: Agency, begins: datetime) -> datetime | None:
    """When it must be done, by the agency's own calendar (hạn)."""
    day = local_date(begins)
    allowed = limit(key, day)
    return due(begins, allowed, calendar_for(agency, day)).due_at if allowed else None


def number(key: str, default: int) -> int:
    """A count the province has set, such as how many a person may send a day (số đã đặt)."""
    return int(_settings().get(key, default))


def desk() -> Agency | None:
    """Who receives what names no place: the office that receives suggestions for the whole province (nơi tiếp nhận chung)."""
    slug = _settings().get("desk") or Province(settings.PROVINCE_DIR).settings["root"]
    return Agency.objects.filter(slug=slug).first()
