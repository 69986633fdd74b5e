"""Certificates one signs with, and the results that anyone may verify (chứng thư số, kết quả đã phát hành)."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cuulong.core.files.models import StoredFile
from cuulong.core.organisations.models import Agency
from cuulong.core.registry.entity import Entity


class Backend(models.TextChoices):
    """Where the private key lives (nơi giữ khóa)."""

    PKCS12 = "pkcs12", _("Tệp PKCS#12 trên máy chủ")
    PKCS11 = "pkcs11", _("Thiết bị PKCS#11")


class CertificateState(models.TextChoices):
    """Whether one may sign with it (tình trạng chứng thư)."""

    ACTIVE = "active", _("Đang dùng")
    REVOKED = "revoked", _("Đã thu hồi")
    EXPIRED = "expired", _("Đã hết hạn")


class Certificate(Entity):
    """A certificate of a person or the seal of an agency (chứng thư số, con dấu số).

    `locator` finds the key: a file name under CA_DIR for PKCS#12, a "pkcs11:token=…;object=…" address (RFC 7512)
    for a token. The PIN is asked for every signature and kept nowhere.
    """

    ref_kind = "signatures.certificate"

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="certificates"
    )
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="certificates")
    subject = models.CharField(_("chủ thể"), max_length=200)
    issuer = models.CharField(_("nơi cấp"), max_length=200)
    serial = models.CharField(_("số hiệu"), max_length=64)
    pem = models.TextField()
    valid = DateTimeRangeField(_("hiệu lực"))
    backend = models.CharField(_("nơi giữ khóa"), max_length=8, choices=Backend.choices)
    locator = models.CharField(max_length=300)
    image = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_because = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("chứng thư số")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["issuer", "serial"], name="signatures_one_certificate"),
            models.CheckConstraint(
                condition=Q(account__isnull=False, agency=None) | Q(account=None, agency__isnull=False),
                name="signatures_one_owner",
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def issuer_name(self) -> str:
        """The issuer's own name, without its organisation and country (tên nơi cấp)."""
        parts = dict(part.strip().partition(": ")[::2] for part in self.issuer.split(";"))
        return parts.get("Common Name", self.issuer)

    @property
    def url(self) -> str:
        return reverse("signatures:certificate", kwargs={"uuid": self.uuid})

    @property
    def owner(self) -> object:
        return self.account or self.agency

    @property
    def state(self) -> CertificateState:
        return self.state_at(timezone.now())

    def state_at(self, at: datetime) -> CertificateState:
        """What it was at a moment; not yet valid counts as expired."""
        if self.revoked_at and self.revoked_at <= at:
            return CertificateState.REVOKED
        return CertificateState.ACTIVE if self.valid.lower <= at < self.valid.upper else CertificateState.EXPIRED


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
