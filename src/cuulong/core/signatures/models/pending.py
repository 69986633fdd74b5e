"""A signature that was prepared here and waits for a key elsewhere (chữ ký đang chờ thiết bị)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cuulong.core.files.models import StoredFile
from cuulong.core.registry.entity import Entity

from .certificate import Certificate


class PendingSignature(Entity):
    """A prepared file and what is to be signed of it, used once, within minutes (chữ ký đang chờ)."""

    ref_kind = "signatures.pending"

    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="+")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    field = models.CharField(max_length=100)
    digest = models.BinaryField()
    prepared = models.BinaryField()
    attributes = models.BinaryField()
    gap_start = models.PositiveIntegerField()
    gap_end = models.PositiveIntegerField()
    started_at = models.DateTimeField(db_default=Now(), editable=False, db_index=True)

    class Meta:
        verbose_name = _("chữ ký đang chờ thiết bị")

    def __str__(self) -> str:
        return f"{self.field}: {self.file}"
