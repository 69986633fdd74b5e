"""Money that waits for a person (việc chờ xử lý về tiền)."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from cuulong.core.people.acting import Acting
from cuulong.core.worklist.items import WorkItem
from cuulong.design.formats import money

from .models import LIVING, Payment, Refund, RefundState


def open_money(acting: Acting) -> QuerySet[Payment]:
    """Money that pays nothing and is not on its way back, for whoever reconciles (tiền chưa khớp)."""
    found = Payment.objects.filter(rest__gt=0).exclude(refunds__state__in=LIVING)
    return found if acting.can("payments.reconcile") else found.none()


def money_items(acting: Acting, limit: int) -> Iterator[WorkItem]:
    for payment in open_money(acting).select_related("charge__agency").order_by("received_at", "pk")[:limit]:
        yield WorkItem(
            title=_("Tiền chưa khớp: %(amount)s") % {"amount": money(payment.rest)},
            detail=payment.bank_transaction,
            url=reverse("payments:money_one", args=[payment.uuid]),
            verb=_("Đối soát"),
            due_at=None,
            since=payment.received_at,
            agency_name=payment.charge.agency.name if payment.charge else "",
            task=_(payment.why) if payment.why else "",
        )


def waiting_refunds(acting: Acting) -> QuerySet[Refund]:
    """Requests of others to decide on, and approved ones to pay (hoàn trả chờ xử lý)."""
    wanted = Q(pk__in=[])
    if acting.can("payments.approve_refund"):
        wanted |= Q(state=RefundState.REQUESTED) & ~Q(requested_by=acting.account, requested_by__isnull=False)
    if acting.can("payments.pay_refund"):
        wanted |= Q(state=RefundState.APPROVED)
    return Refund.objects.filter(wanted)


def refund_items(acting: Acting, limit: int) -> Iterator[WorkItem]:
    for refund in waiting_refunds(acting).select_related("charge__agency").order_by("requested_at", "pk")[:limit]:
        yield WorkItem(
            title=_("Hoàn trả %(amount)s") % {"amount": money(refund.amount)},
            detail=refund.reference,
            url=reverse("payments:refund", args=[refund.uuid]),
            verb=_("Chi trả") if refund.state == RefundState.APPROVED else _("Duyệt"),
            due_at=None,
            since=refund.requested_at,
            agency_name=refund.charge.agency.name if refund.charge else "",
            person=refund.payee,
            task=refund.get_cause_display(),
        )
