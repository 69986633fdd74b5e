"""Reading requests and histories (tra cứu sổ chứng thư số)."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from ..models import Certificate, CertificateRequest, CertificateStep
from ..queries import MANAGE, REQUEST, SEE


def requests_visible_to(acting: Any) -> QuerySet[CertificateRequest]:
    """Those of the agencies one asks for, and those that are for oneself; for administrators and auditors all."""
    found = CertificateRequest.objects.select_related("agency", "account", "renews", "certificate", "asked_by")
    if acting.can(MANAGE) or acting.agency_ids(SEE) is None:
        return found
    mine = Q(account=acting.account) if acting.account else Q(pk=None)
    return found.filter(mine | Q(agency_id__in=acting.agency_ids(REQUEST) or ()))


def steps_of(certificate: Certificate) -> QuerySet[CertificateStep]:
    """What happened to a certificate and the request it came from, the newest first (lịch sử chứng thư số)."""
    found = CertificateStep.objects.filter(Q(certificate=certificate) | Q(request__certificate=certificate))
    return found.select_related("by").order_by("-happened_at", "-pk")
