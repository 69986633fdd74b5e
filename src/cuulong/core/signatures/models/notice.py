"""When an agency wants to hear that a certificate ends, and what it was told (báo sắp hết hạn)."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cuulong.core.organisations.models import Agency

from .certificate import Certificate


class NoticePlan(models.Model):
    """So many days before the end an agency is told; without one the usual days hold (mốc báo hết hạn)."""

    id = models.BigAutoField(primary_key=True)
    agency = models.OneToOneField(Agency, models.PROTECT, related_name="certificate_notices")
    days = ArrayField(models.PositiveSmallIntegerField())

    class Meta:
        verbose_name = _("mốc báo hết hạn")

    def __str__(self) -> str:
        return ", ".join(map(str, self.days))


class ExpiryNotice(models.Model):
    """That one interval of one certificate was told of; once each (lần báo hết hạn)."""

    id = models.BigAutoField(primary_key=True)
    certificate = models.ForeignKey(Certificate, models.CASCADE, related_name="notices")
    days = models.PositiveSmallIntegerField()
    told = models.BooleanField(default=True, help_text="False: a nearer interval was told at the same time")
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("lần báo hết hạn")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["certificate", "days"], name="signatures_told_once"),
            models.CheckConstraint(condition=Q(days__gte=0), name="signatures_days_before_the_end"),
        ]

    def __str__(self) -> str:
        return f"{self.certificate}: {self.days}"
