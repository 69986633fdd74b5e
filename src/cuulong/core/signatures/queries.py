"""Reading certificates and issued results (tra cứu chứng thư số)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cuulong.core.organisations.models import Agency
from cuulong.lib.ids import parse_receipt_code

from .models import Certificate, Issued

MANAGE = "signatures.manage"
SEAL = "signatures.seal"


def visible_to(acting: Any) -> QuerySet[Certificate]:
    """One's own certificates, the seals one keeps, and for administrators all."""
    found = Certificate.objects.select_related("account", "agency", "image").order_by("valid", "pk")
    if acting.can(MANAGE):
        return found
    mine = Q(account=acting.account) if acting.account else Q(pk=None)
    reach = acting.agency_ids(SEAL)
    return found.filter(mine | (Q(agency__isnull=False) if reach is None else Q(agency_id__in=reach)))


def usable_of(acting: Any) -> Certificate | None:
    """The certificate a person signs with now: their own, live, the longest valid (chứng thư để ký)."""
    return _live(Certificate.objects.filter(account=acting.account)) if acting.account else None


def seal_of(agency: Agency) -> Certificate | None:
    """The live seal of an agency (con dấu số của cơ quan)."""
    return _live(Certificate.objects.filter(agency=agency))


def _live(found: QuerySet[Certificate]) -> Certificate | None:
    live = found.filter(valid__contains=timezone.now(), revoked_at=None).select_related("image")
    return live.order_by("-valid", "-pk").first()


def expiring(acting: Any, until: date) -> Iterator[tuple[date, str, str]]:
    """Live certificates that end by then, for the expiry calendar."""
    found = visible_to(acting).filter(
        revoked_at=None, valid__endswith__date__lte=until, valid__endswith__gte=timezone.now()
    )
    for each in found:
        day = timezone.localdate(each.valid.upper)
        yield (
            day,
            _("Chứng thư số của %(subject)s") % {"subject": each.subject},
            reverse("signatures:certificate", kwargs={"uuid": each.uuid}),
        )


def issued_by_code(code: str) -> Issued | None:
    """The issued result behind a code as a person types it. Raises lib.ids.CodeError for a code that cannot be."""
    return Issued.objects.select_related("file", "agency").filter(code=parse_receipt_code(code)).first()
