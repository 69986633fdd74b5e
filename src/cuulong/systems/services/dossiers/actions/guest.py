"""File without an account: ask for a code, prove the address, come back later (nộp hồ sơ không cần tài khoản)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import F, Q

from cuulong.core.audit.record import record
from cuulong.core.eforms.reading import prefill
from cuulong.core.notifications.notify import Recipient, notify
from cuulong.core.people.acting import Acting
from cuulong.lib.errors import InputError, gettext_noop
from cuulong.lib.ids import parse_receipt_code

from ...catalogue.models import ProcedureVersion
from .. import guest_rules as limits
from ..models import Channel, Dossier, GuestPass, Reached
from ..rules import Refused

GUEST = Acting.anonymous()


@transaction.atomic
def ask_code(version: ProcedureVersion, *, reached_by: str, address: str, language: str, at: datetime) -> GuestPass:
    """Send a one-time code to an address; nothing says whether it is known here (gửi mã xác nhận). Raises Refused."""
    recent = GuestPass.objects.filter(address=address, created_at__gt=at - timedelta(hours=1))
    if recent.count() >= limits.CODES_AN_HOUR:
        raise Refused("too_many_codes", gettext_noop("Đã gửi mã nhiều lần tới địa chỉ này. Đợi một giờ rồi thử lại."))
    code = limits.new_code()
    guest = GuestPass.objects.create(
        version=version,
        reached_by=reached_by,
        address=address,
        code_hash=make_password(code),
        code_until=at + limits.CODE_HOLDS,
    )
    by_mail = reached_by == Reached.EMAIL
    to = Recipient(language=language, email=address if by_mail else "", phone="" if by_mail else address)
    notify("services.guest_code", to=[to], subject=guest, context={"code": code})
    return guest


def confirm(guest: GuestPass, code: str, *, at: datetime) -> tuple[Dossier, str]:
    """Open the guest's draft once the code is right; gives it with the secret, told this once (xác nhận mã).

    A try is counted before the code is looked at, so that guessing at once from many places gains nothing.
    Raises Refused.
    """
    # A code from later than now: the clock was put back, and the code would hold too long.
    living = GuestPass.objects.filter(
        pk=guest.pk,
        confirmed_at=None,
        code_until__gt=at,
        code_until__lte=at + limits.CODE_HOLDS,
        tries__lt=limits.CODE_TRIES,
        dossier=None,
    )
    if not living.update(tries=F("tries") + 1):
        raise Refused("code_over", gettext_noop("Mã này hết hạn hoặc đã dùng. Xin mã mới."))
    if not check_password(code.strip(), guest.code_hash):
        raise Refused("code_wrong", gettext_noop("Mã chưa đúng. Xem lại sáu chữ số trong thư hoặc tin nhắn mới nhất."))
    with transaction.atomic():
        guest = GuestPass.objects.select_for_update().select_related("version__form").get(pk=guest.pk)
        if guest.confirmed_at is not None:
            raise Refused("code_over", gettext_noop("Mã này hết hạn hoặc đã dùng. Xin mã mới."))
        secret = limits.new_secret()
        guest.confirmed_at, guest.secret_hash = at, make_password(secret)
        guest.save(update_fields=["confirmed_at", "secret_hash"])
        known = {f"person.{'email' if guest.reached_by == Reached.EMAIL else 'phone'}": guest.address}
        draft = Dossier.objects.create(
            version=guest.version,
            guest=guest,
            channel=Channel.ONLINE,
            answers=prefill(guest.version.form, known),
            **confirmed_contact(guest),
        )
        record(GUEST, "services.guest.confirmed", guest, by=guest.reached_by)
    return draft, secret


def resume(code: str, secret: str, *, at: datetime) -> Dossier:
    """The guest's dossier by its look-up code and secret, on any device (làm tiếp hồ sơ).

    The same sentence for a code that is not there and a secret that is wrong; both take as long. Raises Refused.
    """
    wrong = Refused("resume_wrong", gettext_noop("Mã hồ sơ hoặc mật mã chưa đúng. Kiểm tra lại cả hai."))
    dossier = _found(code)
    guest = dossier.guest if dossier else None
    unlocked = GuestPass.objects.filter(
        Q(locked_until=None) | Q(locked_until__lte=at), pk=guest.pk if guest else 0, wrong__lt=limits.SECRET_TRIES
    )
    counted = unlocked.update(wrong=F("wrong") + 1)
    # Where there is nothing to compare with, something is compared all the same: the answer takes as long.
    kept = guest.secret_hash if guest is not None and counted else make_password(limits.new_secret())
    if not check_password(limits.typed_secret(secret), kept):
        if guest is not None:
            spent = GuestPass.objects.filter(pk=guest.pk, wrong__gte=limits.SECRET_TRIES)
            spent.update(locked_until=at + limits.LOCKED_FOR, wrong=0)
        raise wrong
    assert dossier is not None
    assert guest is not None
    GuestPass.objects.filter(pk=guest.pk).update(wrong=0, locked_until=None)
    record(GUEST, "services.guest.resumed", guest)
    return dossier


def _found(code: str) -> Dossier | None:
    """By the look-up code of a draft, or the dossier's code once it is filed."""
    guests = Dossier.objects.filter(guest__confirmed_at__isnull=False).select_related("guest")
    try:
        return guests.filter(lookup_code=parse_receipt_code(code.replace("-", "").replace(" ", ""))).first()
    except InputError:
        return guests.filter(code=code.strip().upper()).first()


def confirmed_contact(guest: GuestPass) -> dict[str, str]:
    """The address that was proved; a guest cannot put another in its place (địa chỉ đã xác nhận)."""
    return {"applicant_email" if guest.reached_by == Reached.EMAIL else "applicant_phone": guest.address}


def forget_unconfirmed(at: datetime) -> int:
    """Drop passes nobody confirmed within a day (xóa mã không dùng)."""
    old = GuestPass.objects.filter(confirmed_at=None, created_at__lt=at - limits.FORGOTTEN_AFTER, dossier=None)
    gone, _kinds = old.delete()
    return gone
