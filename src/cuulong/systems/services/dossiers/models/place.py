"""Where people file on line: here or on the national portal, from day to day (nơi nộp trực tuyến)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cuulong.core.registry.entity import Entity


class FilingPlace(Entity):
    """A span of days in which people file at one place; days without one: here (nơi nộp trực tuyến)."""

    ref_kind = "services.filing_place"

    here = models.BooleanField(default=True)
    portal_url = models.URLField(_("địa chỉ cổng"), blank=True)
    basis = models.CharField(_("căn cứ"), max_length=300)
    valid = DateRangeField()
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ("-valid",)
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(here=True) | ~Q(portal_url=""), name="filing_portal_has_address"),
            ExclusionConstraint(name="one_filing_place_a_day", expressions=[("valid", RangeOperators.OVERLAPS)]),
        ]

    def __str__(self) -> str:
        return f"{self.valid.lower}: {'here' if self.here else self.portal_url}"

    @property
    def last(self) -> date | None:
        """The last day it holds; None: no end."""
        return self.valid.upper - timedelta(days=1) if self.valid.upper else None
