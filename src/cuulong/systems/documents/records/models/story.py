"""What happened to a document; only ever added to (diễn biến văn bản)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from .document import Document


class Movement(models.Model):
    """One act on a document; the database refuses to change or delete it (diễn biến).

    `before` and `after` are equal for acts that leave the state alone.
    """

    id = models.BigAutoField(primary_key=True)
    document = models.ForeignKey(Document, models.PROTECT, related_name="movements")
    verb = models.CharField(max_length=40)
    before = models.CharField(max_length=10, blank=True)
    after = models.CharField(max_length=10)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    actor = models.CharField(max_length=120)
    actor_name = models.CharField(max_length=150, blank=True)
    agency_name = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)
    details = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("diễn biến văn bản")
        indexes: ClassVar = [models.Index(fields=["document", "happened_at"], name="documents_story")]

    def __str__(self) -> str:
        return f"{self.verb}: {self.after}"
