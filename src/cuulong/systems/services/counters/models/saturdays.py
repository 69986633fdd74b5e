"""Saturdays on which counters take dossiers in, planned by the province (tiếp nhận ngày thứ Bảy)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cuulong.core.organisations.models import Agency
from cuulong.core.registry.entity import Entity


class SaturdayPlan(Entity):
    """One counter is open on one Saturday, at these desks (kế hoạch tiếp nhận thứ Bảy).

    Planned and called off before the day comes, so that what is counted by plan never changes afterwards.
    """

    ref_kind = "services.saturday"

    counter = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    day = models.DateField()
    opens = models.TimeField()
    closes = models.TimeField()
    desks = ArrayField(models.PositiveSmallIntegerField())
    planned_at = models.DateTimeField()
    planned_by = models.CharField(max_length=150)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("kế hoạch thứ Bảy")
        ordering = ("day", "counter_id")
        constraints = (
            models.UniqueConstraint(
                fields=["day", "counter"], condition=Q(cancelled_at=None), name="one_plan_a_saturday"
            ),
            models.CheckConstraint(condition=Q(day__iso_week_day=6), name="saturday_is_one"),
            models.CheckConstraint(condition=Q(opens__lt=F("closes")), name="saturday_hours"),
        )

    def __str__(self) -> str:
        return f"{self.counter}: {self.day:%Y-%m-%d}"

    @property
    def hours(self) -> str:
        """From when to when, as clocks show it (giờ mở cửa)."""
        return f"{self.opens:%H:%M}–{self.closes:%H:%M}"

    @property
    def desk_list(self) -> str:
        """The numbers of its desks (các ô mở)."""
        return ", ".join(str(number) for number in self.desks)
