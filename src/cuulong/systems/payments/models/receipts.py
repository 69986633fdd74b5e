"""Electronic receipts (biên lai điện tử)."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cuulong.core.organisations.models import Agency
from cuulong.core.registry.entity import Entity
from cuulong.lib.ids import receipt_code

from .charges import Charge


class ReceiptState(models.TextChoices):
    """Whether a receipt still holds (tình trạng biên lai)."""

    VALID = "valid", _("Có hiệu lực")
    REPLACED = "replaced", _("Đã thay thế")
    CANCELLED = "cancelled", _("Đã hủy")


class ReceiptQuerySet(models.QuerySet["Receipt"]):
    def visible_to(self, acting: Any) -> Self:
        """Receipts of the charges one may read (quyền xem biên lai)."""
        reach = acting.agency_ids("payments.read") if acting.is_official or acting.is_system else frozenset()
        return self if reach is None else self.filter(Q(agency__in=reach) | Q(charge__counter__in=reach))


class Receipt(Entity):
    """What whoever paid is given: numbered without a gap within agency and year (biên lai điện tử).

    Lines, payer and sum are kept as they were on the day. A wrong one is replaced or cancelled, never changed.
    """

    ref_kind = "payments.receipt"

    charge = models.ForeignKey(Charge, models.PROTECT, related_name="receipts")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    symbol = models.CharField(max_length=20)
    number = models.PositiveIntegerField()
    code = models.CharField(max_length=30, unique=True, default=receipt_code)
    payer = models.CharField(max_length=150)
    lines = models.JSONField()
    total = models.PositiveBigIntegerField()
    channel = models.CharField(max_length=10)
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=150)
    state = models.CharField(max_length=10, choices=ReceiptState.choices, default=ReceiptState.VALID)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    objects: ClassVar[models.Manager[Receipt]] = ReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = _("biên lai")
        constraints = (
            models.UniqueConstraint(fields=["agency", "symbol", "number"], name="receipt_number_once"),
            models.UniqueConstraint(fields=["charge"], condition=Q(state="valid"), name="one_valid_receipt"),
            models.CheckConstraint(
                condition=Q(state="valid", ended_at=None) | (Q(ended_at__isnull=False) & ~Q(reason="")),
                name="receipt_ended_for_a_reason",
            ),
        )
        indexes = (models.Index(fields=["agency", "-issued_at"], name="receipts_of_agency"),)

    def __str__(self) -> str:
        return f"{self.symbol} {self.number:07d}"
