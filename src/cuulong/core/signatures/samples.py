"""How a walk opens the screens of signing (đường đi mẫu)."""

from __future__ import annotations

from collections.abc import Callable

from cuulong.core.registry import RouteSample, declare

from .models import Certificate, CertificateRequest, Issued, RequestState
from .queries import SEE


def _code() -> dict[str, object]:
    issued = Issued.objects.order_by("pk").first()
    assert issued is not None
    return {"code": issued.code}


def _certificate() -> dict[str, object]:
    certificate = Certificate.objects.exclude(pem="").order_by("pk").first()
    assert certificate is not None
    return {"uuid": certificate.uuid}


def _request(*states: RequestState) -> Callable[[], dict[str, object]]:
    return lambda: {"uuid": CertificateRequest.objects.filter(state__in=states).order_by("pk")[0].uuid}


def _recorded() -> dict[str, object]:
    """One whose key is nowhere near, so that nothing is asked of anybody outside."""
    return {"uuid": Certificate.objects.filter(pem="").order_by("pk")[0].uuid}


declare(
    RouteSample(code="signatures:verify"),
    RouteSample(code="signatures:verify_issued", kwargs=_code, bearer=True),
    RouteSample(code="signatures:verdict", method="POST", status=422),
    RouteSample(code="signatures:verdict_issued", kwargs=_code, bearer=True),
    RouteSample(code="signatures:original", kwargs=_code, bearer=True),
    RouteSample(code="signatures:page_picture", kwargs=_code, bearer=True),
    RouteSample(code="signatures:tampered", kwargs=_code, bearer=True),
    RouteSample(code="signatures:certificates", role="administrator"),
    RouteSample(code="signatures:register", role="administrator"),
    RouteSample(code="signatures:certificate", role="administrator", kwargs=_certificate, beyond=SEE),
    RouteSample(code="signatures:check", role="administrator", kwargs=_recorded, method="POST", beyond=SEE),
    RouteSample(
        code="signatures:token", role="administrator", kwargs=_certificate, method="POST", status=422, beyond=SEE
    ),
    RouteSample(code="signatures:requests", role="administrator"),
    RouteSample(code="signatures:ask", role="clerk"),
    RouteSample(code="signatures:request", role="administrator", kwargs=_request(RequestState.WAITING), beyond=SEE),
    RouteSample(
        code="signatures:decide",
        role="administrator",
        kwargs=_request(RequestState.WAITING),
        method="POST",
        status=422,
    ),
    RouteSample(
        code="signatures:withdraw", role="clerk", kwargs=_request(RequestState.REFUSED), method="POST", status=302
    ),
    RouteSample(code="signatures:hand_over", role="administrator", kwargs=_request(RequestState.APPROVED)),
    RouteSample(code="signatures:import", role="administrator"),
    RouteSample(code="signatures:import_confirm", role="administrator", method="POST", status=302),
    RouteSample(code="signatures:coverage", role="administrator", query="on=31/12/2016"),
    RouteSample(
        code="signatures:coverage_level",
        role="administrator",
        kwargs=lambda: {"key": "communes"},
        query="on=31/12/2016",
    ),
    RouteSample(code="signatures:notices", role="clerk"),
    RouteSample(code="signatures:revoke", role="administrator", kwargs=_certificate, method="POST", status=422),
)
