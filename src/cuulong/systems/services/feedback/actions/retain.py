"""Erase personal data whose term is over, and hold what must stay (xóa dữ liệu hết thời hạn, giữ lại)."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from cuulong.core.audit.models import Event
from cuulong.core.audit.record import record
from cuulong.core.people.acting import Acting, Forbidden
from cuulong.core.registry import declared
from cuulong.lib.errors import gettext_noop

from ..data_classes import DataClass, may_hold
from ..models import Hold
from ..rules import Refused, must_say

AT_ONCE = 1000
SETTLED, SILENCE = timedelta(days=2), timedelta(days=31)
logger = logging.getLogger(__name__)


def class_of(row: Any) -> DataClass:
    """The kind of data that a row is (lớp dữ liệu của dòng)."""
    return next(one for one in declared(DataClass).values() if isinstance(row, one.model))


def erase_due(at: datetime, at_once: int = AT_ONCE) -> int:
    """Erase what is past its term, each in a transaction of its own; answers how many (xóa dữ liệu đến hạn)."""
    erased = 0
    for one in declared(DataClass).values():
        for key in one.due(at).order_by("begins", "pk").values_list("pk", flat=True)[:at_once]:
            erased += _erase(one, key, at)
    return erased


@transaction.atomic
def _erase(one: DataClass, key: int, at: datetime) -> bool:
    row = one.model._base_manager.select_for_update(of=("self",)).get(pk=key)
    # Somebody may have held it, or another worker erased it, before the row was locked.
    if not one.due(at).filter(pk=key).exists():
        return False
    one.erase(row, at)
    row.erased_at = at
    row.save()
    Hold.objects.filter(subject_kind=row.ref_kind, subject_uuid=row.uuid).update(reason="", lifted_why="")
    record(Acting.system("retention"), f"services.{one.code}.erased", row, number=one.number(row))
    return True


def every_night() -> None:
    """The job of the worker (việc hằng đêm)."""
    now = timezone.now()
    if is_believable(now):
        erase_due(now)
    else:
        logger.error("nothing erased: the clock is far ahead of what happened before")


def is_believable(now: datetime) -> bool:
    """Whether a clock that was put forward would not erase what is not due (đồng hồ đáng tin).

    A house in use writes something down every few days: a month of silence before the last two days is a clock that jumped.
    """
    before = Event.objects.filter(happened_at__lt=now - SETTLED).aggregate(last=Max("happened_at"))["last"]
    return before is not None and now - before < SILENCE


@transaction.atomic
def hold(row: Any, *, note: str, acting: Acting, at: datetime) -> Hold:
    """Keep it beyond its term until somebody lifts this, for a reason (giữ lại). Raises Refused, Forbidden."""
    one, row = _held_by(row, acting)
    if row.erased_at is not None:
        raise Refused("erased", gettext_noop("Dữ liệu cá nhân này đã xóa nên không còn gì để giữ lại."))
    if _active(row) is not None:
        raise Refused("held", gettext_noop("Dữ liệu này đang được giữ lại rồi."))
    why = must_say(note)
    record(acting, f"services.{one.code}.hold", row, number=one.number(row), reason=why[:300])
    return Hold.objects.create(
        subject_kind=row.ref_kind, subject_uuid=row.uuid, reason=why, held_at=at, held_by=acting.account
    )


@transaction.atomic
def lift(row: Any, *, note: str, acting: Acting, at: datetime) -> Hold:
    """Let it be erased again when its term is over (thôi giữ lại). Raises Refused, Forbidden."""
    one, row = _held_by(row, acting)
    found = _active(row)
    if found is None:
        raise Refused("not_held", gettext_noop("Dữ liệu này không còn được giữ lại."))
    found.lifted_at, found.lifted_by, found.lifted_why = at, acting.account, must_say(note)
    found.save(update_fields=["lifted_at", "lifted_by", "lifted_why"])
    record(acting, f"services.{one.code}.lift", row, number=one.number(row), reason=found.lifted_why[:300])
    return found


def is_held(row: Any) -> bool:
    """Whether something keeps it from being erased (đang giữ lại)."""
    return _active(row) is not None


def _active(row: Any) -> Hold | None:
    return Hold.objects.filter(subject_kind=row.ref_kind, subject_uuid=row.uuid, lifted_at=None).first()


def _held_by(row: Any, acting: Acting) -> tuple[DataClass, Any]:
    one = class_of(row)
    locked = one.model._base_manager.select_for_update(of=("self",)).get(pk=row.pk)
    if not may_hold(one, locked, acting):
        raise Forbidden(_("Anh/chị chưa được giao quyền giữ lại dữ liệu này."))
    return one, locked
