"""What keeps personal data from being erased when its term is over (tạm dừng xóa dữ liệu)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cuulong.core.people.models import Account
from cuulong.core.registry.entity import Entity


class Hold(Entity):
    """One thing that may not be erased until somebody lifts the hold (giữ lại dữ liệu)."""

    ref_kind = "services.hold"

    subject_kind = models.CharField(max_length=60)
    subject_uuid = models.UUIDField()
    reason = models.TextField()
    held_at = models.DateTimeField()
    held_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    lifted_why = models.TextField(blank=True)

    class Meta:
        verbose_name = _("giữ lại dữ liệu")
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=["subject_uuid"], name="services_one_hold_at_a_time", condition=Q(lifted_at=None)
            ),
        )

    def __str__(self) -> str:
        return self.subject_kind
