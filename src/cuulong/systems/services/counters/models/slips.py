"""Papers that go from the counter to the room that works on them, signed for by both (phiếu bàn giao)."""

from __future__ import annotations

from django.db import models

from cuulong.core.organisations.models import Agency
from cuulong.core.registry.entity import Entity

from ...dossiers.models import Dossier


class Slip(Entity):
    """A list of dossiers handed over between two places; signed by who gives, then by who receives (phiếu bàn giao)."""

    ref_kind = "services.slip"

    number = models.CharField(max_length=40)
    giver = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    receiver = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    note = models.CharField(max_length=300, blank=True)
    given_at = models.DateTimeField()
    given_by = models.CharField(max_length=150)
    received_at = models.DateTimeField(null=True, blank=True)
    received_by = models.CharField(max_length=150, blank=True)
    remark = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-pk",)
        constraints = (models.UniqueConstraint(fields=["giver", "number"], name="one_slip_a_number"),)

    def __str__(self) -> str:
        return self.number


class SlipLine(models.Model):
    """One dossier on a slip with its papers of that moment; the database refuses to change or delete it (dòng bàn giao)."""

    id = models.BigAutoField(primary_key=True)
    slip = models.ForeignKey(Slip, models.PROTECT, related_name="lines")
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="slip_lines")
    papers = models.TextField(blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["slip", "dossier"], name="one_line_a_dossier"),)

    def __str__(self) -> str:
        return f"{self.slip}: {self.dossier}"
