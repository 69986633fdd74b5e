"""What the competent agency does with a suggestion (xử lý phản ánh, kiến nghị; NĐ 20/2008, NĐ 92/2017)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.lib.errors import gettext_noop
from cuulong.lib.vietnamese import clean, nfc

from ..models import Suggestion
from ..models.suggestion import HANDLE
from ..rules import Refused, hidden, must_say
from .case import advance, close, held, locked, tell

PUBLISH = "services.suggestion.publish"


@transaction.atomic
def forward(case: Suggestion, agency: Agency, *, note: str, acting: Acting, at: datetime) -> Suggestion:
    """Pass it to the agency that is competent; the day it must be answered stays (chuyển cơ quan có thẩm quyền)."""
    case = held(case, HANDLE, acting)
    if agency.pk == case.agency_id:
        raise Refused("same_agency", gettext_noop("Phản ánh đang ở chính cơ quan này. Chọn cơ quan khác."))
    reason = f"{agency.name}: {must_say(note)}"
    advance(case, "forward", acting=acting, at=at, note=reason)
    case.agency = agency
    case.save(update_fields=["agency"])
    tell(case, "suggestion_forwarded")
    return case


@transaction.atomic
def refuse(case: Suggestion, *, note: str, acting: Acting, at: datetime) -> Suggestion:
    """Do not take it up, with the reason: it is a complaint or denunciation, or nobody's business here (không thụ lý)."""
    case = held(case, HANDLE, acting)
    close(case, "refuse", note, acting=acting, at=at)
    tell(case, "suggestion_refused", answer=case.answer)
    return case


@transaction.atomic
def answer(case: Suggestion, *, note: str, acting: Acting, at: datetime) -> Suggestion:
    """Answer the sender; publishing is a decision of its own (trả lời)."""
    case = held(case, HANDLE, acting)
    close(case, "answer", note, acting=acting, at=at)
    tell(case, "suggestion_answered", answer=case.answer)
    return case


@transaction.atomic
def publish(case: Suggestion, *, title: str, text: str, reply: str, acting: Acting, at: datetime) -> Suggestion:
    """Let everybody read it with its answer, without a name, number or address of the sender (công khai trả lời)."""
    case = held(case, PUBLISH, acting)
    secrets = [case.sender_name, case.sender_address]
    if case.account is not None:
        secrets.append(case.account.full_name)
    case.public_title = hidden(clean(must_say(title)), secrets)[:200]
    case.public_text, case.public_answer = (hidden(must_say(nfc(words)), secrets) for words in (text, reply))
    case.published_at, case.published_by = at, acting.account
    return advance(case, "publish", acting=acting, at=at)


@transaction.atomic
def unpublish(case: Suggestion, *, note: str, acting: Acting, at: datetime) -> Suggestion:
    """Take it off the public page, with the reason (gỡ công khai)."""
    case = held(case, PUBLISH, acting)
    case.published_at = None
    return advance(case, "unpublish", acting=acting, at=at, note=must_say(note))


@transaction.atomic
def rate_answer(case: Suggestion, satisfied: bool, *, acting: Acting) -> Suggestion:
    """The sender says once whether the answer helps (đánh giá trả lời). Raises Refused."""
    case = locked(case)
    if case.state not in ("answered", "published"):
        raise Refused("not_answered", gettext_noop("Chưa có trả lời để đánh giá."))
    if case.satisfied is not None:
        raise Refused("rated", gettext_noop("Trả lời này đã được đánh giá, cảm ơn ông/bà."))
    case.satisfied = satisfied
    case.save(update_fields=["satisfied"])
    return case


def public_draft(case: Suggestion) -> dict[str, str]:
    """What would be published if nobody changed a word: the officer reads it first (bản dự kiến công khai)."""
    names = [case.sender_name, case.sender_address]
    return {
        "title": hidden(case.title, names),
        "text": hidden(case.text, names),
        "reply": hidden(case.answer, names),
    }
