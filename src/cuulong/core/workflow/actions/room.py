"""Say which part of the agency works on a case (giao phòng chuyên môn)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.core.workflow.actions import steps
from cuulong.core.workflow.models import Case


@transaction.atomic
def place_in_room(case: Case, room: Agency | None, *, acting: Acting, at: datetime) -> Case:
    """From the next step on, steps of a room are this one's; the open step stays where it is (giao phòng chuyên môn).

    The caller has checked that `acting` may. Raises AlreadyMoved when the case has ended.
    """
    case = steps.lock(case.pk)
    if (room.pk if room else None) == case.room_id:
        return case
    case.room = room
    case.save(update_fields=["room"])
    steps.log(case, "case.placed", acting=acting, agency=case.agency, room=room.name if room else "")
    return case
