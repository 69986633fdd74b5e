"""What people are told of their dossiers (mẫu thông báo)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cuulong.core.registry import Message, declare

declare(
    Message(
        code="services.accepted",
        title=_("Đã tiếp nhận hồ sơ"),
        subject=_("Hồ sơ {{ code }} đã được tiếp nhận"),
        body=_("Cơ quan đã tiếp nhận hồ sơ {{ code }} và hẹn trả kết quả lúc {{ due }}."),
    ),
    Message(
        code="services.supplement_requested",
        title=_("Cần bổ sung hồ sơ"),
        subject=_("Hồ sơ {{ code }} cần bổ sung"),
        body=_("Cơ quan cần ông/bà bổ sung hồ sơ {{ code }}: {{ note }}"),
    ),
    Message(
        code="services.declined",
        title=_("Không tiếp nhận hồ sơ"),
        subject=_("Hồ sơ {{ code }} chưa được tiếp nhận"),
        body=_("Cơ quan chưa tiếp nhận hồ sơ {{ code }} vì: {{ note }}"),
    ),
    Message(
        code="services.clock_resumed",
        title=_("Tiếp tục giải quyết"),
        subject=_("Hồ sơ {{ code }} được giải quyết tiếp"),
        body=_("Hồ sơ {{ code }} được giải quyết tiếp, hẹn trả kết quả lúc {{ due }}."),
    ),
    Message(
        code="services.result_issued",
        title=_("Đã có kết quả"),
        subject=_("Hồ sơ {{ code }} đã có kết quả"),
        body=_(
            "Hồ sơ {{ code }} đã có kết quả số {{ number }}. Tải về trong trang hồ sơ, hoặc nhận tại quầy. "
            "Ai cũng kiểm tra được văn bản bằng mã {{ verify_code }}."
        ),
    ),
    Message(
        code="services.extended",
        title=_("Xin lỗi và hẹn lại ngày trả"),
        subject=_("Hồ sơ {{ code }} được hẹn lại"),
        body=_(
            "Cơ quan xin lỗi ông/bà: hồ sơ {{ code }} chưa xong đúng hẹn vì {{ note }}. Hẹn trả kết quả lúc {{ due }}."
        ),
    ),
    Message(
        code="services.stopped",
        title=_("Dừng giải quyết hồ sơ"),
        subject=_("Hồ sơ {{ code }} dừng giải quyết"),
        body=_("Cơ quan dừng giải quyết hồ sơ {{ code }} vì: {{ note }}"),
    ),
    Message(
        code="services.transferred",
        title=_("Chuyển cơ quan giải quyết"),
        subject=_("Hồ sơ {{ code }} được chuyển cho {{ agency }}"),
        body=_(
            "Hồ sơ {{ code }} được chuyển cho {{ agency }} giải quyết vì: {{ note }}."
            "{% if due %} Hẹn trả kết quả lúc {{ due }}.{% endif %}"
        ),
    ),
)
