"""Who files without an account: an address proved by a one-time code, and a secret to come back (nộp không tài khoản)."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cuulong.core.registry.entity import Entity

from ...catalogue.models import ProcedureVersion


class Reached(models.TextChoices):
    """By which address a guest is reached (cách xác nhận)."""

    EMAIL = "email", _("Thư điện tử")
    PHONE = "phone", _("Số điện thoại")


class GuestPass(Entity):
    """A guest's way into one dossier; codes and secrets are kept as hashes only (mã của người nộp không tài khoản).

    Retention: as the dossier; a pass that was never confirmed is dropped after a day.
    """

    ref_kind = "services.guest_pass"

    version = models.ForeignKey(ProcedureVersion, models.PROTECT, related_name="+")
    reached_by = models.CharField(max_length=5, choices=Reached.choices)
    address = models.CharField(max_length=254, db_index=True)
    code_hash = models.CharField(max_length=128)
    code_until = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    secret_hash = models.CharField(max_length=128, blank=True)
    wrong = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    def __str__(self) -> str:
        return f"{self.reached_by} {self.created_at:%Y-%m-%d}"
