"""Who files a dossier together with the filer, and whether they agreed (người cùng nộp)."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cuulong.core.parties.models import Citizen
from cuulong.core.people.acting import Acting
from cuulong.core.people.models import Account
from cuulong.core.registry.entity import Entity
from cuulong.lib.identity import parse_citizen_number

from .dossier import Dossier


class Agreed(models.TextChoices):
    """How somebody showed who they are (cách xác nhận)."""

    ACCOUNT = "account", _("bằng tài khoản")
    CODE = "code", _("bằng mã gửi tới điện thoại")


class CoSignerQuerySet(models.QuerySet["CoSigner"]):
    def visible_to(self, acting: Acting) -> Self:
        """Those that are the person who acts, by the identity number of their account (việc ký của chính mình)."""
        if acting.is_system:
            return self
        own = (
            Citizen.objects.filter(account=acting.account, cccd__isnull=False)
            if acting.account
            else Citizen.objects.none()
        )
        return self.filter(cccd__in=own.values("cccd"))


class CoSigner(Entity):
    """One person named by the filer; `content`: digest of what they agreed to (người cùng nộp).

    Codes are kept as hashes only. Retention: as the dossier.
    """

    ref_kind = "services.co_signer"

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="co_signers")
    full_name = models.CharField(max_length=150)
    cccd = models.CharField(max_length=12)
    phone = models.CharField(max_length=20)
    named_at = models.DateTimeField(db_default=Now(), editable=False)
    content = models.CharField(max_length=64, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_by = models.CharField(max_length=7, choices=Agreed.choices, blank=True)
    account = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    taken_back_at = models.DateTimeField(null=True, blank=True)
    code_hash = models.CharField(max_length=128, blank=True)
    code_until = models.DateTimeField(null=True, blank=True)
    code_sent_at = models.DateTimeField(null=True, blank=True)
    codes = models.PositiveSmallIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar[models.Manager[CoSigner]] = CoSignerQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        indexes = (
            models.Index(fields=["cccd"], name="co_signer_cccd"),
            models.Index(fields=["phone"], name="co_signer_phone"),
        )
        constraints = (models.UniqueConstraint(fields=["dossier", "cccd"], name="one_co_signer_a_number"),)

    def __str__(self) -> str:
        return self.full_name

    @property
    def masked(self) -> str:
        """The identity number for other people's screens."""
        return parse_citizen_number(self.cccd).masked
