"""Several people file one dossier: named by the filer, each agrees or not before it is sent (cùng nộp hồ sơ)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import F, Sum
from django.urls import reverse

from cuulong.core.audit.record import record
from cuulong.core.notifications.notify import Recipient, notify
from cuulong.core.parties.models import Citizen
from cuulong.core.people.acting import Acting
from cuulong.lib.errors import gettext_noop
from cuulong.lib.identity import parse_citizen_number, parse_phone
from cuulong.lib.vietnamese import clean

from .. import guest_rules as limits
from ..co_signing import content_of
from ..models import Agreed, CoSigner, Dossier
from ..recipients import applicant
from ..rules import DRAFT, Refused, must_be_nameable
from .move import locked

AN_HOUR = timedelta(hours=1)


@transaction.atomic
def name_co_signer(draft: Dossier, *, full_name: str, cccd: str, phone: str, acting: Acting, at: datetime) -> CoSigner:
    """Name somebody who files too; they are told at once, by account and telephone (ghi tên người cùng nộp).

    Nothing says whether they have an account here. Raises Refused, IdentityError.
    """
    draft = _open(draft)
    number, name, reached = parse_citizen_number(cccd).digits, clean(full_name)[:150], parse_phone(phone).number
    if not name:
        raise Refused("no_name", gettext_noop("Nhập họ và tên người cùng nộp."))
    named = list(draft.co_signers.values_list("cccd", flat=True))
    own = (draft.citizen.cccd or "") if draft.citizen else ""
    must_be_nameable(number, own=own, named=named, most=draft.version.rules.most_co_signers)
    if CoSigner.objects.filter(phone=reached, named_at__gt=at - AN_HOUR).count() >= limits.NAMED_AN_HOUR:
        raise Refused(
            "too_many_names", gettext_noop("Đã mời nhiều lần tới số điện thoại này. Đợi một giờ rồi thử lại.")
        )
    one = CoSigner.objects.create(dossier=draft, full_name=name, cccd=number, phone=reached, named_at=at)
    record(acting, "services.co_sign.named", draft)
    citizen = Citizen.objects.filter(cccd=number).select_related("account").first()
    account = citizen.account if citizen else None
    notify(
        "services.co_sign_asked",
        to=[Recipient(account=account, phone=reached, language=account.language if account else "vi")],
        subject=one,
        context={"who": draft.receiver_name or draft.applicant_name, "title": draft.version.name, "link": link_of(one)},
    )
    return one


@transaction.atomic
def drop_co_signer(one: CoSigner, *, acting: Acting) -> None:
    """Take a name off before it is sent (bỏ tên người cùng nộp). Raises Refused."""
    draft = _open(one.dossier)
    draft.co_signers.filter(pk=one.pk).delete()
    record(acting, "services.co_sign.dropped", draft)


@transaction.atomic
def send_code(one: CoSigner, *, language: str, at: datetime) -> None:
    """A one-time code to the telephone that the filer gave (gửi mã cho người cùng nộp). Raises Refused."""
    one = CoSigner.objects.select_for_update().get(pk=one.pk)
    lately = CoSigner.objects.filter(phone=one.phone, code_sent_at__gt=at - AN_HOUR)
    if (lately.aggregate(n=Sum("codes"))["n"] or 0) >= limits.CODES_AN_HOUR:
        raise Refused("too_many_codes", gettext_noop("Đã gửi mã nhiều lần tới số này. Đợi một giờ rồi thử lại."))
    code = limits.new_code()
    fresh = one.code_sent_at is None or one.code_sent_at <= at - AN_HOUR
    one.codes = 1 if fresh else one.codes + 1
    one.code_hash, one.code_until, one.code_sent_at, one.tries = make_password(code), at + limits.CODE_HOLDS, at, 0
    one.save(update_fields=["codes", "code_hash", "code_until", "code_sent_at", "tries"])
    notify(
        "services.co_sign_code",
        to=[Recipient(phone=one.phone, language=language)],
        subject=one,
        context={"code": code},
    )


def open_by_code(one: CoSigner, code: str, *, acting: Acting, at: datetime) -> None:
    """The code is right and spent; a try is counted before it is looked at (mở bằng mã). Raises Refused."""
    living = CoSigner.objects.filter(pk=one.pk, code_until__gt=at, tries__lt=limits.CODE_TRIES).exclude(code_hash="")
    if not living.update(tries=F("tries") + 1):
        raise Refused("code_over", gettext_noop("Mã này hết hạn hoặc đã dùng. Xin mã mới."))
    one.refresh_from_db()
    if not check_password(code.strip(), one.code_hash):
        raise Refused("code_wrong", gettext_noop("Mã chưa đúng. Xem lại sáu chữ số trong tin nhắn mới nhất."))
    with transaction.atomic():
        if not CoSigner.objects.filter(pk=one.pk, code_hash=one.code_hash).update(code_hash=""):
            raise Refused("code_over", gettext_noop("Mã này hết hạn hoặc đã dùng. Xin mã mới."))
        record(acting, "services.co_sign.opened", one)


@transaction.atomic
def agree(one: CoSigner, content: str, *, by: str, acting: Acting, at: datetime) -> CoSigner:
    """Agree to what was read; `content`: its digest, as the page showed it (đồng ý cùng nộp).

    Raises Refused: sent already, changed since it was read.
    """
    draft = _open(one.dossier)
    one = CoSigner.objects.select_for_update().get(pk=one.pk)
    now = content_of(draft)
    if content != now:
        raise Refused("changed", gettext_noop("Hồ sơ vừa được sửa. Đọc lại rồi đồng ý."))
    if one.agreed_at is not None and one.content == now:
        return one
    one.content, one.agreed_at, one.agreed_by, one.taken_back_at = now, at, by, None
    one.account = acting.account if by == Agreed.ACCOUNT else None
    one.save(update_fields=["content", "agreed_at", "agreed_by", "taken_back_at", "account"])
    record(acting, "services.co_sign.agreed", draft, how=by)
    _tell_filer(draft, "services.co_sign_agreed", one)
    return one


@transaction.atomic
def take_back_agreement(one: CoSigner, *, acting: Acting, at: datetime) -> CoSigner:
    """No longer agree, before it is sent; the filer is told (rút lại đồng ý). Raises Refused."""
    draft = _open(one.dossier)
    one = CoSigner.objects.select_for_update().get(pk=one.pk)
    if one.agreed_at is None:
        return one
    one.agreed_at, one.content, one.agreed_by, one.account, one.taken_back_at = None, "", "", None, at
    one.save(update_fields=["agreed_at", "content", "agreed_by", "account", "taken_back_at"])
    record(acting, "services.co_sign.taken_back", draft)
    _tell_filer(draft, "services.co_sign_taken_back", one)
    return one


def link_of(one: CoSigner) -> str:
    """Where this person reads and agrees (địa chỉ đồng ý)."""
    return f"{settings.BASE_URL.rstrip('/')}{reverse('services:co_sign', args=[one.uuid])}"


def _tell_filer(draft: Dossier, message: str, one: CoSigner) -> None:
    notify(message, to=applicant(draft), subject=draft, context={"who": one.full_name, "title": draft.version.name})


def _open(draft: Dossier) -> Dossier:
    draft = locked(draft)
    if draft.state != DRAFT:
        raise Refused("already_sent", gettext_noop("Hồ sơ đã nộp rồi nên không đổi được nữa."))
    return draft
