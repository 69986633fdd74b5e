"""Cash at a counter from opening to counting (ca thu tiền mặt)."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cuulong.core.organisations.models import Agency
from cuulong.core.people.models import Account
from cuulong.core.registry.entity import Entity


class ShiftQuerySet(models.QuerySet["Shift"]):
    def visible_to(self, acting: Any) -> Self:
        """One's own shifts, and those of the agencies whose cash one reads (quyền xem ca thu)."""
        reach = acting.agency_ids("payments.shifts")
        return self if reach is None else self.filter(Q(agency__in=reach) | Q(collector=acting.account))


class Shift(Entity):
    """One collector's cash at one counter; closed with what was counted (ca thu tiền mặt)."""

    ref_kind = "payments.shift"

    collector = models.ForeignKey(Account, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    expected = models.BigIntegerField(null=True, blank=True)
    counted = models.PositiveBigIntegerField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    objects: ClassVar[models.Manager[Shift]] = ShiftQuerySet.as_manager()

    class Meta:
        verbose_name = _("ca thu tiền mặt")
        constraints = (
            models.UniqueConstraint(
                fields=["collector", "agency"], condition=Q(closed_at=None), name="one_open_shift_at_a_counter"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(counted__isnull=False, expected__isnull=False),
                name="closed_shift_is_counted",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(counted=models.F("expected")) | ~Q(reason=""),
                name="a_difference_has_a_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.agency} {self.opened_at:%d/%m/%Y}"

    @property
    def difference(self) -> int:
        return (self.counted or 0) - (self.expected or 0)
