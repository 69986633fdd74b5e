"""What is kept so that a month need not be counted anew (số liệu tổng hợp theo tháng)."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cuulong.core.organisations.models import Agency
from cuulong.core.workflow.models import Step

from ..catalogue.models import Procedure
from ..dossiers.models import Channel, Dossier


class MonthCount(models.Model):
    """What one agency did of one procedure through one channel in one month (dòng số liệu tháng).

    Every figure is a measure of `measures.py` and can be counted anew from the dossiers; `check_rollups` does.
    """

    id = models.BigAutoField(primary_key=True)
    month = models.DateField(help_text="its first day")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="+")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    carried = models.IntegerField(default=0)
    received = models.IntegerField(default=0)
    received_online = models.IntegerField(default=0)
    received_saturday = models.IntegerField(default=0)
    received_saturday_planned = models.IntegerField(default=0, db_default=0)
    received_in_time = models.IntegerField(default=0)
    early = models.IntegerField(default=0)
    in_time = models.IntegerField(default=0)
    late = models.IntegerField(default=0)
    withdrawn = models.IntegerField(default=0)
    declined = models.IntegerField(default=0)
    in_progress = models.IntegerField(default=0)
    overdue = models.IntegerField(default=0)
    digitised = models.IntegerField(default=0)
    electronic_result = models.IntegerField(default=0)
    fee_paid = models.IntegerField(default=0)
    fee_paid_online = models.IntegerField(default=0)

    class Meta:
        verbose_name = _("số liệu tháng")
        constraints = (
            models.UniqueConstraint(
                fields=["month", "agency", "procedure", "channel"], name="services_one_month_count"
            ),
        )

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.agency_id} {self.procedure_id} {self.channel}"


class CountedMonth(models.Model):
    """A month whose counts stand; locked while they are counted anew (tháng đã tổng hợp)."""

    month = models.DateField(primary_key=True)
    counted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class TouchedMonth(models.Model):
    """An agency's month in which something happened since it was counted; read from the dossiers until then (chờ tổng hợp)."""

    id = models.BigAutoField(primary_key=True)
    month = models.DateField()
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="+")
    touched_at = models.DateTimeField(db_default=Now(), editable=False)

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.agency_id}"


class FeePaid(models.Model):
    """A fee of a dossier that was paid, as the payment system told it (phí đã nộp)."""

    charge = models.UUIDField(primary_key=True)
    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="+")
    online = models.BooleanField()
    paid_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.charge)


class StepWarning(models.Model):
    """That people were told once that a step is due soon (đã nhắc hạn)."""

    step = models.ForeignKey(Step, models.CASCADE, related_name="+")
    due_at = models.DateTimeField()
    warned_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["step", "due_at"], name="services_one_warning"),)

    def __str__(self) -> str:
        return f"{self.step_id} {self.due_at}"
