"""One import of an old register (lần nhập sổ cũ)."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cuulong.core.files.models import StoredFile
from cuulong.core.organisations.models import Agency
from cuulong.core.registry.entity import Entity

from ...records.models import Direction


class BatchState(models.TextChoices):
    """How far an import is (tình trạng nhập)."""

    PREVIEW = "preview", _("Xem trước")
    DONE = "done", _("Đã nhập")
    DROPPED = "dropped", _("Đã bỏ")


class Batch(Entity):
    """A file of old documents, what it would add or added, and what is odd in its rows (lần nhập sổ cũ).

    `issuer`: who issued rows that do not say. `counts`: rows by outcome; `remarks`: [line, outcome, sentence, params].
    """

    ref_kind = "documents.batch"

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    direction = models.CharField(_("sổ"), max_length=3, choices=Direction.choices)
    issuer = models.CharField(max_length=200, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    state = models.CharField(_("tình trạng"), max_length=7, choices=BatchState.choices, default=BatchState.PREVIEW)
    columns = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    remarks = models.JSONField(default=list)
    by_label = models.CharField(max_length=150)
    at = models.DateTimeField(db_default=Now(), editable=False)
    taken_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("lần nhập sổ cũ")

    def __str__(self) -> str:
        return self.file.name

    @property
    def url(self) -> str:
        return reverse("documents:import", args=[self.uuid])
