"""The six steps of one dossier, with a door into each (sáu bước của một hồ sơ)."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from cuulong.core.signatures.models import Issued


def six_steps() -> list[dict[str, str]]:
    """Title, what happens, who does it, and where to see it."""
    issued = Issued.objects.order_by("-pk").first()
    verify = reverse("signatures:verify") if issued is None else f"{reverse('signatures:verify')}{issued.code}/"
    return [
        {
            "title": _("Tìm thủ tục, nộp ở nhà"),
            "text": _("Gõ không dấu, khai từng bước, gửi tệp, nộp phí bằng VietQR."),
            "url": reverse("services:procedures") + "?q=giay+phep+xay+nha",
        },
        {
            "title": _("Quầy kiểm tra, tiếp nhận"),
            "text": _("Thiếu thì yêu cầu bổ sung một lần; đủ thì hẹn ngày, đồng hồ bắt đầu chạy."),
            "url": reverse("services:counter"),
        },
        {
            "title": _("Chuyên viên giải quyết, hỏi ý kiến song song"),
            "text": _("Dừng đồng hồ phải có lý do. Ngày hẹn giải thích được từng dòng."),
            "url": reverse("worklist:desk"),
        },
        {
            "title": _("Lãnh đạo ký số"),
            "text": _("Lớp xác thực thứ hai và chứng thư số; chữ ký PAdES."),
            "url": reverse("worklist:desk"),
        },
        {
            "title": _("Văn thư cấp số, đóng dấu"),
            "text": _("Số không trùng, không nhảy; con dấu đỏ phủ một phần ba chữ ký."),
            "url": reverse("registers:all"),
        },
        {
            "title": _("Ai cũng kiểm tra được"),
            "text": _("Mã trên giấy, hoặc tệp tải lên. Đổi một byte là lộ."),
            "url": verify,
        },
    ]
