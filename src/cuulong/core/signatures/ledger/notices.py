"""Telling holders and agencies in time that a certificate ends (báo sắp hết hạn)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from cuulong.core.audit.record import record
from cuulong.core.notifications.notify import Recipient, notify
from cuulong.core.organisations.models import Agency
from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Account
from cuulong.core.people.queries import holders
from cuulong.lib.dates import short_date
from cuulong.lib.errors import InputError, gettext_noop

from ..models import Backend, Certificate, ExpiryNotice, NoticePlan, StepKind
from ..queries import MANAGE, REQUEST
from .history import note_step

USUAL = (60, 30, 7, 1)
MOST, FARTHEST = 10, 730
ENDING = "signatures.certificate.ending"


def days_of(agency: Agency | None) -> list[int]:
    """The intervals of an agency, the farthest first (mốc báo)."""
    plan = NoticePlan.objects.filter(agency=agency).first() if agency else None
    return sorted(plan.days if plan else USUAL, reverse=True)


@transaction.atomic
def set_days(agency: Agency, days: Iterable[int], *, acting: Any) -> NoticePlan:
    """Let an agency be told on these days before an end (đặt mốc báo hết hạn). Raises Forbidden, InputError."""
    if not acting.can(MANAGE):
        acting.require(REQUEST, agency)
    wanted = sorted(set(days), reverse=True)
    if not wanted or len(wanted) > MOST or not all(0 < each <= FARTHEST for each in wanted):
        raise InputError(
            "bad_days",
            gettext_noop("Ghi từ 1 đến %(most)d mốc, mỗi mốc từ 1 đến %(far)d ngày."),
            most=MOST,
            far=FARTHEST,
        )
    plan, _made = NoticePlan.objects.update_or_create(agency=agency, defaults={"days": wanted})
    record(acting, "signatures.notices.set", agency, agency, days=", ".join(map(str, wanted)))
    return plan


def tell_daily() -> None:
    """The job of the worker."""
    tell_ending(timezone.localdate())


def tell_ending(today: date) -> int:
    """Tell of every certificate whose next interval has come, each interval once; answers how many (báo hết hạn).

    After days without a worker only the nearest interval is told; the farther ones count as told with it.
    """
    farthest = max([*USUAL, *(day for days in NoticePlan.objects.values_list("days", flat=True) for day in days)])
    live = Certificate.objects.filter(revoked_at=None, renewed_by=None, valid__endswith__gt=timezone.now())
    live = live.exclude(backend=Backend.RECORDED).order_by("pk")
    told = 0
    for key in live.values_list("pk", flat=True):
        told += _tell_of(key, today, farthest)
    return told


@transaction.atomic
def _tell_of(key: int, today: date, farthest: int) -> bool:
    found = Certificate.objects.select_for_update(of=("self",)).select_related("account", "agency", "serves", "holder")
    certificate = found.get(pk=key)
    left = (timezone.localdate(certificate.valid.upper) - today).days
    if left > farthest:
        return False
    come = [days for days in days_of(certificate.place) if left <= days]
    known = set(certificate.notices.values_list("days", flat=True))
    if not come or min(come) in known:
        return False
    ExpiryNotice.objects.bulk_create(
        ExpiryNotice(certificate=certificate, days=days, told=days == min(come)) for days in come if days not in known
    )
    whom = recipients(certificate)
    notify(
        ENDING,
        [Recipient(account) for account in whom],
        certificate,
        {
            "subject": certificate.subject,
            "day": short_date(timezone.localdate(certificate.valid.upper)),
            "left": left,
            "url": certificate.url,
        },
    )
    note_step(StepKind.TOLD, acting=Acting.system("signatures.notices"), certificate=certificate, note=str(left))
    return True


def recipients(certificate: Certificate) -> list[Account]:
    """Who is told: whom it names, who keeps the device, and the administrator of the agency or else of the province."""
    found = {each.pk: each for each in (certificate.account, certificate.holder) if each and each.is_active}
    place = certificate.place
    keepers = [one for role in ("administrator", "chief_of_office", "clerk") for one in _at(role, place)]
    if not keepers:
        keepers = list(_administrators())
    return list((found | {each.pk: each for each in keepers}).values())


def _at(role: str, place: Agency | None) -> Iterable[Account]:
    return holders(role, place) if place else ()


def _administrators() -> Iterable[Account]:
    today = timezone.localdate()
    return Account.objects.filter(
        appointments__role="administrator", appointments__valid__contains=today, is_active=True
    ).distinct()
