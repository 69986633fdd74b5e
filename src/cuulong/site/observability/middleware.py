"""Every request has an id, a log line and a measure (mã yêu cầu)."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from cuulong.core.audit.trail import request_id
from cuulong.lib.ids import uuid7

from . import metrics

logger = logging.getLogger("cuulong.request")

_GIVEN = re.compile(r"[A-Za-z0-9-]{8,64}")


def request_id_middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Take the id a proxy gave (X-Request-ID) or make one; answer with it; log route, status and time.

    The log names the route's pattern, never the address: an address may carry what a citizen typed.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        own = given if _GIVEN.fullmatch(given) else uuid7().hex
        started = time.perf_counter()
        with request_id(own):
            response = get_response(request)
            seconds = time.perf_counter() - started
            route = request.resolver_match.route if request.resolver_match else "static"
            metrics.observe_request(request.method or "", route, response.status_code, seconds)
            level = logging.DEBUG if route in {"static", "healthz", "readyz", "metrics"} else logging.INFO
            logger.log(
                level,
                "request",
                extra={
                    "method": request.method,
                    "route": route,
                    "status": response.status_code,
                    "ms": round(seconds * 1000, 1),
                },
            )
        response["X-Request-ID"] = own
        return response

    return middleware
