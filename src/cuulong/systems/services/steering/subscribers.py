"""Counts follow facts; safe to repeat (số liệu theo sự kiện)."""

from __future__ import annotations

from django.utils import timezone

from cuulong.core.organisations.models import Agency
from cuulong.published.facts.payments import ChargePaid, ChargeReopened
from cuulong.published.facts.services import DossierEvent, DossierTransferred

from ..dossiers.models import Dossier
from .actions.recount import touch
from .models import FeePaid

AT_HAND = "cash"


def count_dossier(fact: DossierEvent) -> None:
    """Something happened to a dossier: its months are counted anew (cập nhật số liệu)."""
    touch(Dossier.objects.get(uuid=fact.subject.uuid), timezone.now())


def count_transfer(fact: DossierTransferred) -> None:
    """A dossier went to another agency: the months of both are counted anew (cập nhật số liệu hai cơ quan)."""
    before = Agency.objects.filter(uuid=fact.before.uuid).first()
    touch(Dossier.objects.get(uuid=fact.subject.uuid), timezone.now(), before)


def note_fee(fact: ChargePaid) -> None:
    """A fee of a dossier was paid, and how (ghi nhận nộp phí)."""
    if fact.subject.kind != Dossier.ref_kind:
        return
    dossier = Dossier.objects.get(uuid=fact.subject.uuid)
    FeePaid.objects.update_or_create(
        charge=fact.charge.uuid,
        defaults={"dossier": dossier, "online": fact.channel != AT_HAND, "paid_at": fact.paid_at},
    )
    touch(dossier, timezone.now())


def forget_payment(fact: ChargeReopened) -> None:
    """A fee taken for paid is due again (gỡ nộp phí)."""
    if fact.subject.kind != Dossier.ref_kind:
        return
    FeePaid.objects.filter(charge=fact.charge.uuid).delete()
    touch(Dossier.objects.get(uuid=fact.subject.uuid), timezone.now())
