"""Appointments at a counter: how many fit, and who comes when (đặt lịch hẹn tại quầy)."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext_lazy as _

from cuulong.core.organisations.models import Agency
from cuulong.core.people.models import Account
from cuulong.core.registry.entity import Entity
from cuulong.lib.ids import receipt_code

from ...catalogue.models import ProcedureVersion


class BookingPlan(Entity):
    """How a counter gives appointments in a span of days; no counter: every one without a plan (kế hoạch nhận hẹn)."""

    ref_kind = "services.booking_plan"

    counter = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    minutes = models.PositiveSmallIntegerField()
    capacity = models.PositiveSmallIntegerField(help_text="people in one slot; 0: none are given")
    days_ahead = models.PositiveSmallIntegerField()
    valid = DateRangeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(minutes__range=(5, 240)), name="booking_minutes"),
            ExclusionConstraint(
                name="one_booking_plan_a_day",
                expressions=[
                    (Coalesce("counter", 0), RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.counter or '*'}: {self.capacity} / {self.minutes}"


class VisitState(models.TextChoices):
    """What became of an appointment (tình trạng lịch hẹn)."""

    BOOKED = "booked", _("Đã đặt")
    CANCELLED = "cancelled", _("Đã hủy")
    CAME = "came", _("Đã đến")
    MISSED = "missed", _("Không đến")


class Visit(Entity):
    """One person's appointment (lịch hẹn).

    A seat of a slot is taken once: the database sees to it.

    Retention: names and numbers are of no use after a year.
    """

    ref_kind = "services.visit"

    counter = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    seat = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=24, unique=True, default=receipt_code, editable=False)
    version = models.ForeignKey(ProcedureVersion, models.PROTECT, null=True, blank=True, related_name="+")
    account = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=150)
    phone = models.CharField(max_length=20)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=5, default="vi")
    state = models.CharField(max_length=10, choices=VisitState.choices, default=VisitState.BOOKED)
    booked_at = models.DateTimeField(db_default=Now(), editable=False)
    changed_at = models.DateTimeField(auto_now=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("starts_at", "seat")
        constraints = (
            models.UniqueConstraint(
                fields=["counter", "starts_at", "seat"], condition=~Q(state="cancelled"), name="one_visitor_a_seat"
            ),
        )
        indexes = (
            models.Index(fields=["counter", "starts_at"]),
            models.Index(fields=["starts_at"], name="visit_to_remind", condition=Q(state="booked", reminded_at=None)),
        )

    def __str__(self) -> str:
        return f"{self.counter}: {self.starts_at:%Y-%m-%d %H:%M}"
