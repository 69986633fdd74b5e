"""Type in later what was taken in on paper while the line was cut (nhập lại phiếu giấy)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from cuulong.core.people.acting import Acting
from cuulong.design.errors import say
from cuulong.lib.dates import parse_date
from cuulong.lib.errors import InputError, gettext_noop

from ..dossiers.models import Dossier
from ..dossiers.sheet import file_sheet
from . import rules
from .actions.paper_forms import find_form, tie
from .intake import CounterSheet


def file_at_counter(sheet: CounterSheet, post: Mapping[str, Any], *, acting: Acting, at: datetime) -> Dossier | None:
    """File the sheet now, or at the true time of the paper form it was typed from (nộp hồ sơ tại quầy)."""
    number, reason = str(post.get("paper_number", "")), str(post.get("paper_reason", ""))[:300]
    if not number.strip() or sheet.stays or Dossier.objects.filter(uuid=sheet.key).exists():
        return file_sheet(sheet, acting=acting, at=at)
    assert sheet.counter is not None
    try:
        received = read_moment(str(post.get("paper_day", "")), str(post.get("paper_time", "")))
        form = find_form(sheet.counter, number, received, reason, at=at)
        with transaction.atomic():
            dossier = file_sheet(sheet, acting=acting, at=received)
            if dossier is not None:
                dossier.paper_number = form.number
                dossier.save(update_fields=["paper_number"])
                tie(form, dossier, reason, acting=acting, at=at)
            return dossier
    except InputError as error:
        sheet.problem = say(error)
        return None


def read_moment(day: str, clock: str) -> datetime:
    """A day and a time of day as officers write them; raises Refused, DateError (ngày, giờ nhận)."""
    try:
        hour, minute = (int(part) for part in clock.strip().replace("h", ":").replace("g", ":").split(":"))
        naive = datetime.combine(parse_date(day), datetime.min.time()).replace(hour=hour, minute=minute)
    except ValueError as error:
        raise rules.Refused("moment", gettext_noop("Ghi giờ nhận như 08:15.")) from error
    return timezone.make_aware(naive)
