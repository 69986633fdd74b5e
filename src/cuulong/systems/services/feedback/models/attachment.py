"""Files that people send with what they say (tệp gửi kèm)."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cuulong.core.files.models import StoredFile
from cuulong.core.registry.entity import Entity


class Attachment(Entity):
    """One file of one submission; read only through whoever may read the submission (tệp gửi kèm)."""

    ref_kind = "services.attachment"

    subject_kind = models.CharField(max_length=60)
    subject_uuid = models.UUIDField()
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("tệp gửi kèm")
        ordering = ("id",)
        indexes = (models.Index(fields=["subject_uuid", "id"], name="services_attachment_of"),)

    def __str__(self) -> str:
        return str(self.file)
