"""How a test walks the routes of parties (mẫu đường dẫn)."""

from __future__ import annotations

from cuulong.core.registry import RouteSample, declare

declare(
    RouteSample(code="parties:profile", role="citizen"),
    RouteSample(code="parties:messages_consent", role="citizen", method="POST", status=302),
    RouteSample(code="parties:access_log", role="citizen"),
)
