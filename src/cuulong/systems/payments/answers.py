"""How this system answers the payments port (trả lời cổng thanh toán)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from cuulong.core.people.acting import Acting
from cuulong.lib.facts import Ref
from cuulong.lib.vietqr import VietQR, build
from cuulong.published.ports import payments as port

from .actions.cash import collect_cash
from .actions.charge import cancel_charge, request_charge
from .actions.receive import receive_transfer
from .actions.refunds import request_refund
from .models import Charge, RefundCause


def payload(charge: Charge) -> str:
    """The VietQR text that a bank's app scans (mã VietQR)."""
    return build(
        VietQR(settings.TREASURY_BANK_BIN, settings.TREASURY_ACCOUNT, amount=charge.total, purpose=charge.reference)
    )


def as_answer(charge: Charge) -> port.Charge:
    return port.Charge(
        ref=charge.ref,
        code=charge.code,
        subject=charge.subject,
        total=charge.total,
        state=charge.state,
        pay_url=reverse("payments:pay", args=[charge.uuid]),
        qr_payload=payload(charge),
        paid_at=charge.paid_at,
        refunded=charge.refunded,
    )


class PaymentDesk:
    """Answers `published.ports.payments` (quầy thu)."""

    def request(
        self,
        subject: Ref,
        *,
        agency: Ref,
        payer: str,
        code: str,
        lines: Sequence[port.Line],
        counter: Ref | None = None,
    ) -> port.Charge:
        return as_answer(request_charge(subject, agency=agency, payer=payer, code=code, lines=lines, counter=counter))

    def find(self, subject: Ref) -> list[port.Charge]:
        rows = Charge.objects.filter(subject_kind=subject.kind, subject_uuid=subject.uuid).order_by("pk")
        return [as_answer(row) for row in rows]

    def cancel(self, charge: Ref, *, reason: str) -> None:
        cancel_charge(Charge.objects.get(uuid=charge.uuid), reason=reason, acting=Acting.system("services"))

    def paid_elsewhere(self, subject: Ref, *, transaction: str, amount: int, acting: Any) -> None:
        due = Charge.objects.filter(subject_kind=subject.kind, subject_uuid=subject.uuid, state="due").order_by("pk")
        memo = next((charge.reference for charge in due), transaction)
        receive_transfer(
            bank_transaction=transaction, amount=amount, text=memo, received_at=timezone.now(), acting=acting
        )

    def collected_in_cash(self, charge: Ref, *, acting: Any) -> port.Charge:
        return as_answer(collect_cash(Charge.objects.get(uuid=charge.uuid), acting=acting, at=timezone.now()))

    def give_back(self, charge: Ref, *, amount: int, reason: str) -> None:
        paid = Charge.objects.get(uuid=charge.uuid)
        if not paid.refunds.filter(cause=RefundCause.LOWERED, note=reason[:300]).exists():
            acting = Acting.system("services")
            request_refund(paid, amount=amount, cause=RefundCause.LOWERED, note=reason, acting=acting)
