"""Answers of the form that the counter put right, with the applicant's consent (đính chính tờ khai)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cuulong.core.registry.entity import Entity

from .dossier import Dossier


class Correction(Entity):
    """One correction: the answers as they stood before, what was changed, why, and how the applicant agreed (đính chính).

    The database refuses to change or delete it, so every version of the answers can be read again.
    """

    ref_kind = "services.correction"

    class Consent(models.TextChoices):
        PRESENT = "present", _("Người nộp có mặt, đọc lại và đồng ý")
        PHONE = "phone", _("Đồng ý qua điện thoại")
        WRITTEN = "written", _("Có giấy đề nghị đính chính")

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="corrections")
    reason = models.TextField()
    consent = models.CharField(max_length=8, choices=Consent.choices)
    consent_note = models.CharField(max_length=300, blank=True)
    before = models.JSONField()
    changed = models.JSONField()
    at = models.DateTimeField()
    by = models.CharField(max_length=150)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.dossier}: {self.at:%Y-%m-%d}"
