"""Stored files and what was kept out of them (tệp đã lưu, tệp bị cách ly)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cuulong.core.registry.entity import Entity


class Scan(models.TextChoices):
    """What the virus scanner said when the file came in (kết quả quét vi-rút)."""

    CLEAN = "clean", _("Đã quét, sạch")
    NOT_SCANNED = "not_scanned", _("Chưa quét (máy chủ không đặt bộ quét)")


class StoredFile(Entity):
    """A file as it came in; never changed, several rows may share one content (tệp đã lưu)."""

    ref_kind = "files.file"

    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    scan = models.CharField(max_length=12, choices=Scan.choices)
    stored_by = models.CharField(max_length=120)
    stored_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("tệp")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(sha256__regex="^[0-9a-f]{64}$"), name="files_sha256_is_hex"),
            models.CheckConstraint(condition=Q(size__gt=0), name="files_not_empty"),
        ]

    def __str__(self) -> str:
        return self.name


class QuarantinedFile(Entity):
    """An infected upload: refused, its content locked away for the response team (tệp bị cách ly)."""

    ref_kind = "files.quarantined"

    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    name = models.CharField(_("tên tệp"), max_length=200)
    threat = models.CharField(_("mã độc"), max_length=200)
    sent_by = models.CharField(max_length=120)
    found_at = models.DateTimeField(_("phát hiện lúc"), db_default=Now(), editable=False, db_index=True)

    class Meta:
        verbose_name = _("tệp bị cách ly")

    def __str__(self) -> str:
        return f"{self.name} ({self.threat})"
