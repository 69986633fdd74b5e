"""How a test walks the routes of the site itself (mẫu đường dẫn)."""

from __future__ import annotations

from cuulong.core.registry import RouteSample, declare

declare(
    RouteSample(code="help"),
    RouteSample(code="manual", kwargs=lambda: {"slug": "mot-cua"}),
    RouteSample(code="tour"),
    RouteSample(code="healthz"),
    RouteSample(code="readyz"),
    RouteSample(code="metrics"),
    RouteSample(code="set_language", method="POST", status=302),
    RouteSample(code="design:style"),
    RouteSample(code="design:frame", kwargs=lambda: {"name": "front"}),
    RouteSample(code="design:language", method="POST", status=302),
    RouteSample(code="design:theme", method="POST", status=302),
)
