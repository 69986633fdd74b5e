"""A dossier's due date and how it was counted (thời hạn giải quyết)."""

from __future__ import annotations

from datetime import datetime, time

from django.conf import settings

from cuulong.core.calendars.queries import calendar_for
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


def explain(dossier: Dossier) -> Explanation:
    """The due date line by line, with every pause so far. Raises ValueError before acceptance."""
    if dossier.accepted_at is None or not dossier.limit or dossier.competent_agency is None:
        raise ValueError("the clock has not started")
    limit = TimeLimit(
        dossier.limit["amount"], Unit(dossier.limit["unit"]), time.fromisoformat(dossier.limit["cut_off"])
    )
    calendar = calendar_for(dossier.competent_agency, dossier.accepted_at.date())
    case = current_case(dossier.ref)
    stops = [Pause(*stop) for stop in pauses(case)] if case else []
    return due(dossier.accepted_at, limit, calendar, [s for s in stops if s.begins >= dossier.accepted_at])
