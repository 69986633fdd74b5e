"""By which day a decision on a procedure is to be published (thời hạn công khai quyết định công bố thủ tục)."""

from __future__ import annotations

from datetime import date, datetime, time

from django.conf import settings

from cuulong.core.calendars.queries import calendar_for
from cuulong.lib.dates import VIETNAM, local_date
from cuulong.lib.province import Province
from cuulong.lib.working_time import TimeLimit, Unit, due


def publish_by(decided_on: date) -> date | None:
    """The last day for publishing, counted from the decision by dated settings; None where none is set (hạn công khai)."""
    for row in Province(settings.PROVINCE_DIR).settings.get("publishing", []):
        ends = row.get("valid_to")
        if row["valid_from"] <= decided_on and (ends is None or decided_on < ends):
            begins = datetime.combine(decided_on, time(8), VIETNAM)
            last = due(begins, TimeLimit(row["amount"], Unit(row["unit"])), calendar_for(None, decided_on)).due_at
            return local_date(last) if last else None
    return None
