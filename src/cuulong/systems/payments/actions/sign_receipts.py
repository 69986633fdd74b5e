"""Put the collecting agency's digital seal on receipts, and tell the tax office."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from cuulong.core.audit.record import record
from cuulong.core.files.rules import PDF
from cuulong.core.files.store import read, store
from cuulong.core.outbox.jobs import defer, task
from cuulong.core.people.acting import Acting
from cuulong.core.signatures.appearances import NameAndTime, Picture
from cuulong.core.signatures.keys import SigningKey, open_key
from cuulong.core.signatures.queries import seal_of
from cuulong.core.signatures.rules import ORGANISATION, CannotSign
from cuulong.core.signatures.sign import sign
from cuulong.lib.errors import gettext_noop

from ..adapters.receipt_pdf import typeset
from ..adapters.tax_office import OFFICES
from ..models import Receipt, ReceiptState, ReportEvent, TaxReport

MOST_AT_ONCE = 100
WHOLE = ("agency__parent", "charge", "replaces")  # what a sheet shows of others


def sign_receipts(receipts: Sequence[Receipt], *, pin: str, acting: Acting) -> list[Receipt]:
    """Seal those of the given receipts that are valid and not sealed yet; gives them (ký số biên lai; NĐ 123/2020).

    The key of each agency is opened once. Raises CannotSign, people.acting.Forbidden; what was sealed before stays.
    """
    waiting = [one for one in receipts if one.state == ReceiptState.VALID and one.signed_id is None][:MOST_AT_ONCE]
    by_agency: dict[int, list[Receipt]] = defaultdict(list)
    for receipt in waiting:
        acting.require("payments.sign_receipts", receipt.agency_id)
        by_agency[receipt.agency_id].append(receipt)
    done: list[Receipt] = []
    for group in by_agency.values():
        certificate = seal_of(group[0].agency)
        if certificate is None:
            message = gettext_noop("%(agency)s chưa có con dấu số còn hiệu lực. Báo quản trị để được cấp.")
            raise CannotSign("no_seal", message, agency=group[0].agency.name)
        with open_key(certificate, pin) as key:
            done += [sealed for receipt in group if (sealed := _seal(receipt, key, acting)) is not None]
    return done


def _seal(receipt: Receipt, key: SigningKey, acting: Acting) -> Receipt | None:
    """One receipt; None when somebody else was faster, or it ended meanwhile."""
    image = key.certificate.image
    pdf = sign(
        typeset(receipt),
        field=ORGANISATION,
        key=key,
        appearance=Picture(read(image)) if image else NameAndTime(key.certificate.subject, timezone.now()),
        reason=f"Biên lai {receipt}",
    )
    with transaction.atomic():
        row = Receipt.objects.select_for_update().get(pk=receipt.pk)
        if row.signed_id is not None or row.state != ReceiptState.VALID:
            return None
        row.signed = store(
            pdf, name=f"bien-lai-{row.symbol}-{row.number:07d}.pdf", acting=acting, allowed=frozenset({PDF})
        )
        row.signed_at = timezone.now()
        row.save(update_fields=["signed", "signed_at"])
        record(acting, "payments.receipt.signed", row, receipt.agency, number=str(row))
        tell_tax_office(row, ReportEvent.ISSUED)
    return row


def tell_tax_office(receipt: Receipt, event: str) -> TaxReport | None:
    """Put a report on its way, in the caller's transaction; only of receipts that were sealed (báo cáo biên lai)."""
    if receipt.signed_id is None or settings.TAX_REPORTS not in OFFICES:
        return None
    report, made = TaxReport.objects.get_or_create(receipt=receipt, event=event)
    if made:
        defer(report_later, report=str(report.uuid))
    return report


def send_report(report: TaxReport, *, at: datetime) -> TaxReport:
    """Hand a report to the office; one that was taken is not handed over again (gửi báo cáo). Raises OSError."""
    with transaction.atomic():
        rows = TaxReport.objects.select_for_update(of=("self",)).select_related(
            "receipt__agency", "receipt__signed", "receipt__replaces"
        )
        row = rows.get(pk=report.pk)
        if row.sent_at is not None:
            return row
        row.tries += 1
        try:
            OFFICES[settings.TAX_REPORTS].send(row)
        except OSError as error:
            row.error = f"{type(error).__name__}: {error}"[:300]
        else:
            row.sent_at, row.error = at, ""
        row.save(update_fields=["tries", "sent_at", "error"])
    return row


def resend(report: TaxReport, *, acting: Acting) -> TaxReport:
    """Try a report again that the office did not take (gửi lại báo cáo). Raises people.acting.Forbidden."""
    acting.require("payments.reconcile")
    return send_report(report, at=timezone.now())


@task("payments.tax_report")
def report_later(*, report: str) -> None:
    """The worker hands a report over; an office that is away is tried again (gửi báo cáo biên lai)."""
    sent = send_report(TaxReport.objects.get(uuid=report), at=timezone.now())
    if sent.sent_at is None:
        raise OSError(sent.error)
