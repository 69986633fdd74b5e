"""Issue, replace and cancel electronic receipts (lập, thay thế, hủy biên lai điện tử)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from cuulong.core.audit.record import record
from cuulong.core.people.acting import Acting
from cuulong.core.registers import numbers
from cuulong.lib.dates import local_date
from cuulong.lib.errors import gettext_noop

from ..models import Charge, Receipt, ReceiptState
from ..rules import NotPossible

SERIES = "payments.receipt"


def issue_receipt(charge: Charge, *, acting: Acting, at: datetime, **changed: Any) -> Receipt:
    """The receipt of what was just paid, with the next number of its agency and year (lập biên lai)."""
    year = local_date(at).year
    receipt = Receipt(
        charge=charge,
        agency=charge.agency,
        symbol=f"BL-{year % 100:02d}",
        issued_by=acting.account.full_name if acting.account else "",
        issued_at=at,
        **{"payer": charge.payer, "lines": charge.lines, "total": charge.total, "channel": charge.channel} | changed,
    )
    receipt.number = numbers.take(SERIES, agency=charge.agency, subject=receipt, acting=acting, year=year).n
    receipt.save()
    return receipt


def cancel_receipt(
    charge: Charge, *, reason: str, acting: Acting, at: datetime, replaced: bool = False
) -> Receipt | None:
    """End the valid receipt of a charge, whose number stays in the book (hủy biên lai)."""
    receipt = Receipt.objects.select_for_update().filter(charge=charge, state=ReceiptState.VALID).first()
    if receipt is None:
        return None
    receipt.state = ReceiptState.REPLACED if replaced else ReceiptState.CANCELLED
    receipt.ended_at, receipt.reason = at, reason.strip()[:300]
    receipt.save(update_fields=["state", "ended_at", "reason"])
    record(acting, "payments.receipt.ended", receipt, receipt.agency, number=str(receipt), reason=reason)
    return receipt


@transaction.atomic
def replace_receipt(receipt: Receipt, *, payer: str, reason: str, acting: Acting) -> Receipt:
    """Put a right receipt in the place of a wrong one (thay thế biên lai). Raises NotPossible, Forbidden."""
    acting.require("payments.receipts", receipt.agency_id)
    charge = Charge.objects.select_for_update().get(pk=receipt.charge_id)
    if not reason.strip() or not payer.strip():
        raise NotPossible("reason", gettext_noop("Ghi tên người nộp đúng và lý do thay thế."))
    receipt.refresh_from_db()
    if receipt.state != ReceiptState.VALID:
        raise NotPossible("ended", gettext_noop("Biên lai này không còn hiệu lực nên không thay thế được."))
    now = timezone.now()
    cancel_receipt(charge, reason=reason, acting=acting, at=now, replaced=True)
    same = {"lines": receipt.lines, "total": receipt.total, "channel": receipt.channel}
    return issue_receipt(charge, acting=acting, at=now, replaces=receipt, payer=payer.strip()[:150], **same)
