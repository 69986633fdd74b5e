"""What all kinds share: the lock, the listed move, the story, the record (xử lý đơn)."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from django.utils import timezone

from cuulong.core.audit.record import record
from cuulong.core.notifications.notify import Recipient, notify
from cuulong.core.people.acting import Acting
from cuulong.core.registers.numbers import take
from cuulong.lib.dates import local_date
from cuulong.lib.vietnamese import nfc

from ...dossiers.actions.move import after_the_last
from .. import limits
from ..models import CaseStep, Denunciation, Sender, Submission
from ..places import must_reach
from ..queries import story
from ..rules import may_extend, must_say, next_state

Case = TypeVar("Case", bound=Submission)
PREFIX = {"suggestion": "PA", "complaint": "KN", "denunciation": "TC"}


def locked(case: Case) -> Case:
    """The row again, locked until the end of the transaction."""
    rows = type(case)._base_manager.select_for_update(of=("self",)).select_related("agency")
    found: Case = rows.get(pk=case.pk)
    return found


def held(case: Case, right: str, acting: Acting) -> Case:
    """The locked row, of an official who holds `right` where it is handled (người có quyền xử lý). Raises Forbidden."""
    case = locked(case)
    must_reach(acting, right, case.agency)
    return case


def close(case: Case, verb: str, note: str, *, acting: Acting, at: datetime) -> Case:
    """Move a locked case to its end with the words that the sender reads (trả lời, kết thúc). Raises Refused."""
    case.answer, case.closed_at = must_say(nfc(note)), at
    return advance(case, verb, acting=acting, at=at, note=case.answer)


def advance(case: Case, verb: str, *, acting: Acting, at: datetime, note: str = "") -> Case:
    """Move a locked case as its kind's moves list; adds the story's line and the audit row (chuyển bước). Raises Refused."""
    before = case.state
    case.state = next_state(case.moves, verb, before)
    case.save()
    CaseStep.objects.create(
        subject_kind=case.ref_kind,
        subject_uuid=case.uuid,
        verb=verb,
        before=before,
        after=case.state,
        happened_at=after_the_last(story(case), at),
        actor=str(acting.actor_ref),
        actor_name=acting.actor_label if acting.is_official else "",
        agency_name=case.agency.name,
        note=note,
    )
    record(acting, f"services.{case.says}.{verb}", case, agency=case.agency, number=case.number)
    return case


def extend(case: Case, note: str, *, acting: Acting, at: datetime) -> Case:
    """Take more time for a verification, before the time is over and no more often than allowed (gia hạn xác minh).

    Raises Refused.
    """
    key, day = f"{case.says}_extension", local_date(at)
    done = story(case).filter(verb="extend").count()
    may_extend(done, limits.times(key, day), case.due_at, at)
    why = must_say(note)
    # The days are counted on from the day that was promised, by the calendar of the agency.
    case.due_at = limits.due_at(key, case.agency, case.due_at or at)
    return advance(case, "extend", acting=acting, at=at, note=why)


def give_number(case: Submission, *, acting: Acting, at: datetime) -> None:
    """The agency's own number of the year (số tiếp nhận)."""
    year = timezone.localtime(at).year
    entry = take(f"services.{case.says}", agency=case.agency, year=year, subject=case, acting=acting)
    case.number = f"{PREFIX[case.says]}-{entry.n:04d}/{year}"


def tell(case: Submission, message: str, **context: object) -> None:
    """Tell the sender what happened, at the address they gave; a denouncer is never written to (báo người gửi)."""
    if isinstance(case, Denunciation) or not isinstance(case, Sender):
        return
    to = Recipient(
        account=case.account,
        email=case.sender_email,
        phone=case.sender_phone,
        language=case.account.language if case.account else "vi",
    )
    told = {"title": case.title, "code": case.code, "agency": case.agency.name}
    notify(f"services.{message}", to=[to], subject=case, context=told | context)
