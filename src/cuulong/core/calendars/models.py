"""Days that differ from the weekly rhythm, and the weekly rhythm itself (ngày nghỉ, giờ làm việc)."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from cuulong.core.organisations.models import Agency
from cuulong.core.registry.entity import Entity
from cuulong.lib.dates import short_date


class DayKind(models.TextChoices):
    """How a day differs from its weekday (loại ngày)."""

    OFF = "off", _("Nghỉ")
    MAKEUP = "makeup", _("Làm bù")


class Holiday(Entity):
    """A day off, or a day of rest that is worked (ngày nghỉ lễ, ngày làm bù)."""

    ref_kind = "calendars.day"

    day = models.DateField(_("ngày"), unique=True)
    kind = models.CharField(_("loại ngày"), max_length=8, choices=DayKind.choices)
    name = models.CharField(_("tên ngày"), max_length=120)
    source = models.CharField(_("căn cứ"), max_length=200, blank=True)
    certain = models.BooleanField(_("đã có quyết định"), default=True, help_text="False: computed, not decided yet")

    class Meta:
        verbose_name = _("ngày nghỉ, ngày làm bù")

    def __str__(self) -> str:
        return f"{short_date(self.day)} {self.name}"


class SecondsOfDay(Func):
    """Opening hours as a range, since the database has none of times."""

    template = "int4range(EXTRACT(EPOCH FROM opens)::int, EXTRACT(EPOCH FROM closes)::int)"


class OpeningHours(Entity):
    """One span in which an office is open on one weekday; no agency: the province's (giờ làm việc)."""

    ref_kind = "calendars.hours"

    agency = models.ForeignKey(Agency, models.CASCADE, null=True, blank=True, related_name="opening_hours")
    weekday = models.PositiveSmallIntegerField(help_text="1 Monday … 7 Sunday")
    opens = models.TimeField()
    closes = models.TimeField()
    valid = DateRangeField()

    class Meta:
        verbose_name = _("giờ làm việc")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(weekday__range=(1, 7)), name="calendars_weekday"),
            models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="calendars_opens_first"),
            ExclusionConstraint(
                name="calendars_hours_apart",
                expressions=[
                    (Coalesce("agency", 0), RangeOperators.EQUAL),
                    ("weekday", RangeOperators.EQUAL),
                    (SecondsOfDay(), RangeOperators.OVERLAPS),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.weekday}: {self.opens:%H:%M}-{self.closes:%H:%M}"
