"""A dossier's due date and how it was counted (thời hạn giải quyết)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time

from django.conf import settings

from cuulong.core.calendars.queries import calendar_for
from cuulong.core.organisations.models import Agency
from cuulong.core.workflow.queries import current_case, pauses
from cuulong.lib.province import Province
from cuulong.lib.working_time import Explanation, Pause, TimeLimit, Unit, due

from ..catalogue.rules import limit_rule, time_limit
from .models import Dossier


def same_day_cut_off() -> time:
    """Filed later than this, a same-day procedure is due the next working day; a setting of the province."""
    hours = Province(settings.PROVINCE_DIR).settings["opening_hours"]
    return time.fromisoformat(hours.get("same_day_cut_off", "15:00"))


def promise(dossier: Dossier, at: datetime) -> Explanation:
    """What acceptance at `at` promises; stores the limit on the dossier so that it can be explained for ever."""
    rule = limit_rule(dossier.version.rules, dossier.answers | {"channel": dossier.channel})
    limit = time_limit(rule, same_day_cut_off())
    dossier.limit = {
        "amount": limit.amount,
        "unit": limit.unit.value,
        "cut_off": limit.cut_off.isoformat(),
        "label": rule.label,
        "label_en": rule.label_en,
    }
    dossier.accepted_at = at
    return explain(dossier)


def received_at(dossier: Dossier, at: datetime) -> datetime:
    """From when acceptance counts: now, or the time on the paper form that was complete as it came (mốc tiếp nhận)."""
    complete = dossier.paper_number and dossier.filed_at and not dossier.supplements.exists()
    return dossier.filed_at if complete and dossier.filed_at else at


def counted_anew(dossier: Dossier, at: datetime) -> Explanation:
    """The whole limit once more from `at`, by the calendar of the agency that has it now (tính lại thời hạn)."""
    dossier.limit = {key: value for key, value in dossier.limit.items() if key not in ("extra", "counted_by")} | {
        "from": at.isoformat()
    }
    return explain(dossier)


def extended(dossier: Dossier, extra: int) -> Explanation:
    """The limit with `extra` of its own unit added to it (gia hạn)."""
    dossier.limit = dossier.limit | {"extra": dossier.limit.get("extra", 0) + extra}
    return explain(dossier)


def explain(dossier: Dossier) -> Explanation:
    """The due date line by line, with every pause so far. Raises ValueError before acceptance."""
    if dossier.accepted_at is None or not dossier.limit or dossier.competent_agency is None:
        raise ValueError("the clock has not started")
    amount = dossier.limit["amount"] + dossier.limit.get("extra", 0)
    begins = began_at(dossier)
    assert begins is not None
    limit = TimeLimit(amount, Unit(dossier.limit["unit"]), time.fromisoformat(dossier.limit["cut_off"]))
    calendar = calendar_for(_counting(dossier), begins.date())
    case = current_case(dossier.ref)
    stops = [Pause(*stop) for stop in pauses(case)] if case else []
    return due(begins, limit, calendar, [_within(s, begins) for s in stops if s.ends is None or s.ends > begins])


def began_at(dossier: Dossier) -> datetime | None:
    """When the count began: acceptance, or the day another agency took the dossier over (mốc tính thời hạn)."""
    anew = dossier.limit.get("from")
    return datetime.fromisoformat(anew) if anew else dossier.accepted_at


def _counting(dossier: Dossier) -> Agency:
    """The agency whose calendar counts: a date that was kept at a transfer is still the first one's (lịch dùng để tính)."""
    assert dossier.competent_agency is not None
    kept = dossier.limit.get("counted_by")
    return Agency.objects.get(pk=kept) if kept else dossier.competent_agency


def _within(stop: Pause, begins: datetime) -> Pause:
    return stop if stop.begins >= begins else replace(stop, begins=begins)
