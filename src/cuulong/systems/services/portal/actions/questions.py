"""Questions that people ask on the portal, and our answers to them (hỏi đáp của Cổng; DongBoHoiDap)."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from cuulong.core.audit.record import record
from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.lib.errors import InputError, gettext_noop
from cuulong.lib.identity import parse_phone

from ...feedback import limits
from ...feedback.actions.receive import take_in_from_elsewhere
from ...feedback.models import Suggestion
from ...feedback.places import addressed
from .. import client, rules
from ..models import Asked, Crossing, Way
from .tell import send_soon

PORTAL = Acting.system("portal")
AT_ONCE = 200


def take_question(one: Crossing) -> None:
    """A question becomes a suggestion of the agency it names, or of the common desk, once (nhận câu hỏi). Raises InputError.

    What is a complaint or a denunciation is sent to its own door at once, and no word of it is kept.
    """
    entry, now = one.body, timezone.now()
    if rules.text(entry, "Loai", 2) in rules.GRAVE:
        _divert(one)
        return
    if Asked.objects.filter(code=one.code).exists():
        raise rules.Refused("asked", gettext_noop("Câu hỏi này đã nhận rồi; nội dung đổi thì hỏi câu mới."))
    agency = _asked(rules.text(entry, "MaCoQuan", 40))
    if agency is None:
        raise rules.Refused("nobody", gettext_noop("Không rõ cơ quan nào trả lời câu hỏi này."))
    case = Suggestion(
        agency=agency,
        title=rules.text(entry, "TieuDe", 200) or gettext("Câu hỏi trên Cổng Dịch vụ công quốc gia"),
        text=rules.text(entry, "NoiDung", 8000),
        sender_name=rules.text(entry, "NguoiHoi", 150),
        sender_phone=_phone(entry),
        sender_email=rules.text(entry, "Email", 254),
    )
    case = take_in_from_elsewhere(case, acting=PORTAL, at=now)
    Asked.objects.create(suggestion=case, code=one.code)
    record(PORTAL, "services.portal.asked", case, agency=agency, number=case.number, code=one.code)


def refuse_question(one: Crossing, reason: str) -> None:
    """Whoever looks after the connection does not take a question; the portal is told why (không nhận câu hỏi)."""
    _answer_with(one.code, "refused", reason, "", public=False)


def _asked(code: str) -> Agency | None:
    named = addressed().filter(code=code).first() if code else None
    return named or limits.desk()


def _phone(entry: dict[str, Any]) -> str:
    try:
        return parse_phone(rules.text(entry, "SoDienThoai", 20)).number
    except InputError:
        return ""


def _divert(one: Crossing) -> None:
    words = gettext(
        "Đây là khiếu nại hoặc tố cáo. Gửi tại trang Góp ý của tỉnh, nơi nội dung và người gửi được giữ kín."
    )
    Crossing.objects.filter(pk=one.pk).update(body={"MaCauHoi": one.code, "Loai": one.body["Loai"]})
    _answer_with(one.code, "diverted", words, "", public=False)


def tell_answers() -> int:
    """Answers that the portal does not have yet go out; answers how many (gửi trả lời lên Cổng)."""
    if not client.is_connected():
        return 0
    waiting = Asked.objects.filter(told_at=None, suggestion__closed_at__isnull=False).select_related(
        "suggestion__agency"
    )
    told = 0
    for asked in waiting.order_by("pk")[:AT_ONCE]:
        told += _tell(asked.pk)
    return told


def every_few_minutes() -> None:
    """The job of the worker (việc định kỳ)."""
    tell_answers()


@transaction.atomic
def _tell(key: int) -> bool:
    asked = Asked.objects.select_for_update(of=("self",)).select_related("suggestion__agency").get(pk=key)
    if asked.told_at is not None:
        return False
    case = asked.suggestion
    public = case.published_at is not None
    words = case.public_answer if public else case.answer
    _answer_with(asked.code, "answer", words, case.agency.name, public=public)
    asked.told_at = timezone.now()
    asked.save(update_fields=["told_at"])
    return True


def _answer_with(code: str, digest: str, words: str, agency: str, *, public: bool) -> None:
    body = {"MaCauHoi": code, "NoiDungTraLoi": words, "CoQuanTraLoi": agency, "NgayTraLoi": rules.moment(timezone.now()),
            "CongKhai": "1" if public else "0"}  # fmt: skip
    Crossing.objects.get_or_create(
        way=Way.OUT, code=code, digest=digest, defaults={"service": rules.QUESTIONS, "body": body, "updating": True}
    )
    send_soon(code)
