"""What the handling agency does with a complaint (giải quyết khiếu nại; Luật Khiếu nại 2011)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from cuulong.core.people.acting import Acting
from cuulong.lib.errors import gettext_noop
from cuulong.lib.vietnamese import clean

from .. import limits
from ..attachments import Files
from ..models import Complaint
from ..models.complaint import HANDLE
from ..rules import DECIDED, Refused, must_say
from .case import advance, close, extend, held, locked, tell
from .receive import send

DECIDE = "services.complaint.decide"


@transaction.atomic
def complain_again(first: Complaint, case: Complaint, files: Files = (), *, acting: Acting, at: datetime) -> Complaint:
    """A second complaint, against the first decision, to the agency above (khiếu nại lần hai). Raises Refused."""
    first = locked(first)
    if first.is_second or first.state != DECIDED:
        raise Refused("no_second", gettext_noop("Chỉ khiếu nại lần hai khi đã có quyết định giải quyết lần đầu."))
    if first.seconds.exclude(state__in=("unconfirmed", "refused", "withdrawn")).exists():
        raise Refused("second_there", gettext_noop("Khiếu nại lần hai đã được gửi."))
    case.first = first
    above = first.agency.parent
    if above is None:
        raise Refused(
            "nobody_above", gettext_noop("Không có cơ quan cấp trên trong tỉnh; gửi đơn tới bộ, ngành hoặc tòa án.")
        )
    case.agency = above
    sent = send(case, files, acting=acting, at=at)
    assert isinstance(sent, Complaint)
    return sent


@transaction.atomic
def accept(case: Complaint, *, is_complex: bool, note: str, acting: Acting, at: datetime) -> Complaint:
    """Take it up and count the days to the decision: 30, or 45 when complex; more the second time (thụ lý)."""
    case = held(case, HANDLE, acting)
    case.complex = is_complex
    key = ("complaint_second" if case.is_second else "complaint_first") + ("_complex" if is_complex else "")
    case.due_at = limits.due_at(key, case.agency, at)
    advance(case, "accept", acting=acting, at=at, note=note.strip())
    tell(case, "complaint_accepted", number=case.number, due=case.due_at)
    return case


@transaction.atomic
def refuse(case: Complaint, *, note: str, acting: Acting, at: datetime) -> Complaint:
    """Do not take it up, and say why (không thụ lý)."""
    case = held(case, HANDLE, acting)
    close(case, "refuse", note, acting=acting, at=at)
    tell(case, "complaint_refused", answer=case.answer)
    return case


@transaction.atomic
def verify(case: Complaint, *, note: str, acting: Acting, at: datetime) -> Complaint:
    """Begin to verify what is complained of (xác minh)."""
    case = held(case, HANDLE, acting)
    return advance(case, "verify", acting=acting, at=at, note=note.strip())


@transaction.atomic
def extend_verification(case: Complaint, *, note: str, acting: Acting, at: datetime) -> Complaint:
    """Take more time to verify, and tell who complains why (gia hạn xác minh khiếu nại). Raises Refused."""
    case = extend(held(case, HANDLE, acting), note, acting=acting, at=at)
    tell(case, "complaint_extended", number=case.number, due=case.due_at, note=note.strip())
    return case


@transaction.atomic
def decide(case: Complaint, *, number: str, note: str, acting: Acting, at: datetime) -> Complaint:
    """The head of the agency decides, with the number of the decision (quyết định giải quyết)."""
    case = held(case, DECIDE, acting)
    case.decision_number = clean(must_say(number))[:40]
    close(case, "decide", note, acting=acting, at=at)
    tell(case, "complaint_decided", number=case.decision_number)
    return case


@transaction.atomic
def withdraw(case: Complaint, *, acting: Acting, at: datetime) -> Complaint:
    """Who complained takes it back (rút khiếu nại)."""
    case = locked(case)
    case.closed_at = at
    return advance(case, "withdraw", acting=acting, at=at)
