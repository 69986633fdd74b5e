"""What people are told of their dossiers (mẫu thông báo)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cuulong.core.registry import Message, declare

declare(
    Message(
        code="services.national_state",
        title=_("Tình trạng hồ sơ của hệ thống quốc gia"),
        subject=_("Hồ sơ {{ code }}: {{ state }}"),
        body=_(
            "Hồ sơ {{ code }} ở {{ system }}: {{ state }}. {{ note }} Tra cứu bằng mã hồ sơ và 4 số cuối điện thoại."
        ),
        channels=("email", "sms"),
    ),
    Message(
        code="services.guest_code",
        title=_("Mã xác nhận để nộp hồ sơ"),
        subject=_("Mã xác nhận nộp hồ sơ: {{ code }}"),
        body=_("Mã {{ code }} dùng được một lần trong 10 phút. Không đọc mã cho ai, kể cả cán bộ."),
        channels=("email", "sms"),
        urgent=True,
    ),
    Message(
        code="services.co_sign_asked",
        title=_("Mời cùng nộp hồ sơ"),
        subject=_("{{ who }} mời ông/bà cùng nộp một hồ sơ"),
        body=_("Đọc hồ sơ “{{ title }}” rồi đồng ý hoặc không tại {{ link }}. Chưa đồng ý thì hồ sơ chưa nộp được."),
        channels=("in_app", "email", "sms"),
        urgent=True,
    ),
    Message(
        code="services.co_sign_code",
        title=_("Mã xác nhận để cùng nộp hồ sơ"),
        subject=_("Mã xác nhận cùng nộp hồ sơ: {{ code }}"),
        body=_("Mã {{ code }} dùng được một lần trong 10 phút. Không đọc mã cho ai, kể cả người mời."),
        channels=("sms",),
        urgent=True,
    ),
    Message(
        code="services.co_sign_agreed",
        title=_("Người cùng nộp đã đồng ý"),
        subject=_("{{ who }} đã đồng ý cùng nộp hồ sơ"),
        body=_("{{ who }} đã đồng ý với hồ sơ “{{ title }}”. Đủ người đồng ý thì ông/bà nộp được."),
    ),
    Message(
        code="services.co_sign_taken_back",
        title=_("Người cùng nộp rút lại đồng ý"),
        subject=_("{{ who }} rút lại đồng ý cùng nộp hồ sơ"),
        body=_("{{ who }} không còn đồng ý với hồ sơ “{{ title }}”. Hồ sơ chưa nộp được."),
    ),
    Message(
        code="services.accepted",
        title=_("Đã tiếp nhận hồ sơ"),
        subject=_("Hồ sơ {{ code }} đã được tiếp nhận"),
        body=_(
            "Cơ quan đã tiếp nhận hồ sơ {{ code }} và hẹn trả kết quả lúc {{ due }}."
            "{% if by_post %} Kết quả được gửi qua bưu chính như ông/bà đã chọn.{% endif %}"
        ),
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
        code="services.answers_corrected",
        title=_("Đính chính tờ khai"),
        subject=_("Tờ khai của hồ sơ {{ code }} được đính chính"),
        body=_(
            "Theo đồng ý của ông/bà, {{ agency }} đã đính chính tờ khai của hồ sơ {{ code }}: {{ questions }}. "
            "Lý do: {{ note }}. Nếu không phải vậy, xin báo ngay cho cơ quan."
        ),
    ),
    Message(
        code="services.withdrawal_asked",
        title=_("Người nộp đề nghị rút hồ sơ"),
        subject=_("Hồ sơ {{ code }}: người nộp đề nghị rút"),
        body=_("Người nộp đề nghị rút hồ sơ {{ code }} vì: {{ reason }}"),
        channels=("in_app",),
    ),
    Message(
        code="services.withdrawal_refused",
        title=_("Chưa đồng ý cho rút hồ sơ"),
        subject=_("Hồ sơ {{ code }} được giải quyết tiếp"),
        body=_("Cơ quan chưa đồng ý cho rút hồ sơ {{ code }} vì: {{ note }}"),
    ),
    Message(
        code="services.clock_resumed",
        title=_("Tiếp tục giải quyết"),
        subject=_("Hồ sơ {{ code }} được giải quyết tiếp"),
        body=_("Hồ sơ {{ code }} được giải quyết tiếp, hẹn trả kết quả lúc {{ due }}."),
    ),
    Message(
        code="services.step_due_soon",
        title=_("Việc sắp đến hạn"),
        subject=_("Hồ sơ {{ code }}: bước “{{ step }}” sắp đến hạn"),
        body=_(
            "Bước “{{ step }}” của hồ sơ {{ code }} phải xong trước {{ due }}. Việc đang chờ anh/chị trên bàn làm việc."
        ),
    ),
    Message(
        code="services.result_issued",
        title=_("Đã có kết quả"),
        subject=_("Hồ sơ {{ code }} đã có kết quả"),
        body=_(
            "Hồ sơ {{ code }} đã có kết quả số {{ number }}. {% if by_post %}Quầy giao bản giấy cho bưu điện và báo số "
            "hiệu bưu gửi; bản điện tử tải về trong trang hồ sơ. {% else %}Tải về trong trang hồ sơ, hoặc nhận tại quầy. "
            "{% endif %}Ai cũng kiểm tra được văn bản bằng mã {{ verify_code }}."
        ),
    ),
    Message(
        code="services.result_posted",
        title=_("Đã gửi kết quả qua bưu chính"),
        subject=_("Kết quả hồ sơ {{ code }} đã giao {{ carrier }}"),
        body=_("Kết quả hồ sơ {{ code }} đã giao {{ carrier }}. Số hiệu bưu gửi: {{ tracking }}."),
        channels=("in_app", "email", "sms"),
    ),
    Message(
        code="services.visit_booked",
        title=_("Đã đặt lịch hẹn"),
        subject=_("Đã đặt lịch hẹn lúc {{ at }}"),
        body=_("Ông/bà hẹn đến {{ where }} lúc {{ at }}. Mã lịch hẹn: {{ code }}."),
        channels=("in_app", "email", "sms"),
    ),
    Message(
        code="services.visit_reminder",
        title=_("Nhắc lịch hẹn"),
        subject=_("Nhắc lịch hẹn lúc {{ at }}"),
        body=_("Ông/bà hẹn đến {{ where }} lúc {{ at }}. Không đến được thì hủy để người khác đến. Mã: {{ code }}."),
        channels=("in_app", "email", "sms"),
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
