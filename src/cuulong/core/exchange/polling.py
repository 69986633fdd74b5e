"""The periodic jobs: fetch what waits outside, keep our agencies known to the axis (việc định kỳ của liên thông)."""

from __future__ import annotations

import logging

from django.conf import settings
from django.utils import timezone

from cuulong.core.organisations.models import AgencyProfile

from . import transmitting
from .adapters import axis, mail

MOST_ROUNDS = 20
logger = logging.getLogger(__name__)


def poll() -> None:
    """Fetch from every channel that is set; one that is away is logged and asked again next time (lấy gói tin)."""
    channels = []
    if settings.AXIS_URL:
        channels.append(("axis", axis.fetch))
    if settings.EXCHANGE_IMAP_HOST:
        channels.append(("mail", mail.fetch))
    for name, fetch in channels:
        try:
            for _round in range(MOST_ROUNDS):
                if fetch() < axis.AT_ONCE:
                    break
        except (transmitting.Undelivered, OSError) as error:
            logger.warning("%s is away", name, extra={"error": type(error).__name__})


def register_agencies() -> None:
    """Tell the axis which agencies are reached here today, by both codes (đăng ký cơ quan với trục)."""
    if not settings.AXIS_URL:
        return
    today = AgencyProfile.objects.filter(valid__contains=timezone.localdate()).exclude(code="", code_102="")
    axis.axis().register([{"code": one.code, "code102": one.code_102, "name": one.name} for one in today])
