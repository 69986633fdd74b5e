"""Money on its way back (hoàn trả)."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cuulong.core.files.models import StoredFile
from cuulong.core.people.models import Account
from cuulong.core.registry.entity import Entity
from cuulong.lib.ids import receipt_code

from .charges import Charge
from .shifts import Shift


def new_refund_reference() -> str:
    """The word that stands in the text of the transfer back, so that a statement proves it (nội dung hoàn trả)."""
    return "HT" + receipt_code().replace("-", "")[:12]


class RefundState(models.TextChoices):
    """How far a refund has come (tình trạng hoàn trả)."""

    REQUESTED = "requested", _("Chờ duyệt")
    APPROVED = "approved", _("Đã duyệt, chờ chi")
    PAID = "paid", _("Đã chi trả")
    REFUSED = "refused", _("Không duyệt")


LIVING = (RefundState.REQUESTED, RefundState.APPROVED)


class RefundCause(models.TextChoices):
    """Why money goes back (lý do hoàn trả)."""

    WITHDRAWN = "withdrawn", _("Rút hồ sơ hoặc không tiếp nhận")
    DOUBLE = "double", _("Nộp hai lần")
    OVER = "over", _("Nộp thừa")
    LOWERED = "lowered", _("Số phải nộp giảm")
    UNKNOWN = "unknown", _("Không xác định được khoản phải nộp")
    OTHER = "other", _("Lý do khác")


class RefundQuerySet(models.QuerySet["Refund"]):
    def visible_to(self, acting: Any) -> Self:
        """Refunds of one's agencies; those of money that names nothing, to whoever reconciles (quyền xem hoàn trả)."""
        reach = acting.agency_ids("payments.read") if acting.is_official or acting.is_system else frozenset()
        if reach is None or acting.can("payments.reconcile"):
            return self
        return self.filter(Q(charge__agency__in=reach) | Q(charge__counter__in=reach))


class Refund(Entity):
    """Money to give back: asked for, approved by another person, paid out, proved (khoản hoàn trả).

    From `charge` what was received for it, or from `payment` what pays nothing.
    """

    ref_kind = "payments.refund"

    charge = models.ForeignKey(Charge, models.PROTECT, null=True, blank=True, related_name="refunds")
    payment = models.ForeignKey("sys_payments.Payment", models.PROTECT, null=True, blank=True, related_name="refunds")
    amount = models.PositiveBigIntegerField()
    cause = models.CharField(_("Lý do"), max_length=10, choices=RefundCause.choices)
    note = models.CharField(_("Giải thích"), max_length=300)
    reference = models.CharField(max_length=20, unique=True, default=new_refund_reference)
    payee = models.CharField(_("Người nhận"), max_length=150, blank=True)
    bank = models.CharField(_("Ngân hàng"), max_length=100, blank=True)
    account = models.CharField(_("Số tài khoản"), max_length=30, blank=True)
    state = models.CharField(max_length=10, choices=RefundState.choices, default=RefundState.REQUESTED)
    requested_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    requested_at = models.DateTimeField(db_default=Now(), editable=False)
    decided_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(max_length=300, blank=True)
    paid_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    paid_at = models.DateTimeField(null=True, blank=True)
    channel = models.CharField(max_length=10, blank=True)
    shift = models.ForeignKey(Shift, models.PROTECT, null=True, blank=True, related_name="refunds")
    proof = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    proof_number = models.CharField(max_length=80, blank=True)

    objects: ClassVar[models.Manager[Refund]] = RefundQuerySet.as_manager()

    class Meta:
        verbose_name = _("khoản hoàn trả")
        constraints = (
            models.CheckConstraint(condition=Q(amount__gt=0), name="refund_is_positive"),
            models.CheckConstraint(
                condition=Q(charge=None, payment__isnull=False) | Q(charge__isnull=False, payment=None),
                name="refund_has_one_source",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("approved", "paid"), decided_by=F("requested_by")),
                name="refund_approved_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state="paid", paid_at__isnull=False) | (~Q(state="paid") & Q(paid_at=None)),
                name="refund_paid_has_a_time",
            ),
        )
        indexes = (models.Index(fields=["state", "requested_at"], name="refunds_waiting"),)

    def __str__(self) -> str:
        return self.reference
