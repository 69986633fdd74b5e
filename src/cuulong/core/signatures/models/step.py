"""What happened to a certificate, its token and its request, never changed afterwards (nhật ký chứng thư số)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from .certificate import Certificate
from .request import CertificateRequest


class StepKind(models.TextChoices):
    """What happened (việc đã xảy ra)."""

    ASKED = "asked", _("Đề nghị cấp")
    APPROVED = "approved", _("Duyệt")
    REFUSED = "refused", _("Không duyệt")
    WITHDRAWN = "withdrawn", _("Rút đề nghị")
    REGISTERED = "registered", _("Ghi vào sổ")
    HANDED_OVER = "handed_over", _("Bàn giao")
    RENEWED = "renewed", _("Gia hạn bằng chứng thư mới")
    REVOKED = "revoked", _("Thu hồi")
    RETURNED = "returned", _("Trả lại thiết bị")
    LOST = "lost", _("Báo mất thiết bị")
    CHECKED = "checked", _("Kiểm tra trạng thái")
    TOLD = "told", _("Báo sắp hết hạn")


class CertificateStep(models.Model):
    """One line of the history, which the database never lets change (dòng lịch sử)."""

    id = models.BigAutoField(primary_key=True)
    certificate = models.ForeignKey(Certificate, models.PROTECT, null=True, blank=True, related_name="steps")
    request = models.ForeignKey(CertificateRequest, models.PROTECT, null=True, blank=True, related_name="steps")
    kind = models.CharField(max_length=12, choices=StepKind.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(max_length=300, blank=True)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("nhật ký chứng thư số")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(certificate__isnull=False) | Q(request__isnull=False), name="signatures_step_of_something"
            )
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())
