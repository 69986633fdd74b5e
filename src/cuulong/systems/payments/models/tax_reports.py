"""What the tax office is told of receipts (báo cáo biên lai tới cơ quan thuế)."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cuulong.core.registry.entity import Entity

from .receipts import Receipt


class ReportEvent(models.TextChoices):
    """What happened to a receipt (sự việc của biên lai)."""

    ISSUED = "issued", _("Lập và ký số")
    REPLACED = "replaced", _("Đã thay thế")
    CANCELLED = "cancelled", _("Đã hủy")


class TaxReportQuerySet(models.QuerySet["TaxReport"]):
    def visible_to(self, acting: Any) -> Self:
        """Reports of the receipts one may read (quyền xem báo cáo)."""
        return self.filter(receipt__in=Receipt.objects.visible_to(acting))


class TaxReport(Entity):
    """One event of one receipt, told once it was taken in order (báo cáo biên lai).

    `error`: why the last try failed; `sent_at`: when the adapter took it.
    """

    ref_kind = "payments.tax_report"

    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="tax_reports")
    event = models.CharField(max_length=10, choices=ReportEvent.choices)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)

    objects: ClassVar[models.Manager[TaxReport]] = TaxReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("báo cáo biên lai")
        constraints = (models.UniqueConstraint(fields=["receipt", "event"], name="one_report_an_event"),)
        indexes = (models.Index(fields=["created_at"], condition=Q(sent_at=None), name="tax_reports_waiting"),)

    def __str__(self) -> str:
        return f"{self.receipt}: {self.event}"
