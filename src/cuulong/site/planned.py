"""Systems of the province that do not work yet, for the tour's honest list (hệ thống chưa có)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cuulong.core.registry import SystemCard, declare

PLANNED = [
    ("documents", _("Văn bản và điều hành"), _("Văn bản đến, đi, hồ sơ công việc, giao việc")),
    ("portals", _("Cổng thông tin"), _("Trang của từng cơ quan")),
    ("mail", _("Thư điện tử công vụ"), _("Hộp thư của cán bộ")),
    ("networks", _("Mạng và tên miền"), _("Mạng LAN, WAN, trung tâm dữ liệu, tên miền")),
    ("security", _("An toàn thông tin"), _("Phát hiện mã độc, ứng cứu sự cố")),
    ("telecom", _("Bản đồ viễn thông"), _("Hạ tầng viễn thông và bưu chính")),
    ("agriculture", _("Nông nghiệp"), _("Dữ liệu nông nghiệp, nông thôn")),
    ("contests", _("Hội thi"), _("Thi tìm hiểu trực tuyến")),
    ("training", _("Đào tạo"), _("Lớp học cho cán bộ")),
    ("scoring", _("Chấm điểm cơ quan"), _("Chấm điểm hằng năm, khen thưởng")),
    ("programmes", _("Chương trình, dự án"), _("Kế hoạch, dự án, chiến dịch")),
    ("interop", _("Kết nối, chia sẻ"), _("Danh mục dịch vụ dữ liệu")),
    ("reports", _("Báo cáo"), _("Báo cáo định kỳ tính từ dữ liệu")),
]

declare(
    *(
        SystemCard(code=code, title=title, summary=summary, works=False, order=order)
        for order, (code, title, summary) in enumerate(PLANNED, start=100)
    )
)
