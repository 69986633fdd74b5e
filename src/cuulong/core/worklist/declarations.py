"""What worklist declares to the house (khai báo)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cuulong.core.registry import MenuItem, RouteSample
from cuulong.core.worklist.queries import waiting_count
from cuulong.design.help import register_help

MENU = (
    MenuItem(
        code="worklist.desk",
        title=_("Bàn làm việc"),
        short=_("Bàn việc"),
        group="",
        url_name="worklist:desk",
        icon="clipboard-check",
        order=0,
        count=waiting_count,
    ),
)

SAMPLES = (RouteSample(code="worklist:desk", role="specialist"),)
register_help(
    "worklist:desk",
    _("Vì sao việc này ở đây?"),
    _("Mỗi dòng là một bước chờ anh/chị làm, theo vai trò và đơn vị được phân công. Việc trễ đứng trước, kèm lý do."),
)
