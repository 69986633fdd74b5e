"""What is proposed to the leader beside the usual way of a dossier, and which agencies had it (đề nghị, nơi giải quyết)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cuulong.core.organisations.models import Agency
from cuulong.core.registry.entity import Entity

from .dossier import Dossier


class Proposal(Entity):
    """A longer time limit, an end without result or another agency: proposed, then decided by the leader (đề nghị)."""

    ref_kind = "services.proposal"

    class Matter(models.TextChoices):
        EXTEND = "extend", _("Xin lỗi, gia hạn")
        STOP = "stop", _("Dừng giải quyết")
        TRANSFER = "transfer", _("Chuyển cơ quan khác")

    class Decision(models.TextChoices):
        OPEN = "", _("Chờ lãnh đạo quyết định")
        APPROVED = "approved", _("Đồng ý")
        REFUSED = "refused", _("Không đồng ý")

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="proposals")
    matter = models.CharField(max_length=8, choices=Matter.choices)
    reason = models.TextField()
    extra = models.PositiveSmallIntegerField(default=0)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    anew = models.BooleanField(default=False)
    due_before = models.DateTimeField(null=True, blank=True)
    due_after = models.DateTimeField(null=True, blank=True)
    proposed_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=150)
    decision = models.CharField(max_length=8, choices=Decision.choices, blank=True, default="")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=150, blank=True)
    remark = models.TextField(blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["dossier"], condition=Q(decision=""), name="one_open_proposal"),)

    def __str__(self) -> str:
        return f"{self.dossier}: {self.get_matter_display()}"


class Handing(models.Model):
    """A dossier left an agency for another; the score of the first is what it was that day (chuyển cơ quan).

    The database refuses to change or delete it.
    """

    id = models.BigAutoField(primary_key=True)
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="handings")
    before = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    after = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    held_since = models.DateTimeField()
    at = models.DateTimeField(db_index=True)
    due_before = models.DateTimeField(null=True, blank=True)
    due_after = models.DateTimeField(null=True, blank=True)
    late = models.BooleanField()
    reason = models.TextField()

    class Meta:
        ordering = ("at", "pk")
        indexes = (models.Index(fields=["before", "at"], name="handing_before"),)

    def __str__(self) -> str:
        return f"{self.dossier}: {self.before} → {self.after}"
