"""How a walk opens the screens of signing (đường đi mẫu)."""

from __future__ import annotations

from cuulong.core.registry import RouteSample, declare

from .models import Certificate, Issued
from .queries import MANAGE


def _code() -> dict[str, object]:
    issued = Issued.objects.order_by("pk").first()
    assert issued is not None
    return {"code": issued.code}


def _certificate() -> dict[str, object]:
    certificate = Certificate.objects.order_by("pk").first()
    assert certificate is not None
    return {"uuid": certificate.uuid}


declare(
    RouteSample(code="signatures:verify"),
    RouteSample(code="signatures:verify_issued", kwargs=_code, bearer=True),
    RouteSample(code="signatures:original", kwargs=_code, bearer=True),
    RouteSample(code="signatures:page_picture", kwargs=_code, bearer=True),
    RouteSample(code="signatures:tampered", kwargs=_code, bearer=True),
    RouteSample(code="signatures:certificates", role="administrator"),
    RouteSample(code="signatures:register", role="administrator"),
    RouteSample(code="signatures:certificate", role="administrator", kwargs=_certificate, beyond=MANAGE),
    RouteSample(code="signatures:revoke", role="administrator", kwargs=_certificate, method="POST", status=422),
)
