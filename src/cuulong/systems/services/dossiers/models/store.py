"""That somebody may use earlier results and papers again, until when (đồng ý dùng lại giấy tờ)."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Coalesce, Now

from cuulong.core.parties.models import Citizen
from cuulong.core.registry.entity import Entity


class Span(Func):
    """From a moment up to another, the second left out."""

    function = "tstzrange"
    output_field = DateTimeRangeField()


class ReuseConsent(Entity):
    """What somebody allowed with their own papers, in the words they saw, with its end (đồng ý dùng lại giấy tờ).

    Source: Law 91/2025 on personal data.
    """

    ref_kind = "services.reuse_consent"

    citizen = models.ForeignKey(Citizen, models.PROTECT, related_name="+")
    wording = models.TextField()
    given_at = models.DateTimeField()
    until = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ("-given_at",)
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until__gt=F("given_at")), name="reuse_consent_has_an_end"),
            ExclusionConstraint(
                name="one_reuse_consent_at_a_time",
                expressions=[
                    ("citizen", RangeOperators.EQUAL),
                    (
                        Span("given_at", Coalesce("withdrawn_at", "until"), RangeBoundary()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.citizen}: {self.until:%Y-%m-%d}"

    def holds(self, at: datetime) -> bool:
        """Whether it may be built on at a moment (còn hiệu lực)."""
        return self.withdrawn_at is None and self.given_at <= at < self.until
