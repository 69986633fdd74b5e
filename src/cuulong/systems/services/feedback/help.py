"""What people ask most on these screens (trợ giúp theo màn hình)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cuulong.design.help import register_help

WORDS = {
    "feedback": (
        _("Chọn phản ánh, khiếu nại hay tố cáo?"),
        _("Chưa rõ thì gửi phản ánh: cơ quan sẽ chỉ nơi cần gửi. Không ai mất quyền khiếu nại vì đã phản ánh trước."),
    ),
    "rate": (
        _("Mã hồ sơ ở đâu?"),
        _("Mã in trên giấy tiếp nhận và trong tin báo. Bốn số cuối là của số điện thoại ghi khi nộp."),
    ),
    "suggestions": (
        _("Trả lời rồi công khai"),
        _("Trả lời gửi riêng người hỏi. Công khai là quyết định riêng; máy che tên, số điện thoại, thư điện tử trước."),
    ),
    "denunciations": (
        _("Vì sao danh sách chỉ có số?"),
        _("Nội dung tố cáo chỉ hiện khi mở đơn. Danh tính người tố cáo mở riêng, phải ghi lý do và vào nhật ký."),
    ),
    "satisfaction": (
        _("Số này từ đâu ra?"),
        _("Mỗi hồ sơ có kết quả được đánh giá một lần. Bảng theo cán bộ chỉ lãnh đạo trực tiếp thấy."),
    ),
}

for code, (title, text) in WORDS.items():
    register_help(f"services:{code}", title, text)
