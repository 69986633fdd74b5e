"""Signed files that must stay provable longer than their certificates live (bảo quản chữ ký số)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cuulong.core.files.models import StoredFile
from cuulong.core.registry.entity import Entity


class Preserved(Entity):
    """One file that is stamped anew before its last stamp ends (tệp được bảo quản chữ ký).

    `file` is the newest form of it; each earlier form is its beginning, byte for byte.
    """

    ref_kind = "signatures.preserved"

    original = models.OneToOneField(StoredFile, models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    subject_kind = models.CharField(max_length=60)
    subject_uuid = models.UUIDField()
    stamped_at = models.DateTimeField(_("dấu thời gian cuối"))
    stamp_ends = models.DateTimeField(_("dấu thời gian hết hạn"))
    due_at = models.DateTimeField(_("đóng lại trước"), db_index=True)
    failed_because = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("tệp được bảo quản chữ ký")
        indexes: ClassVar = [models.Index(fields=["subject_kind", "subject_uuid"], name="signatures_preserved_subject")]

    def __str__(self) -> str:
        return str(self.original)


class PreservedStep(models.Model):
    """One stamping, never changed: what the file became (lần đóng dấu thời gian)."""

    id = models.BigAutoField(primary_key=True)
    preserved = models.ForeignKey(Preserved, models.PROTECT, related_name="steps")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    stamped_at = models.DateTimeField()
    stamp_ends = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("lần đóng dấu thời gian")

    def __str__(self) -> str:
        return f"{self.preserved} {self.stamped_at:%Y-%m-%d}"
