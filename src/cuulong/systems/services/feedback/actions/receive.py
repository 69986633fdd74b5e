"""Take in what a person sends: a guest first confirms the contact by a code (tiếp nhận ý kiến, đơn)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from cuulong.core.notifications.notify import Recipient, notify
from cuulong.core.people.acting import Acting
from cuulong.lib.errors import gettext_noop
from cuulong.lib.vietnamese import clean, nfc

from ...dossiers.guest_rules import CODE_TRIES, new_code
from .. import attachments, limits
from ..attachments import Files, keep
from ..models import Complaint, Suggestion
from ..rules import UNCONFIRMED, Refused, must_say
from .case import advance, give_number, locked, tell

Received = Suggestion | Complaint
A_WHILE = timedelta(minutes=30)
A_DAY = timedelta(days=1)
FIRST_LIMIT = {"suggestion": "suggestion_answer", "complaint": "complaint_accept"}


@transaction.atomic
def send(case: Received, files: Files = (), *, acting: Acting, at: datetime) -> Received:
    """Take in a suggestion or a complaint; who is signed in need not confirm (gửi ý kiến, đơn).

    Raises Refused: no words, no way to reach the sender, too many today; files.rules.Refused: a file that is not taken.
    """
    case.title, case.text = clean(case.title), must_say(nfc(case.text))
    case.sender_name = clean(case.sender_name)
    account = acting.account
    case.account = account
    if account is not None and not case.sender_phone and not case.sender_email:
        case.sender_phone, case.sender_email = account.phone, account.email
    if account is None and not case.sender_phone and not case.sender_email:
        raise Refused("no_contact", gettext_noop("Ghi số điện thoại hoặc thư điện tử để nhận mã xác nhận và trả lời."))
    _must_not_flood(case, at)
    case.state = UNCONFIRMED
    if account is not None:
        case.save()
        keep(case, files, acting=acting)
        return _take_in(case, acting=acting, at=at)
    code = new_code()
    case.confirm_hash, case.confirm_until = _hash(case, code), at + A_WHILE
    case.save()
    keep(case, files, acting=acting)
    to = Recipient(email=case.sender_email, phone=case.sender_phone)
    notify("services.confirm_contact", to=[to], context={"code": code, "title": case.title})
    return case


@transaction.atomic
def take_in_from_elsewhere(case: Suggestion, *, acting: Acting, at: datetime) -> Suggestion:
    """What another portal of the state took in and vouches for (nhận từ cổng khác). Raises Refused: no words."""
    case.title, case.text = clean(case.title), must_say(nfc(case.text))
    case.sender_name, case.state = clean(case.sender_name), UNCONFIRMED
    case.save()
    _take_in(case, acting=acting, at=at)
    return case


def confirm(case: Received, code: str, *, acting: Acting, at: datetime) -> Received:
    """The guest types the code that was sent; now it is received (xác nhận liên hệ). Raises Refused.

    A try is counted before the code is looked at, in a transaction of its own: no refusal forgets it.
    """
    type(case)._base_manager.filter(pk=case.pk, state=UNCONFIRMED).update(confirm_tries=F("confirm_tries") + 1)
    return _confirmed(case, code, acting=acting, at=at)


@transaction.atomic
def _confirmed(case: Received, code: str, *, acting: Acting, at: datetime) -> Received:
    case = locked(case)
    if case.state != UNCONFIRMED:
        return case
    # A code that is not sent yet by this clock: the clock was put back, and the code would hold too long.
    holds = case.confirm_until is not None and case.confirm_until - A_WHILE <= at <= case.confirm_until
    if not holds or case.confirm_tries > CODE_TRIES:
        raise Refused("too_late", gettext_noop("Mã đã hết hạn hoặc nhập sai quá nhiều lần. Gửi lại từ đầu."))
    if not constant_time_compare(case.confirm_hash, _hash(case, code.strip())):
        raise Refused("wrong_code", gettext_noop("Mã chưa đúng. Xem lại tin mới nhất đã nhận."))
    case.confirm_hash, case.confirm_until = "", None
    return _take_in(case, acting=acting, at=at)


def _take_in(case: Received, *, acting: Acting, at: datetime) -> Received:
    case.received_at, case.due_at = at, limits.due_at(FIRST_LIMIT[case.says], case.agency, at)
    give_number(case, acting=acting, at=at)
    advance(case, "confirm", acting=acting, at=at)
    tell(case, f"{case.says}_received", number=case.number, due=case.due_at)
    return case


def _must_not_flood(case: Received, at: datetime) -> None:
    """No contact sends more than so many a day; unconfirmed ones count, for they cost messages (chống gửi tràn)."""
    same = Q(account=case.account) if case.account else Q(pk__in=())
    if case.sender_phone:
        same |= Q(sender_phone=case.sender_phone)
    if case.sender_email:
        same |= Q(sender_email__iexact=case.sender_email)
    sent = type(case)._base_manager.filter(same, created_at__gt=at - A_DAY).count()
    most = limits.number("sent_a_day", 5)
    if sent >= most:
        raise Refused(
            "too_many",
            gettext_noop("Hôm nay đã gửi %(n)d lần từ liên hệ này. Mai gửi tiếp, hoặc gọi tổng đài."),
            n=most,
        )


def _hash(case: Received, code: str) -> str:
    return salted_hmac("services.feedback.confirm", f"{case.uuid}:{code}", algorithm="sha256").hexdigest()


@transaction.atomic
def forget_unconfirmed() -> None:
    """Delete what nobody confirmed within two days, with the contact it bears; a daily job (xóa ý kiến chưa xác nhận)."""
    long_ago = timezone.now() - 2 * A_DAY
    for kind in (Suggestion, Complaint):
        forgotten = kind._base_manager.filter(state=UNCONFIRMED, created_at__lt=long_ago)
        attachments.drop(kind.ref_kind, forgotten.values_list("uuid", flat=True))
        forgotten.delete()
