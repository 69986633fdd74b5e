"""What happened to a dossier; rows are only ever added (diễn biến hồ sơ)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from cuulong.core.registry.entity import Entity

from .dossier import Dossier, State


class Transition(models.Model):
    """One move of a dossier; the database refuses to change or delete it (bước chuyển trạng thái).

    `note` is for officials; `public_note` is what the applicant reads; `agency_name` is the name of that day.
    """

    id = models.BigAutoField(primary_key=True)
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="transitions")
    verb = models.CharField(max_length=40)
    before = models.CharField(max_length=12, choices=State.choices)
    after = models.CharField(max_length=12, choices=State.choices)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    actor = models.CharField(max_length=80)
    actor_name = models.CharField(max_length=150, blank=True)
    agency_name = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)
    public_note = models.TextField(blank=True)

    class Meta:
        ordering = ("happened_at", "id")
        indexes = (models.Index(fields=["dossier", "happened_at"]),)

    def __str__(self) -> str:
        return f"{self.dossier}: {self.before} → {self.after}"


class Supplement(Entity):
    """A request for more, form 02 of TT 03/2025 (phiếu yêu cầu bổ sung, hoàn thiện hồ sơ).

    `fields`: questions asked again; `answers`: what was typed for them and not sent yet; `changed`: by question, what
    stood there before and what was sent.
    """

    ref_kind = "services.supplement"

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="supplements")
    number = models.CharField(max_length=40)
    papers = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    fields = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    answers = models.JSONField(null=True, blank=True)
    changed = models.JSONField(default=dict, blank=True)
    note = models.TextField()
    requested_at = models.DateTimeField()
    requested_by = models.CharField(max_length=150)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("requested_at",)
        constraints = (
            models.UniqueConstraint(
                fields=["dossier"], condition=models.Q(answered_at=None), name="one_open_supplement"
            ),
        )

    def __str__(self) -> str:
        return self.number
