"""Lists of signing (danh sách)."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cuulong.design.tables import Column, Table

from .models import Certificate, CertificateState

SOON = timedelta(days=30)


class CertificateFilter(forms.Form):
    """Which certificates to list (lọc chứng thư số)."""

    subject = forms.CharField(label=_("Chủ thể"), required=False)
    state = forms.ChoiceField(
        label=_("Tình trạng"), required=False, choices=[("", _("Tất cả")), *CertificateState.choices]
    )


class Certificates(Table):
    """Certificates, the first to end on top (chứng thư số)."""

    caption = _("Chứng thư số")
    order = "valid"
    filters = CertificateFilter
    file_name = "chung-thu-so"
    empty_title = _("Chưa có chứng thư số nào")
    empty_text = _("Chứng thư của anh/chị hiện ở đây sau khi quản trị đăng ký.")

    subject = Column(_("Chủ thể"), "subject", sort="subject", url="url")
    kind = Column(_("Loại"), lambda row: _("Cá nhân") if row.account_id else _("Con dấu cơ quan"))
    issuer = Column(_("Nơi cấp"), "issuer_name", export="issuer")
    ends = Column(_("Hết hạn"), "valid.upper", sort="valid", kind="moment")
    state = Column(_("Tình trạng"), lambda row: row.state.label)

    def narrow(self, queryset: QuerySet[Certificate], wanted: dict[str, str]) -> QuerySet[Certificate]:
        now = timezone.now()
        if wanted.get("subject"):
            queryset = queryset.filter(subject__icontains=wanted["subject"])
        states = {
            CertificateState.ACTIVE: Q(valid__contains=now, revoked_at=None),
            CertificateState.REVOKED: Q(revoked_at__isnull=False),
            CertificateState.EXPIRED: Q(revoked_at=None) & ~Q(valid__contains=now),
        }
        return queryset.filter(states[CertificateState(wanted["state"])]) if wanted.get("state") else queryset

    def row_css(self, row: Certificate) -> str:
        if row.state != CertificateState.ACTIVE:
            return "is-late"
        return "is-soon" if row.valid.upper - timezone.now() < SOON else ""
