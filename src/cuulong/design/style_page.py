"""The living style page: every component, and whole sample screens (trang mẫu giao diện)."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from cuulong.lib import qr

from . import style_charts
from . import style_samples as samples
from .states import STATES
from .style_tables import Kinds

FRAMES = {
    "front": _("Trang đầu"),
    "procedure": _("Trang thủ tục"),
    "tracking": _("Hồ sơ đang giải quyết"),
    "form": _("Biểu mẫu có lỗi"),
    "verify-valid": _("Giấy còn nguyên vẹn"),
    "verify-broken": _("Tệp đã bị sửa"),
    "verify-unknown": _("Chưa kết luận được"),
    "desk": _("Bàn làm việc"),
    "workspace": _("Ký một giấy phép"),
    "dashboard": _("Kết quả phục vụ"),
    "receipt": _("Giấy tiếp nhận, khổ A4"),
    "confirm": _("Trang xác nhận"),
}
COLOURS = (
    ("song", _("Sông")),
    ("deep", _("Nước sâu")),
    ("dien", _("Điên điển")),
    ("gach", _("Gạch")),
    ("surface", _("Mặt giấy")),
    ("sunk", _("Nền chìm")),
)
# The form sample is always judged, so that its errors show.
TYPED = "sheet=14&plot=237&area=860&close=yes&born_day=1&born_month=1&born_year="


def index(request: HttpRequest) -> HttpResponseBase:
    """All components on one page, in the reader's colours and language (bộ phận giao diện)."""
    table = Kinds(ContentType.objects.all(), request)
    if table.wants_export:
        return table.export()
    context = _common() | {"states": STATES, "frames": FRAMES, "colours": COLOURS, "table": table}
    return render(request, "design/style/index.html", context | {"has_errors": False, "form": None})


def frame(request: HttpRequest, name: str) -> HttpResponse:
    """One whole sample screen (màn hình mẫu)."""
    if name not in FRAMES:
        raise Http404
    context = _common() | {
        "name": name,
        "title": FRAMES[name],
        "menu": samples.menu(request.path),
        "form": samples.HouseForm(QueryDict(TYPED)) if name == "form" else None,
        "heading": _("Rút hồ sơ này?"),
        "consequences": samples.CONSEQUENCES,
        "action": _("Rút hồ sơ"),
        "cancel_url": "/design/",
    }
    if name in ("desk", "workspace", "dashboard"):
        context["person"] = samples.OFFICIAL
    return render(request, f"design/style/{name.replace('-', '_')}.html", context)


def _common() -> dict[str, Any]:
    return {
        "sample": {
            "strip": samples.STRIP,
            "late_strip": samples.LATE_STRIP,
            "long_strip": samples.LONG_STRIP,
            "timeline": samples.TIMELINE,
            "facts": samples.PROCEDURE_FACTS,
            "stats": samples.STATS,
            "details": samples.FILE_FACTS,
            "topics": samples.TOPICS,
            "tabs": samples.TABS,
            "today": samples.at(20),
            "due": samples.at(27),
            "late": samples.at(19),
            "receipt": samples.RECEIPT,
            "permit": samples.PERMIT,
            "verified": samples.VERIFIED,
            "checks": samples.CHECKS,
            "certificate": samples.CERTIFICATE,
            "desk": samples.DESK,
            "qr": mark_safe(qr.svg("https://example.vn/tra-cuu")),  # noqa: S308 - drawn by lib from our own text
            "on_time": style_charts.on_time(),
            "held": style_charts.held(),
            "waiting": style_charts.waiting(),
            "short_timeline": samples.SHORT_TIMELINE,
        },
        "bad_form": samples.HouseForm(QueryDict(TYPED)),
    }
