"""Papers of a dossier (thành phần hồ sơ)."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cuulong.core.files.models import StoredFile
from cuulong.core.registry.entity import Entity

from .dossier import Dossier
from .store import ReuseConsent


class PaperSource(models.TextChoices):
    """How a paper came (hình thức giấy tờ)."""

    UPLOAD = "upload", _("Tệp tải lên")
    PAPER = "paper", _("Bản giấy nộp tại quầy")
    SEEN = "seen", _("Bản giấy đã đối chiếu")
    LOOKUP = "lookup", _("Tra cứu dữ liệu")
    REUSED = "reused", _("Dùng lại giấy tờ đã có")
    OPINION = "opinion", _("Ý kiến của cơ quan khác")


class Paper(Entity):
    """One paper given with a dossier; a newer one of the same key replaces an older (giấy tờ).

    One that is used again points at the file of an earlier dossier, `origin`, on a `consent`, through `usable_until`.
    """

    ref_kind = "services.paper"

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="papers")
    key = models.CharField(max_length=60)
    source = models.CharField(max_length=8, choices=PaperSource.choices, default=PaperSource.UPLOAD)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    proof = models.UUIDField(null=True, blank=True, help_text="the look-up that stands in for the paper")
    origin = models.ForeignKey(Dossier, models.PROTECT, null=True, blank=True, related_name="+")
    consent = models.ForeignKey(ReuseConsent, models.PROTECT, null=True, blank=True, related_name="papers")
    usable_until = models.DateField(null=True, blank=True)
    quantity = models.PositiveSmallIntegerField(default=1)
    added_at = models.DateTimeField(db_default=Now(), editable=False)
    replaced = models.BooleanField(default=False)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.dossier}: {self.key}"
