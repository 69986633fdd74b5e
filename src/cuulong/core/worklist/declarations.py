"""What worklist declares to the house (khai báo)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cuulong.core.registry import MenuItem, RouteSample
from cuulong.core.worklist.queries import waiting_count

MENU = (
    MenuItem(
        code="worklist.desk",
        title=_("Bàn làm việc"),
        group="",
        url_name="worklist:desk",
        icon="clipboard-check",
        order=0,
        count=waiting_count,
    ),
)

SAMPLES = (RouteSample(code="worklist:desk", role="specialist"),)
