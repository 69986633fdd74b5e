"""What an official does with a message that is stuck (xử lý thông điệp vướng)."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from cuulong.core.audit.record import record
from cuulong.core.outbox.jobs import defer
from cuulong.core.people.acting import Acting
from cuulong.lib.errors import gettext_noop

from ...dossiers.rules import must_say_why
from ..models import MANAGE, Crossing, Standing, Way
from ..rules import QUESTIONS, SYNC, Refused
from .questions import refuse_question
from .take_in import take
from .tell import send, tell_refusal


@transaction.atomic
def replay(crossing: Crossing, *, acting: Acting) -> Crossing:
    """Try a message again from its first attempt, with those behind it (xử lý lại). Raises Refused, Forbidden."""
    crossing = _open(crossing, acting)
    crossing.standing, crossing.attempts = Standing.WAITING, 0
    crossing.save(update_fields=["standing", "attempts"])
    record(acting, "services.portal.replayed", crossing, code=crossing.code, service=crossing.service)
    defer(take if crossing.way == Way.IN else send, lock=f"portal.{crossing.way}:{crossing.code}", code=crossing.code)
    return crossing


@transaction.atomic
def refuse(crossing: Crossing, *, reason: str, acting: Acting) -> Crossing:
    """Do not take in what the portal sent; the portal is told why (từ chối tiếp nhận). Raises Refused, Forbidden."""
    reason = must_say_why(reason)
    crossing = _open(crossing, acting)
    if crossing.way != Way.IN:
        raise Refused("outgoing", gettext_noop("Chỉ từ chối được thông điệp Cổng gửi đến."))
    crossing.standing, crossing.settled_at = Standing.REFUSED, timezone.now()
    crossing.save(update_fields=["standing", "settled_at"])
    record(acting, "services.portal.refused", crossing, code=crossing.code, reason=reason)
    if crossing.service == QUESTIONS:
        refuse_question(crossing, reason)
    elif crossing.service == SYNC and not crossing.updating:
        tell_refusal(crossing, reason)
    return crossing


def _open(crossing: Crossing, acting: Acting) -> Crossing:
    acting.require(MANAGE)
    found = Crossing.objects.select_for_update().get(pk=crossing.pk)
    if found.standing not in (Standing.WAITING, Standing.STUCK):
        raise Refused("settled", gettext_noop("Thông điệp này đã xử lý xong."))
    return found
