"""What an agency asks for: a certificate for a person or its own seal, new or renewed (đề nghị cấp chứng thư số)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cuulong.core.organisations.models import Agency
from cuulong.core.registry.entity import Entity

from .certificate import Certificate


class RequestState(models.TextChoices):
    """How far a request has come (tình trạng đề nghị)."""

    WAITING = "waiting", _("Chờ duyệt")
    APPROVED = "approved", _("Đã duyệt, chờ bàn giao")
    REFUSED = "refused", _("Không duyệt")
    WITHDRAWN = "withdrawn", _("Đã rút")
    HANDED_OVER = "handed_over", _("Đã bàn giao")


class CertificateRequest(Entity):
    """One request of an agency, without `account` for its own seal (đề nghị cấp chứng thư số)."""

    ref_kind = "signatures.request"

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="certificate_requests")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    renews = models.ForeignKey(Certificate, models.PROTECT, null=True, blank=True, related_name="renewal_requests")
    reason = models.CharField(_("lý do"), max_length=300)
    state = models.CharField(_("tình trạng"), max_length=12, choices=RequestState.choices, default=RequestState.WAITING)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(_("đề nghị lúc"), db_default=Now(), editable=False)
    answer = models.CharField(_("ý kiến"), max_length=300, blank=True)
    certificate = models.OneToOneField(Certificate, models.PROTECT, null=True, blank=True, related_name="request")

    class Meta:
        verbose_name = _("đề nghị cấp chứng thư số")
        constraints: ClassVar = [
            # One open request for each owner: a double click asks once.
            models.UniqueConstraint(
                fields=["agency", "account"],
                condition=Q(state__in=["waiting", "approved"]),
                nulls_distinct=False,
                name="signatures_one_open_request",
            ),
            models.CheckConstraint(
                condition=Q(state="handed_over", certificate__isnull=False)
                | (~Q(state="handed_over") & Q(certificate=None)),
                name="signatures_handed_over_is_a_certificate",
            ),
        ]

    def __str__(self) -> str:
        return str(self.owner)

    @property
    def owner(self) -> object:
        return self.account or self.agency

    @property
    def url(self) -> str:
        return reverse("signatures:request", kwargs={"uuid": self.uuid})
