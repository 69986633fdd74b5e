"""Words for units, channels, fees, doubts and findings (cách gọi trên màn hình)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cuulong.design import formats

CHANNEL_NAMES = {
    "counter": gettext_lazy("Trực tiếp"),
    "online": gettext_lazy("Trực tuyến"),
    "post": gettext_lazy("Bưu chính"),
    "all": gettext_lazy("Mọi kênh"),
}
UNIT_NAMES = {
    "working_day": gettext_lazy("ngày làm việc"),
    "calendar_day": gettext_lazy("ngày"),
    "working_hour": gettext_lazy("giờ làm việc"),
    "month": gettext_lazy("tháng"),
}
FEE_KIND_NAMES = {
    "free": gettext_lazy("Miễn phí"),
    "flat": gettext_lazy("Một mức"),
    "each": gettext_lazy("Theo số lượng"),
    "table": gettext_lazy("Theo biểu mức, xem ghi chú"),
    "words": gettext_lazy("Ghi bằng lời, chưa rõ"),
}
FIELD_NAMES = {
    "name": gettext_lazy("Tên thủ tục"),
    "decision": gettext_lazy("Quyết định công bố"),
    "decided_on": gettext_lazy("Ngày ký quyết định"),
    "ministry": gettext_lazy("Bộ, ngành"),
    "sector": gettext_lazy("Lĩnh vực"),
    "levels": gettext_lazy("Cấp thực hiện"),
    "service_level": gettext_lazy("Mức độ"),
    "scope": gettext_lazy("Trực tuyến"),
    "online": gettext_lazy("Nộp trực tuyến"),
    "by_post": gettext_lazy("Bưu chính"),
    "post": gettext_lazy("Bưu chính"),
    "national_system": gettext_lazy("Hệ thống quốc gia"),
    "limits": gettext_lazy("Thời hạn"),
    "fees": gettext_lazy("Phí, lệ phí"),
    "papers": gettext_lazy("Giấy tờ"),
    "steps": gettext_lazy("Trình tự"),
    "conditions": gettext_lazy("Điều kiện"),
    "legal": gettext_lazy("Căn cứ pháp lý"),
    "result": gettext_lazy("Kết quả"),
    "subjects": gettext_lazy("Đối tượng"),
    "kind": gettext_lazy("Loại thủ tục"),
    "performing": gettext_lazy("Cơ quan thực hiện"),
    "deciding": gettext_lazy("Cơ quan có thẩm quyền"),
    "url": gettext_lazy("Đường dẫn"),
    "cases": gettext_lazy("Số trường hợp"),
    "paper_count": gettext_lazy("Số giấy tờ"),
    "basis_count": gettext_lazy("Số căn cứ"),
    "no_limit": gettext_lazy("Không quy định thời hạn"),
}
DOUBT_NAMES = {
    "time_blank": gettext_lazy("Không ghi thời hạn"),
    "time_no_unit": gettext_lazy("Thời hạn không ghi đơn vị"),
    "time_unit_unknown": gettext_lazy("Đơn vị thời hạn lạ"),
    "time_odd": gettext_lazy("Thời hạn không phải số"),
    "time_zero": gettext_lazy("Thời hạn bằng 0"),
    "time_long": gettext_lazy("Thời hạn dài bất thường"),
    "fee_thousands": gettext_lazy("Phí có thể thiếu ba số 0"),
    "fee_words": gettext_lazy("Phí ghi bằng lời"),
    "fee_many": gettext_lazy("Nhiều mức phí trong một ô"),
    "fee_free_but": gettext_lazy("Ghi miễn phí nhưng có số tiền"),
    "online_scope": gettext_lazy("Chưa rõ toàn trình hay một phần"),
    "level_blank": gettext_lazy("Không ghi cấp thực hiện"),
    "level_unknown": gettext_lazy("Cấp thực hiện lạ"),
    "flag_odd": gettext_lazy("Ô có/không ghi khác 0 và 1"),
    "channel_unknown": gettext_lazy("Kênh nộp lạ"),
}
FINDING_NAMES = {
    **DOUBT_NAMES,
    "text_decomposed": gettext_lazy("Chữ và dấu viết rời (Unicode tổ hợp), đã ghép lại"),
    "name_long": gettext_lazy("Tên dài bất thường"),
    "sector_blank": gettext_lazy("Không ghi lĩnh vực"),
    "decision_blank": gettext_lazy("Không ghi quyết định công bố"),
    "performing_blank": gettext_lazy("Không ghi cơ quan thực hiện"),
    "deciding_blank": gettext_lazy("Không ghi cơ quan có thẩm quyền"),
    "kind_blank": gettext_lazy("Không ghi loại thủ tục"),
    "ministry_blank": gettext_lazy("Không ghi bộ, ngành"),
    "result_text": gettext_lazy("Kết quả dính liền với mã"),
    "shape_odd": gettext_lazy("Phần không đúng cấu trúc"),
    "code_blank": gettext_lazy("Không có mã thủ tục"),
    "code_bad": gettext_lazy("Mã thủ tục sai dạng, ví dụ đúng: 1.000178"),
    "code_twice": gettext_lazy("Mã đã có ở dòng trên"),
    "name_blank": gettext_lazy("Không có tên thủ tục"),
    "row_broken": gettext_lazy("Dòng hỏng, không đọc được"),
    "row_long": gettext_lazy("Dòng quá dài"),
    "column_unknown": gettext_lazy("Cột không dùng đến"),
}


def finding_sentence(kind: str, text: str) -> str:
    """A finding as the report says it."""
    name = str(FINDING_NAMES.get(kind, kind))
    return f"{name}: “{text}”" if text else name


def limit_text(limit: Mapping[str, Any]) -> str:
    """A time limit as people say it; without a unit it says so."""
    unit = UNIT_NAMES.get(limit.get("unit", ""))
    if not limit.get("amount"):
        return str(limit.get("written", ""))
    if unit is None:
        return _("%(n)s (không rõ đơn vị)") % {"n": limit["amount"]}
    return f"{limit['amount']} {unit}"


def fee_text(fee: Mapping[str, Any]) -> str:
    """A fee as people say it."""
    match fee.get("kind"):
        case "free":
            return _("Không thu")
        case "flat":
            return formats.money(fee["amount"])
        case "each":
            return _("%(amount)s mỗi đơn vị") % {"amount": formats.money(fee["amount"])}
    return str(fee.get("note") or fee.get("written") or "")
