"""Blank intake forms printed with a number for when the line is cut (phiếu tiếp nhận giấy)."""

from __future__ import annotations

from django.db import models

from cuulong.core.organisations.models import Agency
from cuulong.core.registry.entity import Entity

from ...dossiers.models import Dossier


class PaperForm(Entity):
    """One numbered blank; typed in once, as one dossier (phiếu giấy có số)."""

    ref_kind = "services.paper_form"

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    number = models.CharField(max_length=40)
    n = models.PositiveIntegerField()
    printed_at = models.DateTimeField()
    printed_by = models.CharField(max_length=150)
    dossier = models.OneToOneField(Dossier, models.PROTECT, null=True, blank=True, related_name="paper_form")
    typed_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["agency", "number"], name="one_paper_form_a_number"),)

    def __str__(self) -> str:
        return self.number
