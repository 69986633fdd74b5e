"""Telling people of the events of a dossier that its verbs do not tell themselves; safe to repeat (báo sự kiện)."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from cuulong.core.notifications.models import Notification
from cuulong.core.notifications.notify import notify
from cuulong.design.formats import moment, money
from cuulong.published.facts import services as facts
from cuulong.published.facts.payments import ChargePaid

from ..dossiers.models import Channel, Dossier
from ..dossiers.models.dossier import RUNNING
from ..dossiers.recipients import applicant
from .actions.rate import may_rate

A_WEEK = timedelta(days=7)  # an installation that was away longer writes to nobody about old dates


def _tell(dossier: Dossier, code: str, **context: object) -> None:
    agency = dossier.competent_agency or dossier.intake_agency
    told = {"code": dossier.code, "agency": agency.name if agency else ""} | context
    notify(f"services.{code}", to=applicant(dossier), subject=dossier, context=told)


def _dossier(fact: facts.DossierEvent) -> Dossier:
    parts = ("competent_agency", "intake_agency", "account", "citizen__account", "posting")
    return Dossier.objects.select_related(*parts).get(uuid=fact.subject.uuid)


def tell_sent(fact: facts.DossierSent) -> None:
    """What was filed has arrived; a dossier that comes back with a supplement was told of that (đã nộp)."""
    dossier = _dossier(fact)
    if dossier.supplements.exists():
        return
    _tell(dossier, "sent", agency=dossier.intake_agency.name if dossier.intake_agency else "")


def tell_withdrawn(fact: facts.DossierWithdrawn) -> None:
    """What was taken back is worked on no more (đã rút)."""
    _tell(_dossier(fact), "withdrawn")


def tell_stopped(fact: facts.ClockStopped) -> None:
    """The clock stands, and why; a request for papers says so itself (tạm dừng)."""
    dossier = _dossier(fact)
    if not dossier.supplements.filter(answered_at=None).exists():
        _tell(dossier, "clock_stopped", note=fact.reason)


def tell_issued(fact: facts.ResultIssued) -> None:
    """A refusal is told as one; who filed online has the result on screen and is asked how it went (đã có kết quả)."""
    dossier = _dossier(fact)
    if fact.outcome == "refusal":
        _tell(dossier, "refusal_issued", number=fact.number)
    if dossier.channel == Channel.ONLINE:
        _invite(dossier)


def tell_returned(fact: facts.ResultReturned) -> None:
    """The result was handed over (đã trả kết quả)."""
    dossier = _dossier(fact)
    if not hasattr(dossier, "posting"):  # what the post has was told with its number
        _tell(dossier, "result_returned")
    _invite(dossier)


def _invite(dossier: Dossier) -> None:
    """Ask once how it went (mời đánh giá)."""
    asked = Notification.objects.filter(message="services.please_rate", subject_uuid=dossier.uuid).exists()
    if not asked and may_rate(dossier):
        _tell(dossier, "please_rate", address=rating_address(dossier))


def tell_paid(fact: ChargePaid) -> None:
    """The money arrived (đã nộp phí)."""
    if fact.subject.kind != Dossier.ref_kind:
        return
    dossier = Dossier.objects.select_related("competent_agency", "intake_agency").get(uuid=fact.subject.uuid)
    if dossier.code:
        _tell(dossier, "fee_paid")


def rating_address(dossier: Dossier) -> str:
    """Where anybody with the code rates it, for messages and QR (địa chỉ đánh giá)."""
    return f"{settings.BASE_URL.rstrip('/')}{reverse('services:rate')}?ma={dossier.code}"


def tell_overpaid(fact: facts.FeeOverpaid) -> None:
    """More was paid than is owed; the rest goes back (nộp thừa)."""
    _tell(_dossier(fact), "fee_overpaid", surplus=money(fact.surplus))


def apologise() -> None:
    """Say sorry once for each promised date that passed this week; a job of every hour (xin lỗi trễ hẹn; TT 03/2025)."""
    now = timezone.now()
    told = Notification.objects.filter(
        message="services.overdue", subject_uuid=OuterRef("uuid"), created_at__gte=OuterRef("due_at")
    )
    late = Dossier.objects.filter(~Exists(told), state__in=RUNNING, due_at__lt=now, due_at__gt=now - A_WEEK)
    for dossier in late.select_related("competent_agency", "intake_agency").order_by("due_at")[:1000]:
        assert dossier.due_at is not None
        _tell(dossier, "overdue", due=moment(dossier.due_at))
