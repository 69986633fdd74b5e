"""A withdrawal that an official has to agree to (đề nghị rút hồ sơ)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from cuulong.core.registry.entity import Entity

from .dossier import Dossier


class Withdrawal(Entity):
    """What the applicant asked and how it was decided; the work goes on until then (đề nghị rút hồ sơ)."""

    ref_kind = "services.withdrawal"

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="withdrawals")
    reason = models.TextField()
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    agreed = models.BooleanField(null=True)
    decided_by = models.CharField(max_length=150, blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        ordering = ("asked_at",)
        constraints = (
            models.UniqueConstraint(fields=["dossier"], condition=Q(decided_at=None), name="one_open_withdrawal"),
            models.CheckConstraint(
                condition=Q(decided_at=None, agreed=None) | Q(decided_at__isnull=False, agreed__isnull=False),
                name="withdrawal_decided_whole",
            ),
        )

    def __str__(self) -> str:
        return f"{self.dossier}: {self.asked_at:%Y-%m-%d}"
