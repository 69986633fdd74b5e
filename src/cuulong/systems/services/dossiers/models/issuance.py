"""A result on its way from draft to seal; kept here until the document system answers the port (ban hành kết quả)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cuulong.core.files.models import StoredFile
from cuulong.core.organisations.models import Agency
from cuulong.core.registers.models import Entry
from cuulong.core.registry.entity import Entity


class IssuanceState(models.TextChoices):
    """How far a result has come (tình trạng ban hành)."""

    DRAFTED = "drafted", _("Dự thảo")
    SIGNED = "signed", _("Đã ký")
    ISSUED = "issued", _("Đã ban hành")
    VOID = "void", _("Đã hủy")


class Issuance(Entity):
    """One letter: drafted, signed by a leader, then numbered, dated and sealed by the clerk (văn bản kết quả)."""

    ref_kind = "services.issuance"

    subject_kind = models.CharField(max_length=60)
    subject_uuid = models.UUIDField()
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    document_type = models.CharField(max_length=10, blank=True)
    title = models.CharField(max_length=500)
    holder = models.CharField(max_length=150)
    state = models.CharField(max_length=10, choices=IssuanceState.choices, default=IssuanceState.DRAFTED)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    entry = models.OneToOneField(Entry, models.PROTECT, null=True, blank=True, related_name="+")
    number = models.CharField(max_length=60, blank=True)
    verify_code = models.CharField(max_length=40, blank=True)
    signer_name = models.CharField(max_length=150)
    signer_position = models.CharField(max_length=150, blank=True)
    drafted_at = models.DateTimeField(db_default=Now(), editable=False)
    signed_at = models.DateTimeField(null=True, blank=True)
    issued_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["subject_kind", "subject_uuid"], condition=~Q(state="void"), name="one_living_result"
            ),
        )

    def __str__(self) -> str:
        return self.number or self.title
