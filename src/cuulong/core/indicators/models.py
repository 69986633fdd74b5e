"""Figures that were fixed on a day, and figures from before us (số chốt, số dư đầu kỳ)."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cuulong.core.organisations.models import Agency
from cuulong.core.registry.entity import Entity


class OpeningBalance(models.Model):
    """A figure that others counted before this program did; always shown with its label (số dư đầu kỳ)."""

    id = models.BigAutoField(primary_key=True)
    code = models.CharField(_("chỉ tiêu"), max_length=80)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    period = models.CharField(_("kỳ"), max_length=30)
    value = models.DecimalField(_("giá trị"), max_digits=20, decimal_places=4)
    unit = models.CharField(_("đơn vị"), max_length=40)
    source = models.CharField(_("nguồn"), max_length=200)
    label = models.CharField(_("nhãn"), max_length=200)
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("số dư đầu kỳ")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "agency", "period"], name="indicators_one_balance")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.period}"

    @property
    def plain(self) -> Decimal:
        """The value without the zeros that the column adds."""
        return self.value.quantize(Decimal(1)) if self.value == self.value.to_integral() else self.value.normalize()


class Snapshot(Entity):
    """A value as it stood when it was fixed, for a report that must not move any more (số chốt).

    `value` is empty for a share of nothing. `agency` is empty for the whole province. `rows_hash` tells whether the
    same rows still stand behind the figure.
    """

    ref_kind = "indicators.snapshot"

    code = models.CharField(_("chỉ tiêu"), max_length=80)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    period = models.CharField(_("kỳ"), max_length=30)
    value = models.DecimalField(_("giá trị"), max_digits=20, decimal_places=4, null=True)
    known_at = models.DateTimeField(_("tính đến lúc"))
    rows_hash = models.CharField(max_length=64, blank=True, db_default="")
    taken_by = models.CharField(_("người chốt"), max_length=160, blank=True, db_default="")
    taken_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("số chốt")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["code", "agency", "period", "known_at"], name="indicators_one_snapshot", nulls_distinct=False
            )
        ]
        indexes: ClassVar = [models.Index(fields=["code", "period"], name="indicators_snapshot_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.period}"
