"""Results that anyone may verify (kết quả đã phát hành)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cuulong.core.files.models import StoredFile
from cuulong.core.organisations.models import Agency
from cuulong.core.registry.entity import Entity


class Issued(Entity):
    """A result that anyone holding its code may verify (kết quả đã phát hành)."""

    ref_kind = "signatures.issued"

    code = models.CharField(_("mã tra cứu"), max_length=24, unique=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    subject_kind = models.CharField(max_length=60)
    subject_uuid = models.UUIDField()
    title = models.CharField(_("tên giấy tờ"), max_length=300)
    holder_masked = models.CharField(_("cấp cho"), max_length=150, blank=True)
    issued_at = models.DateTimeField(_("phát hành lúc"), db_default=Now(), editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("kết quả đã phát hành")
        indexes: ClassVar = [models.Index(fields=["subject_kind", "subject_uuid"], name="signatures_issued_subject")]

    def __str__(self) -> str:
        return self.title
