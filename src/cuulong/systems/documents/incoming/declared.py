"""What incoming documents declare to the house: doors, desk items, sentences of the log (khai báo)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from cuulong.core.registry import Kind, LogPhrase, MenuItem, Worklist, declare

from ..records.models import READ
from . import indicators, samples, worklist
from .models import Handling, Instruction
from .queries import INSTRUCT, REGISTER, ROUTE

PARTS = (indicators, samples)  # each declares its own when it is read
GROUP = _("Văn bản")


def _kind(model: Any, title: Any) -> Kind:
    return Kind(code=model.ref_kind, title=title, find=lambda uuid: model.objects.filter(uuid=uuid).first())


declare(
    _kind(Instruction, _("Ý kiến chỉ đạo")),
    _kind(Handling, _("Giao xử lý")),
    LogPhrase(code="documents.take_in", sentence=_("Nhận văn bản đến {number}")),
    LogPhrase(code="documents.describe", sentence=_("Sửa thông tin văn bản đến {number}")),
    LogPhrase(code="documents.propose", sentence=_("Trình phân phối văn bản {number} cho {lead}")),
    LogPhrase(code="documents.send_back", sentence=_("Trả lại bước trước văn bản {number}")),
    LogPhrase(code="documents.assign", sentence=_("Giao văn bản {number} cho {to}")),
    LogPhrase(code="documents.see", sentence=_("{units} đã xem văn bản {number}")),
    LogPhrase(code="documents.report", sentence=_("{unit} báo kết quả phối hợp văn bản {number}")),
    LogPhrase(code="documents.ask_back", sentence=_("Nơi gửi đề nghị về văn bản {number}")),
    LogPhrase(code="documents.keep", sentence=_("Không đồng ý đề nghị của nơi gửi về văn bản {number}")),
    LogPhrase(code="documents.update", sentence=_("Cập nhật văn bản {number} theo nơi gửi")),
    LogPhrase(code="documents.file_opened", sentence=_("Mở tệp của văn bản {number}")),
    MenuItem(
        code="documents.incoming",
        title=_("Sổ văn bản đến"),
        short=_("Văn bản đến"),
        group=GROUP,
        url_name="documents:incoming_register",
        icon="inbox",
        right=READ,
        order=20,
    ),
    MenuItem(
        code="documents.arrivals",
        title=_("Chờ vào sổ"),
        group=GROUP,
        url_name="documents:arrivals",
        icon="envelope-paper",
        right=REGISTER,
        order=21,
        count=worklist.count_to_register,
    ),
    MenuItem(
        code="documents.routing",
        title=_("Phân phối văn bản"),
        short=_("Phân phối"),
        group=GROUP,
        url_name="documents:routing",
        icon="signpost-split",
        right=ROUTE,
        order=22,
        count=worklist.count_to_route,
    ),
    MenuItem(
        code="documents.instructing",
        title=_("Cho ý kiến chỉ đạo"),
        short=_("Chỉ đạo"),
        group=GROUP,
        url_name="documents:instructing",
        icon="pen",
        right=INSTRUCT,
        order=23,
        count=worklist.count_to_instruct,
    ),
    MenuItem(
        code="documents.tracking",
        title=_("Theo dõi giải quyết"),
        short=_("Theo dõi"),
        group=GROUP,
        url_name="documents:tracking",
        icon="list-check",
        right=READ,
        order=24,
    ),
    Worklist(
        code="documents.register",
        title=_("Văn bản đến chờ vào sổ"),
        items=worklist.to_be_registered,
        count=worklist.count_to_register,
        order=40,
    ),
    Worklist(
        code="documents.asked",
        title=_("Nơi gửi đề nghị lấy lại, cập nhật"),
        items=worklist.questions,
        count=worklist.count_asked,
        order=41,
    ),
    Worklist(
        code="documents.route",
        title=_("Văn bản đến chờ phân phối"),
        items=worklist.at("route", "route"),
        count=worklist.count_to_route,
        order=42,
    ),
    Worklist(
        code="documents.instruct",
        title=_("Văn bản đến chờ ý kiến chỉ đạo"),
        items=worklist.at("instruct", "instruct"),
        count=worklist.count_to_instruct,
        order=43,
    ),
    Worklist(
        code="documents.handle",
        title=_("Văn bản đến cần giải quyết"),
        items=worklist.at("handle", "distribute", "handle"),
        count=worklist.count_to_handle,
        order=44,
    ),
    Worklist(
        code="documents.told",
        title=_("Văn bản phối hợp, để biết"),
        items=worklist.given,
        count=worklist.count_given,
        order=45,
    ),
)
