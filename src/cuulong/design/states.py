"""How a state is shown: always an icon and a word (trạng thái)."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Look:
    """Colour tone, icon and word of one state (cách hiện trạng thái)."""

    tone: str
    icon: str
    label: str | Promise


STATES: dict[str, Look] = {
    "new": Look("new", "circle", _("Mới nộp")),
    "accepted": Look("accepted", "inbox", _("Đã tiếp nhận")),
    "processing": Look("processing", "arrow-repeat", _("Đang giải quyết")),
    "supplement": Look("supplement", "pause-fill", _("Chờ bổ sung")),
    "overdue": Look("overdue", "exclamation-triangle-fill", _("Quá hạn")),
    "done": Look("done", "check-lg", _("Đã có kết quả")),
    "draft": Look("new", "pencil", _("Bản nháp")),
    "returned": Look("done", "check-all", _("Đã trả kết quả")),
    "refused": Look("new", "dash-circle", _("Chưa cấp được")),
    "withdrawn": Look("new", "arrow-counterclockwise", _("Đã rút")),
    "signing": Look("processing", "pen", _("Chờ ký")),
    "paused": Look("supplement", "pause-fill", _("Tạm dừng")),
    "unpaid": Look("supplement", "wallet2", _("Chưa nộp tiền")),
    "paid": Look("done", "check-lg", _("Đã nộp tiền")),
    "active": Look("done", "check-lg", _("Đang dùng")),
    "ended": Look("new", "dash-lg", _("Đã thôi dùng")),
    "failed": Look("overdue", "x-lg", _("Không thành")),
    "neutral": Look("new", "circle", _("Khác")),
}


def look_of(name: str) -> Look:
    """The look of a state, neutral for a name nobody has drawn (tra cách hiện)."""
    return STATES.get(name, STATES["neutral"])
